//! Keystroke safety: operations since the base version, kept until a version holds them.

use rusqlite::{Transaction, params};

use crate::version::{Hash, VersionId};
use crate::{Result, Store};

/// One journalled operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number within the edition, rising.
    pub seq: i64,
    /// The version it was typed on top of.
    pub base: VersionId,
    /// When, milliseconds.
    pub at: i64,
    /// What was typed, as JSON.
    pub operation: String,
}

/// An edition that has journalled work no version holds yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Row id of the edition.
    pub edition: i64,
    /// How many operations.
    pub operations: usize,
}

fn append(transaction: &Transaction<'_>, edition: i64, base: VersionId, at: i64, operations: &[String], after: i64) -> Result<i64> {
    let mut seq = after;
    for operation in operations {
        seq += 1;
        transaction
            .prepare_cached("INSERT INTO journal (edition, seq, base, at, operation) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![edition, seq, base.0, at, operation])?;
    }
    Ok(seq)
}

impl Store {
    /// Appends operations; when this returns they are on disk. Gives the number of the last one.
    ///
    /// `None`, and nothing is written, where the journal does not end with the operation `mine` any more: another
    /// process has written there or, if there is `unsaved` text, taken the journal into a version.
    pub fn journal(
        &mut self,
        edition: i64,
        base: VersionId,
        at: i64,
        operations: &[String],
        mine: i64,
        unsaved: &dyn Fn() -> bool,
    ) -> Result<Option<i64>> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let last: Option<i64> =
            transaction.prepare_cached("SELECT max(seq) FROM journal WHERE edition = ?1")?.query_row([edition], |row| row.get(0))?;
        if last.map_or_else(unsaved, |last| last != mine) {
            return Ok(None);
        }
        let seq = append(&transaction, edition, base, at, operations, mine)?;
        transaction.commit()?;
        Ok(Some(seq))
    }

    /// Puts operations in the place of all that is journalled for an edition. Gives the number of the last one. Numbers go
    /// on from `mine`, the last one of the draft that writes, with a gap: another process that took those up to it into a
    /// version may be about to drop them, and must neither drop these nor take them for what was typed on that version.
    pub fn rejournal(&mut self, edition: i64, base: VersionId, at: i64, operations: &[String], mine: i64) -> Result<i64> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let last: i64 = transaction
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM journal WHERE edition = ?1")?
            .query_row([edition], |row| row.get(0))?;
        transaction.prepare_cached("DELETE FROM journal WHERE edition = ?1")?.execute([edition])?;
        let seq = append(&transaction, edition, base, at, operations, last.max(mine) + 1)?;
        transaction.commit()?;
        Ok(seq)
    }

    /// What is journalled for an edition, in order.
    pub fn journalled(&self, edition: i64) -> Result<Vec<Entry>> {
        let mut statement =
            self.connection.prepare_cached("SELECT seq, base, at, operation FROM journal WHERE edition = ?1 ORDER BY seq")?;
        let rows = statement.query_map([edition], |row| {
            Ok(Entry { seq: row.get(0)?, base: Hash::from_blob(row.get_ref(1)?.as_blob()?)?, at: row.get(2)?, operation: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Editions with journalled work.
    pub fn pending(&self) -> Result<Vec<Pending>> {
        let mut statement = self.connection.prepare_cached("SELECT edition, count(*) FROM journal GROUP BY edition ORDER BY edition")?;
        let rows = statement.query_map([], |row| Ok(Pending { edition: row.get(0)?, operations: row.get::<_, i64>(1)? as usize }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Drops the journal of an edition up to a number, because nothing of it differs from the head.
    pub fn forget_journal(&mut self, edition: i64, through: i64) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM journal WHERE edition = ?1 AND seq <= ?2")?.execute([edition, through])?;
        Ok(())
    }

    /// As [`Store::forget_journal`], but leaves what was typed on another version than `base`.
    pub fn forget_journal_on(&mut self, edition: i64, base: &VersionId, through: i64) -> Result<()> {
        self.connection
            .prepare_cached("DELETE FROM journal WHERE edition = ?1 AND seq <= ?2 AND base = ?3")?
            .execute(params![edition, through, base.0])?;
        Ok(())
    }

    /// Notes that a version holds the text to which the journal leads at `through`: what was journalled until then is
    /// dropped, and what was typed since then is on top of that version.
    pub fn take_journal(&mut self, edition: i64, through: i64, version: &VersionId) -> Result<()> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        take(&transaction, edition, through, version)?;
        transaction.commit()?;
        Ok(())
    }
}

/// As [`Store::take_journal`], within a transaction. A journal that was begun again meanwhile (there is a gap in its
/// numbers then) does not go on from that text, and keeps its base.
pub(crate) fn take(transaction: &Transaction<'_>, edition: i64, through: i64, version: &VersionId) -> Result<()> {
    transaction.prepare_cached("DELETE FROM journal WHERE edition = ?1 AND seq <= ?2")?.execute([edition, through])?;
    transaction
        .prepare_cached("UPDATE journal SET base = ?3 WHERE edition = ?1 AND (SELECT min(seq) FROM journal WHERE edition = ?1) = ?2 + 1")?
        .execute(params![edition, through, version.0])?;
    Ok(())
}
