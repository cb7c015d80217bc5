//! Typing through the real use cases in a child process that is killed at a random instant: no acknowledged edit is
//! lost, the store is whole, no file is torn.
//!
//! `STET_KILL_ROUNDS` sets how often (50 by default; `make soak` does 1,000).

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use stet_app::wire::{EditDraft, Fields, Operation, SaveDraft};
use stet_app::{Room, draft, history, newsroom};

const CHILD: &str = "STET_KILL_CHILD";

/// The child's part: types numbered words for ever, tells of each one only after it was acknowledged, and saves now
/// and then. Does nothing in an ordinary test run.
#[test]
fn child_types_until_it_is_killed() {
    let Ok(root) = std::env::var(CHILD) else { return };
    let room = Room::open(Path::new(&root), "typist").unwrap();
    let id = room.one_by_name("story").unwrap().id;
    let view = draft::open(&room, id).unwrap();
    let mut length = view.body.encode_utf16().count() as u32;
    let mut number = words(&view.body).last().copied().unwrap_or(0);
    let edition = view.story.edition;
    loop {
        number += 1;
        let insert = format!("w{number} ");
        let at = length;
        length += insert.len() as u32;
        draft::edit(&room, &EditDraft { edition, revision: 0, operations: vec![Operation::Splice { at, remove: 0, insert }] }).unwrap();
        println!("\nacknowledged {number}");
        std::io::stdout().flush().unwrap();
        if number % 5 == 0 {
            let fields = Fields { kicker: format!("kicker {number}"), ..draft::open(&room, id).unwrap().fields };
            draft::edit(&room, &EditDraft { edition, revision: 0, operations: vec![Operation::Fields { fields }] }).unwrap();
        }
        if number % 7 == 0 {
            draft::save(&room, &SaveDraft { edition, reason: "pause".into() }).unwrap();
            println!("\nsaved {number}");
            std::io::stdout().flush().unwrap();
        }
    }
}

fn words(text: &str) -> Vec<u64> {
    text.split_whitespace().filter_map(|word| word.strip_prefix('w')?.parse().ok()).collect()
}

#[test]
fn a_killed_typist_loses_no_acknowledged_word() {
    let rounds: u64 = std::env::var("STET_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(50);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("newsroom");
    newsroom::create(&root, "The Test Post", &["en".into()]).unwrap();
    fs::create_dir_all(root.join("en/2026")).unwrap();
    let file = root.join("en/2026/story.md");
    fs::write(&file, "---\ntitle: Story # the desk's\n---\n\nStart. \n").unwrap();
    let (mut acknowledged, mut saved, mut seed) = (0, 0, 0x9E37_79B9_7F4A_7C15_u64);
    for round in 0..rounds {
        // A fixed sequence of instants, so that a failing round can be run again.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let patience = Duration::from_micros(20_000 + (seed >> 33) % 120_000);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["child_types_until_it_is_killed", "--exact", "--nocapture", "--test-threads=1"])
            .env(CHILD, &root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::sleep(patience);
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            if let Some(number) = line.strip_prefix("acknowledged ").and_then(|text| text.parse::<u64>().ok()) {
                acknowledged = number;
            }
            if let Some(number) = line.strip_prefix("saved ").and_then(|text| text.parse::<u64>().ok()) {
                saved = number;
            }
        }
        let room = Room::open(&root, "typist").unwrap_or_else(|fault| panic!("round {round}: {fault}"));
        assert_eq!(room.store().integrity().unwrap(), None, "round {round}");
        let edition = room.one_by_name("story").unwrap();
        // The file is one of the versions, whole, and not older than the last save that was reported.
        let text = fs::read_to_string(&file).unwrap();
        let known =
            history::versions(&room, &edition).unwrap().iter().any(|version| room.store().version_text(&version.id).unwrap() == text);
        assert!(known, "round {round}: the file is torn or unknown");
        let left: Vec<_> = fs::read_dir(file.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["story.md"], "round {round}: temporary files are left over");
        // Every version is what its name says; the older ones were looked at in earlier rounds.
        for version in history::versions(&room, &edition).unwrap().iter().take(if round + 1 == rounds { usize::MAX } else { 30 }) {
            let text = room.store().version_text(&version.id).unwrap();
            assert_eq!(stet_store::hash(text.as_bytes()), version.content, "round {round}");
        }
        assert!(words(&text).last().copied().unwrap_or(0) >= saved, "round {round}: a reported save is not in the file");
        let body = draft::open(&room, edition.id).unwrap().body;
        let found = words(&body);
        assert!(found.last().copied().unwrap_or(0) >= acknowledged, "round {round}: word {acknowledged} was acknowledged and is gone");
        assert!(found.iter().enumerate().all(|(at, word)| *word == at as u64 + 1), "round {round}: {found:?}");
    }
    println!("{rounds} kills, {acknowledged} acknowledged words, none lost");
    assert!(acknowledged > rounds, "the typist got nothing done: the rounds prove nothing");
}
