//! What imports leave behind: which file became which edition, and what was set aside.

use rusqlite::{OptionalExtension, params};

use crate::edition::{self, NewEdition};
use crate::version::{Hash, VersionId};
use crate::{Result, Store};

/// Text an import took out of the copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// What it was taken for, such as `masthead`.
    pub kind: String,
    /// Line of the imported file, from 1.
    pub line: u32,
    /// Why it is not copy.
    pub reason: String,
    /// The text itself.
    pub text: String,
}

/// What a file became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedAs {
    /// Row id of the edition.
    pub edition: i64,
    /// The version the import made.
    pub version: VersionId,
    /// Hash of the file's bytes then.
    pub hash: Hash,
}

/// One file of an import batch.
pub type ImportItem<'a> = (&'a str, Hash, NewEdition<'a>, &'a [SetAside]);

impl Store {
    /// Adds imported editions, all or none. Each comes with the absolute path and hash of the file it was read from.
    pub fn add_imported(&mut self, batch: &[ImportItem<'_>]) -> Result<Vec<(i64, VersionId)>> {
        let transaction = self.connection.transaction()?;
        let mut out = Vec::with_capacity(batch.len());
        for (source, hash, new, set_aside) in batch {
            let (edition, head) = edition::insert(&transaction, new)?;
            note(&transaction, source, hash, edition, &head)?;
            keep(&transaction, edition, set_aside)?;
            out.push((edition, head));
        }
        transaction.commit()?;
        Ok(out)
    }

    /// Notes that a file that was imported before became another version.
    pub fn imported_again(&mut self, source: &str, hash: &Hash, edition: i64, version: &VersionId, set_aside: &[SetAside]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        note(&transaction, source, hash, edition, version)?;
        transaction.execute("DELETE FROM set_aside WHERE edition = ?1", [edition])?;
        keep(&transaction, edition, set_aside)?;
        transaction.commit()?;
        Ok(())
    }

    /// What a file became, by its path, or by its bytes if it has another path now. Removed editions do not count.
    pub fn imported(&self, source: &str, hash: &Hash) -> Result<Option<ImportedAs>> {
        let find = |sql: &str, key: &dyn rusqlite::ToSql| -> Result<Option<ImportedAs>> {
            Ok(self
                .connection
                .prepare_cached(sql)?
                .query_row([key], |row| {
                    Ok(ImportedAs {
                        edition: row.get(0)?,
                        version: Hash::from_blob(row.get_ref(1)?.as_blob()?)?,
                        hash: Hash::from_blob(row.get_ref(2)?.as_blob()?)?,
                    })
                })
                .optional()?)
        };
        const FROM: &str =
            "SELECT i.edition, i.version, i.hash FROM imported i JOIN edition e ON e.id = i.edition WHERE e.removed IS NULL AND";
        match find(&format!("{FROM} i.source = ?1"), &source)? {
            Some(found) => Ok(Some(found)),
            None => find(&format!("{FROM} i.hash = ?1 LIMIT 1"), &hash.0),
        }
    }

    /// What imports set aside of an edition, in the file's order.
    pub fn set_aside(&self, edition: i64) -> Result<Vec<SetAside>> {
        let mut statement =
            self.connection.prepare_cached("SELECT kind, line, reason, text FROM set_aside WHERE edition = ?1 ORDER BY position")?;
        let rows = statement
            .query_map([edition], |row| Ok(SetAside { kind: row.get(0)?, line: row.get(1)?, reason: row.get(2)?, text: row.get(3)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn note(transaction: &rusqlite::Transaction<'_>, source: &str, hash: &Hash, edition: i64, version: &VersionId) -> Result<()> {
    transaction
        .prepare_cached("INSERT INTO imported (source, hash, edition, version) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (source) DO UPDATE SET hash = ?2, edition = ?3, version = ?4")?
        .execute(params![source, hash.0, edition, version.0])?;
    Ok(())
}

fn keep(transaction: &rusqlite::Transaction<'_>, edition: i64, set_aside: &[SetAside]) -> Result<()> {
    for (position, piece) in set_aside.iter().enumerate() {
        transaction
            .prepare_cached("INSERT INTO set_aside (edition, position, kind, line, reason, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![edition, position as i64, piece.kind, piece.line, piece.reason, piece.text])?;
    }
    Ok(())
}
