//! A bundle as one zip file: the same bytes for the same files, whatever the day and the file's name.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Seek, Write};
use std::ops::ControlFlow;
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::bundle::{BundleInfo, OutFile, Progress, Seal, Sealed, copy_hashed, go_on};
use crate::error::{BundleError, io as failed};
use crate::release::RELEASE_FILE;

/// Media types that are compressed already.
const PACKED: [&str; 7] = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "application/zip", "font/woff2"];

pub(crate) fn write(
    files: &[&OutFile], info: &BundleInfo, to: &Path, parent: &Path, progress: &mut dyn FnMut(Progress<'_>) -> ControlFlow<()>,
) -> Result<Sealed, BundleError> {
    let part = tempfile::Builder::new().prefix(".stet-bundle-").suffix(".part").tempfile_in(parent).map_err(failed(parent))?;
    let mut zip = ZipWriter::new(BufWriter::new(part));
    // RFC 8493, 4.2: a serialized bag is one folder. Its name comes from the bundle, not from the file.
    let top = top_folder(info);
    let mut seal = Seal::new();
    for (done, file) in files.iter().enumerate() {
        go_on(progress, done, files.len(), &file.path)?;
        let packed = PACKED.contains(&file.media_type.split(';').next().unwrap_or_default());
        zip.start_file(format!("{top}/data/{}", file.path), options(packed))?;
        let (hash, size) = copy_hashed(&mut *file.content.open()?, &mut zip).map_err(failed(to))?;
        seal.add(file, hash, size);
    }
    let release = seal.release(info);
    put(&mut zip, &format!("{top}/data/{RELEASE_FILE}"), &release, to)?;
    let (tags, sealed) = seal.tag_files(info);
    for (name, text) in &tags {
        put(&mut zip, &format!("{top}/{name}"), text.as_bytes(), to)?;
    }
    let part = zip.finish()?.into_inner().map_err(|error| failed(to)(error.into_error()))?;
    go_on(progress, files.len(), files.len(), "")?;
    open_to_all(part.as_file()).and_then(|()| part.as_file().sync_all()).map_err(failed(to))?;
    part.persist(to).map_err(|error| failed(to)(error.error))?;
    File::open(parent).and_then(|folder| folder.sync_all()).map_err(failed(parent))?;
    Ok(sealed)
}

fn put<W: Write + Seek>(zip: &mut ZipWriter<W>, name: &str, bytes: &[u8], to: &Path) -> Result<(), BundleError> {
    zip.start_file(name.to_owned(), options(false))?;
    zip.write_all(bytes).map_err(failed(to))
}

fn options(packed: bool) -> SimpleFileOptions {
    let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default()).unix_permissions(0o644)
}

fn top_folder(info: &BundleInfo) -> String {
    let name: String = info.identifier.chars().map(|letter| if letter.is_alphanumeric() || matches!(letter, '-' | '_') { letter } else { '-' }).collect();
    if name.is_empty() { "bundle".into() } else { name }
}

#[cfg(unix)]
fn open_to_all(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_file: &File) -> std::io::Result<()> {
    Ok(())
}

/// Whether a file is a bundle in a zip: the only kind of file that a new one may replace.
pub(crate) fn is_bundle(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let Ok(mut zip) = ZipArchive::new(file) else { return false };
    let name = zip.file_names().filter_map(Result::ok).find(|name| name.ends_with("/bagit.txt")).map(|name| name.into_owned());
    let Some(name) = name else { return false };
    let mut text = String::new();
    zip.by_name(&name).is_ok_and(|entry| entry.take(200).read_to_string(&mut text).is_ok()) && text.starts_with("BagIt-Version:")
}
