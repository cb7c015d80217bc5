//! `stet site`

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

use clap::Args;
use stet_app::folder::{Folder, Manner, Report};
use stet_app::{Fault, watch};

use super::{Call, Ended, out, shown};

/// Build the whole site into a folder.
///
/// Over an earlier build of its own it writes only what changed, and removes only what it made itself.
#[derive(Args)]
#[command(after_help = "Examples:\n  stet site -o public\n  stet site -o public --explain\n  stet site -o public --watch")]
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
    /// Go on, and put the folder right whenever the newsroom changes. Ctrl+C ends it.
    #[arg(long)]
    watch: bool,
}

impl Site {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = Arc::new(call.room()?);
        let mut folder = Folder::open(&self.output)?;
        let mut manner = Manner { verify: self.verify, explain: self.explain };
        if !self.watch {
            let report = folder.build(&room, manner)?;
            folder.close()?;
            self.say(&report, call)?;
            return Ok(Ended::Done);
        }
        let (changed, wait) = channel();
        // Watched before the first build, so that no change falls between the two.
        let _watch = watch::start(
            Arc::clone(&room),
            Arc::new(move |_| {
                let _ = changed.send(());
            }),
        )?;
        loop {
            match folder.build(&room, manner) {
                Ok(report) => self.say(&report, call)?,
                // What stands is left standing until the theme or the file is mended.
                Err(fault) => out::fault(&fault, call.json),
            }
            manner.verify = false;
            if wait.recv().is_err() {
                return Ok(Ended::Done);
            }
            // Several changes in a row are one build.
            while wait.try_recv().is_ok() {}
        }
    }

    fn say(&self, report: &Report, call: &Call) -> Result<(), Fault> {
        if call.json {
            return out::json(report);
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
        if !self.explain && !self.watch {
            out::line(&shown(&self.output))?;
        }
        Ok(())
    }
}
