//! A bundle in a zip file: read entry by entry without unpacking, with limits on what it may swell to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest, Sha256, Sha512};
use zip::ZipArchive;

use super::{BundleFormat, Contents, Fault, Found, keeps_text};
use crate::error::VerifyError;
use crate::path::{same_place, unsafe_because};
use crate::hex;

/// A bundle may unpack to this many bytes in all.
const LARGEST: u64 = 64 * 1024 * 1024 * 1024;
/// And, past the first megabyte, to this many times an entry's packed size; text never packs so well.
const SWELL: u64 = 400;
/// Entries in a bundle.
const MOST: usize = 2_000_000;

pub(super) fn read(path: &Path) -> Result<Contents, VerifyError> {
    let file = File::open(path).map_err(|source| VerifyError::Io { path: path.to_path_buf(), source })?;
    let not_zip = |error: zip::result::ZipError| VerifyError::NotZip { path: path.to_path_buf(), reason: error.to_string() };
    let mut names = raw_names(path).unwrap_or_default();
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(not_zip)?;
    let mut contents = Contents { format: BundleFormat::Zip, files: BTreeMap::new(), faults: Vec::new() };
    if zip.len() > MOST {
        contents.faults.push(Fault::new("too-large", "", format!("There are {} entries in it; {MOST} is the most.", zip.len())));
        return Ok(contents);
    }
    // The reader keeps the last of two entries of one name; the directory itself tells of both.
    names.sort();
    for pair in names.windows(2) {
        if pair[0] == pair[1] {
            contents.faults.push(Fault::new("duplicate", pair[0].clone(), "Two entries have this name."));
        }
    }
    let mut places = BTreeSet::new();
    let mut tops = BTreeSet::new();
    let mut total = 0;
    for at in 0..zip.len() {
        let mut entry = match zip.by_index(at) {
            Ok(entry) => entry,
            Err(error) => {
                contents.faults.push(Fault::new("unreadable", format!("entry {at}"), format!("The entry cannot be read: {error}.")));
                continue;
            }
        };
        let name = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(error) => {
                contents.faults.push(Fault::new("unsafe-path", format!("entry {at}"), format!("The entry's name cannot be read: {error}.")));
                continue;
            }
        };
        if let Some(why) = unsafe_because(name.trim_end_matches('/')) {
            contents.faults.push(Fault::new("unsafe-path", name, format!("The path must not be in a bundle: {why}.")));
            continue;
        }
        if entry.is_symlink() || entry.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000) {
            contents.faults.push(Fault::new("symlink", name, "There is a link here; a bundle holds files alone."));
            continue;
        }
        let (top, inner) = name.split_once('/').map_or((String::new(), name.clone()), |(top, inner)| (top.to_owned(), inner.to_owned()));
        tops.insert(top);
        if entry.is_dir() || inner.is_empty() {
            continue;
        }
        if !places.insert(same_place(&inner)) {
            contents.faults.push(Fault::new("duplicate", inner, "Another entry has this name, or one that is the same on some systems."));
            continue;
        }
        let allowed = (entry.compressed_size().saturating_mul(SWELL) + 1024 * 1024).min(LARGEST - total);
        let mut text = keeps_text(&inner, entry.size()).then(Vec::new);
        match hash(&mut entry, text.as_mut(), allowed) {
            Ok((_, _, size)) if size > allowed => {
                contents.faults.push(Fault::new("too-large", inner, "The entry unpacks to far more than it packs: this looks like an attack."));
                if total + size >= LARGEST {
                    break;
                }
            }
            Ok((sha256, sha512, size)) => {
                total += size;
                contents.files.insert(inner, Found { sha256, sha512, size, text });
            }
            Err(error) => contents.faults.push(Fault::new("changed", inner, format!("The entry does not unpack: {error}."))),
        }
    }
    if tops.len() > 1 {
        contents.faults.push(Fault::new("structure", "", "There is more than one folder at the top; a zipped bag is one folder."));
    }
    Ok(contents)
}

/// SHA-256, SHA-512 and size of what is read; stops one buffer after `allowed` bytes.
pub(super) fn hash(from: &mut dyn Read, mut text: Option<&mut Vec<u8>>, allowed: u64) -> io::Result<(String, String, u64)> {
    let (mut sha256, mut sha512) = (Sha256::new(), Sha512::new());
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 || size > allowed {
            return Ok((hex(&sha256.finalize()), hex(&sha512.finalize()), size));
        }
        size += read as u64;
        sha256.update(&buffer[..read]);
        sha512.update(&buffer[..read]);
        if let Some(text) = &mut text {
            text.extend_from_slice(&buffer[..read]);
        }
    }
}

/// The names in the zip's central directory, doubles included (APPNOTE 4.3.12). Only the directory is read.
fn raw_names(path: &Path) -> io::Result<Vec<String>> {
    /// The end record and the longest comment after it.
    const TAIL: u64 = 22 + 65_535;
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    file.read_to_end(&mut tail)?;
    let Some(end) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else { return Ok(Vec::new()) };
    let mut directory = Vec::new();
    file.seek(SeekFrom::Start(number(&tail, end + 16, 4)))?;
    file.take(number(&tail, end + 12, 4)).read_to_end(&mut directory)?;
    let mut out = Vec::new();
    let mut at = 0;
    while directory.get(at..at + 4) == Some(b"PK\x01\x02") {
        let [name, extra, comment] = [28, 30, 32].map(|field| number(&directory, at + field, 2) as usize);
        if let Some(name) = directory.get(at + 46..at + 46 + name) {
            out.push(String::from_utf8_lossy(name).into_owned());
        }
        at += 46 + name + extra + comment;
    }
    Ok(out)
}

/// A little-endian number of `width` bytes; 0 past the end.
fn number(bytes: &[u8], at: usize, width: usize) -> u64 {
    bytes.get(at..at + width).map_or(0, |field| field.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
