//! Reading a store page by page, for when the tree over the pages is broken.
//!
//! Follows “Database File Format” (sqlite.org/fileformat2.html): every leaf of a table and every page of an index
//! tree is read by itself, its cells followed into their overflow pages, and a row is told by its shape. Pages in the
//! write-ahead log stand over those in the file. Pages on the free list are left out: they hold what was deleted.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::Result;

/// Reads rows of the core tables out of the pages of a file and adds those that are not there yet.
pub(super) fn into(from: &Path, target: &Connection) -> Result<()> {
    let pages = Pages::read(from);
    let free = pages.free();
    let mut insert = HashMap::new();
    for (table, columns) in SHAPES {
        let marks = vec!["?"; columns.len()].join(", ");
        insert.insert(*table, target.prepare(&format!("INSERT OR IGNORE INTO {table} ({}) VALUES ({marks})", columns.join(", ")))?);
    }
    for number in 1..=pages.count {
        if free.contains(&number) {
            continue;
        }
        for row in pages.rows(number) {
            let Some(table) = table_of(&row) else { continue };
            if table == "content" {
                if let Some(row) = packed(row) {
                    super::texts::stage(target, &row)?;
                }
                continue;
            }
            let columns = SHAPES.iter().find(|(name, _)| *name == table).map_or(0, |(_, columns)| columns.len());
            if let Some(statement) = insert.get_mut(table) {
                // A row that breaks the table's rules is no row of it.
                let _ = statement.execute(params_from_iter(row.into_iter().take(columns)));
            }
        }
    }
    Ok(())
}

/// The core tables with their columns as the first schema has them, texts apart; later columns come after these.
const SHAPES: &[(&str, &[&str])] = &[
    ("version", &["id", "edition", "content", "at", "author", "reason"]),
    ("version_parent", &["version", "position", "parent"]),
    ("journal", &["edition", "seq", "base", "at", "operation"]),
    (
        "edition",
        &[
            "id", "story", "lang", "kind", "path", "slug", "title", "section", "state", "source", "date", "updated", "words", "fault",
            "head", "mirror", "removed",
        ],
    ),
];

pub(super) fn table_of(row: &[Value]) -> Option<&'static str> {
    let hash = |at: usize| matches!(row.get(at), Some(Value::Blob(bytes)) if bytes.len() == 32);
    let number = |at: usize| matches!(row.get(at), Some(Value::Integer(_)));
    let text = |at: usize| matches!(row.get(at), Some(Value::Text(_)));
    let is = |at: usize, words: &[&str]| matches!(row.get(at), Some(Value::Text(text)) if words.contains(&text.as_str()));
    let bytes = |at: usize| matches!(row.get(at), Some(Value::Blob(bytes)) if super::texts::is_packed(bytes));
    if hash(0) && number(1) && bytes(2) || number(0) && hash(1) && number(2) && bytes(6) {
        Some("content")
    } else if row.len() >= 6 && hash(0) && number(1) && hash(2) && number(3) && text(4) && text(5) {
        Some("version")
    } else if row.len() == 3 && hash(0) && number(1) && hash(2) {
        Some("version_parent")
    } else if row.len() >= 5 && number(0) && number(1) && hash(2) && number(3) && is_operation(row.get(4)) {
        Some("journal")
    } else if row.len() >= 17 && number(0) && text(1) && text(2) && is(3, &["story", "page"]) && text(4) && hash(14) {
        Some("edition")
    } else {
        None
    }
}

/// A text's row as the first schema has it (hash, size, bytes), or the second (number, hash, size, the one it rests on,
/// two more, bytes).
fn packed(row: Vec<Value>) -> Option<super::texts::Row> {
    let mut row = row.into_iter();
    match row.len() {
        3 => Some([Value::Null, row.next()?, row.next()?, Value::Null, row.next()?]),
        7.. => {
            let (id, hash, size, base) = (row.next()?, row.next()?, row.next()?, row.next()?);
            Some([id, hash, size, base, row.nth(2)?])
        }
        _ => None,
    }
}

fn is_operation(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Text(text)) if serde_json::from_str::<serde_json::Value>(text).is_ok_and(|json| json.is_object()))
}

pub(super) struct Pages {
    bytes: Vec<u8>,
    size: usize,
    pub(super) count: usize,
    /// Pages of the log by number.
    log: HashMap<usize, Vec<u8>>,
}

impl Pages {
    pub(super) fn read(from: &Path) -> Pages {
        let bytes = fs::read(from).unwrap_or_default();
        let mut beside: PathBuf = from.to_path_buf();
        beside.as_mut_os_string().push("-wal");
        let log_bytes = fs::read(beside).unwrap_or_default();
        let said = |bytes: &[u8], at: usize| match be16(bytes, at) {
            1 => 65_536,
            size if size >= 512 && size.is_power_of_two() => size,
            _ => 0,
        };
        let header = bytes.starts_with(b"SQLite format 3\0");
        let logged = be32(&log_bytes, 8);
        // SQLite's own page size where neither file says one.
        let size = match (if header { said(&bytes, 16) } else { 0 }, logged) {
            (0, size) if size >= 512 && size.is_power_of_two() => size,
            (0, _) => 4_096,
            (size, _) => size,
        };
        let log = committed(&log_bytes, size);
        let count = bytes.len().div_ceil(size).max(log.keys().copied().max().unwrap_or(0));
        Pages { bytes, size, count, log }
    }

    /// A page by its number, from 1. Empty past the end.
    fn page(&self, number: usize) -> &[u8] {
        if let Some(page) = self.log.get(&number) {
            return page;
        }
        let start = number.saturating_sub(1).saturating_mul(self.size).min(self.bytes.len());
        &self.bytes[start..(start + self.size).min(self.bytes.len())]
    }

    /// Numbers of the pages on the free list, as far as it can be followed.
    fn free(&self) -> HashSet<usize> {
        let mut out = HashSet::new();
        let first = self.page(1);
        if !first.starts_with(b"SQLite format 3\0") {
            return out;
        }
        let mut trunk = be32(first, 32);
        while trunk != 0 && trunk <= self.count && out.insert(trunk) {
            let page = self.page(trunk);
            let leaves = be32(page, 4).min(self.size / 4);
            out.extend((0..leaves).map(|at| be32(page, 8 + at * 4)).filter(|leaf| *leaf != 0));
            trunk = be32(page, 0);
        }
        out
    }

    /// Every row on a page that can be read.
    pub(super) fn rows(&self, number: usize) -> Vec<Vec<Value>> {
        let page = self.page(number);
        let start = if number == 1 { 100 } else { 0 };
        let kind = page.get(start).copied().unwrap_or(0);
        let (head, leaf_of_table) = match kind {
            0x0D => (8, true),
            0x0A => (8, false),
            0x02 => (12, false),
            _ => return Vec::new(),
        };
        let cells = be16(page, start + 3).min(self.size / 4);
        (0..cells).filter_map(|at| self.row(page, be16(page, start + head + at * 2), kind, leaf_of_table)).collect()
    }

    fn row(&self, page: &[u8], at: usize, kind: u8, leaf_of_table: bool) -> Option<Vec<Value>> {
        let mut at = if kind == 0x02 { at + 4 } else { at };
        let (length, used) = varint(page, at)?;
        at += used;
        let length = usize::try_from(length).ok().filter(|length| *length < 1 << 30)?;
        let mut rowid = None;
        if leaf_of_table {
            let (id, used) = varint(page, at)?;
            at += used;
            rowid = Some(id as i64);
        }
        let most = if leaf_of_table { self.size - 35 } else { (self.size - 12) * 64 / 255 - 23 };
        let payload = if length <= most {
            page.get(at..at + length)?.to_vec()
        } else {
            let least = (self.size - 12) * 32 / 255 - 23;
            let split = least + (length - least) % (self.size - 4);
            let here = if split <= most { split } else { least };
            let mut out = page.get(at..at + here)?.to_vec();
            let mut next = be32(page.get(at + here..)?, 0);
            let mut steps = 0;
            while out.len() < length {
                steps += 1;
                if next == 0 || steps > self.count {
                    return None;
                }
                let more = self.page(next);
                let take = (length - out.len()).min(self.size - 4);
                out.extend_from_slice(more.get(4..4 + take)?);
                next = be32(more, 0);
            }
            out
        };
        let mut row = record(&payload)?;
        if let (Some(id), Some(first @ Value::Null)) = (rowid, row.first_mut()) {
            *first = Value::Integer(id);
        }
        Some(row)
    }
}

/// The pages of a write-ahead log up to its last commit.
fn committed(log: &[u8], size: usize) -> HashMap<usize, Vec<u8>> {
    let mut out = HashMap::new();
    let mut open: Vec<(usize, Vec<u8>)> = Vec::new();
    let Some(salts) = log.get(16..24) else { return out };
    for frame in log[32.min(log.len())..].chunks_exact(24 + size) {
        // A frame of an earlier round of the log ends this one.
        if &frame[8..16] != salts {
            break;
        }
        open.push((be32(frame, 0), frame[24..].to_vec()));
        if be32(frame, 4) != 0 {
            out.extend(open.drain(..));
        }
    }
    out
}

fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (head, mut at) = varint(payload, 0)?;
    let head = usize::try_from(head).ok().filter(|head| *head <= payload.len())?;
    let mut body = head;
    let mut out = Vec::new();
    while at < head {
        let (kind, used) = varint(payload, at)?;
        at += used;
        let kind = usize::try_from(kind).ok()?;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            kind => (kind - 12) / 2,
        };
        let bytes = payload.get(body..body.checked_add(size)?)?;
        body += size;
        out.push(match kind {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            1..=6 => {
                let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
                let start = if negative { -1_i64 } else { 0 };
                Value::Integer(bytes.iter().fold(start, |sum, byte| (sum << 8) | i64::from(*byte)))
            }
            kind if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
        });
    }
    Some(out)
}

/// A number of one to nine bytes, and how many it takes.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut out = 0_u64;
    for used in 0..9 {
        let byte = *bytes.get(at + used)?;
        if used == 8 {
            return Some((out << 8 | u64::from(byte), 9));
        }
        out = out << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((out, used + 1));
        }
    }
    None
}

/// A big-endian number of two bytes, 0 past the end.
fn be16(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..at + 2).map_or(0, |pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])))
}

/// A big-endian number of four bytes, 0 past the end.
fn be32(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..at + 4).map_or(0, |four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]) as usize)
}
