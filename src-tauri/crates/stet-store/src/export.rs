//! Which versions left the house, and in which bundle.

use std::collections::HashMap;

use rusqlite::params;

use crate::version::{Hash, VersionId};
use crate::{Result, Store};

/// When a version was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The first time, in milliseconds since 1970 UTC.
    pub first: i64,
    /// The last time.
    pub last: i64,
    /// The last bundle's name by content.
    pub bundle: String,
}

impl Store {
    /// Notes that a bundle with these versions was sealed.
    pub fn exported(&mut self, versions: &[VersionId], bundle: &str, at: i64, author: &str) -> Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute("INSERT INTO export (at, author, bundle) VALUES (?1, ?2, ?3)", params![at, author, bundle])?;
        let export = transaction.last_insert_rowid();
        for version in versions {
            transaction
                .prepare_cached(
                    "INSERT INTO version_export (version, first, last) VALUES (?1, ?2, ?2) ON CONFLICT (version) DO UPDATE SET last = ?2",
                )?
                .execute(params![version.0, export])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Which of an edition's versions were exported, and when.
    pub fn exports_of(&self, edition: i64) -> Result<HashMap<VersionId, Exported>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT x.version, f.at, l.at, l.bundle FROM version v JOIN version_export x ON x.version = v.id
             JOIN export f ON f.id = x.first JOIN export l ON l.id = x.last WHERE v.edition = ?1",
        )?;
        let rows = statement.query_map([edition], |row| {
            let version = Hash::from_blob(row.get_ref(0)?.as_blob()?)?;
            Ok((version, Exported { first: row.get(1)?, last: row.get(2)?, bundle: row.get(3)? }))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
