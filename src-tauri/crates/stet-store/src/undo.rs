//! What Undo would take back, kept for each draft over restarts.

use rusqlite::{OptionalExtension, params};

use crate::conflict::{pack, unpack};
use crate::version::{Hash, VersionId};
use crate::{Result, Store};

/// The undo history of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// The version whose body it belongs to.
    pub version: VersionId,
    /// The history, as the window's editor writes it. Nobody else reads it.
    pub history: String,
}

impl Store {
    /// Keeps a history in place of the one the edition may have.
    pub fn keep_undo(&mut self, edition: i64, undo: &Undo) -> Result<()> {
        let history = pack(&undo.history)?;
        self.connection.prepare_cached("INSERT OR REPLACE INTO undo (edition, version, history) VALUES (?1, ?2, ?3)")?.execute(params![
            edition,
            undo.version.0,
            history
        ])?;
        Ok(())
    }

    /// The history kept for an edition.
    pub fn undo(&self, edition: i64) -> Result<Option<Undo>> {
        let row = self
            .connection
            .prepare_cached("SELECT version, history FROM undo WHERE edition = ?1")?
            .query_row([edition], |row| Ok((Hash::from_blob(row.get_ref(0)?.as_blob()?)?, row.get::<_, Vec<u8>>(1)?)))
            .optional()?;
        row.map(|(version, history)| Ok(Undo { version, history: unpack(&history)? })).transpose()
    }
}
