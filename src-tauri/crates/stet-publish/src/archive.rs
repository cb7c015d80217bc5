//! A bundle as one zip file: the same bytes for the same files, whatever the day and the file's name.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZIP64_BYTES_THR, ZipArchive, ZipWriter};

use crate::bundle::{BundleInfo, Content, OutFile, Sealed};
use crate::error::{BundleError, io as failed, zip as zip_failed};
use crate::release::RELEASE_FILE;
use crate::seal::{Seal, Watch, stream};
use crate::{bag, place};

/// A file that packs better than this looks like an attack to whoever unpacks it, our own verifier included: it is
/// stored as it is. Small files, and what has not left the packer yet, are of no account.
const PACKS_TOO_WELL: u64 = 100;
const UNDER_WAY: u64 = 32 * 1024;
const SMALL: u64 = 1024 * 1024;

pub(crate) fn write(
    files: &[&OutFile],
    info: &BundleInfo,
    to: &Path,
    parent: &Path,
    watch: &mut Watch<'_, '_, '_>,
) -> Result<Sealed, BundleError> {
    // Dropping it removes it, whatever way this function is left.
    let part = place::part_file(to, parent)?;
    let sealed = pack(part.as_file(), files, info, to, watch)?;
    if fs::symlink_metadata(to).is_ok() && !is_free(to) {
        // Somebody has put something there since the export began.
        return Err(BundleError::Occupied(to.to_path_buf()));
    }
    part.persist(to).map_err(|error| failed(to)(error.error))?;
    place::flush_parent(to);
    Ok(sealed)
}

/// Writes all of the zip file and sees it to the disk.
fn pack(part: &File, files: &[&OutFile], info: &BundleInfo, to: &Path, watch: &mut Watch<'_, '_, '_>) -> Result<Sealed, BundleError> {
    let tally = Tally::default();
    let mut zip = Zip { writer: ZipWriter::new(Sink { file: BufWriter::new(part), tally: &tally }), tally: &tally, to };
    let sealed = zip.fill(files, info, watch).and_then(|sealed| {
        watch.at(files.len(), "")?;
        Ok(sealed)
    });
    tally.given_up.set(sealed.is_err());
    let sealed = sealed?;
    let finished = zip.writer.finish();
    tally.given_up.set(finished.is_err());
    let file = finished.map_err(zip_failed(to))?.file;
    file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all()).map_err(failed(to))?;
    Ok(sealed)
}

/// The zip file while it is written.
struct Zip<'a> {
    writer: ZipWriter<Sink<'a>>,
    tally: &'a Tally,
    to: &'a Path,
}

impl Zip<'_> {
    fn fill(&mut self, files: &[&OutFile], info: &BundleInfo, watch: &mut Watch<'_, '_, '_>) -> Result<Sealed, BundleError> {
        // RFC 8493, 4.2: a serialized bag is one folder. Its name comes from the bundle, not from the file.
        let top = top_folder(info);
        let mut seal = Seal::default();
        for (done, file) in files.iter().enumerate() {
            watch.at(done, &file.path)?;
            let file = &*watch.ready(file)?;
            let (hash, size) = self.add(format!("{top}/data/{}", file.path), file, watch)?;
            seal.add(file, hash, size);
        }
        self.put(format!("{top}/data/{RELEASE_FILE}"), &seal.release(info)?)?;
        let (tags, sealed) = seal.tag_files(info);
        for (name, text) in &tags {
            self.put(format!("{top}/{name}"), text.as_bytes())?;
        }
        Ok(sealed)
    }

    fn add(&mut self, name: String, file: &OutFile, watch: &mut Watch<'_, '_, '_>) -> Result<(String, u64), BundleError> {
        let huge = size(file)? >= ZIP64_BYTES_THR;
        if packs(&file.media_type) {
            self.start(name.clone(), CompressionMethod::Deflated, huge)?;
            let before = self.tally.written.get();
            let (hash, size) = stream(file, &mut self.writer, self.to, watch)?;
            let packed = self.tally.written.get() - before + UNDER_WAY;
            if size <= SMALL || size <= packed * PACKS_TOO_WELL {
                return Ok((hash, size));
            }
            self.writer.abort_file().map_err(zip_failed(self.to))?;
            watch.take_back(size);
        }
        self.start(name, CompressionMethod::Stored, huge)?;
        stream(file, &mut self.writer, self.to, watch)
    }

    fn put(&mut self, name: String, bytes: &[u8]) -> Result<(), BundleError> {
        self.start(name, CompressionMethod::Deflated, bytes.len() as u64 >= ZIP64_BYTES_THR)?;
        self.writer.write_all(bytes).map_err(failed(self.to))
    }

    fn start(&mut self, name: String, method: CompressionMethod, huge: bool) -> Result<(), BundleError> {
        // The earliest time that a zip file can tell, 1980-01-01: the same on any day.
        let options =
            SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default()).unix_permissions(0o644);
        self.writer.start_file(name, options.large_file(huge)).map_err(zip_failed(self.to))
    }
}

fn size(file: &OutFile) -> Result<u64, BundleError> {
    match &file.content {
        Content::Bytes(bytes) => Ok(bytes.len() as u64),
        Content::File(path) => Ok(fs::metadata(path).map_err(failed(path))?.len()),
        // Made in memory by now, and so never that large.
        Content::Later => Ok(0),
    }
}

/// Whether packing is worth the time. Pictures, sound, film and archives are packed already.
fn packs(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (kind, form) = name.split_once('/').unwrap_or((&name, ""));
    match kind {
        "text" => true,
        "image" => form == "svg+xml",
        "application" => form.ends_with("json") || form.ends_with("xml") || form.ends_with("javascript"),
        _ => false,
    }
}

fn top_folder(info: &BundleInfo) -> String {
    let name: String =
        info.identifier.chars().map(|letter| if letter.is_alphanumeric() || matches!(letter, '-' | '_') { letter } else { '-' }).collect();
    if name.is_empty() { "bundle".into() } else { name }
}

/// Whether a bundle may take the place of what is at a path: only an older bundle of Stet's in a zip file.
pub(crate) fn is_free(path: &Path) -> bool {
    let is_file = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
    is_file && File::open(path).is_ok_and(|file| is_bundle(file).unwrap_or(false))
}

fn is_bundle(file: File) -> zip::result::ZipResult<bool> {
    let mut zip = ZipArchive::new(file)?;
    let info = zip.file_names().filter_map(Result::ok).find(|name| name.ends_with("/bag-info.txt")).map(|name| name.into_owned());
    let Some(info) = info else { return Ok(false) };
    let mut text = String::new();
    zip.by_name(&info)?.take(64 * 1024).read_to_string(&mut text)?;
    Ok(bag::is_ours(&text))
}

/// What the zip file's writer and we both have to know.
#[derive(Default)]
struct Tally {
    /// Bytes written so far, the rewritten ones counted twice.
    written: Cell<u64>,
    /// Whether the file will be thrown away. The writer finishes its file when it is dropped, and complains on the
    /// error stream if it cannot, as on a full disk.
    given_up: Cell<bool>,
}

/// The file below the zip file's writer.
struct Sink<'a> {
    file: BufWriter<&'a File>,
    tally: &'a Tally,
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.tally.given_up.get() {
            return Ok(bytes.len());
        }
        let written = self.file.write(bytes)?;
        self.tally.written.update(|sum| sum + written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.tally.given_up.get() { Ok(()) } else { self.file.flush() }
    }
}

impl Seek for Sink<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if !self.tally.given_up.get() {
            return self.file.seek(to);
        }
        // What is left to be written must not be tried again; any place will do.
        self.file.get_mut().stream_position()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_packed_and_pictures_are_not() {
        for name in [
            "text/html; charset=utf-8",
            "text/markdown",
            "application/json",
            "application/ld+json",
            "application/rss+xml",
            "Text/CSS",
            "image/svg+xml",
        ] {
            assert!(packs(name), "{name}");
        }
        for name in [
            "image/jpeg",
            "image/png",
            "image/webp",
            "image/avif",
            "application/zip",
            "font/woff2",
            "video/mp4",
            "application/octet-stream",
            "",
        ] {
            assert!(!packs(name), "{name}");
        }
    }

    #[test]
    fn the_folder_inside_is_a_plain_name() {
        for (identifier, name) in [("post-bundle", "post-bundle"), ("صحيفة", "صحيفة"), ("../a b", "---a-b"), ("", "bundle")] {
            assert_eq!(top_folder(&BundleInfo { identifier: identifier.into(), ..BundleInfo::default() }), name);
        }
    }
}
