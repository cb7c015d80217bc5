//! Repairs inside a store that can still be written. What they take away is the caller's to keep first.

use rusqlite::params;

use crate::version::{self, Hash, VersionId};
use crate::{Edition, Facts, Kind, Result, Store, edition, salvage, search};

/// An edition row for versions that have none.
#[derive(Debug, Clone, Copy)]
pub struct Home<'a> {
    /// The row id that the versions name.
    pub edition: i64,
    /// The story's id.
    pub story: &'a str,
    /// Language.
    pub lang: &'a str,
    /// Story or page.
    pub kind: Kind,
    /// Mirror file, from the newsroom's root.
    pub path: &'a str,
    /// The version it is at.
    pub head: VersionId,
    /// When that was made, milliseconds.
    pub at: i64,
}

impl Store {
    /// Works the search index out afresh from the facts of every edition, in one transaction.
    pub fn reindex(&mut self, all: &mut dyn Iterator<Item = (i64, Facts)>) -> Result<()> {
        let transaction = self.connection.transaction()?;
        search::clear(&transaction)?;
        for (edition, facts) in all {
            search::index(&transaction, edition, &facts, true)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Writes what lists and search need of editions afresh, their heads apart. Each comes with whether it left the
    /// lists: search does not find it then.
    pub fn refresh(&mut self, all: &mut dyn Iterator<Item = (i64, Facts, bool)>) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for (id, facts, removed) in all {
            edition::refresh(&transaction, id, &facts)?;
            if removed {
                search::remove(&transaction, id)?;
                transaction.execute("DELETE FROM edition_tag WHERE edition = ?1", [id])?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Moves an edition's head to one of its versions, because the one it was at is gone. What its file holds counts
    /// as not known from then on, so that it is looked at again and becomes a version.
    pub fn set_head(&mut self, edition: i64, head: &VersionId) -> Result<()> {
        self.connection.execute("UPDATE edition SET head = ?2, mirror = NULL WHERE id = ?1", params![edition, head.0])?;
        Ok(())
    }

    /// Puts a text back under its hash, over whatever stands there.
    pub fn put_back(&mut self, text: &str) -> Result<Hash> {
        let hash = version::hash(text.as_bytes());
        let data = zstd::bulk::compress(text.as_bytes(), 3)?;
        self.connection.execute(
            "INSERT INTO content (hash, size, data) VALUES (?1, ?2, ?3)
             ON CONFLICT (hash) DO UPDATE SET size = ?2, base = NULL, depth = 0, run = 0, data = ?3",
            params![hash.0, text.len() as i64, data],
        )?;
        Ok(hash)
    }

    /// Removes texts that no version holds.
    pub fn remove_orphans(&mut self, orphans: &[Hash]) -> Result<usize> {
        let transaction = self.connection.transaction()?;
        let mut removed = 0;
        for hash in orphans {
            removed += transaction.execute(
                "DELETE FROM content WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM version WHERE content = ?1)
                     AND id NOT IN (SELECT base FROM content WHERE base IS NOT NULL)",
                [hash.0],
            )?;
        }
        transaction.commit()?;
        Ok(removed)
    }

    /// Removes a text that cannot be read, and the versions that held it. Their children lose that parent; a head
    /// among them is left for [`Store::set_head`].
    pub fn remove_content(&mut self, content: &Hash) -> Result<()> {
        // The head of an edition may point at nothing until it is moved.
        self.connection.pragma_update(None, "foreign_keys", false)?;
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM version WHERE content = ?1", [content.0])?;
        transaction.execute("DELETE FROM content WHERE hash = ?1", [content.0])?;
        salvage::sweep(&transaction)?;
        transaction.commit()?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        Ok(())
    }

    /// Removes an edition of which no version is left.
    pub fn remove_edition(&mut self, edition: i64) -> Result<()> {
        let transaction = self.connection.transaction()?;
        search::remove(&transaction, edition)?;
        transaction.execute("DELETE FROM edition WHERE id = ?1", [edition])?;
        transaction.commit()?;
        Ok(())
    }

    /// Removes journalled operations by number.
    pub fn remove_journalled(&mut self, edition: i64, numbers: &[i64]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for number in numbers {
            transaction.execute("DELETE FROM journal WHERE edition = ?1 AND seq = ?2", [edition, *number])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Gives an edition another story's id.
    pub fn set_story(&mut self, edition: i64, story: &str) -> Result<()> {
        self.connection.execute("UPDATE edition SET story = ?2 WHERE id = ?1", params![edition, story])?;
        Ok(())
    }

    /// Brings an edition back into the lists.
    pub fn unremove(&mut self, edition: i64) -> Result<()> {
        self.connection.execute("UPDATE edition SET removed = NULL WHERE id = ?1", [edition])?;
        Ok(())
    }

    /// The edition of a row id, removed ones too.
    pub fn edition_even_removed(&self, id: i64) -> Result<Option<Edition>> {
        use rusqlite::OptionalExtension;
        let sql = format!("SELECT {} FROM edition e WHERE e.id = ?1", edition::columns());
        Ok(self.connection.query_row(&sql, [id], edition::read).optional()?)
    }

    /// Row ids of versions' editions that have no edition row: what a damaged store may leave.
    pub fn homeless(&self) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT edition FROM version WHERE edition NOT IN (SELECT id FROM edition)
                   UNION SELECT DISTINCT edition FROM journal WHERE edition NOT IN (SELECT id FROM edition) ORDER BY 1";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives homeless versions an edition row of their old number. [`Store::refresh`] fills in the rest.
    pub fn give_home(&mut self, home: &Home<'_>) -> Result<()> {
        self.connection.execute(
            "INSERT INTO edition (id, story, lang, kind, path, slug, title, section, state, source, updated, words, head)
             VALUES (?1, ?2, ?3, ?4, ?5, '', '', '', 'draft', '', ?6, 0, ?7)",
            params![home.edition, home.story, home.lang, home.kind.as_str(), home.path, home.at, home.head.0],
        )?;
        Ok(())
    }
}
