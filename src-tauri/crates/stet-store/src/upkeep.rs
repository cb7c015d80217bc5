//! Work that keeps the store quick and can wait for an idle moment, and small facts about the store itself.

use rusqlite::{OptionalExtension, params};

use crate::edition::{self, Edition, Facts};
use crate::{Result, Store, search};

/// Name of the note that the index lacks editions.
const UNINDEXED: &str = "unindexed";

impl Store {
    /// Whether editions are missing from the index, as after its shape changed.
    pub fn lacks_index(&self) -> Result<bool> {
        Ok(self.note(UNINDEXED)?.is_some())
    }

    /// The next editions, up to `limit`, that are missing from the index; none says that it is whole.
    pub fn unindexed(&mut self, limit: usize) -> Result<Vec<Edition>> {
        let sql = format!(
            "SELECT {} FROM edition e WHERE e.removed IS NULL AND NOT EXISTS (SELECT 1 FROM search_docsize d WHERE d.id = e.id) ORDER BY e.id LIMIT {limit}",
            edition::columns()
        );
        let found: Vec<Edition> = {
            let mut statement = self.connection.prepare_cached(&sql)?;
            statement.query_map([], edition::read)?.collect::<rusqlite::Result<_>>()?
        };
        if found.is_empty() {
            self.connection.execute("DELETE FROM note WHERE name = ?1", [UNINDEXED])?;
        }
        Ok(found)
    }

    /// Empties the index. It is filled again from [`Store::unindexed`] by [`Store::index`].
    pub fn empty_index(&mut self) -> Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute("INSERT INTO search (search) VALUES ('delete-all')", [])?;
        transaction.execute("INSERT OR REPLACE INTO note (name, value) VALUES (?1, 1)", [UNINDEXED])?;
        transaction.commit()?;
        Ok(())
    }

    /// Puts editions into the index, or again into it, all in one transaction.
    pub fn index(&mut self, editions: &[(i64, Facts)]) -> Result<()> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for (edition, facts) in editions {
            search::index(&transaction, *edition, facts, false)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Does a piece of the index's upkeep, about `pages` pages of 4 kB of it. Gives whether there is more to do.
    pub fn tidy_index(&mut self, pages: u32) -> Result<bool> {
        let before = self.connection.total_changes();
        self.connection.prepare_cached("INSERT INTO search (search, rank) VALUES ('merge', ?1)")?.execute([pages])?;
        // The command itself is one change; https://sqlite.org/fts5.html#the_merge_command.
        Ok(self.connection.total_changes() - before >= 2)
    }

    /// Moves what was committed from the log into the file, so far as nobody is reading it.
    pub fn checkpoint(&self) -> Result<()> {
        self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// A number noted under a name.
    pub fn note(&self, name: &str) -> Result<Option<i64>> {
        Ok(self.connection.prepare_cached("SELECT value FROM note WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Notes a number under a name.
    pub fn set_note(&mut self, name: &str, value: i64) -> Result<()> {
        self.connection.prepare_cached("INSERT OR REPLACE INTO note (name, value) VALUES (?1, ?2)")?.execute(params![name, value])?;
        Ok(())
    }
}
