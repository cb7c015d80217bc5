//! `stet render`

use std::path::PathBuf;

use clap::Args;
use stet_app::{Fault, preview};

use super::{Call, Ended, out};

/// Print a story's page: exactly the bytes that export writes.
#[derive(Args)]
#[command(after_help = "Examples:\n  stet render harbour-wall > page.html\n  stet render ar/جدار-الميناء -o page.html")]
pub(super) struct Render {
    /// Slug, or lang/slug.
    slug: String,
    /// Write the page to a file.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Render {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let page = preview::render(&room, &edition)?;
        for name in &page.missing {
            eprintln!("warning: the picture {name} is not in the newsroom; the page leaves it out.");
        }
        match &self.output {
            Some(file) => std::fs::write(file, page.html.as_bytes()).map_err(|error| Fault::file("written", file, &error))?,
            None if call.json => out::json(&serde_json::json!({ "path": page.path, "html": page.html, "missing": page.missing }))?,
            None => out::bytes(page.html.as_bytes())?,
        }
        Ok(Ended::Done)
    }
}
