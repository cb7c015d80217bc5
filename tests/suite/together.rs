//! One newsroom, many hands at once: a process that types with the watch on, `stet` called again and again, another
//! editor that writes the files, and all of them killed at any instant. Whatever anybody was told is safe is in a
//! version or in the text, and in the end all agree.
//!
//! `STET_KILL_ROUNDS` sets how long (a tenth of it in rounds; 3 by default).

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use stet_app::watch::{self, Rhythm};
use stet_app::wire::{EditDraft, Operation, SaveDraft};
use stet_app::{Room, draft, history, stories, sync};
use stet_store::hash;

use crate::desk::Desk;

const CHILD: &str = "STET_TOGETHER_CHILD";

/// The child's part: types words into the first paragraph, and saves now and then, until it is killed.
#[test]
fn child_types_in_a_watched_newsroom() {
    let Ok(root) = std::env::var(CHILD) else { return };
    let first: usize = std::env::var("STET_FIRST_WORD").unwrap().parse().unwrap();
    let room = Arc::new(Room::open(Path::new(&root), "typist").unwrap());
    let rhythm = Rhythm { quiet: Duration::from_millis(20), again: Duration::from_millis(100), ..Rhythm::default() };
    let _watch = watch::start_with(Arc::clone(&room), Arc::new(|_| {}), rhythm).unwrap();
    let id = room.one_by_name("en/story").unwrap().id;
    draft::open(&room, id).unwrap();
    for number in first.. {
        let insert = format!("w{number} ");
        let operations = vec![Operation::Splice { at: 0, remove: 0, insert }];
        draft::edit(&room, &EditDraft { edition: id as u32, revision: 0, operations }).unwrap();
        println!("\nw{number}");
        std::io::stdout().flush().unwrap();
        if number % 9 == 0 {
            draft::save(&room, &SaveDraft { edition: id as u32, reason: "pause".into() }).unwrap();
        }
    }
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The other editor: adds its mark to the last paragraph of the file as it finds it, in place or by rename.
fn write_outside(file: &Path, mark: &str, by_rename: bool) -> bool {
    let Ok(text) = fs::read_to_string(file) else { return false };
    let Some(text) = text.strip_suffix('\n').filter(|text| text.contains("Outside:")) else { return false };
    let text = format!("{text} {mark}\n");
    if by_rename {
        let part = file.with_file_name(".other-editor");
        fs::write(&part, text).unwrap();
        fs::rename(&part, file).unwrap();
    } else {
        fs::write(file, text).unwrap();
    }
    true
}

#[test]
fn many_hands_lose_nothing_and_agree() {
    let rounds = std::env::var("STET_KILL_ROUNDS").ok().and_then(|text| text.parse::<u64>().ok()).map_or(3, |kills| (kills / 10).max(3));
    let desk = Desk::empty();
    desk.write("en/2026/story.md", "---\ntitle: Story # the desk's\n---\n\nTyped.\n\nMiddle.\n\nOutside:\n");
    desk.ok(&["list"]);
    let file = desk.root().join("en/2026/story.md");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (told, marks) = (Mutex::new(BTreeSet::new()), Mutex::new(BTreeSet::new()));
    let (mut word, mut calls, mut killed) = (1, 0, 0);
    for round in 0..rounds {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["together::child_types_in_a_watched_newsroom", "--exact", "--nocapture", "--test-threads=1"])
            .env(CHILD, desk.root())
            .env("STET_FIRST_WORD", word.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let over = AtomicBool::new(false);
        let (seed, calls_seed) = (dice.below(u64::MAX >> 33), dice.below(u64::MAX >> 33));
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                for line in lines.map_while(Result::ok).filter(|line| line.starts_with('w') && line[1..].parse::<usize>().is_ok()) {
                    told.lock().unwrap().insert(line);
                }
            });
            scope.spawn(|| {
                let mut dice = Dice(seed);
                for number in 0.. {
                    if over.load(Ordering::Relaxed) {
                        return;
                    }
                    let mark = format!("o{round}x{number}");
                    if write_outside(&file, &mark, dice.below(2) == 0) {
                        marks.lock().unwrap().insert(mark);
                    }
                    std::thread::sleep(Duration::from_millis(20 + dice.below(150)));
                }
            });
            let mut dice = Dice(calls_seed);
            for _ in 0..8 {
                calls += 1;
                let incoming = desk.put("in/wire.md", format!("---\ntitle: Wire\nslug: wire\n---\n\nText i{calls}x.\n"));
                let name = ["story", "wire"][dice.below(2) as usize];
                let old = match dice.below(3) {
                    0 => None,
                    _ => {
                        let given = desk.run(&["history", name, "--json"]);
                        let history: serde_json::Value = serde_json::from_str(&given.out).unwrap_or_default();
                        let versions: Vec<&str> = history["versions"]
                            .as_array()
                            .into_iter()
                            .flatten()
                            .filter_map(|version| version["version"].as_str())
                            .collect();
                        (!versions.is_empty()).then(|| versions[dice.below(versions.len() as u64) as usize].to_owned())
                    }
                };
                let arguments: Vec<&str> = match &old {
                    None => vec!["import", &incoming],
                    Some(version) => vec!["restore", name, version],
                };
                if dice.below(4) == 0 {
                    let mut call = desk.command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                    std::thread::sleep(Duration::from_millis(dice.below(60)));
                    call.kill().unwrap();
                    call.wait().unwrap();
                    killed += 1;
                } else {
                    let given = desk.run(&arguments);
                    assert!(given.code == 0 || given.err.contains("moved on"), "round {round}: {arguments:?}: {}{}", given.out, given.err);
                    if old.is_none() && given.code == 0 && given.out.contains("en/wire\t") {
                        told.lock().unwrap().insert(format!("i{calls}x."));
                    }
                }
            }
            let ended = child.try_wait().unwrap();
            over.store(true, Ordering::Relaxed);
            child.kill().unwrap();
            let output = child.wait_with_output().unwrap();
            assert!(ended.is_none(), "round {round}: the typist ended: {}", String::from_utf8_lossy(&output.stderr));
            reader.join().unwrap();
        });
        killed += 1;
        word = told.lock().unwrap().iter().filter_map(|word| word.strip_prefix('w')?.parse::<usize>().ok()).max().unwrap_or(0) + 2;
        let room = Room::open(&desk.root(), "tester").unwrap();
        assert_eq!(room.store().integrity().unwrap(), None, "round {round}");
        judge(&room, round, &told.lock().unwrap(), &marks.lock().unwrap());
        let again = sync::all(&room).unwrap();
        assert!(again.changed.is_empty(), "round {round}: a second look finds {again:?}");
        let other = Room::open(&desk.root(), "other").unwrap();
        let paths = |room: &Room| stories::all(room).unwrap().into_iter().map(|edition| (edition.path, edition.head)).collect::<Vec<_>>();
        assert_eq!(paths(&room), paths(&other), "round {round}");
        println!("round {round}: {} acknowledged, {} outside edits", told.lock().unwrap().len(), marks.lock().unwrap().len());
    }
    let (told, marks) = (told.into_inner().unwrap(), marks.into_inner().unwrap());
    println!("{rounds} rounds, {killed} kills, {calls} calls, {} acknowledged, {} outside edits: none lost", told.len(), marks.len());
    assert!(told.len() as u64 > rounds * 10 && marks.len() as u64 > rounds, "too little was done to prove anything");
}

fn judge(room: &Room, round: u64, told: &BTreeSet<String>, marks: &BTreeSet<String>) {
    let mut known = BTreeSet::new();
    let mut add = |text: &str| known.extend(text.split_whitespace().map(str::to_owned));
    for edition in stories::all(room).unwrap() {
        // Opened first: unsaved text that meets a conflict becomes a version now.
        add(&draft::open(room, edition.id).unwrap().body);
        let mut contents = BTreeSet::new();
        for version in history::versions(room, &edition).unwrap() {
            let text = room.store().version_text(&version.id).unwrap();
            assert_eq!(hash(text.as_bytes()), version.content, "round {round}");
            contents.insert(version.content);
            add(&text);
        }
        let file = fs::read(room.root.join(&edition.path)).unwrap();
        assert!(contents.contains(&hash(&file)), "round {round}: {} is torn or unknown", edition.path);
        add(&String::from_utf8(file).unwrap());
    }
    let lost: Vec<&String> = told.iter().chain(marks).filter(|word| !known.contains(*word)).collect();
    assert!(lost.is_empty(), "round {round}: lost {lost:?}");
    let mut folders = vec![room.root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            assert!(!entry.file_name().to_string_lossy().ends_with(".stet-part"), "round {round}: {:?} is left over", entry.path());
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
        }
    }
}

#[test]
fn calls_at_the_same_moment_on_a_new_newsroom() {
    let desk = Desk::empty();
    // No store yet: all of them make it, and all of them take in the same files and import the same ones.
    for number in 0..40 {
        desk.write(&format!("en/2026/here-{number}.md"), format!("---\ntitle: Here {number}\n---\n\nText.\n"));
        desk.put(&format!("in/{number}.md"), format!("---\ntitle: Wire {number}\nslug: wire-{}\n---\n\nText {number}.\n", number % 20));
    }
    let incoming = desk.beside("in");
    let calls: Vec<_> = (0..6)
        .map(|number| {
            let arguments = if number % 2 == 0 { vec!["import", incoming.to_str().unwrap()] } else { vec!["list"] };
            desk.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for call in calls {
        let output = call.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let stories = desk.json(&["list"], 0)["stories"].as_array().unwrap().len();
    assert_eq!(stories, 80, "each file is one story");
}
