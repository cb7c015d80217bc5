//! Why a bundle could not be written or looked at.

use std::io::ErrorKind;
use std::path::PathBuf;

/// Why a bundle was not sealed. Whatever the reason, nothing of the new bundle is left and an older one still stands.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The caller stopped it.
    #[error("the export was stopped")]
    Cancelled,
    /// Two files want the same place, places that are one on some systems, or one wants to be a folder of the other.
    #[error("two files of the bundle want the place `{0}`")]
    Duplicate(String),
    /// A file's place is no safe relative path; the text names it and says why.
    #[error("this is no place inside a bundle: {0}")]
    UnsafePath(String),
    /// There is something else where the bundle should go.
    #[error("{} is there already and is not a bundle of Stet's", .0.display())]
    Occupied(PathBuf),
    /// A file could not be read or written.
    #[error("{}: {}", path.display(), reason(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The zip file could not be written.
    #[error("the zip file could not be written: {0}")]
    Zip(zip::result::ZipError),
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
    /// The file is no zip file, or is too damaged to be read as one.
    #[error("{} cannot be read as a zip file: {reason}", path.display())]
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

/// A zip writer's error, told as the file's own where that is what it is.
pub(crate) fn zip(path: impl Into<PathBuf>) -> impl FnOnce(zip::result::ZipError) -> BundleError {
    let path = path.into();
    move |error| match error {
        zip::result::ZipError::Io(source) => BundleError::Io { path, source },
        other => BundleError::Zip(other),
    }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => format!("there is no room left on that disk ({error})"),
        ErrorKind::ReadOnlyFilesystem => format!("that disk cannot be written to ({error})"),
        _ => error.to_string(),
    }
}
