//! Who has a newsroom's store open. Everybody who uses it holds a shared lock; whoever replaces it needs it alone.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::{Fault, mirror};

/// A lock that is held for as long as this is kept.
#[derive(Debug)]
pub struct Hold {
    _file: File,
}

fn file(root: &Path) -> Result<File, Fault> {
    let folder = root.join(".stet");
    mirror::make_folder(&folder)?;
    let path = folder.join("open.lock");
    OpenOptions::new().create(true).truncate(false).write(true).read(true).open(&path).map_err(|error| Fault::file("opened", &path, &error))
}

/// Says that the store is in use.
///
/// Errors: `busy` while somebody replaces the store. A file system without locks is taken as it is.
pub fn shared(root: &Path) -> Result<Hold, Fault> {
    let file = file(root)?;
    for _ in 0..100 {
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(Hold { _file: file }),
        }
    }
    Err(Fault::new("busy", "Another Stet is mending this newsroom's store.", "Wait until it has finished, then open the newsroom again."))
}

/// Makes sure that nobody else uses the store.
///
/// Errors: `busy` where somebody does.
pub fn alone(root: &Path) -> Result<Hold, Fault> {
    let file = file(root)?;
    for _ in 0..40 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(Hold { _file: file }),
        }
    }
    Err(Fault::new(
        "busy",
        "The newsroom is open in another Stet, so its store cannot be replaced now. Nothing was changed.",
        "Close the other window or wait for the other command, then try again.",
    ))
}
