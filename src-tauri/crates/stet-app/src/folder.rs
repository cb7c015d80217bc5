//! The whole site in a folder: written where it changed, removed where it is Stet's own, and nothing else touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use stet_publish::{Content, OutFile};

use crate::{Fault, Room, export, mirror};

/// File that says what in the folder is Stet's.
const OWNED: &str = ".stet-site.json";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Owned {
    /// SHA-256 by path.
    files: BTreeMap<String, String>,
}

/// What a build did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Files that were not there.
    pub added: Vec<String>,
    /// Files whose content changed.
    pub changed: Vec<String>,
    /// Files that are no longer part of the site.
    pub removed: Vec<String>,
    /// How many stayed as they were.
    pub unchanged: usize,
}

/// Builds the site into a folder that is new, empty, or holds an earlier build.
///
/// Errors: a folder that holds something else is left alone; a disk that fails leaves every page whole, old or new.
pub fn build(room: &Room, to: &Path) -> Result<Report, Fault> {
    let before = earlier(to)?;
    let files = export::site_files(room)?;
    let hashed: Vec<(String, &OutFile, String)> = files
        .par_iter()
        .filter_map(|file| Some((file.path.strip_prefix("site/")?.to_owned(), file)))
        .map(|(path, file)| Ok((path, file, hash(&file.content)?)))
        .collect::<Result<_, Fault>>()?;
    let mut report = Report::default();
    let mut owned = Owned::default();
    let mut stale = Vec::new();
    for (path, file, hash) in &hashed {
        let there = to.join(path).is_file();
        match before.files.get(path) {
            Some(old) if there && old == hash => report.unchanged += 1,
            Some(_) if there => {
                report.changed.push(path.clone());
                stale.push((path, *file));
            }
            _ => {
                report.added.push(path.clone());
                stale.push((path, *file));
            }
        }
        owned.files.insert(path.clone(), hash.clone());
    }
    stale.par_iter().try_for_each(|(path, file)| match &file.content {
        Content::Bytes(bytes) => mirror::write_unflushed(to, path, bytes),
        Content::File(from) => {
            let bytes = fs::read(from).map_err(|error| Fault::file("read", from, &error))?;
            mirror::write_unflushed(to, path, &bytes)
        }
    })?;
    for path in before.files.keys().filter(|path| !owned.files.contains_key(*path)) {
        remove(to, path)?;
        report.removed.push(path.clone());
    }
    if !(report.added.is_empty() && report.changed.is_empty() && report.removed.is_empty()) {
        let json = serde_json::to_vec_pretty(&owned).unwrap_or_default();
        mirror::write_unflushed(to, OWNED, &json)?;
        mirror::flush(to)?;
    }
    Ok(report)
}

fn earlier(to: &Path) -> Result<Owned, Fault> {
    match fs::read(to.join(OWNED)) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| {
            Fault::new("site-record", format!("{} cannot be read.", to.join(OWNED).display()), "Choose a new folder, or empty this one.")
        }),
        Err(_) => {
            mirror::make_folder(to)?;
            let empty = fs::read_dir(to).map_err(|error| Fault::file("read", to, &error))?.next().is_none();
            if empty {
                return Ok(Owned::default());
            }
            Err(Fault::new(
                "occupied",
                format!("{} holds something that is no site of Stet's; it was left alone.", to.display()),
                "Choose a new or empty folder.",
            ))
        }
    }
}

fn hash(content: &Content) -> Result<String, Fault> {
    let digest = match content {
        Content::Bytes(bytes) => Sha256::digest(bytes),
        Content::File(from) => Sha256::digest(fs::read(from).map_err(|error| Fault::file("read", from, &error))?),
    };
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Removes a file and the folders that are empty without it.
fn remove(root: &Path, path: &str) -> Result<(), Fault> {
    let file = root.join(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Fault::file("removed", &file, &error)),
        _ => {}
    }
    let mut folder = file.parent();
    while let Some(path) = folder.filter(|path| *path != root && path.starts_with(root)) {
        // One that is not empty stays, and so do those above it.
        if fs::remove_dir(path).is_err() {
            break;
        }
        folder = path.parent();
    }
    Ok(())
}
