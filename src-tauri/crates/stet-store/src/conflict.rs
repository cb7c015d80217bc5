//! Drafts that two sides changed in one place, until somebody decides.

use rusqlite::{OptionalExtension, params};

use crate::edition::{Edition, columns, read};
use crate::version::{Hash, VersionId};
use crate::{Result, Store, StoreError};

/// An undecided conflict of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// When the sides met, in milliseconds since 1970 UTC.
    pub at: i64,
    /// The side in Stet, as it was then.
    pub mine: VersionId,
    /// The other side.
    pub theirs: VersionId,
    /// The draft with what stood at the open places before.
    pub base_text: String,
    /// The draft with theirs at the open places.
    pub theirs_text: String,
}

impl Store {
    /// The undecided conflict of an edition.
    pub fn conflict(&self, edition: i64) -> Result<Option<Conflict>> {
        let row = self
            .connection
            .prepare_cached("SELECT at, mine, theirs, base_text, theirs_text FROM conflict WHERE edition = ?1")?
            .query_row([edition], |row| {
                let hash = |at: usize| Hash::from_blob(row.get_ref(at)?.as_blob()?);
                Ok((row.get::<_, i64>(0)?, hash(1)?, hash(2)?, row.get::<_, Vec<u8>>(3)?, row.get::<_, Vec<u8>>(4)?))
            })
            .optional()?;
        row.map(|(at, mine, theirs, base, other)| {
            Ok(Conflict { at, mine, theirs, base_text: unpack(&base)?, theirs_text: unpack(&other)? })
        })
        .transpose()
    }

    /// Notes a conflict of an edition, in place of the one it may have.
    pub fn put_conflict(&mut self, edition: i64, conflict: &Conflict) -> Result<()> {
        let (base, theirs) = (pack(&conflict.base_text)?, pack(&conflict.theirs_text)?);
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO conflict (edition, at, mine, theirs, base_text, theirs_text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![edition, conflict.at, conflict.mine.0, conflict.theirs.0, base, theirs])?;
        Ok(())
    }

    /// Notes that the conflict of an edition is decided.
    pub fn drop_conflict(&mut self, edition: i64) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM conflict WHERE edition = ?1")?.execute([edition])?;
        Ok(())
    }

    /// Editions with an undecided conflict, the oldest first.
    pub fn conflicted(&self) -> Result<Vec<Edition>> {
        let sql = format!(
            "SELECT {} FROM edition e JOIN conflict c ON c.edition = e.id WHERE e.removed IS NULL ORDER BY c.at, e.path",
            columns()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

pub(crate) fn pack(text: &str) -> Result<Vec<u8>> {
    Ok(zstd::encode_all(text.as_bytes(), 3)?)
}

pub(crate) fn unpack(data: &[u8]) -> Result<String> {
    let damaged = || StoreError::Damaged("kept beside a draft".to_owned());
    let bytes = zstd::decode_all(data).map_err(|_| damaged())?;
    String::from_utf8(bytes).map_err(|_| damaged())
}
