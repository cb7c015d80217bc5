//! `stet history`

use clap::Args;
use stet_app::{Fault, conflict, history};

use super::{Call, Ended, out};

/// List a story's versions, the newest first.
#[derive(Args)]
#[command(after_help = "Example:\n  stet history harbour-wall")]
pub(super) struct History {
    /// Slug, or lang/slug.
    slug: String,
}

impl History {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let rows: Vec<_> = history::versions(&room, &edition)?.iter().map(|version| history::row(version, &edition.head)).collect();
        let apart = conflict::heads(&room, &edition)?;
        if call.json {
            out::json(&serde_json::json!({ "versions": rows, "conflict": apart }))?;
            return Ok(Ended::Done);
        }
        for row in &rows {
            let head = match &apart {
                _ if row.head => " (now)",
                Some(apart) if apart.theirs == row.version => " (the other side of a conflict, and what the file holds)",
                _ => "",
            };
            out::line(&format!("{}\t{}\t{}\t{}\t{} bytes{head}", &row.version[..12], row.at, row.author, row.reason, row.bytes))?;
        }
        if let Some(apart) = apart {
            out::conflict(&self.slug, &apart);
        }
        Ok(Ended::Done)
    }
}
