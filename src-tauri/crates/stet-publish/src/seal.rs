//! What a bundle says of its files, gathered while they are written: hashes, release manifest, tag files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::bundle::{BundleInfo, Content, OutFile, Progress, Sealed, Supply, Tell};
use crate::error::{BundleError, io as failed};
use crate::release::{RELEASE_FILE, RELEASE_FORMAT, Release, ReleaseFile};
use crate::{bag, hex};

/// Bytes read at a time.
const BUFFER: usize = 64 * 1024;
/// Bytes of one file between two tellings.
const STEP: u64 = 1024 * 1024;

/// Tells the caller how far the work is, and passes on the wish to stop.
pub(crate) struct Watch<'a, 'b, 'c> {
    tell: &'a mut Tell<'b>,
    supply: &'a mut Supply<'c>,
    total: usize,
    done: usize,
    bytes: u64,
}

impl<'a, 'b, 'c> Watch<'a, 'b, 'c> {
    pub(crate) fn new(tell: &'a mut Tell<'b>, supply: &'a mut Supply<'c>, total: usize) -> Watch<'a, 'b, 'c> {
        Watch { tell, supply, total, done: 0, bytes: 0 }
    }

    /// The file with its content at hand: one that is made later is made now.
    pub(crate) fn ready<'f>(&mut self, file: &'f OutFile) -> Result<Cow<'f, OutFile>, BundleError> {
        match file.content {
            Content::Later => Ok(Cow::Owned(OutFile { content: Content::Bytes((self.supply)(file)?), ..file.clone() })),
            _ => Ok(Cow::Borrowed(file)),
        }
    }

    /// Bytes that will be written again.
    pub(crate) fn take_back(&mut self, bytes: u64) {
        self.bytes -= bytes;
    }

    /// The next file is under way; an empty path says that all are done.
    pub(crate) fn at(&mut self, done: usize, path: &str) -> Result<(), BundleError> {
        self.done = done;
        let progress = Progress { done, total: self.total, path, bytes: self.bytes };
        if (self.tell)(progress).is_break() { Err(BundleError::Cancelled) } else { Ok(()) }
    }
}

/// Streams a file to a writer that puts it at `target`; gives its SHA-256 and size.
pub(crate) fn stream(
    file: &OutFile,
    to: &mut dyn Write,
    target: &Path,
    watch: &mut Watch<'_, '_, '_>,
) -> Result<(String, u64), BundleError> {
    let (mut from, source): (Box<dyn Read + '_>, &Path) = match &file.content {
        Content::Bytes(bytes) => (Box::new(bytes.as_slice()), target),
        Content::File(path) => (Box::new(open(path).map_err(failed(path))?), path),
        Content::Later => return stream(&*watch.ready(file)?, to, target, watch),
    };
    let (mut digest, mut buffer, mut size, mut told) = (Sha256::new(), vec![0; BUFFER], 0_u64, 0);
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok((hex(&digest.finalize()), size)),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(source)(error)),
        };
        digest.update(&buffer[..read]);
        to.write_all(&buffer[..read]).map_err(failed(target))?;
        size += read as u64;
        watch.bytes += read as u64;
        if size - told >= STEP {
            told = size;
            watch.at(watch.done, &file.path)?;
        }
    }
}

/// Opens what is to be copied. A pipe or a device could keep the export waiting for good.
fn open(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is not a file"));
    }
    File::open(path)
}

/// What hashing found of each payload file, and the texts around them.
#[derive(Default)]
pub(crate) struct Seal {
    manifest: BTreeMap<String, String>,
    release_files: Vec<ReleaseFile>,
    bytes: u64,
}

impl Seal {
    /// Notes a payload file that has been written.
    pub(crate) fn add(&mut self, file: &OutFile, sha256: String, size: u64) {
        self.bytes += size;
        self.manifest.insert(format!("data/{}", file.path), sha256.clone());
        self.release_files.push(ReleaseFile {
            path: file.path.clone(),
            sha256,
            size,
            media_type: file.media_type.clone(),
            cache: file.cache,
            owner: file.owner.clone(),
        });
    }

    /// The release manifest, as bytes for `data/release.json`; it is a payload file like the others.
    pub(crate) fn release(&mut self, info: &BundleInfo) -> Result<Vec<u8>, BundleError> {
        let release = Release {
            format: RELEASE_FORMAT.into(),
            tool: info.agent.clone(),
            organization: info.organization.clone(),
            identifier: info.identifier.clone(),
            date: info.date.clone(),
            base_url: info.base_url.clone(),
            files: std::mem::take(&mut self.release_files),
            record: info.record.clone(),
        };
        let mut bytes = serde_json::to_vec_pretty(&release).map_err(|error| failed(RELEASE_FILE)(error.into()))?;
        bytes.push(b'\n');
        self.bytes += bytes.len() as u64;
        self.manifest.insert(format!("data/{RELEASE_FILE}"), hex(&Sha256::digest(&bytes)));
        Ok(bytes)
    }

    /// The tag files, the tag manifest last, and what the bundle amounts to.
    pub(crate) fn tag_files(&self, info: &BundleInfo) -> (Vec<(&'static str, String)>, Sealed) {
        let oxum = format!("{}.{}", self.bytes, self.manifest.len());
        let info_text = bag::info(&[
            ("Source-Organization", &info.organization),
            ("External-Identifier", &info.identifier),
            ("Bagging-Date", &info.date),
            ("Payload-Oxum", &oxum),
            ("Bag-Software-Agent", &info.agent),
        ]);
        let mut tags = vec![
            ("bag-info.txt", info_text),
            ("bagit.txt", bag::DECLARATION.to_owned()),
            ("manifest-sha256.txt", bag::manifest(self.manifest.iter().map(|(path, hash)| (path.as_str(), hash.as_str())))),
        ];
        let hashes: Vec<(&str, String)> = tags.iter().map(|(name, text)| (*name, hex(&Sha256::digest(text.as_bytes())))).collect();
        let tag_manifest = bag::manifest(hashes.iter().map(|(name, hash)| (*name, hash.as_str())));
        let hash = hex(&Sha256::digest(tag_manifest.as_bytes()));
        tags.push(("tagmanifest-sha256.txt", tag_manifest));
        (tags, Sealed { files: self.manifest.len(), bytes: self.bytes, hash })
    }
}
