//! What the file system says of a file, as a hint that its bytes are still those that were read (decision 6).
//!
//! A hint is the device, the file's number, its size and the times of its last change in content (`mtime`) and in
//! anything (`ctime`). No program can set `ctime`. A file that changed within the last moments gets no hint, since it
//! could change again within the same tick of the file system's clock.

use std::fs::Metadata;
use std::path::Path;

/// A file must have been left alone for this long, in nanoseconds, before it gets a hint: the coarsest clock of a
/// file system in use (FAT) ticks every two seconds.
#[cfg(unix)]
const SETTLED: i128 = 3_000_000_000;

/// The file system's own time when a look began. The machine's clock may be another one.
pub(crate) struct Clock {
    now: Option<i128>,
}

impl Clock {
    /// Asks the file system of the newsroom, by a file that is gone again at once.
    pub fn new(root: &Path) -> Clock {
        let now = tempfile::tempfile_in(root.join(".stet")).and_then(|file| file.metadata()).ok();
        Clock { now: now.as_ref().and_then(last_change) }
    }

    /// A clock by which every file has been left alone for long.
    #[cfg(test)]
    pub fn late() -> Clock {
        Clock { now: Some(i128::MAX) }
    }

    /// The hint for a file, where it has been left alone for long enough.
    pub fn settled(&self, meta: &Metadata) -> Option<Vec<u8>> {
        let (now, changed) = (self.now?, last_change(meta)?);
        if settled(now, changed) { stamp(meta) } else { None }
    }
}

#[cfg(unix)]
fn settled(now: i128, changed: i128) -> bool {
    changed + SETTLED < now
}

#[cfg(not(unix))]
fn settled(_now: i128, _changed: i128) -> bool {
    false
}

/// The later of a file's two times, in nanoseconds since 1970.
#[cfg(unix)]
fn last_change(meta: &Metadata) -> Option<i128> {
    use std::os::unix::fs::MetadataExt;
    let at = |seconds: i64, nanoseconds: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
    Some(at(meta.mtime(), meta.mtime_nsec()).max(at(meta.ctime(), meta.ctime_nsec())))
}

#[cfg(not(unix))]
fn last_change(_meta: &Metadata) -> Option<i128> {
    None
}

/// A file's hint as bytes. `None` where the system keeps no `ctime`.
#[cfg(unix)]
pub(crate) fn stamp(meta: &Metadata) -> Option<Vec<u8>> {
    use std::os::unix::fs::MetadataExt;
    let mut out = Vec::with_capacity(56);
    for number in [meta.dev(), meta.ino(), meta.size()] {
        out.extend(number.to_le_bytes());
    }
    for number in [meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec()] {
        out.extend(number.to_le_bytes());
    }
    Some(out)
}

#[cfg(not(unix))]
pub(crate) fn stamp(_meta: &Metadata) -> Option<Vec<u8>> {
    None
}
