//! `stet init`

use std::path::PathBuf;

use clap::Args;
use stet_app::{Fault, newsroom};

use super::{Call, Ended, out, shown};

/// Make a newsroom in a new or empty folder.
#[derive(Args)]
#[command(after_help = "Example:\n  stet init my-newsroom --name \"The Harbour Post\" --lang en --lang ar")]
pub(super) struct Init {
    /// The folder.
    dir: PathBuf,
    /// Name of the publication.
    #[arg(long)]
    name: String,
    /// Language of an edition (BCP 47); the first is the main one.
    #[arg(long = "lang", value_name = "LANG", default_value = "en")]
    langs: Vec<String>,
}

impl Init {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        newsroom::create(&self.dir, &self.name, &self.langs)?;
        let path = shown(&self.dir);
        if call.json {
            out::json(&serde_json::json!({ "newsroom": { "path": path, "name": self.name, "langs": self.langs } }))?;
        } else {
            eprintln!("Made the newsroom “{}”.", self.name);
            out::line(&path)?;
        }
        Ok(Ended::Done)
    }
}
