//! `stet doctor`

use std::ops::ControlFlow;

use clap::{Args, ValueEnum};
use stet_app::doctor::{self, Done, Rebuild};
use stet_app::{Fault, wire::Finding};

use super::{Call, Ended, out};

/// Look for what is wrong with a newsroom, and mend it.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  stet doctor\n  stet doctor --quick --json\n  stet doctor --repair\n  stet doctor --repair --only index-stale\n  stet doctor --rebuild store\n  stet doctor --restore-backup newsroom-20261124T093000Z-timer-1a2b3c4d.sqlite.zst\n\nA look changes nothing. A repair removes no text: what it takes out goes to .stet/aside.\n\nExit: 0 nothing is broken, 1 something is, 3 the look or the repair failed."
)]
pub(super) struct Doctor {
    /// Do not read every text of every version.
    #[arg(long)]
    quick: bool,
    /// Mend what can be mended.
    #[arg(long, conflicts_with_all = ["rebuild", "restore_backup", "quick"])]
    repair: bool,
    /// Mend only the findings of this rule; may be given more than once.
    #[arg(long, value_name = "RULE", requires = "repair")]
    only: Vec<String>,
    /// Make one part afresh although nothing is wrong with it.
    #[arg(long, value_name = "PART", conflicts_with_all = ["restore_backup", "quick"])]
    rebuild: Option<Part>,
    /// Put a backup in the place of the store, which is put aside.
    #[arg(long, value_name = "NAME", conflicts_with = "quick")]
    restore_backup: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Part {
    /// The search index, from the versions.
    Index,
    /// The store, from what can be read of it, the newest backup and the files.
    Store,
    /// Files that are missing or behind, from the store.
    Files,
    /// Files of stories that left the lists because their file went away.
    Removed,
}

impl Doctor {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let root = call.folder()?;
        let mut heard = |_: &str, _: usize, _: usize| ControlFlow::Continue(());
        let rebuild = self.rebuild.map(|part| match part {
            Part::Index => Rebuild::Index,
            Part::Store => Rebuild::Store,
            Part::Files => Rebuild::Files,
            Part::Removed => Rebuild::Removed,
        });
        let done = if let Some(name) = &self.restore_backup {
            doctor::restore(&root, &call.author, name, &mut heard)?
        } else if self.repair || rebuild.is_some() {
            doctor::repair(&root, &call.author, &self.only, rebuild, &mut heard)?
        } else {
            Done { lines: Vec::new(), left: doctor::examine(&root, !self.quick, &mut heard)? }
        };
        if call.json {
            out::json(&serde_json::json!({ "done": done.lines, "findings": done.left }))?;
        } else {
            for line in &done.lines {
                out::line(line)?;
            }
            for finding in &done.left {
                print(finding)?;
            }
            eprintln!("{}", doctor::told(&done.left));
        }
        Ok(if doctor::is_ill(&done.left) { Ended::Blocked } else { Ended::Done })
    }
}

fn print(finding: &Finding) -> Result<(), Fault> {
    out::line(&format!("{}: {} [{}]", finding.severity, finding.message, finding.rule))?;
    for place in &finding.places {
        let line = if place.line > 0 { format!(":{}", place.line) } else { String::new() };
        let note = if place.note.is_empty() { String::new() } else { format!(": {}", place.note) };
        out::line(&format!("  {}{line}{note}", place.path))?;
    }
    if finding.count as usize > finding.places.len() && !finding.places.is_empty() {
        out::line(&format!("  … {} in all", finding.count))?;
    }
    out::line(&format!("  {}", finding.hint))?;
    if !finding.repair.is_empty() {
        out::line(&format!("  --repair: {}", finding.repair))?;
    }
    Ok(())
}
