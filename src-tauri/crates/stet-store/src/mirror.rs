//! What the store knows of the mirror files, and many changes of them at once.

use std::collections::HashMap;

use rusqlite::params;

use crate::edition::{self, Advance, Facts};
use crate::version::{Hash, Reason, VersionId};
use crate::{Result, Store};

/// One mirror file as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorFile {
    /// Row id of the edition.
    pub edition: i64,
    /// Where, from the newsroom's root.
    pub path: String,
    /// What it is known to hold; `None` while it has not been written.
    pub mirror: Option<Hash>,
    /// What the file system said of it when its bytes were last compared with `mirror`; `None`: they must be read.
    pub seen: Option<Vec<u8>>,
}

/// A file that was seen to hold what the store knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Row id of the edition.
    pub edition: i64,
    /// What it held.
    pub mirror: Hash,
    /// What the file system said of it then.
    pub seen: Vec<u8>,
}

/// A file's new text, to be the head of its edition.
pub struct Change<'a> {
    /// Row id of the edition.
    pub edition: i64,
    /// The head it must still have; `None` to put it on whatever head there is.
    pub base: Option<VersionId>,
    /// The text.
    pub text: &'a str,
    /// What lists need.
    pub facts: &'a Facts,
    /// When, milliseconds.
    pub at: i64,
    /// By whom.
    pub author: &'a str,
    /// Why.
    pub reason: Reason,
    /// What the mirror file holds now, where that is known.
    pub mirror: Option<Hash>,
}

impl Store {
    /// Every mirror file, in path order. Removed editions have none.
    pub fn mirror_files(&self) -> Result<Vec<MirrorFile>> {
        let mut statement =
            self.connection.prepare_cached("SELECT id, path, mirror, seen FROM edition WHERE removed IS NULL ORDER BY path")?;
        let rows = statement.query_map([], |row| {
            let mirror = row.get_ref(2)?.as_blob_or_null()?.map(Hash::from_blob).transpose()?;
            Ok(MirrorFile { edition: row.get(0)?, path: row.get(1)?, mirror, seen: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Notes what the file system said of files that were read and found to be as known.
    pub fn see(&mut self, files: &[Seen]) -> Result<()> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for file in files {
            transaction.prepare_cached("UPDATE edition SET seen = ?3 WHERE id = ?1 AND mirror = ?2")?.execute(params![
                file.edition,
                file.mirror.0,
                file.seen
            ])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Puts many texts on their editions' heads in one transaction, in order; each edition enters the index once.
    /// Gives the new heads; `None` for a change whose edition is gone or has another head by now.
    pub fn save_many(&mut self, changes: &[Change<'_>]) -> Result<Vec<Option<VersionId>>> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut last: HashMap<i64, usize> = HashMap::new();
        let mut out = Vec::with_capacity(changes.len());
        for (at, change) in changes.iter().enumerate() {
            let head = edition::head(&transaction, change.edition)?.filter(|head| change.base.is_none_or(|base| base == *head));
            let Some(head) = head else {
                out.push(None);
                continue;
            };
            let advance = Advance {
                edition: change.edition,
                text: change.text,
                facts: change.facts,
                parents: &[head],
                at: change.at,
                author: change.author,
                reason: change.reason,
            };
            out.push(Some(edition::advance(&transaction, &advance)?));
            if let Some(mirror) = change.mirror {
                edition::mirrored(&transaction, change.edition, &mirror)?;
            }
            last.insert(change.edition, at);
        }
        for (at, change) in changes.iter().enumerate() {
            if last.get(&change.edition) == Some(&at) {
                edition::side_tables(&transaction, change.edition, change.facts, false)?;
            }
        }
        transaction.commit()?;
        Ok(out)
    }
}
