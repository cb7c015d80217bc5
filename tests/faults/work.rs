//! What is done while the disk fails: typing and saving, importing, restoring; and the newsroom it is done to.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use stet_app::wire::{EditDraft, Operation, SaveDraft};
use stet_app::{Fault, Room, draft, history, newsroom};

/// Names the newsroom to the child that types.
const CHILD: &str = "STET_FAULT_CHILD";

/// A piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Opens a story, types, saves, types again.
    Type,
    /// `stet import` of a folder with new files and one that has changed.
    Import,
    /// `stet restore`.
    Restore,
}

pub const ALL: [Work; 3] = [Work::Type, Work::Import, Work::Restore];

/// The child's part: says what is acknowledged only after it was.
#[test]
fn child_types_and_saves() {
    let Ok(root) = std::env::var(CHILD) else { return };
    if let Err(fault) = type_and_save(Path::new(&root)) {
        eprintln!("error: {} {}", fault.message, fault.hint);
        std::process::exit(3);
    }
    std::process::exit(0);
}

fn type_and_save(root: &Path) -> Result<(), Fault> {
    let tell = |what: String| {
        // Straight to the pipe, and no panic where it fails.
        let _ = writeln!(std::io::stdout().lock(), "\n{what}").and_then(|()| std::io::stdout().flush());
    };
    let room = Room::open(root, "typist")?;
    let view = draft::open(&room, room.one_by_name("story")?.id)?;
    let edition = view.story.edition;
    let mut at = view.body.encode_utf16().count() as u32;
    for number in 1..=4 {
        let insert = format!("w{number} ");
        let length = insert.len() as u32;
        draft::edit(&room, &EditDraft { edition, revision: 0, operations: vec![Operation::Splice { at, remove: 0, insert }] })?;
        at += length;
        tell(format!("acknowledged {number}"));
        if number == 2 {
            let saved = draft::save(&room, &SaveDraft { edition, reason: "save".into() })?;
            if saved.file_fault.is_empty() {
                tell(format!("saved {number}"));
            } else {
                eprintln!("error: {}", saved.file_fault);
            }
        }
    }
    Ok(())
}

/// A newsroom with a story of two versions and an imported one, and a folder to import from.
pub struct Desk {
    pub folder: tempfile::TempDir,
    /// One for all copies: a file that was imported before is known by its path.
    incoming: PathBuf,
}

impl Desk {
    pub fn template() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk { incoming: folder.path().join("in"), folder };
        newsroom::create(&desk.root(), "The Test Post", &["en".into()]).unwrap();
        fs::create_dir_all(desk.root().join("en/2026")).unwrap();
        fs::write(desk.story(), "---\ntitle: Story # the desk's\n---\n\nFirst.\n").unwrap();
        drop(desk.open());
        fs::write(desk.story(), "---\ntitle: Story # the desk's\n---\n\nStart. \n").unwrap();
        drop(desk.open());
        let incoming = desk.incoming.clone();
        fs::create_dir(&incoming).unwrap();
        fs::write(incoming.join("again.md"), "---\ntitle: Again\nslug: again\n---\n\nOld text.\n").unwrap();
        let given = desk.plain(Work::Import);
        assert!(given.status.success(), "{given:?}");
        fs::write(incoming.join("again.md"), "---\ntitle: Again\nslug: again\n---\n\nNew text.\n").unwrap();
        for number in 0..3 {
            fs::write(incoming.join(format!("{number}.md")), format!("---\ntitle: N {number}\nslug: n-{number}\n---\n\nText {number}.\n"))
                .unwrap();
        }
        desk
    }

    /// The same again in another place.
    pub fn copy(&self) -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap(), incoming: self.incoming.clone() };
        fs::create_dir(desk.root()).unwrap();
        copy(&self.root(), &desk.root());
        desk
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("newsroom")
    }

    pub fn story(&self) -> PathBuf {
        self.root().join("en/2026/story.md")
    }

    pub fn open(&self) -> Room {
        Room::open(&self.root(), "tester").unwrap()
    }

    /// The program and its arguments for a piece of work.
    pub fn words(&self, work: Work) -> Vec<String> {
        let stet = |words: &[&str]| {
            let root = self.root();
            [env!("CARGO_BIN_EXE_stet"), "-C", root.to_str().unwrap()].iter().chain(words).map(|word| (*word).to_owned()).collect()
        };
        match work {
            Work::Type => [
                std::env::current_exe().unwrap().to_str().unwrap(),
                "work::child_types_and_saves",
                "--exact",
                "--nocapture",
                "--test-threads=1",
            ]
            .map(str::to_owned)
            .to_vec(),
            Work::Import => stet(&["import", self.incoming.to_str().unwrap()]),
            Work::Restore => {
                let room = self.open();
                let edition = room.one_by_name("story").unwrap();
                let first = history::versions(&room, &edition).unwrap().pop().unwrap();
                stet(&["restore", "story", &first.id.hex()])
            }
        }
    }

    /// A command with the environment of the work.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env(CHILD, self.root()).env("STET_AUTHOR", "typist").env("RAYON_NUM_THREADS", "1").env("RUST_BACKTRACE", "0");
        command
    }

    fn plain(&self, work: Work) -> std::process::Output {
        let words = self.words(work);
        self.command(&words[0]).args(&words[1..]).output().unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
