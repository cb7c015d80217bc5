//! `stet history`

use std::io::IsTerminal;

use clap::Args;
use stet_app::conflict::Heads;
use stet_app::wire::VersionRow;
use stet_app::{Fault, conflict, history};

use super::{Call, Ended, out};

/// List a story's versions, the newest first.
#[derive(Args)]
#[command(
    after_help = "Columns: id, time, author, reason, words, bytes, then its name, when it was exported, and `now` for the one the story stands at.\n\nExamples:\n  stet history harbour-wall\n  stet history harbour-wall --named\n  stet history harbour-wall --json | jq '.versions[0].id'"
)]
pub(super) struct History {
    /// Slug, or lang/slug.
    slug: String,
    /// Only versions that bear a name.
    #[arg(long)]
    named: bool,
}

impl History {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let mut rows = history::rows(&room, &edition)?;
        rows.retain(|row| !self.named || !row.name.is_empty());
        let apart = conflict::heads(&room, &edition)?;
        if call.json {
            let rows: Vec<_> = rows.iter().map(json).collect();
            out::json(&serde_json::json!({ "versions": rows, "conflict": apart }))?;
            return Ok(Ended::Done);
        }
        let table: Vec<Vec<String>> = rows.iter().map(|row| columns(row, apart.as_ref())).collect();
        // Aligned for eyes, parted by tabs for programs.
        let wide = std::io::stdout().is_terminal();
        let width = |column: usize| table.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..6).map(width).collect();
        for row in &table {
            if !wide {
                out::line(&row.join("\t"))?;
                continue;
            }
            let cells = row.iter().enumerate().map(|(at, cell)| match widths.get(at) {
                Some(width) if at >= 4 => format!("{cell:>width$}"),
                Some(width) => format!("{cell:width$}"),
                None => cell.clone(),
            });
            out::line(cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        if let Some(apart) = apart {
            out::conflict(&self.slug, &apart);
        }
        Ok(Ended::Done)
    }
}

fn columns(row: &VersionRow, apart: Option<&Heads>) -> Vec<String> {
    let mut notes = Vec::new();
    if !row.name.is_empty() {
        notes.push(format!("“{}”", row.name));
    }
    if !row.exported.is_empty() {
        notes.push(format!("exported {}", row.exported));
    }
    if row.head {
        notes.push("now".to_owned());
    }
    if apart.is_some_and(|apart| apart.theirs == row.version) {
        notes.push("the other side of a conflict, and what the file holds".to_owned());
    }
    vec![
        row.version[..12].to_owned(),
        row.at.clone(),
        row.author.clone(),
        row.reason.clone(),
        format!("{} words", row.words),
        format!("{} bytes", row.bytes),
        notes.join(", "),
    ]
}

/// The row with `id` beside `version`, the word by which the other verbs call it.
fn json(row: &VersionRow) -> serde_json::Value {
    let mut value = serde_json::json!({ "id": row.version });
    if let (Some(out), Ok(serde_json::Value::Object(row))) = (value.as_object_mut(), serde_json::to_value(row)) {
        out.extend(row);
    }
    value
}
