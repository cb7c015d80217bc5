//! Sealing: from a list of files to a bundle that stands whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::error::{BundleError, io as failed};
use crate::release::{CacheClass, RELEASE_FILE};
use crate::seal::Watch;
use crate::{archive, folder, path, place};

/// A file for a bundle.
#[derive(Debug, Clone)]
pub struct OutFile {
    /// Its place below `data/`, with `/` between its parts.
    pub path: String,
    /// What is in it.
    pub content: Content,
    /// Its media type.
    pub media_type: String,
    /// How long a server may keep it.
    pub cache: CacheClass,
    /// The edition it belongs to, as `lang/slug`.
    pub owner: Option<String>,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What another file holds; it is streamed, never loaded whole.
    File(PathBuf),
    /// Bytes that are asked for when the file's turn has come: see [`write_as_made`].
    Later,
}

/// What a bundle says of itself. Nothing here comes from a clock.
#[derive(Debug, Clone, Default)]
pub struct BundleInfo {
    /// Who publishes.
    pub organization: String,
    /// Names the bundle among others: letters, digits and hyphens. It is the folder inside a zip file too.
    pub identifier: String,
    /// Date of the newest copy, `YYYY-MM-DD`.
    pub date: String,
    /// Program and version, such as `Stet 0.1.0`. Its first word must be `Stet`, or no later export can know this
    /// bundle for one that it may replace.
    pub agent: String,
    /// Where the site will be; empty if nobody has decided.
    pub base_url: String,
    /// Anything the caller wants on record, such as the checks that stood.
    pub record: serde_json::Value,
}

/// How far the sealing is. Told at the start of each file, after each further mebibyte of it, and once more before
/// the bundle is put in its place.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Files done.
    pub done: usize,
    /// Files in all.
    pub total: usize,
    /// The file under way.
    pub path: &'a str,
    /// Payload bytes written so far.
    pub bytes: u64,
}

/// A sealed bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Payload files.
    pub files: usize,
    /// Payload bytes.
    pub bytes: u64,
    /// SHA-256 of `tagmanifest-sha256.txt`, which covers everything: the bundle's name by content, the same for the
    /// folder and the zip file.
    pub hash: String,
}

/// Who is told how far the sealing is, and may stop it.
pub type Tell<'a> = dyn FnMut(Progress<'_>) -> ControlFlow<()> + 'a;

/// Gives the bytes of a file whose content is [`Content::Later`]. Asked once for each, in the order of their paths.
pub type Supply<'a> = dyn FnMut(&OutFile) -> Result<Vec<u8>, BundleError> + 'a;

/// As [`write`], with files that are made while the bundle is written, so that not all of them need be in memory.
pub fn write_as_made(
    files: &[OutFile],
    info: &BundleInfo,
    to: &Path,
    progress: &mut Tell<'_>,
    supply: &mut Supply<'_>,
) -> Result<Sealed, BundleError> {
    let zipped = to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    if zipped {
        seal(files, to, progress, supply, archive::is_free, |files, to, parent, watch| archive::write(files, info, to, parent, watch))
    } else {
        seal(files, to, progress, supply, place::folder_is_free, |files, to, parent, watch| folder::write(files, info, to, parent, watch))
    }
}

/// Nothing is made later where nobody said how.
fn none(file: &OutFile) -> Result<Vec<u8>, BundleError> {
    Err(failed(Path::new(&file.path))(io::Error::new(io::ErrorKind::InvalidInput, "nobody makes this file")))
}

/// Writes a bundle: a zip file where `to` ends in `.zip`, otherwise a folder.
///
/// It is made beside its place and then moved there. An older bundle of Stet's at that place is replaced in the last
/// step; anything else there is left alone and the call refused. Stopped or failed, it leaves everything as it was.
pub fn write(files: &[OutFile], info: &BundleInfo, to: &Path, progress: &mut Tell<'_>) -> Result<Sealed, BundleError> {
    let zipped = to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    if zipped { write_zip(files, info, to, progress) } else { write_folder(files, info, to, progress) }
}

/// Writes a bundle as a folder, whatever it is called.
pub fn write_folder(files: &[OutFile], info: &BundleInfo, to: &Path, progress: &mut Tell<'_>) -> Result<Sealed, BundleError> {
    seal(files, to, progress, &mut none, place::folder_is_free, |files, to, parent, watch| folder::write(files, info, to, parent, watch))
}

/// Writes a bundle as one zip file, whatever it is called.
pub fn write_zip(files: &[OutFile], info: &BundleInfo, to: &Path, progress: &mut Tell<'_>) -> Result<Sealed, BundleError> {
    seal(files, to, progress, &mut none, archive::is_free, |files, to, parent, watch| archive::write(files, info, to, parent, watch))
}

fn seal(
    files: &[OutFile],
    to: &Path,
    progress: &mut Tell<'_>,
    supply: &mut Supply<'_>,
    is_free: fn(&Path) -> bool,
    write: impl FnOnce(&[&OutFile], &Path, &Path, &mut Watch<'_, '_, '_>) -> Result<Sealed, BundleError>,
) -> Result<Sealed, BundleError> {
    let to = std::path::absolute(to).map_err(failed(to))?;
    let (Some(parent), Some(_)) = (to.parent(), to.file_name()) else {
        return Err(failed(&to)(io::Error::new(io::ErrorKind::InvalidInput, "this names no file or folder")));
    };
    let files = in_order(files)?;
    if fs::symlink_metadata(&to).is_ok() && !is_free(&to) {
        return Err(BundleError::Occupied(to.clone()));
    }
    let made = place::make_folders(parent)?;
    let sealed = write(&files, &to, parent, &mut Watch::new(progress, supply, files.len()))?;
    made.keep();
    Ok(sealed)
}

/// Sorted by path, each place safe and only one file's.
fn in_order(files: &[OutFile]) -> Result<Vec<&OutFile>, BundleError> {
    let mut sorted: Vec<&OutFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut places = BTreeSet::from([RELEASE_FILE.to_owned()]);
    for file in &sorted {
        if let Some(why) = path::unsafe_because(&file.path) {
            return Err(BundleError::UnsafePath(format!("`{}`, because {why}", file.path)));
        }
        if !places.insert(path::same_place(&file.path)) {
            return Err(BundleError::Duplicate(file.path.clone()));
        }
    }
    // A file cannot be a folder as well.
    for file in &sorted {
        let place = path::same_place(&file.path);
        if path::folders(&place).any(|folder| places.contains(folder)) {
            return Err(BundleError::Duplicate(file.path.clone()));
        }
    }
    Ok(sorted)
}
