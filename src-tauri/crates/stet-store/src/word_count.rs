//! How many words a text has, kept by its hash.

use std::collections::HashMap;

use rusqlite::params;

use crate::version::Hash;
use crate::{Result, Store};

impl Store {
    /// The word counts that are known of the texts of an edition's versions.
    pub fn word_counts(&self, edition: i64) -> Result<HashMap<Hash, u32>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT w.content, w.words FROM version v JOIN content_words w ON w.content = v.content WHERE v.edition = ?1",
        )?;
        let rows = statement.query_map([edition], |row| Ok((Hash::from_blob(row.get_ref(0)?.as_blob()?)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Notes word counts.
    pub fn note_word_counts(&mut self, counts: &[(Hash, u32)]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for (content, words) in counts {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO content_words (content, words) VALUES (?1, ?2)")?
                .execute(params![content.0, words])?;
        }
        transaction.commit()?;
        Ok(())
    }
}
