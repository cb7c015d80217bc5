//! The texts of versions, out of any form a store has kept them in: whole, or as what differs from another one.
//!
//! Rows are staged as they are read. When all have been, each is unpacked, on top of the one it rests on where it
//! rests on one, and is taken only where it is what its hash says.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::Result;
use crate::text::{put, unpack};
use crate::version::{Hash, hash};

/// Largest text that is believed to be one.
const LARGEST: i64 = 1 << 30;

/// A text rests on others in so many steps at most.
const STEPS: usize = 8;

/// A row as some schema had it: number, hash, size, the number of the text it rests on, bytes.
pub(super) type Row = [Value; 5];

/// Makes the place where rows wait.
pub(super) fn prepare(target: &Connection) -> Result<()> {
    Ok(target.execute_batch("CREATE TEMP TABLE staged (id INTEGER, hash BLOB PRIMARY KEY, size INTEGER, base INTEGER, data BLOB); CREATE INDEX temp.staged_id ON staged (id)")?)
}

/// Stages one row. One that cannot be a text's is passed over: a page cut short reads as rows of nothing.
pub(super) fn stage(target: &Connection, row: &Row) -> Result<()> {
    if !matches!(row, [_, Value::Blob(hash), Value::Integer(_), _, Value::Blob(_)] if hash.len() == 32) {
        return Ok(());
    }
    target
        .prepare_cached("INSERT OR IGNORE INTO staged (id, hash, size, base, data) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params_from_iter(row))?;
    Ok(())
}

/// What to ask of a store's table for [`Row`]s; `None` where it has no such table.
pub(super) fn columns(source: &Connection) -> Result<Option<String>> {
    let mut statement = source.prepare("SELECT name FROM pragma_table_info('content')")?;
    let there: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let has = |name: &str| there.iter().any(|column| column == name);
    if !has("hash") || !has("data") {
        return Ok(None);
    }
    let or_null = |name: &'static str| if has(name) { name } else { "NULL" };
    Ok(Some(format!("{}, hash, size, {}, data", or_null("id"), or_null("base"))))
}

/// Stages the texts of some hashes, with those they rest on, out of a whole store.
pub(super) fn stage_some(source: &Connection, target: &Connection, hashes: &[Vec<u8>]) -> Result<()> {
    let Some(columns) = columns(source)? else { return Ok(()) };
    let mut by_hash = source.prepare(&format!("SELECT {columns} FROM content WHERE hash = ?1"))?;
    let mut by_id =
        if columns.starts_with("id") { Some(source.prepare(&format!("SELECT {columns} FROM content WHERE id = ?1"))?) } else { None };
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Row> { Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]) };
    for hash in hashes {
        let mut next = by_hash.query_row([hash], read).optional()?;
        for _ in 0..STEPS {
            let Some(row) = next.take() else { break };
            stage(target, &row)?;
            if let (Some(by_id), Value::Integer(_)) = (&mut by_id, &row[3]) {
                next = by_id.query_row([&row[3]], read).optional()?;
            }
        }
    }
    Ok(())
}

/// Unpacks what was staged into the new store, and empties the place.
pub(super) fn take(target: &Connection) -> Result<()> {
    let mut order = target.prepare("SELECT rowid FROM staged ORDER BY base IS NOT NULL, id")?;
    let rows: Vec<i64> = order.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for row in rows {
        let name: Vec<u8> = target.prepare_cached("SELECT hash FROM staged WHERE rowid = ?1")?.query_row([row], |row| row.get(0))?;
        let Ok(name) = Hash::from_blob(&name) else { continue };
        let Some((bytes, near)) = unpacked(target, row)? else { continue };
        if hash(&bytes) == name
            && let Ok(text) = String::from_utf8(bytes)
        {
            put(target, &text, &name, near.as_ref())?;
        }
    }
    target.execute("DELETE FROM staged", [])?;
    Ok(())
}

/// A staged row, and the place of the one it rests on where that is staged too.
struct Link {
    hash: Vec<u8>,
    size: i64,
    base: Option<i64>,
    data: Vec<u8>,
    below: Option<i64>,
}

fn read_link(row: &rusqlite::Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link { hash: row.get(0)?, size: row.get(1)?, base: row.get(2)?, data: row.get(3)?, below: row.get(4)? })
}

/// A staged text and the hash of the one it rests on. `None` where it cannot be unpacked.
fn unpacked(target: &Connection, row: i64) -> Result<Option<(Vec<u8>, Option<Hash>)>> {
    let mut chain: Vec<(Vec<u8>, i64, Vec<u8>)> = Vec::new();
    let mut at = Some(row);
    while let Some(row) = at.take() {
        let sql =
            "SELECT s.hash, s.size, s.base, s.data, (SELECT b.rowid FROM staged b WHERE b.id = s.base) FROM staged s WHERE s.rowid = ?1";
        let found = target.prepare_cached(sql)?.query_row([row], read_link).optional()?;
        let Some(Link { hash, size, data, base, below }) = found else { return Ok(None) };
        if base.is_some() && below.is_none() || chain.len() > STEPS || !(0..LARGEST).contains(&size) {
            return Ok(None);
        }
        chain.push((hash, size, data));
        at = below;
    }
    let near = chain.get(1).and_then(|(hash, ..)| Hash::from_blob(hash).ok());
    let mut text: Vec<u8> = Vec::new();
    for (_, size, data) in chain.iter().rev() {
        match unpack(data, *size as usize, &text) {
            Ok(next) => text = next,
            Err(_) => return Ok(None),
        }
    }
    Ok(Some((text, near)))
}

/// Whether bytes can be a packed text: the mark that every frame of zstd begins with (RFC 8878, 3.1.1).
pub(super) fn is_packed(data: &[u8]) -> bool {
    data.starts_with(&[0x28, 0xB5, 0x2F, 0xFD])
}
