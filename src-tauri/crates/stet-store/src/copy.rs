//! A whole copy of a store that is in use: SQLite's online backup, never a copy of the file.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::{Result, StoreError};

/// Pages copied before a pause: 1 MB at SQLite's page size of 4 KB.
const PAGES: i32 = 256;

/// Copies the store at `from` into the new file `to` and checks the copy. `heard` is told of pages done and in all
/// after each step and may stop the work; between steps the thread rests for `pause`.
///
/// The copy is what the store held at one instant. It is read over a connection of its own, so that neither readers
/// nor writers wait for it; what they commit meanwhile goes to the write-ahead log. The copy is a single file that
/// needs no log beside it. It is not flushed to disk.
///
/// Errors: [`StoreError::Unsound`] where the copy fails SQLite's integrity check, which means that the store does too;
/// [`StoreError::Stopped`] where `heard` said so. The file is left for the caller to remove.
pub fn copy(from: &Path, to: &Path, pause: Duration, heard: &mut dyn FnMut(usize, usize) -> ControlFlow<()>) -> Result<()> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    source.busy_timeout(Duration::from_secs(10))?;
    // One snapshot for all steps: without it every commit of somebody else would begin the copy afresh.
    let snapshot = source.unchecked_transaction()?;
    snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    let mut target = Connection::open(to)?;
    target.pragma_update(None, "synchronous", "OFF")?;
    {
        let backup = Backup::new(&snapshot, &mut target)?;
        loop {
            let step = backup.step(PAGES)?;
            let progress = backup.progress();
            let (left, total) = (progress.remaining.max(0) as usize, progress.pagecount.max(0) as usize);
            if heard(total - left.min(total), total).is_break() {
                return Err(StoreError::Stopped);
            }
            match step {
                StepResult::Done => break,
                StepResult::More => std::thread::sleep(pause),
                // Somebody recovers the store after a crash; that takes a moment.
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
    target.pragma_update(None, "journal_mode", "DELETE")?;
    check(&target)
}

/// Checks a copy that nobody has open.
///
/// Errors: [`StoreError::Unsound`] with what SQLite found; [`StoreError::Sqlite`] where it is no store at all.
pub fn check_copy(path: &Path) -> Result<()> {
    check(&Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

fn check(connection: &Connection) -> Result<()> {
    let word: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if word == "ok" { Ok(()) } else { Err(StoreError::Unsound(word)) }
}

/// Watches whether anybody writes to a store, without asking the store's owner.
pub struct Witness {
    connection: Connection,
}

impl Witness {
    /// Looks at the store in a file.
    pub fn new(path: &Path) -> Result<Witness> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        Ok(Witness { connection })
    }

    /// A number that is another one once anybody has committed something.
    pub fn commits(&self) -> Result<i64> {
        // The number is only read afresh when a transaction begins.
        self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
        Ok(self.connection.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Whether something was written after a time, in milliseconds. Reads every version: for once in a while.
    pub fn written_after(&self, at: i64) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE at > ?1) OR EXISTS (SELECT 1 FROM version WHERE at > ?1)
                   OR EXISTS (SELECT 1 FROM edition WHERE updated > ?1 OR removed > ?1)";
        Ok(self.connection.query_row(sql, [at], |row| row.get(0))?)
    }
}
