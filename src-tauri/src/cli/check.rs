//! `stet check`

use clap::Args;
use stet_app::core::Severity;
use stet_app::{Fault, stories};

use super::{Call, Ended, out};

/// Say what is wrong with copy: place, message, what to do.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  stet check\n  stet check harbour-wall ar/جدار-الميناء\n  stet check --json\n\nExit: 0 nothing blocks, 1 something does."
)]
pub(super) struct Check {
    /// Slugs, or lang/slug; without any, the whole newsroom.
    slugs: Vec<String>,
}

/// Stories checked side by side before their lines are printed.
const BATCH: usize = 512;

impl Check {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let mut editions = Vec::new();
        for slug in &self.slugs {
            editions.extend(room.by_name(slug)?);
        }
        if self.slugs.is_empty() {
            editions = stories::all(&room)?;
        }
        let (mut rows, mut blocks, mut warns) = (Vec::new(), 0, 0);
        // By batches, so that the first lines of a large newsroom are not waited for.
        for batch in editions.chunks(BATCH) {
            let found = stories::check_all(&room, batch)?;
            let found = batch.iter().zip(found).flat_map(|(edition, found)| found.into_iter().map(move |problem| (edition, problem)));
            for (edition, problem) in found {
                let severity = if problem.severity == Severity::Block { "block" } else { "warn" };
                if problem.severity == Severity::Block {
                    blocks += 1;
                } else {
                    warns += 1;
                }
                if !call.json {
                    out::line(&format!(
                        "{}:{}:{}: {severity}: {} [{}]\n  {}",
                        edition.path, problem.place.line, problem.place.column, problem.message, problem.rule, problem.hint
                    ))?;
                }
                rows.push(serde_json::json!({
                    "story": format!("{}/{}", edition.lang, edition.slug),
                    "rule": problem.rule,
                    "severity": severity,
                    "line": problem.place.line,
                    "column": problem.place.column,
                    "message": problem.message,
                    "hint": problem.hint,
                    "field": problem.field,
                    "path": edition.path,
                }));
            }
        }
        if call.json {
            out::json(&serde_json::json!({ "problems": rows }))?;
        } else {
            eprintln!("{} checked: {blocks} blocking, {warns} worth a look.", editions.len());
        }
        Ok(if blocks > 0 { Ended::Blocked } else { Ended::Done })
    }
}
