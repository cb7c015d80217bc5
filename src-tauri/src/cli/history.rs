//! `stet history`

use clap::Args;
use stet_app::{Fault, history};

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
        if call.json {
            out::json(&serde_json::json!({ "versions": rows }))?;
            return Ok(Ended::Done);
        }
        for row in &rows {
            let head = if row.head { " (now)" } else { "" };
            out::line(&format!("{}\t{}\t{}\t{}\t{} bytes{head}", &row.version[..12], row.at, row.author, row.reason, row.bytes))?;
        }
        Ok(Ended::Done)
    }
}
