//! Putting another store in the place of the present one, which is put aside and never removed.
//!
//! The new store is complete and on disk as `newsroom.sqlite.new` before anything else happens. A crash from then on
//! is finished at the next start: at every instant either the old store, or the new one, or both are there.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::{Fault, clock, mirror};

/// The store of a newsroom.
pub fn store(root: &Path) -> PathBuf {
    root.join(".stet/newsroom.sqlite")
}

/// A file beside another: `newsroom.sqlite-wal`.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut out = path.to_path_buf();
    out.as_mut_os_string().push(ending);
    out
}

/// Where a new store is built, before it is complete.
pub fn part(root: &Path) -> Result<PathBuf, Fault> {
    let path = beside(&store(root), ".new-part");
    for ending in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(beside(&path, ending));
    }
    Ok(path)
}

/// A new folder for what is put aside: `.stet/aside/20261124T093000Z-damaged`.
pub fn aside(root: &Path, why: &str) -> Result<PathBuf, Fault> {
    let stamp = clock::compact(clock::now());
    for number in 1..1_000 {
        let name = if number == 1 { format!("{stamp}-{why}") } else { format!("{stamp}-{why}-{number}") };
        let path = root.join(".stet/aside").join(name);
        if !path.exists() {
            mirror::make_folder(&path)?;
            return Ok(path);
        }
    }
    Err(Fault::new("aside", "No folder could be made for what is put aside.", "Look into .stet/aside."))
}

/// Says that the store in [`part`] is complete, and puts it in place. `aside` gets the present one.
pub fn install(root: &Path, part: &Path, aside: &Path) -> Result<(), Fault> {
    let new = beside(&store(root), ".new");
    let failed = |error: std::io::Error| Fault::file("written", &new, &error);
    File::open(part).and_then(|file| file.sync_all()).map_err(failed)?;
    keep_present(root, aside)?;
    fs::rename(part, &new).map_err(failed)?;
    flush(root)?;
    finish(root)
}

/// Finishes what [`install`] began, also after a crash.
pub fn finish(root: &Path) -> Result<(), Fault> {
    let store = store(root);
    let new = beside(&store, ".new");
    if !new.exists() {
        return Ok(());
    }
    // The log belongs to the store that goes; under the new one it would be taken for its own.
    for ending in ["-wal", "-shm", "-journal"] {
        let path = beside(&store, ending);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Fault::file("removed", &path, &error)),
            _ => {}
        }
    }
    flush(root)?;
    fs::rename(&new, &store).map_err(|error| Fault::file("written", &store, &error))?;
    flush(root)
}

/// Keeps the present store's files in a folder, under a second name where the disk can do that.
fn keep_present(root: &Path, aside: &Path) -> Result<(), Fault> {
    let store = store(root);
    for ending in ["", "-wal", "-journal"] {
        let from = beside(&store, ending);
        if !from.exists() {
            continue;
        }
        let to = aside.join(from.file_name().unwrap_or_default());
        if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to).map_err(|error| Fault::file("written", &to, &error))?;
            File::open(&to).and_then(|file| file.sync_all()).map_err(|error| Fault::file("written", &to, &error))?;
        }
    }
    File::open(aside).and_then(|folder| folder.sync_all()).map_err(|error| Fault::file("written", aside, &error))
}

fn flush(root: &Path) -> Result<(), Fault> {
    let folder = root.join(".stet");
    File::open(&folder).and_then(|open| open.sync_all()).map_err(|error| Fault::file("flushed", &folder, &error))
}
