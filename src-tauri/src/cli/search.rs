//! `stet search`

use clap::Args;
use stet_app::{Fault, stories};

use super::{Call, Ended, out};

/// Find stories by their words, the best first.
#[derive(Args)]
#[command(
    after_help = "Words, \"phrases\", -without, and section: tag: source: state: lang: before: after: narrow it down.\n\nExamples:\n  stet search harbour wall\n  stet search 'state:ready section:world \"sea level\" after:2026-01-01'\n  stet search مدرسة"
)]
pub(super) struct Search {
    /// What to look for.
    #[arg(required = true)]
    query: Vec<String>,
    /// At most so many.
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

impl Search {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let hits = stories::search(&room, &self.query.join(" "), self.limit)?;
        if call.json {
            let stories: Vec<serde_json::Value> = hits
                .iter()
                .map(|hit| {
                    let mut row = serde_json::to_value(stories::row(&hit.edition)).unwrap_or_default();
                    if let Some(row) = row.as_object_mut() {
                        row.insert("snippet".into(), hit.snippet.clone().into());
                    }
                    row
                })
                .collect();
            out::json(&serde_json::json!({ "stories": stories }))?;
            return Ok(Ended::Done);
        }
        for hit in &hits {
            out::line(&format!("{}/{}\t{}", hit.edition.lang, hit.edition.slug, hit.edition.title))?;
            out::line(&format!("  {}", hit.snippet.replace('\n', " ")))?;
        }
        eprintln!("{} found.", hits.len());
        Ok(Ended::Done)
    }
}
