//! Why a bundle could not be written or looked at.

use std::path::PathBuf;

/// Why a bundle was not sealed. Whatever the reason, nothing of the new bundle is left and an older one still stands.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The caller stopped it.
    #[error("the export was stopped")]
    Cancelled,
    /// Two files want the same place, or places that are one on some systems.
    #[error("two files of the bundle are called {0}")]
    Duplicate(String),
    /// A file's place is no safe relative path.
    #[error("`{0}` is no place inside a bundle")]
    UnsafePath(String),
    /// There is something else where the bundle should go.
    #[error("{} is there already and is not a bundle", .0.display())]
    Occupied(PathBuf),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The zip file could not be written.
    #[error("the zip file could not be written: {0}")]
    Zip(#[from] zip::result::ZipError),
}

/// Why a bundle could not even be looked at. What is wrong inside one is in the report.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There is nothing there, or it may not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file is no zip file.
    #[error("{} is not a zip file: {reason}", path.display())]
    NotZip {
        /// The file.
        path: PathBuf,
        /// The reader's reason.
        reason: String,
    },
}

pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> BundleError {
    let path = path.into();
    move |source| BundleError::Io { path, source }
}
