//! Sealing: from a list of files to a bundle that stands whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{BundleError, io as failed};
use crate::release::{CacheClass, RELEASE_FILE, Release, ReleaseFile};
use crate::{archive, bag, hex, path};

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
}

impl Content {
    pub(crate) fn open(&self) -> Result<Box<dyn Read + '_>, BundleError> {
        Ok(match self {
            Content::Bytes(bytes) => Box::new(bytes.as_slice()),
            Content::File(file) => Box::new(File::open(file).map_err(failed(file))?),
        })
    }
}

/// What a bundle says of itself. Nothing here comes from a clock.
#[derive(Debug, Clone, Default)]
pub struct BundleInfo {
    /// Who publishes.
    pub organization: String,
    /// Names the bundle among others: letters, digits and hyphens.
    pub identifier: String,
    /// Date of the newest copy, `YYYY-MM-DD`.
    pub date: String,
    /// Program and version.
    pub agent: String,
    /// Where the site will be; empty if nobody has decided.
    pub base_url: String,
    /// Anything the caller wants on record, such as the checks that stood.
    pub record: serde_json::Value,
}

/// How far the sealing is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Files done.
    pub done: usize,
    /// Files in all.
    pub total: usize,
    /// The file under way.
    pub path: &'a str,
}

/// A sealed bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Payload files.
    pub files: usize,
    /// Payload bytes.
    pub bytes: u64,
    /// SHA-256 of `tagmanifest-sha256.txt`, which covers everything: the bundle's name by content.
    pub hash: String,
}

/// Writes a bundle: a zip file where `to` ends in `.zip`, otherwise a folder.
///
/// It is made beside its place and then moved there. An older bundle at that place is replaced in the last step;
/// anything else there is left alone and the call refused.
pub fn write(files: &[OutFile], info: &BundleInfo, to: &Path, progress: &mut dyn FnMut(Progress<'_>) -> ControlFlow<()>) -> Result<Sealed, BundleError> {
    let to = std::path::absolute(to).map_err(failed(to))?;
    let files = in_order(files)?;
    let zipped = to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    may_replace(&to, zipped)?;
    let parent = to.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(parent).map_err(failed(parent))?;
    if zipped { archive::write(&files, info, &to, parent, progress) } else { write_folder(&files, info, &to, parent, progress) }
}

/// Sorted by path, each place safe and only one file's.
fn in_order(files: &[OutFile]) -> Result<Vec<&OutFile>, BundleError> {
    let mut sorted: Vec<&OutFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut places = BTreeSet::from([RELEASE_FILE.to_owned()]);
    for file in &sorted {
        if path::unsafe_because(&file.path).is_some() {
            return Err(BundleError::UnsafePath(file.path.clone()));
        }
        if !places.insert(path::same_place(&file.path)) {
            return Err(BundleError::Duplicate(file.path.clone()));
        }
    }
    Ok(sorted)
}

fn may_replace(to: &Path, zipped: bool) -> Result<(), BundleError> {
    let Ok(meta) = fs::symlink_metadata(to) else { return Ok(()) };
    let ours = if zipped {
        meta.is_file() && archive::is_bundle(to)
    } else {
        meta.is_dir() && (is_empty(to) || fs::read_to_string(to.join("bagit.txt")).is_ok_and(|text| text.starts_with("BagIt-Version:")) && to.join("data").join(RELEASE_FILE).is_file())
    };
    if ours { Ok(()) } else { Err(BundleError::Occupied(to.to_path_buf())) }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// What hashing found of each payload file, and the texts around them.
pub(crate) struct Seal {
    manifest: BTreeMap<String, String>,
    release_files: Vec<ReleaseFile>,
    bytes: u64,
}

impl Seal {
    pub(crate) fn new() -> Seal {
        Seal { manifest: BTreeMap::new(), release_files: Vec::new(), bytes: 0 }
    }

    /// Notes a payload file that has been written.
    pub(crate) fn add(&mut self, file: &OutFile, sha256: String, size: u64) {
        self.bytes += size;
        self.manifest.insert(format!("data/{}", file.path), sha256.clone());
        self.release_files.push(ReleaseFile { path: file.path.clone(), sha256, size, media_type: file.media_type.clone(), cache: file.cache, owner: file.owner.clone() });
    }

    /// The release manifest, as bytes for `data/release.json`; it is a payload file like the others.
    pub(crate) fn release(&mut self, info: &BundleInfo) -> Vec<u8> {
        let release = Release {
            format: "stet-release-1".into(),
            tool: info.agent.clone(),
            organization: info.organization.clone(),
            identifier: info.identifier.clone(),
            date: info.date.clone(),
            base_url: info.base_url.clone(),
            files: std::mem::take(&mut self.release_files),
            record: info.record.clone(),
        };
        let mut bytes = serde_json::to_vec_pretty(&release).unwrap_or_default();
        bytes.push(b'\n');
        self.bytes += bytes.len() as u64;
        self.manifest.insert(format!("data/{RELEASE_FILE}"), hex(&Sha256::digest(&bytes)));
        bytes
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

/// Copies what is read to a writer, hashing it on the way.
pub(crate) fn copy_hashed(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<(String, u64)> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok((hex(&digest.finalize()), size));
        }
        digest.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        size += read as u64;
    }
}

pub(crate) fn go_on(progress: &mut dyn FnMut(Progress<'_>) -> ControlFlow<()>, done: usize, total: usize, path: &str) -> Result<(), BundleError> {
    if progress(Progress { done, total, path }).is_break() { Err(BundleError::Cancelled) } else { Ok(()) }
}

fn write_folder(
    files: &[&OutFile], info: &BundleInfo, to: &Path, parent: &Path, progress: &mut dyn FnMut(Progress<'_>) -> ControlFlow<()>,
) -> Result<Sealed, BundleError> {
    // Dropping it removes it, whatever way this function is left.
    let part = tempfile::Builder::new().prefix(".stet-bundle-").suffix(".part").tempdir_in(parent).map_err(failed(parent))?;
    let root = part.path();
    let mut seal = Seal::new();
    let put = |place: &str, from: &mut dyn Read| -> Result<(String, u64), BundleError> {
        let target = root.join(place);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        let mut out = File::create(&target).map_err(failed(&target))?;
        copy_hashed(from, &mut out).map_err(failed(&target))
    };
    for (done, file) in files.iter().enumerate() {
        go_on(progress, done, files.len(), &file.path)?;
        let (hash, size) = put(&format!("data/{}", file.path), &mut *file.content.open()?)?;
        seal.add(file, hash, size);
    }
    let release = seal.release(info);
    put(&format!("data/{RELEASE_FILE}"), &mut release.as_slice())?;
    let (tags, sealed) = seal.tag_files(info);
    for (name, text) in &tags {
        put(name, &mut text.as_bytes())?;
    }
    flush_tree(root)?;
    go_on(progress, files.len(), files.len(), "")?;
    open_to_all(root)?;
    let part = part.keep();
    if let Err(error) = take_place(&part, to) {
        let _ = fs::remove_dir_all(&part);
        return Err(error);
    }
    Ok(sealed)
}

/// A temporary folder is private; a bundle is not.
fn open_to_all(root: &Path) -> Result<(), BundleError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(root, fs::Permissions::from_mode(0o755)).map_err(failed(root))?;
    }
    #[cfg(not(unix))]
    let _ = root;
    Ok(())
}

/// Moves a finished folder to its place. An older bundle steps aside first and is removed last.
fn take_place(part: &Path, to: &Path) -> Result<(), BundleError> {
    let old = to.with_file_name(format!(".{}.old", to.file_name().unwrap_or_default().to_string_lossy()));
    let _ = fs::remove_dir_all(&old);
    let there = fs::symlink_metadata(to).is_ok();
    if there {
        fs::rename(to, &old).map_err(failed(to))?;
    }
    if let Err(error) = fs::rename(part, to) {
        if there {
            let _ = fs::rename(&old, to);
        }
        return Err(failed(to)(error));
    }
    if there {
        fs::remove_dir_all(&old).map_err(failed(&old))?;
    }
    if let Some(parent) = to.parent() {
        File::open(parent).and_then(|folder| folder.sync_all()).map_err(failed(parent))?;
    }
    Ok(())
}

fn flush_tree(folder: &Path) -> Result<(), BundleError> {
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let path = entry.path();
        if path.is_dir() {
            flush_tree(&path)?;
        } else {
            File::open(&path).and_then(|file| file.sync_all()).map_err(failed(&path))?;
        }
    }
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed(folder))
}
