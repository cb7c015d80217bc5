//! A newsroom in English and Arabic to type into, and short words for what a writer does in it.

#![allow(dead_code, reason = "each test file uses its own part")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use std::fs;
use std::path::PathBuf;

use stet_app::wire::{DraftView, EditDraft, Operation, SaveDraft};
use stet_app::{Room, draft, newsroom};

/// A newsroom in a folder of its own.
pub struct Desk {
    _folder: tempfile::TempDir,
    pub root: PathBuf,
}

impl Desk {
    pub fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("newsroom");
        newsroom::create(&root, "The Test Post", &["en".into(), "ar".into()]).unwrap();
        Desk { _folder: folder, root }
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root.join(name)).unwrap()
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.root.join(name)).unwrap();
    }

    pub fn rename(&self, from: &str, to: &str) {
        let to = self.root.join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.root.join(from), to).unwrap();
    }

    pub fn room(&self) -> Room {
        Room::open(&self.root, "tester").unwrap()
    }
}

pub fn open(room: &Room, slug: &str) -> DraftView {
    draft::open(room, room.one_by_name(slug).unwrap().id).unwrap()
}

pub fn splice(at: u32, remove: u32, insert: &str) -> Operation {
    Operation::Splice { at, remove, insert: insert.into() }
}

pub fn edit(room: &Room, view: &DraftView, operations: Vec<Operation>) -> stet_app::wire::Journalled {
    draft::edit(room, &EditDraft { edition: view.story.edition, revision: view.revision, operations }).unwrap()
}

pub fn save(room: &Room, view: &DraftView) -> stet_app::wire::Saved {
    draft::save(room, &SaveDraft { edition: view.story.edition, reason: "save".into() }).unwrap()
}

/// Three paragraphs under front matter with a comment and an unknown key.
pub const ONE: &str = "---\ntitle: One # mine\nodd: 1\n---\n\nFirst paragraph.\n\nSecond paragraph.\n\nThird paragraph.\n";
