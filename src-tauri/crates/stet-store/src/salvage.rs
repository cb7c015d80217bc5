//! Taking out of a damaged store everything that can still be read, into a new one.
//!
//! Each table is read through SQLite from both ends. Where SQLite gives up, the pages of the file and of its
//! write-ahead log are read one by one, without the tree that should lead to them. Texts are taken only where they
//! are what their hash says. The damaged file is never written to.

mod carve;
#[cfg(test)]
mod tests;
mod texts;

use std::path::Path;
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::version::Hash;
use crate::{Entry, Result, Store};

/// What a rebuilt store is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Versions that were kept.
    pub versions: usize,
    /// Versions that are known to have been, and whose text is gone.
    pub lost: usize,
    /// Journalled operations that were kept.
    pub journalled: usize,
    /// Tables that could not be read whole, by name.
    pub broken: Vec<String>,
    /// Everything that was typed and could be read of a journal that could not be read whole, by edition: for a
    /// person to look through.
    pub loose: Vec<(i64, Vec<Entry>)>,
}

/// The tables of [`carve`], read page by page where need be.
const CORE: &[&str] = &["content", "edition", "version", "version_parent", "journal"];

/// Makes a new store in the file `to` of what is left of the one at `from` and of `spares`, which are whole stores of
/// the same newsroom, such as backups. The search index and the columns of editions that come from their text are
/// left for [`Store::reindex`] and [`Store::refresh`].
pub fn rebuild(from: Option<&Path>, spares: &[&Path], to: &Path) -> Result<Salvaged> {
    let mut store = Store::open(to)?;
    let target = &store.connection;
    target.pragma_update(None, "foreign_keys", false)?;
    target.pragma_update(None, "synchronous", "OFF")?;
    texts::prepare(target)?;
    target.execute_batch("BEGIN")?;
    let mut out = Salvaged::default();
    if let Some(from) = from {
        out.broken = read_tables(from, target)?;
        if out.broken.iter().any(|table| CORE.contains(&table.as_str())) {
            carve::into(from, target)?;
        }
        texts::take(target)?;
    }
    for spare in spares {
        add_spare(target, spare)?;
    }
    settle(target, &mut out)?;
    target.execute_batch("COMMIT")?;
    target.pragma_update(None, "synchronous", "FULL")?;
    target.pragma_update(None, "foreign_keys", true)?;
    for (edition, _) in store.headless()? {
        if let Some(head) = store.newest_readable(edition)? {
            store.set_head(edition, &head)?;
        }
    }
    Ok(out)
}

fn source(path: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    // A damaged schema of one table must not hide the others.
    connection.pragma_update(None, "writable_schema", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// Names of the tables to copy: all of today's, those of the search index apart.
fn tables(target: &Connection) -> Result<Vec<String>> {
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%' AND name <> 'content' ORDER BY name";
    let mut statement = target.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Copies every table; gives the names of those that could not be read whole.
fn read_tables(from: &Path, target: &Connection) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let source = source(from).ok();
    let whole = source.as_ref().is_some_and(|source| read_texts(source, target).unwrap_or(false));
    if !whole {
        broken.push("content".to_owned());
    }
    for table in tables(target)? {
        let whole = source.as_ref().is_some_and(|source| read_table(source, target, &table).unwrap_or(false));
        if !whole {
            broken.push(table);
        }
    }
    Ok(broken)
}

/// A table's columns and, in order, those of its key. A table without a key of its own has its row id.
fn columns(connection: &Connection, table: &str) -> Result<(Vec<String>, Vec<String>)> {
    let mut statement = connection.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let rows: Vec<(String, i64)> = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let mut key: Vec<(i64, String)> = rows.iter().filter(|(_, pk)| *pk > 0).map(|(name, pk)| (*pk, name.clone())).collect();
    key.sort();
    let key = if key.is_empty() { vec!["rowid".to_owned()] } else { key.into_iter().map(|(_, name)| name).collect() };
    Ok((rows.into_iter().map(|(name, _)| name).collect(), key))
}

/// Stages the texts that can be read; whether that was all of them.
fn read_texts(source: &Connection, target: &Connection) -> Result<bool> {
    let Some(columns) = texts::columns(source)? else { return Ok(false) };
    for direction in ["ASC", "DESC"] {
        let key = if columns.starts_with("id") { "id" } else { "hash" };
        let mut statement = source.prepare(&format!("SELECT {columns} FROM content NOT INDEXED ORDER BY {key} {direction}"))?;
        let mut rows = statement.query([])?;
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let values = (0..5).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>();
                    if let Ok(Ok(row)) = values.map(texts::Row::try_from) {
                        texts::stage(target, &row)?;
                    }
                }
                Ok(None) => return Ok(direction == "ASC"),
                Err(_) => break,
            }
        }
    }
    Ok(false)
}

/// Copies the rows of a table that can be read; whether that was all of them.
fn read_table(source: &Connection, target: &Connection, table: &str) -> Result<bool> {
    let (there, key) = columns(source, table)?;
    let (wanted, _) = columns(target, table)?;
    if there.is_empty() {
        // The schema does not know it: a newer table, or a schema that is gone.
        let known: i64 = source.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        return Ok(known > 0 && !CORE.contains(&table));
    }
    let shared: Vec<String> = wanted.into_iter().filter(|name| there.contains(name)).collect();
    let insert = format!(
        "INSERT OR IGNORE INTO \"{table}\" ({}) VALUES ({})",
        shared.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "),
        vec!["?"; shared.len()].join(", ")
    );
    let mut insert = target.prepare(&insert)?;
    let names = shared.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let mut whole = true;
    for direction in ["ASC", "DESC"] {
        let order = key.iter().map(|name| format!("\"{name}\" {direction}")).collect::<Vec<_>>().join(", ");
        let mut statement = source.prepare(&format!("SELECT {names} FROM \"{table}\" NOT INDEXED ORDER BY {order}"))?;
        let mut rows = statement.query([])?;
        let ended = loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let values: rusqlite::Result<Vec<Value>> = (0..shared.len()).map(|at| row.get(at)).collect();
                    let Ok(values) = values else { continue };
                    // A row that breaks today's rules is damaged.
                    if insert.execute(params_from_iter(values)).is_err() {
                        whole = false;
                    }
                }
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        if ended {
            return Ok(whole);
        }
        whole = false;
    }
    Ok(false)
}

/// Adds what a whole store of the same newsroom has and this one has not: texts, and versions of the same editions.
fn add_spare(target: &Connection, spare: &Path) -> Result<()> {
    let spare = source(spare)?;
    // Rows of an edition are taken only where both mean the same one by its number.
    let mut same = spare.prepare("SELECT id, story, lang, kind, path, head, removed FROM edition")?;
    let mut insert = target.prepare(
        "INSERT INTO edition (id, story, lang, kind, path, slug, title, section, state, source, updated, words, head, removed)
         VALUES (?1, ?2, ?3, ?4, ?5, '', '', '', 'draft', '', 0, 0, ?6, ?7)",
    )?;
    let mut rows = same.query([])?;
    let mut editions = Vec::new();
    while let Some(row) = rows.next()? {
        let values = (0..7).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>()?;
        let (mine, taken): (Option<Value>, bool) = target.query_row(
            "SELECT (SELECT story FROM edition WHERE id = ?1), EXISTS (SELECT 1 FROM edition WHERE path = ?2)",
            [&values[0], &values[4]],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        match mine {
            Some(mine) if mine == values[1] => editions.push(values[0].clone()),
            None if !taken => {
                editions.push(values[0].clone());
                insert.execute(params_from_iter(values))?;
            }
            _ => {}
        }
    }
    let mut version =
        target.prepare("INSERT OR IGNORE INTO version (id, edition, content, at, author, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut parent = target.prepare("INSERT OR IGNORE INTO version_parent (version, position, parent) VALUES (?1, ?2, ?3)")?;
    let mut versions = spare.prepare("SELECT id, edition, content, at, author, reason FROM version WHERE edition = ?1")?;
    let mut parents = spare
        .prepare("SELECT p.version, p.position, p.parent FROM version v JOIN version_parent p ON p.version = v.id WHERE v.edition = ?1")?;
    for id in editions {
        for (read, write, width) in [(&mut versions, &mut version, 6), (&mut parents, &mut parent, 3)] {
            let mut rows = read.query([&id])?;
            while let Some(row) = rows.next()? {
                let values = (0..width).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>()?;
                write.execute(params_from_iter(values))?;
            }
        }
    }
    let mut wanted = target.prepare("SELECT DISTINCT content FROM version WHERE content NOT IN (SELECT hash FROM content)")?;
    let hashes: Vec<Vec<u8>> = wanted.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    texts::stage_some(&spare, target, &hashes)?;
    texts::take(target)
}

/// Takes out rows that point at what is gone, and sorts what was journalled.
fn settle(target: &Connection, out: &mut Salvaged) -> Result<()> {
    out.lost = target.execute("DELETE FROM version WHERE content NOT IN (SELECT hash FROM content)", [])?;
    let lossy = out.broken.iter().any(|table| table == "journal");
    let entries = journal(target)?;
    for (edition, entries) in entries {
        // The beginning of a journal can be put back; what comes after a gap cannot, for its places are not known.
        let sound = entries.windows(2).take_while(|pair| pair[1].seq == pair[0].seq + 1 && pair[1].base == pair[0].base).count() + 1;
        let based: bool = target.query_row(
            "SELECT EXISTS (SELECT 1 FROM version v WHERE v.id = ?1)",
            [entries.first().map(|entry| entry.base.0).unwrap_or_default()],
            |row| row.get(0),
        )?;
        let keep = if based { sound } else { 0 };
        for entry in &entries[keep.min(entries.len())..] {
            target.execute("DELETE FROM journal WHERE edition = ?1 AND seq = ?2", [edition, entry.seq])?;
        }
        out.journalled += keep.min(entries.len());
        if lossy || keep < entries.len() {
            out.loose.push((edition, entries));
        }
    }
    sweep(target)?;
    // A file whose text is no version here is not known, and must become one before anything is written over it.
    target
        .execute("UPDATE edition SET mirror = NULL WHERE mirror NOT IN (SELECT content FROM version v WHERE v.edition = edition.id)", [])?;
    // An edition without a single version is found again by its file.
    target.execute("DELETE FROM edition WHERE id NOT IN (SELECT edition FROM version) AND id NOT IN (SELECT edition FROM journal)", [])?;
    out.versions = target.query_row("SELECT count(*) FROM version", [], |row| row.get::<_, i64>(0))? as usize;
    Ok(())
}

/// References that are mended otherwise than by removing the row: a head is moved, versions get a home, what was typed is
/// kept, a text that rests on one that is gone stays as it is.
const MENDED: &[(&str, &str)] = &[
    ("edition", "head"),
    ("version", "edition"),
    ("version", "content"),
    ("journal", "edition"),
    ("journal", "base"),
    ("content", "base"),
];

/// Removes rows that hang on a row that is gone, in every table, until none is left.
pub(crate) fn sweep(connection: &Connection) -> Result<()> {
    let sql =
        "SELECT t.name, k.\"from\", k.\"table\", coalesce(k.\"to\", 'rowid') FROM pragma_table_list t, pragma_foreign_key_list(t.name) k
               WHERE t.schema = 'main' AND t.type = 'table'";
    let mut statement = connection.prepare(sql)?;
    let references: Vec<(String, String, String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect::<rusqlite::Result<_>>()?;
    loop {
        let mut removed = 0;
        for (table, column, other, key) in &references {
            if !MENDED.contains(&(table.as_str(), column.as_str())) {
                removed += connection
                    .execute(&format!("DELETE FROM \"{table}\" WHERE \"{column}\" NOT IN (SELECT \"{key}\" FROM \"{other}\")"), [])?;
            }
        }
        if removed == 0 {
            return Ok(());
        }
    }
}

fn journal(target: &Connection) -> Result<Vec<(i64, Vec<Entry>)>> {
    let mut statement = target.prepare("SELECT edition, seq, base, at, operation FROM journal ORDER BY edition, seq")?;
    let mut rows = statement.query([])?;
    let mut out: Vec<(i64, Vec<Entry>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let edition: i64 = row.get(0)?;
        if out.last().is_none_or(|(last, _)| *last != edition) {
            out.push((edition, Vec::new()));
        }
        let entry = Entry { seq: row.get(1)?, base: Hash::from_blob(&row.get::<_, Vec<u8>>(2)?)?, at: row.get(3)?, operation: row.get(4)? };
        if let Some((_, entries)) = out.last_mut() {
            entries.push(entry);
        }
    }
    Ok(out)
}
