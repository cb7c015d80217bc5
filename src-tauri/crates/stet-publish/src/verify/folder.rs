//! A bundle in a folder: every file found and hashed, links refused.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{BundleFormat, Contents, Fault, Found, keeps_text};
use crate::error::VerifyError;
use crate::verify::zip_file::hash;

pub(super) fn read(root: &Path) -> Result<Contents, VerifyError> {
    let mut paths = Vec::new();
    let mut faults = Vec::new();
    gather(root, root, &mut paths, &mut faults)?;
    let read: Vec<(String, std::io::Result<Found>)> = paths.into_par_iter().map(|(name, path, size)| (name.clone(), look(&name, &path, size))).collect();
    let mut files = BTreeMap::new();
    for (name, found) in read {
        match found {
            Ok(found) => {
                files.insert(name, found);
            }
            Err(error) => faults.push(Fault::new("unreadable", name, format!("The file cannot be read: {error}."))),
        }
    }
    Ok(Contents { format: BundleFormat::Folder, files, faults })
}

fn look(name: &str, path: &Path, size: u64) -> std::io::Result<Found> {
    let mut text = keeps_text(name, size).then(Vec::new);
    let (sha256, sha512, size) = hash(&mut File::open(path)?, text.as_mut(), u64::MAX)?;
    Ok(Found { sha256, sha512, size, text })
}

fn gather(root: &Path, folder: &Path, out: &mut Vec<(String, PathBuf, u64)>, faults: &mut Vec<Fault>) -> Result<(), VerifyError> {
    let failed = |source| VerifyError::Io { path: folder.to_path_buf(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let meta = fs::symlink_metadata(&path).map_err(failed)?;
        if meta.is_symlink() {
            faults.push(Fault::new("symlink", name, "There is a link here; a bundle holds files alone."));
        } else if meta.is_dir() {
            gather(root, &path, out, faults)?;
        } else if meta.is_file() {
            out.push((name, path, meta.len()));
        } else {
            faults.push(Fault::new("special-file", name, "There is something here that is no file."));
        }
    }
    Ok(())
}
