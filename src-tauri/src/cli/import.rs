//! `stet import`

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use stet_app::{Fault, import, upkeep};

use super::{Call, Ended, out};

/// Bring files or folders in as drafts.
///
/// Markdown with YAML or TOML front matter (Hugo, Zola, Eleventy, Obsidian …) and plain text pasted from a news site
/// or wire. Says for each file what it recognised. The same file twice makes no second story.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  stet import story.txt\n  stet import ~/hugo-site/content --lang en\n  stet import --json wire/*.txt\n\nExit: 0 all imported, 3 something was refused (the rest is imported)."
)]
pub(super) struct Import {
    /// Files or folders.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Language of files that do not say; otherwise the newsroom's main edition.
    #[arg(long)]
    lang: Option<String>,
}

impl Import {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let bar = if std::io::stderr().is_terminal() && !call.json { ProgressBar::new(0) } else { ProgressBar::hidden() };
        bar.set_style(
            ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        let mut print_fault = None;
        let report = import::run(&room, &self.paths, self.lang.as_deref(), &mut |batch: &import::Report, progress: import::Progress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
            // What is printed here is safe: the batch is in the store and its files are written.
            if !call.json {
                bar.suspend(|| print_fault = print(batch).err());
            }
            if print_fault.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        bar.finish_and_clear();
        if !report.imported.is_empty() {
            upkeep::tidy(&room)?;
        }
        if call.json {
            out::json(&report)?;
        } else {
            eprintln!("{} imported, {} unchanged, {} refused.", report.imported.len(), report.unchanged.len(), report.refused.len());
        }
        Ok(if report.refused.is_empty() { Ended::Done } else { Ended::Partly })
    }
}

fn print(report: &import::Report) -> Result<(), Fault> {
    for done in &report.imported {
        out::line(&format!("{}/{}\t{}", done.lang, done.slug, done.title))?;
        for line in &done.recognised {
            out::line(&format!("  {line}"))?;
        }
        for piece in &done.set_aside {
            let text: String = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = text.chars().take(70).collect();
            out::line(&format!(
                "  Set aside, line {} ({}): {short}{}",
                piece.line,
                piece.kind,
                if short.len() < text.len() { "…" } else { "" }
            ))?;
        }
        for warning in &done.warnings {
            eprintln!("warning: {}: {warning}", done.slug);
        }
    }
    for same in &report.unchanged {
        eprintln!("unchanged: {} is {}", same.file, same.slug);
    }
    for refused in &report.refused {
        eprintln!("refused: {}\n         {}", refused.message, refused.hint);
    }
    Ok(())
}
