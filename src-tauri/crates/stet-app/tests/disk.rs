//! A disk that fails: what was acknowledged is there, what was not is refused in words, a copy can be saved elsewhere,
//! and all goes on once the disk works again.
//!
//! The disk is made to fail by a limit on the size of files, which holds for every user, in a process of its own.

#![cfg(unix)]

mod desk;

use std::fs;
use std::path::Path;
use std::process::Command;

use stet_app::wire::{DraftText, EditDraft, Operation, SaveCopy, SaveDraft};
use stet_app::{Room, copy, draft};

use desk::{Desk, ONE, edit, open, save, splice};

const CHILD: &str = "STET_DISK_CHILD";

fn text(view: &stet_app::wire::DraftView) -> DraftText {
    DraftText { head: view.head.clone(), fields: view.fields.clone(), body: view.body.clone() }
}

/// The child's part. Does nothing in an ordinary test run.
#[test]
fn child_types_on_a_disk_that_fills_up() {
    let Ok(root) = std::env::var(CHILD) else { return };
    let room = Room::open(Path::new(&root), "typist").unwrap();
    let view = open(&room, "one");
    let edition = view.story.edition;
    let mut acknowledged = 0;
    let fault = loop {
        let insert = format!("{} ", "word".repeat(5_000));
        match draft::edit(&room, &EditDraft { edition, revision: 0, operations: vec![Operation::Splice { at: 0, remove: 0, insert }] }) {
            Ok(_) => acknowledged += 1,
            Err(fault) => break fault,
        }
        assert!(acknowledged < 500, "the disk never filled up");
    };
    assert!(["disk", "disk-full"].contains(&fault.code.as_str()), "{fault:?}");
    assert!(fault.message.contains("disk") && !fault.hint.is_empty(), "{fault:?}");
    // What was refused is not in the session, what was acknowledged is.
    let after = open(&room, "one");
    assert_eq!(after.body.matches(' ').count(), view.body.matches(' ').count() + acknowledged);
    // No version can be made of it either, and saying so loses nothing.
    let refused = draft::save(&room, &SaveDraft { edition, reason: "save".into() });
    if let Err(fault) = &refused {
        assert!(["disk", "disk-full"].contains(&fault.code.as_str()), "{fault:?}");
    }
    // Another place may still have room.
    let elsewhere = Path::new(&root).parent().unwrap().join("copy.md");
    let small = DraftText { body: "Typed in the window.\n".into(), ..text(&view) };
    copy::save(&SaveCopy { path: elsewhere.to_string_lossy().into_owned(), text: small }).unwrap();
    println!("\nrefused {}", fault.code);
    // Room is made: the same process goes on.
    let limit = rustix::process::getrlimit(rustix::process::Resource::Fsize);
    rustix::process::setrlimit(
        rustix::process::Resource::Fsize,
        rustix::process::Rlimit { current: limit.maximum, maximum: limit.maximum },
    )
    .unwrap();
    let last = Operation::Splice { at: 0, remove: 0, insert: "Last ".into() };
    draft::edit(&room, &EditDraft { edition, revision: 0, operations: vec![last] }).unwrap();
    println!("\nacknowledged {acknowledged}");
}

#[test]
fn a_disk_that_fills_up_costs_nothing_that_was_acknowledged() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    drop(desk.room());
    let test = std::env::current_exe().unwrap();
    // Blocks of 512 bytes: about one megabyte. A process that ignores the signal gets an error instead.
    let out = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -S -f 2000; exec \"$0\" child_types_on_a_disk_that_fills_up --exact --nocapture"])
        .arg(&test)
        .env(CHILD, &desk.root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}\n{}", String::from_utf8_lossy(&out.stderr));
    let acknowledged: usize = said.lines().find_map(|line| line.strip_prefix("acknowledged ")).unwrap().trim().parse().unwrap();
    assert!(acknowledged > 3, "{said}");
    let room = desk.room();
    assert_eq!(room.store().integrity().unwrap(), None);
    let body = open(&room, "one").body;
    assert!(body.starts_with("Last word"));
    assert_eq!(body.matches("wordword").count() > 0, acknowledged > 0);
    assert_eq!(body.split("word ").count() - 1, acknowledged, "every acknowledged edit and no other");
    let copy = fs::read_to_string(desk.root.parent().unwrap().join("copy.md")).unwrap();
    assert_eq!(copy, ONE.split("First").next().unwrap().to_owned() + "Typed in the window.\n");
}

#[test]
fn a_file_that_cannot_be_written_names_the_cause_and_is_written_later() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    fs::remove_file(desk.root.join("en/2026/one.md")).unwrap();
    fs::create_dir(desk.root.join("en/2026/one.md")).unwrap();
    let saved = save(&room, &view);
    assert!(saved.changed && !saved.in_file && saved.file_fault.contains("one.md"), "{saved:?}");
    assert_eq!(saved.file_code, "file");
    assert!(!open(&room, "one").in_file);
    fs::remove_dir(desk.root.join("en/2026/one.md")).unwrap();
    // Trying again needs no further edit.
    let again = draft::save(&room, &SaveDraft { edition: view.story.edition, reason: "pause".into() }).unwrap();
    assert!(again.in_file && !again.changed && again.file_code.is_empty(), "{again:?}");
    assert!(open(&room, "one").in_file);
}

#[test]
fn a_new_story_begins_although_its_file_cannot_be_written() {
    let desk = Desk::new();
    let room = desk.room();
    // A file where the year's folder should be.
    let year = stet_app::clock::year(stet_app::clock::now());
    desk.write(&format!("en/{year}"), "not a folder");
    let view = draft::create(&room, &Default::default()).unwrap();
    assert!(!view.in_file);
    edit(&room, &view, vec![splice(0, 0, "Typed without a file.")]);
    drop(room);
    let room = desk.room();
    assert_eq!(draft::open(&room, i64::from(view.story.edition)).unwrap().body, "Typed without a file.");
}

#[test]
fn a_copy_needs_no_newsroom_and_is_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("نسخة.md");
    let text = DraftText { head: String::new(), body: "Words.\n".into(), ..DraftText::default() };
    let save = |path: &Path| copy::save(&SaveCopy { path: path.to_string_lossy().into_owned(), text: text.clone() });
    let copied = save(&there).unwrap();
    assert_eq!(copied.bytes as usize, fs::read(&there).unwrap().len());
    fs::write(&there, "older and longer than what comes, by far").unwrap();
    save(&there).unwrap();
    assert!(fs::read_to_string(&there).unwrap().ends_with("\nWords.\n"));
    // A folder in its place, and half a path.
    fs::create_dir(folder.path().join("folder.md")).unwrap();
    for bad in [folder.path().join("folder.md"), "copy.md".into()] {
        let fault = save(&bad).unwrap_err();
        assert!(!fault.hint.is_empty(), "{fault:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing half-written is left");
}
