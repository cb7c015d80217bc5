//! Immutable versions and the texts they hold.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::{Result, Store, StoreError, text};

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// The name of a version: a hash over its edition, content, parents, author, time and reason.
pub type VersionId = Hash;

impl Hash {
    /// Lower-case hexadecimal, 64 letters.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads 64 hexadecimal letters.
    pub fn from_hex(text: &str) -> Option<Hash> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut out = [0; 32];
        for (at, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
        }
        Some(Hash(out))
    }

    pub(crate) fn from_blob(blob: &[u8]) -> rusqlite::Result<Hash> {
        blob.try_into().map(Hash).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, blob.len() as i64))
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.hex()[..12])
    }
}

/// SHA-256 of some bytes.
pub fn hash(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

/// Why a version was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A new, empty story.
    New,
    /// The writer paused.
    Pause,
    /// The writer saved.
    Save,
    /// An import.
    Import,
    /// A file that was there when Stet first looked.
    Found,
    /// Another program changed the file.
    OutsideEdit,
    /// Two sides were merged.
    Merge,
    /// One of two sides that are about to be merged.
    BeforeMerge,
    /// An older version, or a part of one, was restored.
    Restore,
    /// What was being written when an older version was about to be restored.
    BeforeRestore,
    /// What was being written when the story was exported.
    Export,
}

impl Reason {
    /// The word in the store and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::New => "new",
            Reason::Pause => "pause",
            Reason::Save => "save",
            Reason::Import => "import",
            Reason::Found => "found",
            Reason::OutsideEdit => "outside-edit",
            Reason::Merge => "merge",
            Reason::BeforeMerge => "before-merge",
            Reason::Restore => "restore",
            Reason::BeforeRestore => "before-restore",
            Reason::Export => "export",
        }
    }
}

/// One version, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its name.
    pub id: VersionId,
    /// SHA-256 of its text.
    pub content: Hash,
    /// The versions it was made from, the main one first.
    pub parents: Vec<VersionId>,
    /// When, in milliseconds since 1970 UTC.
    pub at: i64,
    /// By whom.
    pub author: String,
    /// Why, as [`Reason::as_str`] (a newer Stet may know more reasons).
    pub reason: String,
    /// Bytes of its text.
    pub size: u64,
}

/// What a new version is made of.
pub(crate) struct NewVersion<'a> {
    pub edition: i64,
    pub story: &'a str,
    pub lang: &'a str,
    pub text: &'a str,
    pub parents: &'a [VersionId],
    pub at: i64,
    pub author: &'a str,
    pub reason: Reason,
}

/// Writes a version and its text. The same version twice is one row.
pub(crate) fn insert(transaction: &Transaction<'_>, new: &NewVersion<'_>) -> Result<VersionId> {
    let content = hash(new.text.as_bytes());
    let near: Option<Hash> = match new.parents.first() {
        Some(parent) => content_of(transaction, parent)?,
        None => None,
    };
    text::put(transaction, new.text, &content, near.as_ref())?;
    let id = name(new, content);
    let added = transaction
        .prepare_cached("INSERT OR IGNORE INTO version (id, edition, content, at, author, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![id.0, new.edition, content.0, new.at, new.author, new.reason.as_str()])?;
    if added == 1 {
        for (position, parent) in new.parents.iter().enumerate() {
            transaction.prepare_cached("INSERT INTO version_parent (version, position, parent) VALUES (?1, ?2, ?3)")?.execute(params![
                id.0,
                position as i64,
                parent.0
            ])?;
        }
    }
    Ok(id)
}

fn name(new: &NewVersion<'_>, content: Hash) -> VersionId {
    let parents: Vec<String> = new.parents.iter().map(Hash::hex).collect();
    let header = format!(
        "stet version 1\nedition {}/{}\ncontent {}\nparents {}\nauthor {}\nat {}\nreason {}\n",
        new.story,
        new.lang,
        content.hex(),
        parents.join(" "),
        new.author.replace('\n', " "),
        new.at,
        new.reason.as_str()
    );
    hash(header.as_bytes())
}

fn content_of(connection: &Connection, version: &VersionId) -> Result<Option<Hash>> {
    Ok(connection
        .prepare_cached("SELECT content FROM version WHERE id = ?1")?
        .query_row([version.0], |row| Hash::from_blob(row.get_ref(0)?.as_blob()?))
        .optional()?)
}

impl Store {
    /// The versions of an edition, newest first.
    pub fn versions(&self, edition: i64) -> Result<Vec<Version>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT v.id, v.content, v.at, v.author, v.reason, c.size FROM version v JOIN content c ON c.hash = v.content WHERE v.edition = ?1 ORDER BY v.at DESC, v.id",
        )?;
        let mut parents = self.connection.prepare_cached("SELECT parent FROM version_parent WHERE version = ?1 ORDER BY position")?;
        let mut out = Vec::new();
        let mut rows = statement.query([edition])?;
        while let Some(row) = rows.next()? {
            let id = Hash::from_blob(row.get_ref(0)?.as_blob().unwrap_or_default())?;
            let found = parents.query_map([id.0], |row| Hash::from_blob(row.get_ref(0)?.as_blob().unwrap_or_default()))?;
            out.push(Version {
                id,
                content: Hash::from_blob(row.get_ref(1)?.as_blob().unwrap_or_default())?,
                parents: found.collect::<rusqlite::Result<_>>()?,
                at: row.get(2)?,
                author: row.get(3)?,
                reason: row.get(4)?,
                size: row.get::<_, i64>(5)? as u64,
            });
        }
        // Two versions within one millisecond: the child is the newer one.
        let order: Vec<VersionId> = out.iter().map(|version| version.id).collect();
        for at in 0..order.len().saturating_sub(1) {
            if out[at].at == out[at + 1].at && out[at + 1].parents.contains(&out[at].id) {
                out.swap(at, at + 1);
            }
        }
        Ok(out)
    }

    /// The hash of a version's text.
    pub fn content(&self, id: &VersionId) -> Result<Option<Hash>> {
        content_of(&self.connection, id)
    }

    /// The text of a version, checked against its hash.
    ///
    /// Errors: [`StoreError::Damaged`] names the version whose text the store no longer holds as it was.
    pub fn version_text(&self, id: &VersionId) -> Result<String> {
        let content = content_of(&self.connection, id)?.ok_or(StoreError::Missing("version"))?;
        match text::get(&self.connection, &content) {
            Err(StoreError::Damaged(_)) | Ok(None) => Err(StoreError::Damaged(id.hex())),
            other => other.map(Option::unwrap_or_default),
        }
    }
}
