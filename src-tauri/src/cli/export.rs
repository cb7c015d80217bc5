//! `stet export`

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use stet_app::{Fault, export};

use super::{Call, Ended, out, shown};

/// Seal stories into a bundle: pages, pictures, metadata, checksums.
///
/// Without a slug it takes every story that may leave the house, and the whole site around them. Stories under
/// embargo are never taken. A blocking problem in one of them stops the export before anything is written.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  stet export -o tonight.zip\n  stet export harbour-wall ar/جدار-الميناء -o two-stories\n\nExit: 0 sealed, 1 a blocking problem (nothing written), 3 failed."
)]
pub(super) struct Export {
    /// Slugs, or lang/slug.
    slugs: Vec<String>,
    /// Folder to make, or a file where it ends in `.zip`.
    #[arg(short, long, value_name = "PATH", required = true)]
    output: PathBuf,
    /// Export in spite of blocking problems; the bundle's record names them.
    #[arg(long)]
    despite_problems: bool,
}

impl Export {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let mut editions = Vec::new();
        for slug in &self.slugs {
            editions.extend(room.by_name(slug)?);
        }
        let bar = if std::io::stderr().is_terminal() && !call.json { ProgressBar::new(0) } else { ProgressBar::hidden() };
        bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar()));
        let wanted = export::Wanted { editions, despite_problems: self.despite_problems };
        let outcome = export::run(&room, &wanted, &self.output, &mut |at| {
            bar.set_length(at.total as u64);
            bar.set_position(at.done as u64);
            let what = if at.path.is_empty() { "checked" } else { at.path };
            bar.set_message(format!("{} {what}", HumanBytes(at.bytes)));
            ControlFlow::Continue(())
        })?;
        bar.finish_and_clear();
        match outcome {
            export::Outcome::Sealed(sealed) => {
                for line in &sealed.left_out {
                    eprintln!("note: {line}");
                }
                if call.json {
                    out::json(
                        &serde_json::json!({ "bundle": { "path": shown(&self.output), "pages": sealed.pages, "files": sealed.files, "bytes": sealed.bytes, "hash": sealed.hash, "left_out": sealed.left_out } }),
                    )?;
                } else {
                    let pages = if sealed.pages == 1 { "page" } else { "pages" };
                    eprintln!("Sealed {} {pages} in {} files, {} bytes.", sealed.pages, sealed.files, sealed.bytes);
                    out::line(&shown(&self.output))?;
                }
                Ok(Ended::Done)
            }
            export::Outcome::Blocked(blocked) => {
                if call.json {
                    let problems: Vec<_> = blocked.iter().map(export::Blocked::json).collect();
                    out::json(&serde_json::json!({ "problems": problems }))?;
                }
                for found in &blocked {
                    eprintln!("{}\n  {}", found.line(), found.problem.hint);
                }
                let fault = export::blocked_fault(&blocked);
                eprintln!("stet: {}\n      Mend them, or export in spite of them with --despite-problems.", fault.message);
                Ok(Ended::Blocked)
            }
        }
    }
}
