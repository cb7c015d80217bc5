//! `stet restore`

use clap::Args;
use stet_app::{Fault, history};

use super::{Call, Ended, out};

/// Make an older version of a story the text again, as a new version.
#[derive(Args)]
#[command(after_help = "Nothing is lost: the text before the restore stays in the history.\n\nExample:\n  stet restore harbour-wall 3fa9")]
pub(super) struct Restore {
    /// Slug, or lang/slug.
    slug: String,
    /// The first letters of the version's id.
    version: String,
}

impl Restore {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let version = history::find(&room, &edition, &self.version)?;
        let head = history::restore(&room, &edition, &version)?;
        if call.json {
            out::json(&serde_json::json!({ "version": head.hex(), "restored": version.id.hex() }))?;
        } else {
            eprintln!("{} is as it was in version {}.", edition.slug, &version.id.hex()[..12]);
            out::line(&head.hex())?;
        }
        Ok(Ended::Done)
    }
}
