//! The store: one SQLite file in which journal, drafts, versions and the search index live.
//!
//! This is the only room that knows SQL. Times are milliseconds since 1970 in UTC and come in as parameters; ids
//! do too. Every public method that writes is one transaction: it happens whole or not at all, and when it
//! returns, the data is on disk (`synchronous = FULL`).

mod conflict;
mod copy;
mod edition;
mod error;
mod export;
mod import;
mod inspect;
mod journal;
mod keys;
mod mend;
mod mirror;
mod name;
mod query;
mod rank;
pub mod salvage;
mod search;
mod snippet;
mod text;
mod undo;
mod upkeep;
mod version;
mod word_count;
mod words;

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

pub use conflict::Conflict;
pub use copy::{Witness, check_copy, copy};
pub use edition::{Edition, Facts, Filter, Kind, NewEdition, Order, Place};
pub use error::StoreError;
pub use export::Exported;
pub use import::{ImportedAs, SetAside};
pub use inspect::{IndexGaps, LostWork, Step, Twins, step};
pub use journal::{Entry, Pending};
pub use mend::Home;
pub use mirror::{Change, MirrorFile, Seen};
pub use query::Query;
pub use search::{Hit, Words};
pub use text::Sizes;
pub use undo::Undo;
pub use version::{Hash, Reason, Version, VersionId, hash};

/// Numbered steps from an empty file to today's tables. A step that has shipped is never edited.
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_newsroom.sql")),
    M::up(include_str!("migrations/0002_scale.sql")),
    M::up(include_str!("migrations/0003_history.sql")),
    M::up(include_str!("migrations/0004_desk.sql")),
];

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
        connection.pragma_update(None, "cache_size", -16_384)?;
        // The log is moved into the file in idle moments; a save does it only where there was none for 16 MB.
        connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
        // A transaction that reads first and then writes would fail at once where another process wrote in between;
        // one that asks for the write lock first waits for its turn.
        connection.set_transaction_behavior(rusqlite::TransactionBehavior::Immediate);
        add_functions(&connection)?;
        // A step that makes a table anew must not take with it what refers to the old one.
        connection.pragma_update(None, "foreign_keys", false)?;
        Migrations::from_slice(MIGRATIONS).to_latest(&mut connection)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Store { connection })
    }

    /// A second way into a store that is open, for reading while the first one writes. It sees what is committed.
    pub fn open_reader(path: &Path) -> Result<Store> {
        let store = Store::open(path)?;
        store.connection.pragma_update(None, "query_only", true)?;
        Ok(store)
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
    rank::register(connection)?;
    connection.create_scalar_function("slug", 1, pure, |context| Ok(stet_core::slug::slug(context.get_raw(0).as_str()?)))?;
    Ok(())
}

#[cfg(test)]
mod tests;
