//! A bundle in a folder: every file found and hashed, links refused.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::stream::{look, wants_sha512};
use super::{BundleFormat, Contents, Found};
use crate::error::VerifyError;
use crate::path::unsafe_because;

pub(super) fn read(root: &Path) -> Result<Contents, VerifyError> {
    let mut contents = Contents::new(BundleFormat::Folder);
    let mut files = Vec::new();
    gather(root, &mut contents, &mut files)?;
    // Faults and files come sorted whatever order the disk gives them in, and whichever thread is done first.
    files.sort();
    let with_sha512 = files.iter().any(|(name, _)| wants_sha512(name));
    let read: Vec<(String, io::Result<Option<Found>>)> = files
        .into_par_iter()
        .map(|(name, path)| {
            let found = File::open(&path).and_then(|mut file| look(&mut file, &name, with_sha512, u64::MAX));
            (name, found)
        })
        .collect();
    for (name, found) in read {
        match found {
            Ok(Some(found)) => {
                contents.files.insert(name, found);
            }
            Ok(None) => contents.fault("too-large", name, "The file is far larger than any of its kind."),
            Err(error) => contents.fault("unreadable", name, format!("The file cannot be read: {error}.")),
        }
    }
    Ok(contents)
}

/// Everything in a folder and below it, without following a link.
fn gather(root: &Path, contents: &mut Contents, files: &mut Vec<(String, PathBuf)>) -> Result<(), VerifyError> {
    let mut folders = vec![(String::new(), root.to_path_buf())];
    while let Some((above, folder)) = folders.pop() {
        let entries = match entries(&folder) {
            Ok(entries) => entries,
            Err(source) if above.is_empty() => return Err(VerifyError::Io { path: folder, source }),
            Err(error) => {
                contents.fault("unreadable", above.trim_end_matches('/'), format!("The folder cannot be read: {error}."));
                continue;
            }
        };
        for (name, kind) in entries {
            let path = folder.join(&name);
            let shown = format!("{above}{}", name.to_string_lossy());
            if name.to_str().is_none() {
                contents.fault("unsafe-path", shown, "The name is not UTF-8.");
            } else if kind.is_symlink() {
                contents.fault("symlink", shown, "There is a link here; a bundle holds files alone.");
            } else if let Some(why) = unsafe_because(&shown) {
                contents.fault("unsafe-path", shown, format!("The path must not be in a bundle: {why}."));
            } else if kind.is_dir() {
                contents.payload |= shown == "data";
                folders.push((format!("{shown}/"), path));
            } else if kind.is_file() {
                files.push((shown, path));
            } else {
                contents.fault("special-file", shown, "There is something here that is no file.");
            }
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<(OsString, fs::FileType)>> {
    fs::read_dir(folder)?.map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?)))).collect()
}
