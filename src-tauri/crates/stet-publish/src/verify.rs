//! Verifying: is the bundle whole, and is there nothing in it that should not be?
//!
//! `folder` and `zip_file` read everything once and say what they found; `rules` and what it calls judge that.

mod folder;
mod manifests;
mod names;
mod release;
mod report;
mod rules;
mod stream;
mod zip_file;

use std::collections::{BTreeMap, BTreeSet};
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
    /// Who published it, from the release manifest or else from `bag-info.txt`.
    pub organization: String,
    /// Pages in it.
    pub pages: usize,
    /// What its release manifest says; absent from a bag of another tool.
    pub release: Option<Summary>,
    /// What is worth knowing and no fault.
    pub notes: Vec<String>,
    /// What is wrong, by path.
    pub faults: Vec<Fault>,
}

/// What a release manifest says of the release as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Program and version that sealed it.
    pub tool: String,
    /// Who published it.
    pub organization: String,
    /// The bundle's name among others.
    pub identifier: String,
    /// Date of the newest copy, `YYYY-MM-DD`.
    pub date: String,
    /// Where the site will be; may be empty.
    pub base_url: String,
    /// Files it names.
    pub files: usize,
    /// Editions that files in it belong to.
    pub editions: usize,
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
    /// Stable, in kebab-case: `changed`, `missing`, `extra`, `unsafe-path`, `symlink`, `special-file`, `duplicate`,
    /// `too-large`, `structure`, `unreadable`, `not-a-bag`, `version`, `encoding`, `incomplete`, `manifest`,
    /// `payload-oxum`, `release`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Fault {
    fn new(code: &str, path: impl Into<String>, message: impl Into<String>) -> Fault {
        let hint = match code {
            "changed" | "missing" | "payload-oxum" | "release" => "Fetch the bundle again, or ask for it to be exported again.",
            "unsafe-path" | "symlink" | "special-file" | "duplicate" | "too-large" | "structure" => {
                "Do not unpack this bundle. Ask where it comes from."
            }
            "extra" => "Take the file away, or ask who put it there.",
            "unreadable" => "See whether you may read it, and whether the disk or the download is sound.",
            "incomplete" => "Ask for a bag that holds all of its files.",
            _ => "Ask for the bundle to be exported again.",
        };
        Fault { path: path.into(), code: code.into(), message: message.into(), hint: hint.into() }
    }
}

/// What was found at one path of a bundle. The hashes are kept in place: small pieces of the heap between the large
/// ones that unpacking takes would keep those from being used again, and cost ten times their size.
#[derive(Debug, Clone)]
struct Found {
    sha256: [u8; 32],
    /// Zeros unless a manifest wants it.
    sha512: [u8; 64],
    size: u64,
    /// The text, kept for tag files and the release manifest only.
    text: Option<Vec<u8>>,
}

/// Everything found in a bundle.
struct Contents {
    format: BundleFormat,
    /// By path from the bundle's own folder, `/` between the parts.
    files: BTreeMap<String, Found>,
    /// Whether there is a `data` folder, be it empty.
    payload: bool,
    /// Whether reading was given up before the end.
    stopped: bool,
    faults: Vec<Fault>,
}

impl Contents {
    fn new(format: BundleFormat) -> Contents {
        Contents { format, files: BTreeMap::new(), payload: false, stopped: false, faults: Vec::new() }
    }

    fn fault(&mut self, code: &str, path: impl Into<String>, message: impl Into<String>) {
        self.faults.push(Fault::new(code, path, message));
    }

    /// Paths of what is there and could not be read, or must not be: that it is missing is no news.
    fn refused(&self) -> BTreeSet<String> {
        self.faults.iter().map(|fault| fault.path.clone()).collect()
    }
}

/// Looks at a bundle: a folder, or a zip file whatever its name.
///
/// What is wrong with it is in the report; an error is only that it cannot be looked at. Any bag of BagIt 0.97 or 1.0
/// with SHA-256 or SHA-512 manifests can be judged, whoever made it; more is asked of one of Stet's.
pub fn verify(path: &Path) -> Result<Report, VerifyError> {
    let meta = std::fs::metadata(path).map_err(|source| VerifyError::Io { path: path.to_path_buf(), source })?;
    let contents = if meta.is_dir() { folder::read(path)? } else { zip_file::read(path)? };
    Ok(rules::judge(contents))
}
