//! Names that people give to versions.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use crate::version::{Hash, VersionId};
use crate::{Result, Store, StoreError};

impl Store {
    /// Gives a version a name, or another one; an empty name takes it away. A name is compared without regard to case
    /// and accents.
    ///
    /// Errors: [`StoreError::Missing`] where the edition has no such version, [`StoreError::NameTaken`] where another
    /// version of it bears the name.
    pub fn name_version(&mut self, edition: i64, version: &VersionId, name: &str, at: i64, author: &str) -> Result<()> {
        let name = name.trim();
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let there: Option<i64> = transaction
            .prepare_cached("SELECT 1 FROM version WHERE id = ?1 AND edition = ?2")?
            .query_row(params![version.0, edition], |row| row.get(0))
            .optional()?;
        if there.is_none() {
            return Err(StoreError::Missing("version"));
        }
        transaction.execute("DELETE FROM version_name WHERE version = ?1", [version.0])?;
        if !name.is_empty() {
            let folded = stet_core::fold::fold(name);
            let holder = transaction
                .query_row("SELECT version FROM version_name WHERE edition = ?1 AND folded = ?2", params![edition, folded], |row| {
                    Hash::from_blob(row.get_ref(0)?.as_blob()?)
                })
                .optional()?;
            if let Some(holder) = holder {
                return Err(StoreError::NameTaken(holder));
            }
            transaction.execute(
                "INSERT INTO version_name (version, edition, name, folded, at, author) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![version.0, edition, name, folded, at, author],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The names that an edition's versions bear.
    pub fn version_names(&self, edition: i64) -> Result<HashMap<VersionId, String>> {
        let mut statement = self.connection.prepare_cached("SELECT version, name FROM version_name WHERE edition = ?1")?;
        let rows = statement.query_map([edition], |row| Ok((Hash::from_blob(row.get_ref(0)?.as_blob()?)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
