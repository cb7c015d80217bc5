//! `stet show`

use clap::Args;
use stet_app::{Fault, conflict, draft, fields, history, stories};

use super::{Call, Ended, out};

/// Print a story's file as it stands, or one of its versions.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  stet show harbour-wall\n  stet show ar/جدار-الميناء\n  stet show harbour-wall --version 3fa9\n  stet show harbour-wall --json"
)]
pub(super) struct Show {
    /// Slug, or lang/slug.
    slug: String,
    /// The first letters of a version's id, its name, or `@~2` for two steps back.
    #[arg(long)]
    version: Option<String>,
}

impl Show {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let version = self.version.as_deref().map(|name| history::find(&room, &edition, name)).transpose()?;
        let text = match &version {
            Some(version) => room.store().version_text(&version.id)?,
            None => draft::current_text(&room, &edition)?,
        };
        let apart = conflict::heads(&room, &edition)?;
        if !call.json {
            out::bytes(text.as_bytes())?;
            if let Some(apart) = apart.filter(|_| version.is_none()) {
                out::conflict(&self.slug, &apart);
            }
            return Ok(Ended::Done);
        }
        let set_aside: Vec<serde_json::Value> = room
            .store()
            .set_aside(edition.id)?
            .into_iter()
            .map(|piece| serde_json::json!({ "kind": piece.kind, "line": piece.line, "reason": piece.reason, "text": piece.text }))
            .collect();
        let draft = stet_app::core::Draft::new(text.as_str());
        let article = draft.article().ok();
        out::json(&serde_json::json!({
            "story": stories::row(&edition),
            "version": version.map_or(edition.head, |version| version.id).hex(),
            "fields": article.as_ref().map(fields::from_article),
            "body": draft.body(),
            "text": text,
            "set_aside": set_aside,
            "conflict": apart,
        }))?;
        Ok(Ended::Done)
    }
}
