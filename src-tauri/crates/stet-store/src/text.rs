//! The texts of versions, stored compactly and for good.
//!
//! A text is stored whole or as what differs from another text (zstd with that text as its dictionary). A whole text
//! comes at least every [`WHOLE_EVERY`] texts, and none is more than [`DEEPEST`] steps from one, so that any version
//! is read quickly and a damaged row takes a bounded number of others with it. What is read is checked against its
//! hash, always.

use rusqlite::{Connection, OptionalExtension, params};

use crate::version::{Hash, hash};
use crate::{Result, Store, StoreError};

/// Steps from a text to the whole one it rests on, at most.
const DEEPEST: usize = 2;
/// A whole text comes at least this often along a line of parents.
const WHOLE_EVERY: i64 = 64;
/// What differs is worth keeping apart while it is no larger than this part of the whole text, packed: a third for a
/// text that others will rest on, a twelfth for one at the end.
const WORTH: [usize; DEEPEST] = [3, 12];
const LEVEL: i32 = 3;
/// Name of the note of how far an older store has been packed.
const UNPACKED: &str = "unpacked";

/// One row of the table, its text unpacked.
struct Link {
    id: i64,
    run: i64,
    packed: usize,
    text: Vec<u8>,
}

/// A text as it goes into the table.
struct Packed {
    base: Option<i64>,
    depth: usize,
    run: i64,
    data: Vec<u8>,
}

/// Stores a text under its hash, where it is not stored yet. `near` is a text that is likely to be like it.
pub(crate) fn put(connection: &Connection, text: &str, name: &Hash, near: Option<&Hash>) -> Result<()> {
    let there = connection.prepare_cached("SELECT 1 FROM content WHERE hash = ?1")?.exists([name.0])?;
    if there {
        return Ok(());
    }
    // A near text that is damaged is no reason not to keep this one: it is stored whole.
    let near = near.and_then(|near| chain(connection, near).ok()).unwrap_or_default();
    let packed = pack(text.as_bytes(), &near)?;
    connection
        .prepare_cached("INSERT INTO content (hash, size, base, depth, run, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![name.0, text.len() as i64, packed.base, packed.depth as i64, packed.run, packed.data])?;
    Ok(())
}

/// Unpacks a text and checks it against its hash. `None` where there is no such text.
pub(crate) fn get(connection: &Connection, name: &Hash) -> Result<Option<String>> {
    let id: Option<i64> =
        connection.prepare_cached("SELECT id FROM content WHERE hash = ?1")?.query_row([name.0], |row| row.get(0)).optional()?;
    let Some(id) = id else { return Ok(None) };
    let text = unpacked(connection, id)?;
    if hash(&text) != *name {
        return Err(StoreError::Damaged(String::new()));
    }
    String::from_utf8(text).map(Some).map_err(|_| StoreError::Damaged(String::new()))
}

fn unpacked(connection: &Connection, id: i64) -> Result<Vec<u8>> {
    Ok(links(connection, id)?.pop().map(|link| link.text).unwrap_or_default())
}

/// A text and those it rests on, the whole one first.
fn chain(connection: &Connection, name: &Hash) -> Result<Vec<Link>> {
    let id = connection.prepare_cached("SELECT id FROM content WHERE hash = ?1")?.query_row([name.0], |row| row.get(0))?;
    let links = links(connection, id)?;
    match links.last() {
        Some(link) if hash(&link.text) == *name => Ok(links),
        _ => Err(StoreError::Damaged(String::new())),
    }
}

fn links(connection: &Connection, id: i64) -> Result<Vec<Link>> {
    let mut rows = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let (size, base, run, data): (i64, Option<i64>, i64, Vec<u8>) = connection
            .prepare_cached("SELECT size, base, run, data FROM content WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        rows.push((id, size, run, data));
        // A damaged base could lead in a circle.
        next = base.filter(|_| rows.len() <= DEEPEST);
    }
    let mut out: Vec<Link> = Vec::with_capacity(rows.len());
    for (id, size, run, data) in rows.into_iter().rev() {
        let dictionary = out.last().map_or(&[][..], |link| &link.text);
        let text = unpack(&data, usize::try_from(size).unwrap_or(0), dictionary).map_err(|_| StoreError::Damaged(String::new()))?;
        out.push(Link { id, run, packed: data.len(), text });
    }
    Ok(out)
}

fn pack(text: &[u8], near: &[Link]) -> Result<Packed> {
    let run = near.last().map_or(0, |link| link.run + 1);
    if let Some(whole) = near.first()
        && run < WHOLE_EVERY
    {
        for (at, link) in near.iter().enumerate().take(DEEPEST).rev() {
            let data = zstd::bulk::Compressor::with_dictionary(LEVEL, &link.text)?.compress(text)?;
            if data.len() <= whole.packed / WORTH[at] {
                return Ok(Packed { base: Some(link.id), depth: at + 1, run, data });
            }
        }
    }
    Ok(Packed { base: None, depth: 0, run: 0, data: zstd::bulk::compress(text, LEVEL)? })
}

/// Unpacks a text, on top of another one where it rests on one.
pub(crate) fn unpack(data: &[u8], size: usize, dictionary: &[u8]) -> std::io::Result<Vec<u8>> {
    if dictionary.is_empty() {
        zstd::bulk::decompress(data, size)
    } else {
        zstd::bulk::Decompressor::with_dictionary(dictionary)?.decompress(data, size)
    }
}

/// What the texts of versions take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Versions.
    pub versions: u64,
    /// Different texts among them.
    pub texts: u64,
    /// Bytes of the texts.
    pub bytes: u64,
    /// Bytes of the texts as stored.
    pub packed: u64,
    /// Texts stored whole.
    pub whole: u64,
}

impl Store {
    /// What the texts of versions take.
    pub fn sizes(&self) -> Result<Sizes> {
        let versions: i64 = self.connection.query_row("SELECT count(*) FROM version", [], |row| row.get(0))?;
        Ok(self.connection.query_row(
            "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(length(data)), 0), coalesce(sum(base IS NULL), 0) FROM content",
            [],
            |row| {
                Ok(Sizes {
                    versions: versions as u64,
                    texts: row.get::<_, i64>(0)? as u64,
                    bytes: row.get::<_, i64>(1)? as u64,
                    packed: row.get::<_, i64>(2)? as u64,
                    whole: row.get::<_, i64>(3)? as u64,
                })
            },
        )?)
    }

    /// Packs the texts of one edition again, each against its parent's, where an older Stet stored them whole. Every
    /// text is read back before its row is replaced. Gives how many bytes that saved.
    pub fn pack(&mut self, edition: i64) -> Result<u64> {
        let mut versions = self.versions(edition)?;
        versions.reverse();
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut saved = 0;
        // Only what was packed anew here may be rested on, so that no two texts can come to rest on each other.
        let mut done: std::collections::HashMap<Hash, Hash> = std::collections::HashMap::new();
        let mut placed: std::collections::HashSet<Hash> = std::collections::HashSet::new();
        for version in &versions {
            let near = version.parents.iter().find_map(|parent| done.get(parent)).copied();
            done.insert(version.id, version.content);
            let near = near.filter(|near| placed.contains(near) && *near != version.content);
            if placed.contains(&version.content) {
                continue;
            }
            let shared = transaction
                .prepare_cached("SELECT 1 FROM version WHERE content = ?1 AND edition <> ?2")?
                .exists(params![version.content.0, edition])?;
            let rested_on = transaction
                .prepare_cached("SELECT 1 FROM content c JOIN content b ON b.id = c.base WHERE b.hash = ?1")?
                .exists([version.content.0])?;
            // A damaged text stays as it is: whoever reads it is told.
            let Ok(Some(text)) = get(&transaction, &version.content) else { continue };
            if shared || rested_on {
                continue;
            }
            placed.insert(version.content);
            let Some(near) = near else { continue };
            let near = chain(&transaction, &near)?;
            let packed = pack(text.as_bytes(), &near)?;
            let before: i64 = transaction
                .prepare_cached("SELECT length(data) FROM content WHERE hash = ?1")?
                .query_row([version.content.0], |row| row.get(0))?;
            if packed.data.len() as i64 >= before {
                continue;
            }
            saved += before as u64 - packed.data.len() as u64;
            transaction
                .prepare_cached("UPDATE content SET base = ?2, depth = ?3, run = ?4, data = ?5 WHERE hash = ?1")?
                .execute(params![version.content.0, packed.base, packed.depth as i64, packed.run, packed.data])?;
            if get(&transaction, &version.content)?.as_deref() != Some(text.as_str()) {
                return Err(StoreError::Damaged(version.id.hex()));
            }
        }
        transaction.execute("UPDATE note SET value = ?2 WHERE name = ?1", params![UNPACKED, edition])?;
        transaction.commit()?;
        Ok(saved)
    }

    /// The next editions whose versions an older Stet stored whole, for [`Store::pack`]; none says that all are packed.
    pub fn unpacked(&mut self, limit: usize) -> Result<Vec<i64>> {
        let Some(after) = self.note(UNPACKED)? else { return Ok(Vec::new()) };
        let found: Vec<i64> = {
            let mut statement = self.connection.prepare_cached("SELECT id FROM edition WHERE id > ?1 ORDER BY id LIMIT ?2")?;
            statement.query_map(params![after, limit as i64], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
        };
        if found.is_empty() {
            self.connection.execute("DELETE FROM note WHERE name = ?1", [UNPACKED])?;
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
