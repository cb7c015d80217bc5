//! A bundle in a zip file: read entry by entry without unpacking, with limits on what it may swell to.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;
use zip::{ZipArchive, ZipReadOptions};

use super::stream::{look, wants_sha512};
use super::{BundleFormat, Contents};
use crate::error::VerifyError;
use crate::path::unsafe_because;

/// An entry, and the file as a whole, may unpack to this many times its packed size; text never packs so well.
const SWELL: u64 = 400;
/// And to this much more, for the sake of small ones.
const SLACK: u64 = 16 * 1024 * 1024;
/// Bytes that a bundle may unpack to in all.
const LARGEST: u64 = 1024 * 1024 * 1024 * 1024;
/// Entries in a bundle.
const MOST: usize = 2_000_000;

type Entry = ZipFileEntry<'static>;

pub(super) fn read(path: &Path) -> Result<Contents, VerifyError> {
    let open = || File::open(path).map_err(|source| VerifyError::Io { path: path.to_path_buf(), source });
    let not_zip = |error: ZipError| VerifyError::NotZip { path: path.to_path_buf(), reason: error.to_string() };
    let length = open()?.metadata().map_err(|source| VerifyError::Io { path: path.to_path_buf(), source })?.len();
    let mut contents = Contents::new(BundleFormat::Zip);
    // The plain reader keeps the last of two entries of one name; this one gives both.
    let mut directory = ZipIterable::try_new(BufReader::new(open()?), Config::default()).map_err(not_zip)?;
    if directory.len() > MOST {
        contents.fault("too-large", "", format!("There are {} entries in it; {MOST} is the most.", directory.len()));
        contents.stopped = true;
        return Ok(contents);
    }
    let entries: Vec<Entry> = directory.files().map_err(not_zip)?.collect::<Result<_, _>>().map_err(not_zip)?;
    let entries = acceptable(entries, &mut contents);
    let entries = below_top(entries, &mut contents);
    if !contents.faults.iter().any(|fault| fault.code == "duplicate") {
        let headers = ZipArchive::new(BufReader::new(open()?)).and_then(|mut zip| zip.validate_header_consistency());
        if let Err(error) = headers {
            contents.fault(
                "structure",
                "",
                format!("The zip file does not agree with its own directory ({error}): programs would unpack different files from it."),
            );
        }
    }
    unpack(entries, &mut BufReader::new(open()?), length, &mut contents);
    Ok(contents)
}

/// The entries whose names and kinds may be in a bundle, each name once.
fn acceptable(entries: Vec<Entry>, contents: &mut Contents) -> Vec<(String, Entry)> {
    let mut names = BTreeSet::new();
    let mut out = Vec::with_capacity(entries.len());
    for entry in entries {
        let name = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(error) => {
                contents.fault(
                    "unsafe-path",
                    String::from_utf8_lossy(entry.name_raw()),
                    format!("The entry's name cannot be read: {error}."),
                );
                continue;
            }
        };
        if let Some(why) = unsafe_because(name.strip_suffix('/').unwrap_or(&name)) {
            contents.fault("unsafe-path", name, format!("The path must not be in a bundle: {why}."));
        } else if !names.insert(name.clone()) {
            contents.fault("duplicate", name, "Two entries have this name.");
        } else if kind(&entry) == LINK {
            contents.fault("symlink", name, "There is a link here; a bundle holds files alone.");
        } else if !matches!((kind(&entry), entry.is_dir()), (0, _) | (FILE, false) | (FOLDER, true)) {
            contents.fault("special-file", name, "There is something here that is no file.");
        } else {
            out.push((name, entry));
        }
    }
    out
}

const LINK: u32 = 0o120_000;
const FILE: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

/// What kind of thing an entry is on Unix; 0 where it does not say.
fn kind(entry: &Entry) -> u32 {
    entry.unix_mode().map_or(0, |mode| mode & 0o170_000)
}

/// The files below the one folder that the bag is (4.2), named from there. Some tools pack a bag without that folder,
/// and it is plain what they mean.
fn below_top(entries: Vec<(String, Entry)>, contents: &mut Contents) -> Vec<(String, Entry)> {
    let bare = entries.iter().any(|(name, _)| name == "bagit.txt");
    let declared = entries.iter().find_map(|(name, _)| name.strip_suffix("/bagit.txt").filter(|top| !top.contains('/')));
    let first = || entries.first().map(|(name, _)| name.split('/').next().unwrap_or(name));
    let top = if bare { String::new() } else { declared.or_else(first).map(|top| format!("{top}/")).unwrap_or_default() };
    let mut strangers = BTreeSet::new();
    let mut out = Vec::with_capacity(entries.len());
    for (name, entry) in entries {
        match name.strip_prefix(&top) {
            None => {
                strangers.insert(name.split('/').next().unwrap_or(&name).to_owned());
            }
            Some(inner) => {
                contents.payload |= inner.starts_with("data/");
                if !entry.is_dir() {
                    out.push((inner.to_owned(), entry));
                }
            }
        }
    }
    for stranger in strangers {
        contents.fault("structure", stranger, "This is beside the bag's folder; a zipped bag is one folder and nothing else.");
    }
    out
}

/// Unpacks every entry, to look at it and let it go.
fn unpack(entries: Vec<(String, Entry)>, file: &mut BufReader<File>, length: u64, contents: &mut Contents) {
    let with_sha512 = entries.iter().any(|(name, _)| wants_sha512(name));
    let largest = LARGEST.min(length.saturating_mul(SWELL).saturating_add(SLACK));
    let mut total = 0;
    for (name, entry) in entries {
        let allowed = entry.compressed_size().saturating_mul(SWELL).saturating_add(SLACK).min(largest - total);
        let mut from = match entry.with_reader(file, ZipReadOptions::new()) {
            Ok(from) => from,
            Err(error) => {
                contents.fault("unreadable", name, format!("The entry cannot be read: {error}."));
                continue;
            }
        };
        match look(&mut from, &name, with_sha512, allowed) {
            Ok(Some(found)) => {
                total += found.size;
                contents.files.insert(name, found);
            }
            Ok(None) => {
                let packed = from.compressed_size();
                contents.fault(
                    "too-large",
                    name,
                    format!(
                        "It unpacks to far more than the {packed} bytes it packs to: this looks like an attack. Nothing after it was read."
                    ),
                );
                contents.stopped = true;
                return;
            }
            Err(error) => contents.fault("changed", name, format!("The entry does not unpack: {error}.")),
        }
    }
}
