//! `stet restore`

use clap::Args;
use stet_app::history::Part;
use stet_app::{Fault, history};

use super::{Call, Ended, out};

/// Make an older version of a story, or a part of it, the text again, as a new version.
#[derive(Args)]
#[command(
    after_help = "Nothing is lost: the text before the restore, with what was typed and not yet saved, stays in the history.\n\nExamples:\n  stet restore harbour-wall 3fa9\n  stet restore harbour-wall \"Sent to the lawyer\"\n  stet restore harbour-wall @~1\n  stet restore harbour-wall 3fa9 --paragraph 4\n  stet restore harbour-wall 3fa9 --field title"
)]
pub(super) struct Restore {
    /// Slug, or lang/slug.
    slug: String,
    /// The first letters of the version's id, its name, or `@~2` for two steps back.
    version: String,
    /// Only this paragraph of it, by the number that `stet diff` shows (headings, lists and pictures count).
    #[arg(long, value_name = "N", conflicts_with = "field")]
    paragraph: Option<usize>,
    /// Only this field of it, such as title, tags or lead.alt.
    #[arg(long, value_name = "NAME")]
    field: Option<String>,
}

impl Restore {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let version = history::find(&room, &edition, &self.version)?;
        let part = match (self.paragraph, &self.field) {
            (Some(number), _) => Part::Paragraph(number),
            (None, Some(field)) => Part::Field(field),
            (None, None) => Part::Whole,
        };
        let before = edition.head;
        let head = history::restore(&room, &edition, &version, part)?;
        if call.json {
            out::json(&serde_json::json!({ "version": head.hex(), "restored": version.id.hex(), "changed": head != before }))?;
            return Ok(Ended::Done);
        }
        let what = match part {
            Part::Whole => edition.slug.clone(),
            Part::Paragraph(number) => format!("Paragraph {number} of {}", edition.slug),
            Part::Field(field) => format!("`{field}` of {}", edition.slug),
        };
        let was = if head == before { "was already as" } else { "is as it was" };
        eprintln!("{what} {was} in version {}.", &version.id.hex()[..12]);
        out::line(&head.hex())?;
        Ok(Ended::Done)
    }
}
