//! What is wrong with a store. Nothing here changes it.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use crate::version::{Hash, VersionId};
use crate::{Entry, MIGRATIONS, Result, Store, StoreError, add_functions, text};

/// How old a store's tables are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The file's step; 0 for one without tables.
    pub found: i64,
    /// The last step this program knows.
    pub known: i64,
}

/// How old the tables in a file are; `None` where there is no file.
pub fn step(path: &Path) -> Result<Option<Step>> {
    if !path.exists() {
        return Ok(None);
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    let found = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(Some(Step { found, known: MIGRATIONS.len() as i64 }))
}

/// Journalled work that cannot be put back, because what it was typed on is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostWork {
    /// Row id of the edition.
    pub edition: i64,
    /// Path of its file, empty where the edition is gone too.
    pub path: String,
    /// What was typed, in order.
    pub entries: Vec<Entry>,
}

/// Two editions that claim to be the same story in the same language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twins {
    /// The story's id.
    pub story: String,
    /// The language.
    pub lang: String,
    /// Row id and path of each, the one known longest first.
    pub editions: Vec<(i64, String)>,
}

/// How the search index differs from the stories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexGaps {
    /// Editions that search does not find.
    pub missing: usize,
    /// Entries of editions that are not there.
    pub extra: usize,
}

impl Store {
    /// Opens a store to look at it: read-only, its tables as they are.
    ///
    /// Errors: [`StoreError::Newer`], and SQLite's own where the file cannot be read.
    pub fn inspect(path: &Path) -> Result<Store> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = MIGRATIONS.len() as i64;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        add_functions(&connection)?;
        Ok(Store { connection })
    }

    /// Everything that SQLite's integrity check finds, at most `limit` lines. Slow: it reads the whole file.
    pub fn damage(&self, limit: usize) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare(&format!("PRAGMA integrity_check({limit})"))?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut out = Vec::new();
        for row in rows {
            out.extend(row?.lines().filter(|line| *line != "ok").map(str::to_owned));
        }
        out.truncate(limit);
        Ok(out)
    }

    /// Rows that point at something that is not there, as a table's name and how many.
    pub fn dangling(&self) -> Result<Vec<(String, usize)>> {
        let mut statement = self.connection.prepare("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Hashes of texts, in order, after one; at most `limit`.
    pub fn contents(&self, after: Option<Hash>, limit: usize) -> Result<Vec<Hash>> {
        let mut statement = self.connection.prepare_cached("SELECT hash FROM content WHERE hash > ?1 ORDER BY hash LIMIT ?2")?;
        let from = after.map(|hash| hash.0.to_vec()).unwrap_or_default();
        let rows = statement.query_map(params![from, limit as i64], |row| Hash::from_blob(row.get_ref(0)?.as_blob()?))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many texts there are.
    pub fn content_count(&self) -> Result<usize> {
        Ok(self.connection.query_row("SELECT count(*) FROM content", [], |row| row.get::<_, i64>(0))? as usize)
    }

    /// Whether a text unpacks to what its hash says.
    pub fn is_whole(&self, content: &Hash) -> bool {
        matches!(text::get(&self.connection, content), Ok(Some(_)))
    }

    /// The text of a content hash.
    pub fn content_text(&self, content: &Hash) -> Result<String> {
        text::get(&self.connection, content)?.ok_or(StoreError::Missing("text"))
    }

    /// Texts that no version holds and no other text rests on.
    pub fn orphans(&self) -> Result<Vec<Hash>> {
        let mut statement =
            self.connection.prepare("SELECT hash FROM content WHERE hash NOT IN (SELECT content FROM version) AND id NOT IN (SELECT base FROM content WHERE base IS NOT NULL) ORDER BY hash")?;
        let rows = statement.query_map([], |row| Hash::from_blob(row.get_ref(0)?.as_blob()?))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Editions, as row id and path, whose head is no version, or a version without a text.
    pub fn headless(&self) -> Result<Vec<(i64, String)>> {
        let sql = "SELECT e.id, e.path FROM edition e LEFT JOIN version v ON v.id = e.head LEFT JOIN content c ON c.hash = v.content
                   WHERE c.hash IS NULL ORDER BY e.id";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Editions, as row id and path, that have a version with a text.
    pub fn editions_with_text(&self, content: &Hash) -> Result<Vec<(i64, String)>> {
        let sql = "SELECT DISTINCT e.id, e.path FROM version v JOIN edition e ON e.id = v.edition WHERE v.content = ?1 ORDER BY e.id";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([content.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What the text of each listed edition's head hashes to.
    pub fn head_contents(&self) -> Result<std::collections::HashMap<i64, Hash>> {
        let sql = "SELECT e.id, v.content FROM edition e JOIN version v ON v.id = e.head WHERE e.removed IS NULL";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, Hash::from_blob(row.get_ref(1)?.as_blob()?)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a text is one of an edition's versions.
    pub fn is_version(&self, edition: i64, content: &Hash) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM version WHERE edition = ?1 AND content = ?2)";
        Ok(self.connection.query_row(sql, params![edition, content.0], |row| row.get(0))?)
    }

    /// Every edition as row id, path and whether it left the lists, in order.
    pub fn all_editions(&self) -> Result<Vec<(i64, String, bool)>> {
        let mut statement = self.connection.prepare("SELECT id, path, removed IS NOT NULL FROM edition ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A text as it lies in the store, packed, whole or not.
    pub fn content_bytes(&self, content: &Hash) -> Result<Vec<u8>> {
        let found = self.connection.query_row("SELECT data FROM content WHERE hash = ?1", [content.0], |row| row.get(0)).optional()?;
        found.ok_or(StoreError::Missing("text"))
    }

    /// Journalled work whose base version or edition is gone.
    pub fn lost_work(&self) -> Result<Vec<LostWork>> {
        let sql = "SELECT j.edition, coalesce(e.path, ''), j.seq, j.base, j.at, j.operation FROM journal j
                   LEFT JOIN edition e ON e.id = j.edition LEFT JOIN version v ON v.id = j.base LEFT JOIN content c ON c.hash = v.content
                   WHERE e.id IS NULL OR c.hash IS NULL ORDER BY j.edition, j.seq";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut out: Vec<LostWork> = Vec::new();
        while let Some(row) = rows.next()? {
            let edition: i64 = row.get(0)?;
            if out.last().is_none_or(|work| work.edition != edition) {
                out.push(LostWork { edition, path: row.get(1)?, entries: Vec::new() });
            }
            let entry =
                Entry { seq: row.get(2)?, base: Hash::from_blob(&row.get::<_, Vec<u8>>(3)?)?, at: row.get(4)?, operation: row.get(5)? };
            if let Some(work) = out.last_mut() {
                work.entries.push(entry);
            }
        }
        Ok(out)
    }

    /// Editions in the lists that share story and language.
    pub fn twins(&self) -> Result<Vec<Twins>> {
        let sql = "SELECT e.story, e.lang, e.id, e.path FROM edition e JOIN
                   (SELECT story, lang FROM edition WHERE removed IS NULL GROUP BY story, lang HAVING count(*) > 1) t
                   ON t.story = e.story AND t.lang = e.lang WHERE e.removed IS NULL ORDER BY e.story, e.lang, e.id";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut out: Vec<Twins> = Vec::new();
        while let Some(row) = rows.next()? {
            let (story, lang): (String, String) = (row.get(0)?, row.get(1)?);
            if out.last().is_none_or(|twins| twins.story != story || twins.lang != lang) {
                out.push(Twins { story, lang, editions: Vec::new() });
            }
            if let Some(twins) = out.last_mut() {
                twins.editions.push((row.get(2)?, row.get(3)?));
            }
        }
        Ok(out)
    }

    /// Editions, as row id and path, that left the lists because their file went away.
    pub fn removed_editions(&self) -> Result<Vec<(i64, String)>> {
        let mut statement = self.connection.prepare("SELECT id, path FROM edition WHERE removed IS NOT NULL ORDER BY path")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many versions claim to be made after a time, and the time of the last one.
    pub fn versions_after(&self, at: i64) -> Result<(usize, Option<i64>)> {
        let sql = "SELECT count(*), max(at) FROM version WHERE at > ?1";
        Ok(self.connection.query_row(sql, [at], |row| Ok((row.get::<_, i64>(0)? as usize, row.get(1)?)))?)
    }

    /// Compares the search index with the editions it should hold.
    pub fn index_gaps(&self) -> Result<IndexGaps> {
        let count = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(|count| count as usize);
        Ok(IndexGaps {
            missing: count("SELECT count(*) FROM edition WHERE removed IS NULL AND id NOT IN (SELECT rowid FROM search)")?,
            extra: count("SELECT count(*) FROM search WHERE rowid NOT IN (SELECT id FROM edition WHERE removed IS NULL)")?,
        })
    }

    /// The newest version of an edition whose text is there, its head apart.
    pub fn newest_readable(&self, edition: i64) -> Result<Option<VersionId>> {
        let sql = "SELECT v.id FROM version v JOIN content c ON c.hash = v.content WHERE v.edition = ?1 ORDER BY v.at DESC, v.id";
        let mut statement = self.connection.prepare(sql)?;
        let ids =
            statement.query_map([edition], |row| Hash::from_blob(row.get_ref(0)?.as_blob()?))?.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ids.into_iter().find(|id| self.version_text(id).is_ok()))
    }

    /// The base version that journalled work was typed on; `None` without any.
    pub fn journal_base(&self, edition: i64) -> Result<Option<VersionId>> {
        let sql = "SELECT base FROM journal WHERE edition = ?1 ORDER BY seq LIMIT 1";
        Ok(self.connection.query_row(sql, [edition], |row| Hash::from_blob(row.get_ref(0)?.as_blob()?)).optional()?)
    }
}
