//! `stet diff`

use clap::Args;
use stet_app::{Fault, draft, history};

use super::{Call, Ended, out};

/// Show what changed between two versions of a story.
#[derive(Args)]
#[command(
    after_help = "With no version: the last one against the text as it stands before it. With one: that one against the text as it stands.\n\nExamples:\n  stet diff harbour-wall\n  stet diff harbour-wall 3fa9 81c0"
)]
pub(super) struct Diff {
    /// Slug, or lang/slug.
    slug: String,
    /// The older version.
    a: Option<String>,
    /// The newer version; otherwise the text as it stands.
    b: Option<String>,
}

impl Diff {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let old = match &self.a {
            Some(name) => history::find(&room, &edition, name)?.id,
            None => history::versions(&room, &edition)?
                .into_iter()
                .find(|version| version.id == edition.head)
                .and_then(|version| version.parents.first().copied())
                .unwrap_or(edition.head),
        };
        let old_text = room.store().version_text(&old)?;
        let (new_name, new_text) = match &self.b {
            Some(name) => {
                let version = history::find(&room, &edition, name)?;
                (version.id.hex(), room.store().version_text(&version.id)?)
            }
            None => (edition.head.hex(), draft::current_text(&room, &edition)?),
        };
        let diff = history::diff(&old_text, &new_text, &old.hex()[..12], &new_name[..12]);
        if call.json {
            out::json(&serde_json::json!({ "from": old.hex(), "to": new_name, "diff": diff }))?;
        } else {
            out::bytes(diff.as_bytes())?;
        }
        Ok(Ended::Done)
    }
}
