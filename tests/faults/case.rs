//! One fault: which call, which time, what the system says; and what must be true of the newsroom afterwards.

use std::fs;
use std::path::Path;

use stet_app::{Room, draft, history, stories};
use stet_store::hash;

use crate::work::{Desk, Work};

/// What the system does with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Refuses it once with this error.
    Once(&'static str),
    /// Refuses it with this error from then on: a disk that is full stays full.
    FromThenOn(&'static str),
    /// Kills the process at it.
    Kill,
}

/// One fault.
#[derive(Debug, Clone)]
pub struct Case {
    pub work: Work,
    pub call: String,
    pub when: usize,
    pub what: What,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Outcome {
    /// The work was done all the same.
    Done,
    /// It failed and said so.
    Said,
    /// The process was killed.
    Killed,
}

impl Case {
    /// Does the work on a copy of the newsroom with the fault, and judges what is left.
    pub fn run(&self, template: &Desk) -> Outcome {
        let desk = template.copy();
        let inject = match self.what {
            What::Once(error) => format!("inject={}:error={error}:when={}", self.call, self.when),
            What::FromThenOn(error) => format!("inject={}:error={error}:when={}+", self.call, self.when),
            What::Kill => format!("inject={}:signal=KILL:when={}", self.call, self.when),
        };
        let output = desk
            .command("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={}", self.call), "-e", &inject, "--"])
            .args(desk.words(self.work))
            .output()
            .unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned());
        let told = format!("{self:?}\n--- out\n{out}\n--- err\n{err}");
        // A turn that is the newsroom's on one thread may be the pipe's on another: then nothing can be said.
        let voiceless = self.call == "write" && (err.contains("failed printing to std") || output.status.code() == Some(101));
        assert!(voiceless || !err.contains("panicked"), "a panic: {told}");
        let outcome = match (self.what, output.status.code()) {
            (What::Kill, None) => Outcome::Killed,
            (_, Some(0)) => Outcome::Done,
            (_, Some(3 | 101)) if voiceless => Outcome::Done,
            (_, Some(3)) => {
                // What happened, and what to do.
                let said =
                    err.lines().any(|line| ["stet: ", "error: ", "refused: "].iter().any(|word| line.starts_with(word)) && line.len() > 30);
                assert!(said, "no word of what happened: {told}");
                Outcome::Said
            }
            // The fault struck the system's loader, before the program began.
            (_, Some(127)) if err.contains("shared libraries") => Outcome::Done,
            (What::Kill, other) => panic!("not killed but {other:?}: {told}"),
            (_, other) => panic!("ended with {other:?}: {told}"),
        };
        self.judge(&desk, &out, &told);
        outcome
    }

    fn judge(&self, desk: &Desk, out: &str, told: &str) {
        for (path, bytes) in files(&desk.root()) {
            if path.ends_with(".md") && !path.contains("/.") {
                assert!(bytes.starts_with(b"---\n") && bytes.ends_with(b"\n"), "{path} is torn: {told}");
            }
        }
        let room = Room::open(&desk.root(), "tester").unwrap_or_else(|fault| panic!("the next start fails: {fault} {told}"));
        assert_eq!(room.store().integrity().unwrap(), None, "{told}");
        for (path, _) in files(&desk.root()) {
            assert!(!path.ends_with(".stet-part"), "{path} is left over: {told}");
        }
        for edition in stories::all(&room).unwrap() {
            let head = room.store().head_text(&edition).unwrap();
            let file = fs::read_to_string(room.root.join(&edition.path)).unwrap_or_else(|error| panic!("{}: {error} {told}", edition.path));
            assert_eq!(file, head, "{} is not its version: {told}", edition.path);
            for version in history::versions(&room, &edition).unwrap() {
                let text = room.store().version_text(&version.id).unwrap();
                assert_eq!(hash(text.as_bytes()), version.content, "{told}");
            }
        }
        let slugs: Vec<String> = stories::all(&room).unwrap().into_iter().map(|edition| edition.slug).collect();
        match self.work {
            Work::Type => {
                let last = |word: &str| out.lines().filter_map(|line| line.strip_prefix(word)?.parse::<usize>().ok()).max().unwrap_or(0);
                let edition = room.one_by_name("story").unwrap();
                let head = room.store().head_text(&edition).unwrap();
                let body = draft::open(&room, edition.id).unwrap().body;
                for number in 1..=last("acknowledged ") {
                    assert!(body.contains(&format!("w{number} ")), "w{number} was acknowledged and is gone: {told}");
                }
                for number in 1..=last("saved ") {
                    assert!(head.contains(&format!("w{number} ")), "w{number} was saved and is gone: {told}");
                }
            }
            Work::Import => {
                for slug in out.lines().filter_map(|line| line.strip_prefix("en/")?.split('\t').next()) {
                    assert!(slugs.iter().any(|known| known == slug), "{slug} was reported and is gone: {told}");
                }
                assert!(slugs.iter().any(|slug| slug == "again"), "{told}");
            }
            Work::Restore => {
                let edition = room.one_by_name("story").unwrap();
                let restored = history::versions(&room, &edition).unwrap().len() == 3;
                let text = room.store().head_text(&edition).unwrap();
                assert_eq!(text.contains("First."), restored, "{told}");
                assert!(restored || out.trim().is_empty(), "the restore was reported and is gone: {told}");
            }
        }
    }
}

/// Every file below a folder, the store left out.
fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != ".stet") {
                    folders.push(path);
                }
            } else {
                out.push((path.to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    out
}
