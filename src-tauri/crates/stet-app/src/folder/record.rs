//! What a build leaves in the folder for the next one: which files are Stet's, what they hold and what they were made
//! from. It is evidence, not authority: a file that is not as the record says is made again.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use stet_render::Print;
use stet_store::Hash;

use super::explain::Note;
use crate::site::outputs::Asked;
use crate::{Fault, mirror};

/// File that says what in the folder is Stet's.
pub(super) const RECORD: &str = ".stet-site.json";
/// File that is there while a build is under way: the paths it will write that the record does not name yet.
pub(super) const UNDER_WAY: &str = ".stet-site.pending";

/// The record.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Record {
    /// What the whole site was made from, where the build was finished.
    #[serde(default)]
    pub inputs: Option<Print>,
    /// Milliseconds since 1970 at which an embargo ends, and what was made is the whole site no longer.
    #[serde(default)]
    pub until: Option<i64>,
    /// Settings and files of the theme, for [`super::explain`].
    #[serde(default)]
    pub house: BTreeMap<String, u32>,
    /// What each story was, for [`super::explain`].
    #[serde(default)]
    pub stories: BTreeMap<String, Note>,
    /// The files that are Stet's, by their path.
    #[serde(default)]
    pub files: BTreeMap<String, Entry>,
}

/// A file that Stet wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// SHA-256 of its bytes; `None` where a build was cut short before it was known.
    #[serde(default, with = "hex")]
    pub sha256: Option<Hash>,
    /// What the file system said of it when it had been written.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<Print>,
    /// Links that its copy gave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Pictures that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<String>,
}

/// Size and times of a file. They only ever save a look into a file that Stet wrote itself: where any of them differs,
/// the content decides. The time of the last change of the inode cannot be set by anyone, so a file that was rewritten
/// and dated back is noticed too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970 of the last write.
    pub written: i64,
    /// Nanoseconds since 1970 of the last change of the inode; 0 where there is no such thing.
    pub changed: i64,
}

impl Stamp {
    pub(crate) fn of(meta: &Metadata) -> Stamp {
        #[cfg(unix)]
        let (written, changed) = {
            use std::os::unix::fs::MetadataExt;
            (meta.mtime() * 1_000_000_000 + meta.mtime_nsec(), meta.ctime() * 1_000_000_000 + meta.ctime_nsec())
        };
        #[cfg(not(unix))]
        let (written, changed) = {
            let since = meta.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
            (since.map_or(0, |since| since.as_nanos() as i64), 0)
        };
        Stamp { size: meta.len(), written, changed }
    }
}

impl Entry {
    /// What the copy of the page asked for.
    pub(super) fn asked(&self) -> Asked {
        Asked { links: self.links.clone(), pictures: self.pictures.clone() }
    }

    /// Whether the file still holds what was written; `verify` looks into it whatever its stamp says. Gives the stamp
    /// that it has now.
    pub(super) fn stands(&self, root: &Path, path: &str, verify: bool) -> Option<Stamp> {
        let file = root.join(path);
        let meta = fs::symlink_metadata(&file).ok().filter(Metadata::is_file)?;
        let stamp = Stamp::of(&meta);
        let known = self.sha256?;
        if stamp == self.stamp && !verify {
            return Some(stamp);
        }
        if stamp.size != self.stamp.size {
            return None;
        }
        (stet_store::hash(&fs::read(&file).ok()?) == known).then_some(stamp)
    }
}

impl Record {
    /// The record of an earlier build.
    ///
    /// Errors: a folder that holds something else, or a record that is damaged.
    pub(super) fn read(root: &Path) -> Result<Record, Fault> {
        let damaged = || {
            Fault::new("site-record", format!("{} cannot be read.", root.join(RECORD).display()), "Choose a new folder, or empty this one.")
        };
        let pending = fs::read_to_string(root.join(UNDER_WAY)).ok();
        let mut record = match fs::read(root.join(RECORD)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| damaged())?,
            Err(_) if pending.is_some() => Record::default(),
            Err(_) => {
                mirror::make_folder(root)?;
                let empty = fs::read_dir(root).map_err(|error| Fault::file("read", root, &error))?.next().is_none();
                if empty {
                    return Ok(Record::default());
                }
                return Err(Fault::new(
                    "occupied",
                    format!("{} holds something that is no site of Stet's; it was left alone.", root.display()),
                    "Choose a new or empty folder.",
                ));
            }
        };
        if let Some(pending) = pending {
            // The build that wrote this was cut short: what it may have written is Stet's, and has to be looked at.
            record.inputs = None;
            for path in pending.lines().filter(|path| !path.is_empty()) {
                record.files.entry(path.to_owned()).or_default();
            }
        }
        // Nothing that a record says may lead out of the folder.
        if record.files.keys().any(|path| !Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))) {
            return Err(damaged());
        }
        Ok(record)
    }

    /// Notes what is about to be written, so that a build that is cut short leaves nothing that nobody owns.
    pub(super) fn begin(&self, root: &Path, paths: impl Iterator<Item = String>) -> Result<(), Fault> {
        let fresh: Vec<String> = paths.filter(|path| !self.files.contains_key(path)).collect();
        mirror::write_unflushed(root, UNDER_WAY, fresh.join("\n").as_bytes())
    }

    /// Puts the finished record in its place.
    pub(super) fn end(&self, root: &Path) -> Result<(), Fault> {
        let json = serde_json::to_vec(self).unwrap_or_default();
        mirror::write_unflushed(root, RECORD, &json)?;
        match fs::remove_file(root.join(UNDER_WAY)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Fault::file("removed", &root.join(UNDER_WAY), &error)),
            _ => Ok(()),
        }
    }
}

/// A hash as sixty-four hexadecimal digits.
mod hex {
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serializer};
    use stet_store::Hash;

    pub(super) fn serialize<S: Serializer>(hash: &Option<Hash>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hash.as_ref().map(Hash::hex).unwrap_or_default())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Hash>, D::Error> {
        Ok(Hash::from_hex(&Cow::<'de, str>::deserialize(from)?))
    }
}
