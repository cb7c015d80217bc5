//! `stet name`

use clap::Args;
use stet_app::{Fault, history};

use super::{Call, Ended, out};

/// Give a version of a story a name, another one, or none.
#[derive(Args)]
#[command(
    after_help = "A name is for one version of the story, and stands for it wherever a version is asked for.\n\nExamples:\n  stet name harbour-wall @ \"Sent to the lawyer\"\n  stet name harbour-wall 3fa9 \"First cut\"\n  stet name harbour-wall \"First cut\" --clear"
)]
pub(super) struct Name {
    /// Slug, or lang/slug.
    slug: String,
    /// The first letters of the version's id, its name, or `@` for the one the story stands at.
    version: String,
    /// The name.
    #[arg(required_unless_present = "clear")]
    name: Option<String>,
    /// Take its name away.
    #[arg(long, conflicts_with = "name")]
    clear: bool,
}

impl Name {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let version = history::find(&room, &edition, &self.version)?;
        let name = self.name.as_deref().unwrap_or_default().trim();
        if name.is_empty() && !self.clear {
            return Err(Fault::new("name", "A name cannot be empty.", "Write one, or take the old one away with --clear."));
        }
        history::name(&room, &edition, &version, name)?;
        if call.json {
            out::json(&serde_json::json!({ "version": version.id.hex(), "name": name }))?;
        } else {
            let id = version.id.hex();
            let said = if name.is_empty() { "has no name now".to_owned() } else { format!("is “{name}” now") };
            eprintln!("Version {} of {} {said}.", &id[..12], edition.slug);
            out::line(&id)?;
        }
        Ok(Ended::Done)
    }
}
