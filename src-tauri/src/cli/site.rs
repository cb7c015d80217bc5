//! `stet site`

use std::path::PathBuf;

use clap::Args;
use stet_app::Fault;
use stet_app::folder::{self, Manner};

use super::{Call, Ended, out, shown};

/// Build the whole site into a folder.
///
/// Over an earlier build of its own it writes only what changed, and removes only what it made itself.
#[derive(Args)]
#[command(after_help = "Examples:\n  stet site -o public\n  stet site -o public --explain")]
pub(super) struct Site {
    /// The folder: new, empty, or an earlier build.
    #[arg(short, long, value_name = "DIR", required = true)]
    output: PathBuf,
    /// Say for each file what was done and why.
    #[arg(long)]
    explain: bool,
    /// Look into every file of the earlier build, also where nothing says that it was touched.
    #[arg(long)]
    verify: bool,
}

impl Site {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let report = folder::build(&room, &self.output, Manner { verify: self.verify, explain: self.explain })?;
        if call.json {
            out::json(&report)?;
            return Ok(Ended::Done);
        }
        if self.explain {
            for (what, paths) in [("added", &report.added), ("changed", &report.changed), ("removed", &report.removed)] {
                for path in paths {
                    let why = report.why.get(path).map(|why| why.join("; ")).unwrap_or_default();
                    out::line(&format!("{path}\t{what}: {why}"))?;
                }
            }
        }
        eprintln!(
            "{} added, {} changed, {} removed, {} unchanged.",
            report.added.len(),
            report.changed.len(),
            report.removed.len(),
            report.unchanged
        );
        if !self.explain {
            out::line(&shown(&self.output))?;
        }
        Ok(Ended::Done)
    }
}
