//! Why the store did not do what it was asked.

use rusqlite::ErrorCode;

use crate::version::VersionId;

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
    /// There is no room on the disk, or the store may not grow.
    #[error("the store could not be written: the disk is full")]
    Full,
    /// The file, its folder or its file system may not be written.
    #[error("the store could not be written: it is read-only")]
    ReadOnly,
    /// The disk, or the connection to it, failed.
    #[error("the disk failed under the store: {0}")]
    Disk(rusqlite::Error),
    /// Another program holds the store, and went on doing so.
    #[error("another program has held the store for too long")]
    Busy,
    /// The file is damaged, or is not a store.
    #[error("the store is damaged: {0}")]
    Broken(rusqlite::Error),
    /// SQLite refused for another reason.
    #[error("the store could not be read or written: {0}")]
    Sqlite(rusqlite::Error),
    /// A text could not be packed.
    #[error("a version's text could not be packed: {0}")]
    Packing(#[from] std::io::Error),
    /// The text of the version named is not what was stored.
    #[error("the text of version {} in the store is damaged", .0.get(..12).unwrap_or(.0))]
    Damaged(String),
    /// Something else changed the draft since it was read.
    #[error("the draft has moved on since it was read")]
    Stale,
    /// Another version of the edition bears the name.
    #[error("version {} bears that name already", .0.hex()[..12].to_owned())]
    NameTaken(VersionId),
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
        use rusqlite_migration::Error::RusqliteError;
        let broken =
            |error: &rusqlite::Error| matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase));
        match self {
            StoreError::Unsound(_) | StoreError::Broken(_) => true,
            StoreError::Migration(RusqliteError { err, .. }) => broken(err),
            _ => false,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => StoreError::Disk(error),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Broken(error),
            _ => StoreError::Sqlite(error),
        }
    }
}
