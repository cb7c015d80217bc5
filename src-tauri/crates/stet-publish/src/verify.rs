//! Verifying: is the bundle whole, and is there nothing in it that should not be?

mod folder;
mod rules;
mod zip_file;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::error::VerifyError;

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether the bundle is whole.
    pub ok: bool,
    /// Folder or zip.
    pub format: BundleFormat,
    /// The bag's BagIt version, empty where it does not say.
    pub bag_version: String,
    /// Payload files found.
    pub files: usize,
    /// Payload bytes found.
    pub bytes: u64,
    /// SHA-256 of the tag manifest, empty where there is none.
    pub hash: String,
    /// Who published it, from the release manifest.
    pub organization: String,
    /// Pages in it.
    pub pages: usize,
    /// What is wrong, by path.
    pub faults: Vec<Fault>,
}

/// Folder or zip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BundleFormat {
    /// A folder.
    Folder,
    /// A zip file.
    Zip,
}

/// One thing that is wrong with a bundle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// The file it is about, empty for the whole bundle.
    pub path: String,
    /// Stable, in kebab-case: `changed`, `missing`, `extra`, `unsafe-path`, `symlink`, `duplicate`, `too-large` …
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Fault {
    pub(crate) fn new(code: &str, path: impl Into<String>, message: impl Into<String>) -> Fault {
        let hint = match code {
            "changed" | "missing" | "payload-oxum" | "release" => "Fetch the bundle again, or ask for it to be exported again.",
            "unsafe-path" | "symlink" | "duplicate" | "too-large" => "Do not unpack this bundle. Ask where it comes from.",
            "extra" => "Take the file away, or ask who put it there.",
            _ => "Ask for the bundle to be exported again.",
        };
        Fault { path: path.into(), code: code.into(), message: message.into(), hint: hint.into() }
    }
}

/// What was found at one path of a bundle.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub sha256: String,
    pub sha512: String,
    pub size: u64,
    /// The text, kept for tag files and the release manifest only.
    pub text: Option<Vec<u8>>,
}

/// Everything found in a bundle.
pub(crate) struct Contents {
    pub format: BundleFormat,
    pub files: BTreeMap<String, Found>,
    pub faults: Vec<Fault>,
}

/// Looks at a bundle. What is wrong with it is in the report; an error is only that it cannot be looked at.
pub fn verify(path: &Path) -> Result<Report, VerifyError> {
    let meta = std::fs::metadata(path).map_err(|source| VerifyError::Io { path: path.to_path_buf(), source })?;
    let contents = if meta.is_dir() { folder::read(path)? } else { zip_file::read(path)? };
    Ok(rules::judge(contents))
}

/// Whether the text of a file is needed beyond its hash.
pub(crate) fn keeps_text(path: &str, size: u64) -> bool {
    const LARGEST: u64 = 64 * 1024 * 1024;
    (!path.starts_with("data/") || path == "data/release.json") && size <= LARGEST
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ok {
            writeln!(out, "The bundle is whole: {} files, {} bytes, {} pages.", self.files, self.bytes, self.pages)?;
            return writeln!(out, "{}", self.hash);
        }
        writeln!(out, "The bundle is NOT whole: {} {}.", self.faults.len(), if self.faults.len() == 1 { "fault" } else { "faults" })?;
        for fault in &self.faults {
            let place = if fault.path.is_empty() { String::new() } else { format!("{}: ", fault.path) };
            writeln!(out, "- {place}{} [{}]\n  {}", fault.message, fault.code, fault.hint)?;
        }
        Ok(())
    }
}
