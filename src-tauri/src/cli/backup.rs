//! `stet backup`

use std::ops::ControlFlow;
use std::time::Duration;

use clap::Args;
use stet_app::{Fault, backup, clock, doctor, space};

use super::{Call, Ended, out};

/// Make a backup of the store, while it is in use or not.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  stet backup\n  stet backup --list\n\nBackups lie in .stet/backups and are thinned out by themselves; `stet doctor --restore-backup NAME` goes back to one."
)]
pub(super) struct Backup {
    /// List the backups, the newest first, and make none.
    #[arg(long)]
    list: bool,
}

impl Backup {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let root = call.folder()?;
        if self.list {
            let all = backup::list(&root)?;
            if call.json {
                return out::json(&serde_json::json!({ "backups": all.iter().map(doctor::row).collect::<Vec<_>>() })).map(|()| Ended::Done);
            }
            for backup in &all {
                out::line(&format!(
                    "{}\t{}\t{}\t{}",
                    backup.name,
                    clock::rfc3339(backup.at),
                    backup.why.as_str(),
                    space::words(backup.bytes)
                ))?;
            }
            return Ok(Ended::Done);
        }
        // Opening takes in what changed outside, so that it is in the backup.
        let room = call.room()?;
        let made = backup::make(&root, backup::Why::Asked, Duration::ZERO, &mut |_, _| ControlFlow::Continue(()))?;
        let removed = backup::thin_out(&root, &made, backup::at_most(&root, &room.newsroom(), &made))?;
        if call.json {
            out::json(&serde_json::json!({ "backup": doctor::row(&made), "removed": removed }))?;
        } else {
            if !removed.is_empty() {
                eprintln!("{} older ones thinned out.", removed.len());
            }
            out::line(&backup::folder(&root).join(&made.name).display().to_string())?;
        }
        Ok(Ended::Done)
    }
}
