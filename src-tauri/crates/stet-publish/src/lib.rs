//! Bundles: release files sealed as a BagIt 1.0 bag (RFC 8493), in a folder or a zip file.
//!
//! A bundle is written whole or not at all, gives the same bytes for the same files on any day, and can be verified
//! with no newsroom at hand. `bundle` seals, `verify` judges; `path` and `bag` are what both agree on.

mod archive;
mod bag;
mod bundle;
mod error;
mod folder;
mod path;
mod place;
mod release;
mod seal;
mod verify;

pub use bundle::{BundleInfo, Content, OutFile, Progress, Sealed, Supply, write, write_as_made, write_folder, write_zip};
pub use error::{BundleError, VerifyError};
pub use release::{CacheClass, RELEASE_FILE, RELEASE_FORMAT};
pub use verify::{BundleFormat, Fault, Report, Summary, verify};

/// Lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
