//! The store: one SQLite file in which journal, drafts, versions and the search index live.
//!
//! This is the only room that knows SQL. Times are milliseconds since 1970 in UTC and come in as parameters; ids
//! do too. Every public method that writes is one transaction: it happens whole or not at all, and when it
//! returns, the data is on disk (`synchronous = FULL`).

mod copy;
mod edition;
mod import;
mod inspect;
mod journal;
mod mend;
pub mod salvage;
mod search;
mod snippet;
mod version;

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

pub use copy::{Witness, check_copy, copy};
pub use edition::{Edition, Facts, Filter, Kind, NewEdition, Order};
pub use import::{ImportedAs, SetAside};
pub use inspect::{IndexGaps, LostWork, Step, Twins, step};
pub use journal::{Entry, Pending};
pub use mend::Home;
pub use search::{Hit, Query};
pub use version::{Hash, Reason, Version, VersionId, hash};

/// Numbered steps from an empty file to today's tables. A step that has shipped is never edited.
const MIGRATIONS: &[M<'static>] = &[M::up(include_str!("migrations/0001_newsroom.sql"))];

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by a newer Stet.
    #[error("the store was written by a newer Stet (its tables are at step {found}, this one knows {known})")]
    Newer {
        /// The file's step.
        found: i64,
        /// The last step this program knows.
        known: i64,
    },
    /// The tables could not be brought up to date.
    #[error("the store's tables could not be brought up to date: {0}")]
    Migration(#[from] rusqlite_migration::Error),
    /// SQLite failed: the disk is full, read-only or broken, or the file is not a database.
    #[error("the store could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A text in the store does not unpack.
    #[error("a version's text in the store is damaged: {0}")]
    Damaged(#[from] std::io::Error),
    /// Something else changed the draft since it was read.
    #[error("the draft has moved on since it was read")]
    Stale,
    /// There is no such thing.
    #[error("the store has no such {0}")]
    Missing(&'static str),
    /// SQLite's integrity check found something.
    #[error("the store is damaged: {0}")]
    Unsound(String),
    /// Whoever asked for the work stopped it.
    #[error("the work was stopped")]
    Stopped,
}

impl StoreError {
    /// Whether the file itself is broken, rather than the disk full or somebody in the way.
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        let broken = |error: &rusqlite::Error| matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase));
        match self {
            StoreError::Unsound(_) => true,
            StoreError::Sqlite(error) => broken(error),
            StoreError::Migration(rusqlite_migration::Error::RusqliteError { err, .. }) => broken(err),
            _ => false,
        }
    }
}

/// Result of a store call.
pub type Result<T> = std::result::Result<T, StoreError>;

/// An open store.
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Opens the file, makes it where it is absent, and brings its tables up to date.
    ///
    /// Errors: [`StoreError::Newer`] leaves the file untouched.
    pub fn open(path: &Path) -> Result<Store> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = MIGRATIONS.len() as i64;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // Only FULL keeps an acknowledged commit through a power cut in WAL mode.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -16_384)?;
        Migrations::from_slice(MIGRATIONS).to_latest(&mut connection)?;
        connection.set_prepared_statement_cache_capacity(64);
        add_functions(&connection)?;
        Ok(Store { connection })
    }

    /// Asks SQLite whether the file is whole. `Ok(None)` is yes; otherwise what it found.
    pub fn integrity(&self) -> Result<Option<String>> {
        let word: String = self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        Ok((word != "ok").then_some(word))
    }

    /// Changes whenever another connection has committed to the file.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.connection.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }
}

/// `folded(text)` and `slug(text)` for filters, so that `tag:sea_level` finds “Sea level”.
fn add_functions(connection: &Connection) -> Result<()> {
    use rusqlite::functions::FunctionFlags;
    let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("folded", 1, pure, |context| Ok(stet_core::fold::fold(context.get_raw(0).as_str()?)))?;
    connection.create_scalar_function("slug", 1, pure, |context| Ok(stet_core::slug::slug(context.get_raw(0).as_str()?)))?;
    Ok(())
}

#[cfg(test)]
mod tests;
