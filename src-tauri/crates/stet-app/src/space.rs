//! Room on a disk.

use std::path::Path;

/// Bytes that are free for us on the disk that a path is on; `None` where the system does not say.
#[cfg(unix)]
pub fn free(path: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(path).ok()?;
    about.f_bavail.checked_mul(about.f_frsize)
}

#[cfg(not(unix))]
pub fn free(_path: &Path) -> Option<u64> {
    None
}

/// Bytes as people say them.
pub fn words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", bytes.div_ceil(1_000_000)),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
