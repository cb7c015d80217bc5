//! The shell: the window and the command line, thin over the use cases in `stet-app`.

pub mod cli;
#[cfg(feature = "gui")]
mod gui;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs Stet as it was called.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    cli::run(arguments)
}
