//! `stet list`

use clap::Args;
use stet_app::wire::{ListStories, StoryList};
use stet_app::{Fault, stories};

use super::{Call, Ended, out};

/// List stories, the latest change first.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  stet list\n  stet list --section world --state ready --lang ar\n  stet list --json | jq '.stories[].slug'"
)]
pub(super) struct List {
    /// Only one language.
    #[arg(long)]
    lang: Option<String>,
    /// Only a section and those inside it.
    #[arg(long)]
    section: Option<String>,
    /// Only one state: draft, desk, copy-edit, ready, hold, spiked.
    #[arg(long)]
    state: Option<String>,
    /// Only stories with a tag.
    #[arg(long)]
    tag: Option<String>,
    /// Standing pages instead of stories.
    #[arg(long)]
    pages: bool,
    /// At most so many.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    limit: u32,
}

impl List {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let request = ListStories {
            lang: text(&self.lang),
            section: text(&self.section),
            state: text(&self.state),
            tag: text(&self.tag),
            kind: if self.pages { "page".into() } else { "story".into() },
            limit: self.limit,
            offset: 0,
        };
        let StoryList { stories, total } = stories::list(&room, &request)?;
        if call.json {
            out::json(&serde_json::json!({ "stories": stories }))?;
            return Ok(Ended::Done);
        }
        for story in &stories {
            out::line(&format!("{}/{}\t{}\t{}\t{}", story.lang, story.slug, story.state, story.section, story.title))?;
        }
        eprintln!("{total} {}.", if total == 1 { "story" } else { "stories" });
        Ok(Ended::Done)
    }
}
