//! The command line: one binary, one file a verb, over the same use cases as the window.
//!
//! Results go to stdout, everything else to stderr. Exit: 0 done, 1 the copy has a blocking problem, 2 wrong usage,
//! 3 the operation failed.

mod backup;
mod check;
mod diff;
mod doctor;
mod export;
mod history;
mod import;
mod init;
mod list;
mod name;
mod out;
mod render;
mod restore;
mod search;
mod serve;
mod show;
mod site;
mod verify;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use stet_app::{Fault, Room};

/// The newsroom editor. Alone it opens the window; with a verb it works without one.
#[derive(Parser)]
#[command(name = "stet", version, disable_help_subcommand = true, max_term_width = 100)]
struct Arguments {
    /// The newsroom's folder; otherwise the folder you stand in, or one above it.
    #[arg(short = 'C', value_name = "DIR", global = true)]
    newsroom: Option<PathBuf>,
    /// Print one JSON document on stdout.
    #[arg(long, global = true)]
    json: bool,
    /// Name that versions are signed with; otherwise your user name.
    #[arg(long, value_name = "NAME", global = true, env = "STET_AUTHOR")]
    author: Option<String>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    Init(init::Init),
    Import(import::Import),
    List(list::List),
    Show(show::Show),
    Search(search::Search),
    Check(check::Check),
    Render(render::Render),
    Serve(serve::Serve),
    Site(site::Site),
    Export(export::Export),
    Verify(verify::Verify),
    History(history::History),
    Diff(diff::Diff),
    Name(name::Name),
    Restore(restore::Restore),
    Backup(backup::Backup),
    Doctor(doctor::Doctor),
}

/// How a verb ended, when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// All is done.
    Done,
    /// The copy has a blocking problem, or the newsroom is broken.
    Blocked,
    /// Something was refused, the rest is done.
    Partly,
}

/// What every verb gets: where and how.
pub(crate) struct Call {
    newsroom: Option<PathBuf>,
    json: bool,
    author: String,
}

impl Call {
    /// Opens the newsroom that the call means.
    fn room(&self) -> Result<Room, Fault> {
        let room = Room::open(&self.folder()?, &self.author)?;
        for notice in room.notices() {
            eprintln!("note: {notice}");
        }
        Ok(room)
    }

    fn folder(&self) -> Result<PathBuf, Fault> {
        let from = self.newsroom.clone().unwrap_or_else(|| PathBuf::from("."));
        Room::find(&from).ok_or_else(|| {
            let hint = "Stand in a newsroom, name one with -C DIR, or make one with `stet init DIR --name NAME --lang en`.";
            Fault::new("not-a-newsroom", format!("{} is not in a newsroom.", shown(&from)), hint)
        })
    }
}

fn shown(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}

/// Runs the command line and gives the exit code.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    let parsed = match Arguments::try_parse_from(&arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let author = parsed.author.filter(|name| !name.trim().is_empty()).unwrap_or_else(user_name);
    let call = Call { newsroom: parsed.newsroom, json: parsed.json, author };
    let Some(verb) = parsed.verb else { return window(&call) };
    let ended = match &verb {
        Verb::Init(verb) => verb.run(&call),
        Verb::Import(verb) => verb.run(&call),
        Verb::List(verb) => verb.run(&call),
        Verb::Show(verb) => verb.run(&call),
        Verb::Search(verb) => verb.run(&call),
        Verb::Check(verb) => verb.run(&call),
        Verb::Render(verb) => verb.run(&call),
        Verb::Serve(verb) => verb.run(&call),
        Verb::Site(verb) => verb.run(&call),
        Verb::Export(verb) => verb.run(&call),
        Verb::Verify(verb) => verb.run(&call),
        Verb::History(verb) => verb.run(&call),
        Verb::Diff(verb) => verb.run(&call),
        Verb::Name(verb) => verb.run(&call),
        Verb::Restore(verb) => verb.run(&call),
        Verb::Backup(verb) => verb.run(&call),
        Verb::Doctor(verb) => verb.run(&call),
    };
    match ended {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Blocked) => ExitCode::from(1),
        Ok(Ended::Partly) => ExitCode::from(3),
        Err(fault) => {
            out::fault(&fault, call.json);
            ExitCode::from(3)
        }
    }
}

#[cfg(feature = "gui")]
fn window(call: &Call) -> ExitCode {
    let folder = call.folder().ok();
    crate::gui::run(folder, &call.author)
}

#[cfg(not(feature = "gui"))]
fn window(_call: &Call) -> ExitCode {
    eprintln!("This stet was built without its window. Name a verb: `stet --help` lists them.");
    ExitCode::from(2)
}

fn user_name() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "editor".into())
}
