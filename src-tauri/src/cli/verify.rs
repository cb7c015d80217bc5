//! `stet verify`

use std::path::PathBuf;

use clap::Args;
use stet_app::{Fault, export};

use super::{Call, Ended, out};

/// Check a bundle, with no newsroom at hand.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  stet verify tonight.zip\n  stet verify bundle-folder --json\n\nExit: 0 whole, 3 not whole or not readable."
)]
pub(super) struct Verify {
    /// A bundle: a folder, or a zip file.
    bundle: PathBuf,
}

impl Verify {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let report = export::verify(&self.bundle)?;
        if call.json {
            out::json(&report)?;
        } else {
            out::line(report.to_string().trim_end())?;
        }
        Ok(if report.ok { Ended::Done } else { Ended::Partly })
    }
}
