//! Damage done for real, seen by the doctor, mended, and no acknowledged text lost.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, SystemTime};

use stet_app::doctor::{self, Rebuild};
use stet_app::wire::{self, EditDraft, Event, Finding, JobPhase, JobState, Operation, SaveDraft};
use stet_app::{App, Room, Settings, backup, draft, history, newsroom, stories};

const SAVED: &str = "A sentence that was saved.";
const TYPED: &str = "A sentence that was only typed. ";

struct Ward {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl Ward {
    /// Six stories with long texts; the first has a saved sentence and one that is only in the journal.
    fn new() -> Ward {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("newsroom");
        newsroom::create(&root, "The Test Post", &["en".into(), "ar".into()]).unwrap();
        fs::create_dir_all(root.join("en/2026")).unwrap();
        for number in 1..=6 {
            let words: String = (0..900).map(|at| format!("word{} ", at * 7 * number % 1_009)).collect();
            let text = format!("---\nid: 01JD3V7Y5Z000000000000000{number}\ntitle: Story {number}\n---\n\nFirst.\n\n{words}\n");
            fs::write(root.join(format!("en/2026/story-{number}.md")), text).unwrap();
        }
        let ward = Ward { _folder: folder, root };
        let room = ward.room();
        let edition = room.one_by_name("story-1").unwrap().id as u32;
        let edit = |insert: &str| {
            let splice = Operation::Splice { at: 0, remove: 0, insert: insert.into() };
            draft::edit(&room, &EditDraft { edition, revision: 0, operations: vec![splice] }).unwrap();
        };
        edit(&format!("{SAVED}\n\n"));
        draft::save(&room, &SaveDraft { edition, reason: "save".into() }).unwrap();
        edit(TYPED);
        drop(room);
        ward
    }

    fn room(&self) -> Room {
        Room::open(&self.root, "tester").unwrap()
    }

    fn store(&self) -> PathBuf {
        self.root.join(".stet/newsroom.sqlite")
    }

    fn sql(&self, sql: &str) {
        let status = rusqlite::Connection::open(self.store()).unwrap();
        status.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    }

    fn look(&self) -> Vec<Finding> {
        doctor::examine(&self.root, true, &mut |_, _, _| ControlFlow::Continue(())).unwrap()
    }

    fn found(&self, rule: &str) -> Finding {
        let found = self.look();
        found.iter().find(|finding| finding.rule == rule).unwrap_or_else(|| panic!("{rule} was not found: {found:#?}")).clone()
    }

    fn repair(&self) -> doctor::Done {
        doctor::repair(&self.root, "tester", &[], None, &mut |_, _, _| ControlFlow::Continue(())).unwrap()
    }

    fn back_up(&self) -> backup::Backup {
        backup::make(&self.root, backup::Why::Asked, Duration::ZERO, &mut |_, _| ControlFlow::Continue(())).unwrap()
    }

    /// The body of the first story as a writer would find it.
    fn desk(&self) -> String {
        let room = self.room();
        let id = room.one_by_name("story-1").unwrap().id;
        draft::open(&room, id).unwrap().body
    }

    /// Everything in `.stet/aside`, in one text.
    fn aside(&self) -> String {
        let mut out = String::new();
        let mut folders = vec![self.root.join(".stet/aside")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else {
                    out.push_str(&String::from_utf8_lossy(&fs::read(entry.path()).unwrap()));
                }
            }
        }
        out
    }

    fn file(&self, number: usize) -> PathBuf {
        self.root.join(format!("en/2026/story-{number}.md"))
    }
}

fn overwrite(path: &Path, from: usize, to: usize) {
    let mut bytes = fs::read(path).unwrap();
    let (from, to) = (from.min(bytes.len()), to.min(bytes.len()));
    bytes[from..to].fill(0xA5);
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_newsroom_that_is_well_has_nothing_to_mend() {
    let ward = Ward::new();
    let found = ward.look();
    assert!(found.iter().all(|finding| finding.severity == "note"), "{found:#?}");
    let before = fs::read(ward.store()).unwrap();
    ward.look();
    assert!(before == fs::read(ward.store()).unwrap(), "a look changes nothing");
    assert_eq!(ward.repair().left.iter().filter(|finding| finding.severity != "note").count(), 0);
    assert!(ward.desk().starts_with(TYPED));
}

#[test]
fn a_store_broken_in_any_way_gives_back_saved_and_typed_text() {
    type Damage = fn(&Ward);
    let ways: &[(&str, Damage)] = &[
        ("its first page is gone", |ward| overwrite(&ward.store(), 0, 4_096)),
        ("its header is gone", |ward| overwrite(&ward.store(), 0, 100)),
        ("it is no database at all", |ward| {
            overwrite(&ward.store(), 0, 40);
        }),
        ("every other page of the search index is gone", |ward| {
            let pages: Vec<i64> = {
                let connection = rusqlite::Connection::open(ward.store()).unwrap();
                let mut statement = connection.prepare("SELECT pageno FROM dbstat WHERE name LIKE 'search%' ORDER BY 1").unwrap();
                let rows = statement.query_map([], |row| row.get(0)).unwrap();
                rows.map(Result::unwrap).collect()
            };
            for page in pages.into_iter().step_by(2) {
                overwrite(&ward.store(), (page as usize - 1) * 4_096, page as usize * 4_096);
            }
        }),
        ("the page with the editions is gone", |ward| {
            let page: i64 = rusqlite::Connection::open(ward.store())
                .unwrap()
                .query_row("SELECT pageno FROM dbstat WHERE name = 'edition' LIMIT 1", [], |row| row.get(0))
                .unwrap();
            overwrite(&ward.store(), (page as usize - 1) * 4_096, page as usize * 4_096);
        }),
    ];
    for (what, damage) in ways {
        let ward = Ward::new();
        damage(&ward);
        assert_eq!(ward.found("store-damaged").severity, "bad", "{what}");
        let refused = Room::open(&ward.root, "tester");
        // What a quick look at the start does not see is seen by the doctor.
        if let Err(fault) = refused {
            assert_eq!(fault.code, "store-damaged", "{what}: {fault:?}");
            assert!(fault.hint.contains("stet doctor --repair"), "{what}");
        }
        let damaged = fs::read(ward.store()).unwrap();
        let done = ward.repair();
        assert!(!doctor::is_ill(&done.left), "{what}: {:#?}", done.left);
        let desk = ward.desk();
        assert!(desk.contains(SAVED), "{what}: {:?}", done.lines);
        assert!(desk.contains(TYPED.trim()) || ward.aside().contains(TYPED.trim()), "{what}: {:?}", done.lines);
        let room = ward.room();
        assert_eq!(stories::all(&room).unwrap().len(), 6, "{what}");
        assert_eq!(stories::search(&room, "word7", 10).unwrap().len(), 6, "{what}: search works");
        assert!(history::versions(&room, &room.one_by_name("story-1").unwrap()).unwrap().len() >= 2, "{what}: the history is there");
        let kept =
            fs::read_dir(ward.root.join(".stet/aside")).unwrap().map(Result::unwrap).map(|entry| entry.path().join("newsroom.sqlite"));
        assert!(kept.into_iter().any(|path| fs::read(path).is_ok_and(|bytes| bytes == damaged)), "{what}: the damaged store is kept");
    }
}

#[test]
fn text_that_was_only_typed_survives_the_loss_of_the_first_page() {
    let ward = Ward::new();
    overwrite(&ward.store(), 0, 4_096);
    ward.repair();
    assert!(ward.desk().starts_with(TYPED), "it is back in the editor");
    assert!(ward.aside().contains(TYPED), "and in a file, because its order could not be proved");
}

#[test]
fn a_store_cut_short_or_gone_is_made_of_backup_and_files() {
    for (what, left) in [("cut to a third", Some(3)), ("cut to nothing", Some(usize::MAX)), ("gone", None)] {
        let ward = Ward::new();
        ward.back_up();
        fs::write(ward.file(2), fs::read_to_string(ward.file(2)).unwrap().replace("First.", "Newer than the backup.")).unwrap();
        match left {
            None => fs::remove_file(ward.store()).unwrap(),
            Some(part) => {
                let bytes = fs::read(ward.store()).unwrap();
                fs::write(ward.store(), &bytes[..bytes.len() / part]).unwrap();
            }
        }
        ward.found(if left.is_none() { "store-gone" } else { "store-damaged" });
        let done = ward.repair();
        assert!(!doctor::is_ill(&done.left), "{what}: {:#?}", done.left);
        let room = ward.room();
        let versions = history::versions(&room, &room.one_by_name("story-1").unwrap()).unwrap();
        assert!(versions.len() >= 2, "{what}: the history comes from the backup, {}", versions.len());
        let second = room.one_by_name("story-2").unwrap();
        assert!(draft::open(&room, second.id).unwrap().body.contains("Newer than the backup."), "{what}");
        drop(room);
        assert!(ward.desk().contains(SAVED), "{what}");
    }
}

#[test]
fn a_store_without_its_log_is_taken_as_it_is_and_the_files_complete_it() {
    let ward = Ward::new();
    let room = ward.room();
    let edition = room.one_by_name("story-3").unwrap().id as u32;
    let splice = Operation::Splice { at: 0, remove: 0, insert: "Only in the log and in the file.\n\n".into() };
    draft::edit(&room, &EditDraft { edition, revision: 0, operations: vec![splice] }).unwrap();
    draft::save(&room, &SaveDraft { edition, reason: "save".into() }).unwrap();
    // The file as after a power cut, without the log that belongs to it.
    let bytes = fs::read(ward.store()).unwrap();
    assert!(fs::metadata(ward.root.join(".stet/newsroom.sqlite-wal")).unwrap().len() > 0);
    drop(room);
    fs::write(ward.store(), bytes).unwrap();
    ward.repair();
    let room = ward.room();
    let id = room.one_by_name("story-3").unwrap().id;
    assert!(draft::open(&room, id).unwrap().body.starts_with("Only in the log and in the file."));
}

#[test]
fn a_spoilt_version_is_taken_from_a_backup_or_a_file_and_otherwise_kept_aside() {
    for with_backup in [true, false] {
        let ward = Ward::new();
        if with_backup {
            ward.back_up();
        }
        // The bytes of every text are turned over, as a failing disk does.
        ward.sql("UPDATE content SET data = zeroblob(length(data))");
        assert_eq!(ward.found("version-spoilt").count, 7);
        let done = ward.repair();
        assert!(!doctor::is_ill(&done.left), "{:#?}", done.left);
        let room = ward.room();
        let first = room.one_by_name("story-1").unwrap();
        let versions = history::versions(&room, &first).unwrap();
        for version in &versions {
            room.store().version_text(&version.id).unwrap();
        }
        // Without a backup the version before the save is nowhere but in the damaged bytes.
        assert_eq!(versions.len(), if with_backup { 2 } else { 1 });
        drop(room);
        assert!(ward.desk().contains(SAVED));
        assert!(ward.desk().contains(TYPED.trim()), "{:?}", done.lines);
    }
}

#[test]
fn unsaved_text_whose_base_is_gone_is_written_to_a_file() {
    let ward = Ward::new();
    ward.sql("UPDATE journal SET base = zeroblob(32)");
    assert_eq!(ward.found("journal-stranded").places[0].path, "en/2026/story-1.md");
    let done = ward.repair();
    assert!(ward.aside().contains(TYPED.trim()), "{:?}", done.lines);
    assert!(done.lines.iter().any(|line| line.contains("unsaved-1-story-1.md")), "{:?}", done.lines);
    assert!(ward.desk().starts_with(SAVED), "the story opens again");
}

#[test]
fn unsaved_text_that_does_not_fit_is_written_to_a_file() {
    let ward = Ward::new();
    ward.sql("UPDATE journal SET operation = '{\"kind\":\"splice\",\"at\":99999,\"remove\":0,\"insert\":\"out of place\"}'");
    ward.found("journal-stranded");
    ward.repair();
    assert!(ward.aside().contains("out of place"));
    assert!(ward.desk().starts_with(SAVED));
}

#[test]
fn a_head_that_is_gone_is_replaced_and_the_file_taken_on_top() {
    let ward = Ward::new();
    ward.sql("DELETE FROM journal; DELETE FROM version_parent; DELETE FROM version WHERE id = (SELECT head FROM edition WHERE path = 'en/2026/story-1.md')");
    ward.found("version-head-gone");
    let done = ward.repair();
    assert!(!doctor::is_ill(&done.left), "{:#?}", done.left);
    assert!(ward.desk().starts_with(SAVED), "what the file holds: {:?}", done.lines);
}

#[test]
fn an_edition_without_any_version_is_taken_in_anew() {
    let ward = Ward::new();
    ward.sql("DELETE FROM version WHERE edition = (SELECT id FROM edition WHERE path = 'en/2026/story-4.md')");
    ward.found("version-head-gone");
    assert!(!doctor::is_ill(&ward.repair().left));
    assert_eq!(stories::all(&ward.room()).unwrap().len(), 6);
}

#[test]
fn orphaned_texts_are_kept_in_files() {
    let ward = Ward::new();
    let text = "---\ntitle: Nobody's\n---\n\nText.\n";
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let packed = zstd::bulk::compress(text.as_bytes(), 3).unwrap();
    let name = stet_store::hash(text.as_bytes()).hex();
    ward.sql(&format!("INSERT INTO content (hash, size, data) VALUES (x'{name}', {}, x'{}')", text.len(), hex(&packed)));
    assert_eq!(ward.found("text-orphaned").count, 1);
    ward.repair();
    assert!(ward.aside().contains("title: Nobody's"));
    assert!(ward.look().iter().all(|finding| finding.rule != "text-orphaned"));
}

#[test]
fn rows_that_point_nowhere_are_left_behind_in_a_new_store() {
    let ward = Ward::new();
    ward.sql("INSERT INTO set_aside VALUES (77, 0, 'masthead', 1, 'none', 'text'); INSERT INTO imported VALUES ('/x', zeroblob(32), 77, zeroblob(32))");
    ward.found("rows-dangling");
    assert!(!doctor::is_ill(&ward.repair().left));
    assert!(ward.desk().starts_with(TYPED));
}

#[test]
fn a_stale_index_is_made_afresh() {
    let ward = Ward::new();
    ward.sql("DELETE FROM search WHERE rowid <= 2; INSERT INTO search (rowid, title) VALUES (99, 'ghost')");
    assert_eq!(ward.found("index-stale").count, 3);
    ward.repair();
    assert_eq!(stories::search(&ward.room(), "word7", 10).unwrap().len(), 6);
    assert!(ward.look().iter().all(|finding| finding.rule != "index-stale"));
}

#[test]
fn a_file_that_is_gone_is_written_again_before_the_newsroom_forgets_it() {
    let ward = Ward::new();
    let before = fs::read(ward.file(2)).unwrap();
    fs::remove_file(ward.file(2)).unwrap();
    assert_eq!(ward.found("file-gone").places[0].path, "en/2026/story-2.md");
    ward.repair();
    assert!(before == fs::read(ward.file(2)).unwrap());
}

#[test]
fn stories_that_left_the_lists_come_back_when_asked_for() {
    let ward = Ward::new();
    let before = fs::read(ward.file(2)).unwrap();
    fs::remove_file(ward.file(2)).unwrap();
    assert_eq!(stories::all(&ward.room()).unwrap().len(), 5);
    assert_eq!(ward.found("stories-removed").severity, "note");
    ward.repair();
    assert!(!ward.file(2).exists(), "a repair does not undo what was done on purpose");
    doctor::repair(&ward.root, "tester", &[], Some(Rebuild::Removed), &mut |_, _, _| ControlFlow::Continue(())).unwrap();
    assert!(before == fs::read(ward.file(2)).unwrap());
    assert_eq!(stories::search(&ward.room(), "word7", 10).unwrap().len(), 6);
}

#[test]
fn files_from_the_store_never_overwrite_an_edit_of_somebody_else() {
    let ward = Ward::new();
    let outside = fs::read_to_string(ward.file(2)).unwrap().replace("First.", "Edited outside.");
    fs::write(ward.file(2), &outside).unwrap();
    fs::remove_file(ward.file(3)).unwrap();
    doctor::repair(&ward.root, "tester", &[], Some(Rebuild::Files), &mut |_, _, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(fs::read_to_string(ward.file(2)).unwrap(), outside);
    assert!(ward.file(3).exists());
    let room = ward.room();
    let versions = history::versions(&room, &room.one_by_name("story-2").unwrap()).unwrap();
    assert_eq!(versions.len(), 2, "and it is a version");
}

#[test]
fn a_file_behind_its_version_catches_up() {
    let ward = Ward::new();
    // As after a crash between the version and its file.
    let old = fs::read_to_string(ward.file(1)).unwrap().replace(&format!("{SAVED}\n\n"), "");
    fs::write(ward.file(1), &old).unwrap();
    let hash = stet_store::hash(old.as_bytes()).hex();
    ward.sql(&format!("UPDATE edition SET mirror = x'{hash}' WHERE path = 'en/2026/story-1.md'"));
    ward.found("file-behind");
    ward.repair();
    assert!(fs::read_to_string(ward.file(1)).unwrap().contains(SAVED));
}

#[test]
fn a_copy_with_the_same_id_gets_its_own() {
    let ward = Ward::new();
    let text = fs::read_to_string(ward.file(2)).unwrap();
    fs::write(ward.root.join("en/2026/story-2-copy.md"), &text).unwrap();
    drop(ward.room());
    // Stet tells copies apart by itself; an older one did not.
    ward.sql(
        "UPDATE edition SET story = (SELECT story FROM edition WHERE path = 'en/2026/story-2.md') WHERE path = 'en/2026/story-2-copy.md'",
    );
    assert_eq!(ward.found("id-twice").places[0].path, "en/2026/story-2-copy.md");
    ward.repair();
    let copy = fs::read_to_string(ward.root.join("en/2026/story-2-copy.md")).unwrap();
    assert_ne!(copy, text);
    assert_eq!(copy.lines().skip(2).collect::<Vec<_>>(), text.lines().skip(2).collect::<Vec<_>>(), "only the id is another");
    assert_eq!(fs::read_to_string(ward.file(2)).unwrap(), text);
    assert!(ward.look().iter().all(|finding| finding.rule != "id-twice"));
}

#[test]
fn leftovers_of_interrupted_writes_are_put_aside_and_those_under_way_left_alone() {
    let ward = Ward::new();
    for (name, hours) in
        [("en/2026/.story.md.abc.stet-part", 2), (".stet/backups/.newsroom.xyz.stet-part", 2), (".stet/backups/.newsroom.def.stet-part", 0)]
    {
        let path = ward.root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "half a sent").unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3_600)).unwrap();
    }
    assert_eq!(ward.found("write-leftover").count, 2);
    ward.repair();
    assert!(ward.aside().contains("half a sent"));
    assert!(ward.root.join(".stet/backups/.newsroom.def.stet-part").exists());
    assert!(!ward.root.join("en/2026/.story.md.abc.stet-part").exists());
}

#[test]
fn what_only_a_person_can_mend_is_said_with_its_place() {
    let ward = Ward::new();
    fs::write(ward.root.join("en/2026/latin.md"), b"caf\xE9").unwrap();
    fs::write(ward.root.join("en/2026/broken.md"), "---\ntitle: [unclosed\n---\n\nText.\n").unwrap();
    fs::write(ward.root.join("en/2026/fresh.md"), "New.\n").unwrap();
    let settings = ward.root.join("newsroom.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("bse_url = \"https://a.example\"\n{text}")).unwrap();
    for (rule, severity, path, line) in [
        ("file-not-text", "warn", "en/2026/latin.md", 0),
        ("file-front-matter", "warn", "en/2026/broken.md", 0),
        ("file-new", "note", "en/2026/fresh.md", 0),
        ("settings-odd", "warn", "newsroom.toml", 1),
    ] {
        let found = ward.found(rule);
        assert_eq!((found.severity.as_str(), found.places[0].path.as_str(), found.places[0].line), (severity, path, line));
        assert_eq!(found.repair, "");
    }
    assert!(ward.found("settings-odd").places[0].note.contains("Did you mean `base_url`?"));
    fs::write(&settings, "name = \n").unwrap();
    assert_eq!(ward.look().len(), 1);
    assert_eq!(ward.found("settings-unreadable").severity, "bad");
}

#[test]
fn a_folder_that_cannot_be_written_to_is_said() {
    let ward = Ward::new();
    let _ = fs::remove_dir_all(ward.root.join(".stet/backups"));
    fs::write(ward.root.join(".stet/backups"), "no folder").unwrap();
    assert_eq!(ward.found("not-writable").severity, "bad");
}

#[test]
fn versions_from_the_future_are_said() {
    let ward = Ward::new();
    ward.sql("UPDATE version SET at = 4102444800000 WHERE id = (SELECT id FROM version LIMIT 1)");
    let found = ward.found("clock-jump");
    assert!(found.message.contains("2100-01-01"), "{}", found.message);
    assert_eq!(found.severity, "warn");
}

#[test]
fn a_store_of_a_newer_stet_is_refused_and_left_alone() {
    let ward = Ward::new();
    // As a newer Stet would leave it: a table that this one does not know, at a later step.
    ward.sql("CREATE TABLE later (id INTEGER PRIMARY KEY, word TEXT); INSERT INTO later VALUES (1, 'x'); PRAGMA user_version = 900");
    let before = fs::read(ward.store()).unwrap();
    let fault = Room::open(&ward.root, "tester").err().unwrap();
    assert_eq!(fault.code, "store-newer");
    assert!(
        fault.message.contains("newer Stet") && fault.hint.contains("Update Stet") && fault.hint.contains("nothing was changed"),
        "{fault:?}"
    );
    assert_eq!(ward.found("store-newer").repair, "");
    assert!(doctor::is_ill(&ward.repair().left));
    assert!(before == fs::read(ward.store()).unwrap());
}

#[test]
fn a_newsroom_that_is_open_elsewhere_is_not_mended() {
    let ward = Ward::new();
    let room = ward.room();
    let fault = doctor::repair(&ward.root, "tester", &[], None, &mut |_, _, _| ControlFlow::Continue(())).err().unwrap();
    assert_eq!(fault.code, "busy");
    drop(room);
    ward.repair();
}

#[test]
fn a_swap_that_a_crash_cut_off_is_finished_at_the_next_start() {
    let ward = Ward::new();
    let room = ward.room();
    let log = fs::read(ward.root.join(".stet/newsroom.sqlite-wal")).unwrap_or_default();
    let whole = ward.back_up();
    drop(room);
    // The new store is complete beside the old one, whose log is still there and would ruin it.
    let new = ward.root.join(".stet/newsroom.sqlite.new");
    backup::unpack(&ward.root, &whole, &new).unwrap();
    fs::write(ward.root.join(".stet/newsroom.sqlite-wal"), log).unwrap();
    overwrite(&ward.store(), 0, 4_096);
    assert!(ward.desk().starts_with(TYPED));
    assert!(!new.exists());
}

/// A window without a window: what it asks by name, and what it is told.
fn window() -> (App, mpsc::Receiver<Event>) {
    let (tell, heard) = mpsc::channel();
    (App::new(Settings { author: "tester".into(), recent: None }, move |event| drop(tell.send(event))), heard)
}

/// Waits for a job of a kind to end.
fn ended(heard: &mpsc::Receiver<Event>, kind: &str) -> JobState {
    loop {
        if let Event::Job(state) = heard.recv_timeout(Duration::from_secs(120)).unwrap()
            && state.kind == kind
            && state.phase != JobPhase::Running
        {
            return state;
        }
    }
}

#[test]
fn the_window_mends_a_newsroom_that_is_open_and_opens_it_again() {
    let ward = Ward::new();
    ward.sql("UPDATE journal SET base = zeroblob(32)");
    let (app, heard) = window();
    newsroom::open(&app, &ward.root).unwrap();
    let health = wire::call(&app, "health", serde_json::json!({ "deep": true })).unwrap();
    assert_eq!(health["findings"][0]["rule"], "journal-stranded");
    wire::call(&app, "repair", serde_json::json!({})).unwrap();
    let state = ended(&heard, "repair");
    assert_eq!((state.phase, state.path.as_str()), (JobPhase::Done, ward.root.to_str().unwrap()), "{state:?}");
    assert!(state.details.iter().any(|line| line.contains(".stet/aside/")), "{:?}", state.details);
    newsroom::open(&app, &ward.root).unwrap();
    wire::call(&app, "back_up", serde_json::json!({})).unwrap();
    let made = ended(&heard, "backup");
    assert_eq!(made.phase, JobPhase::Done, "{made:?}");
    let health = wire::call(&app, "health", serde_json::json!({})).unwrap();
    assert_eq!(health["backups"][0]["name"], made.message.as_str());
    wire::call(&app, "restore_backup", serde_json::json!({ "name": made.message })).unwrap();
    assert_eq!(ended(&heard, "restore").phase, JobPhase::Done);
}

#[test]
fn the_window_says_what_it_could_not_open_and_mends_it() {
    let ward = Ward::new();
    overwrite(&ward.store(), 0, 4_096);
    let (app, heard) = window();
    assert_eq!(newsroom::open(&app, &ward.root).err().unwrap().code, "store-damaged");
    let asked = wire::call(&app, "newsroom", serde_json::json!({})).unwrap();
    assert_eq!((asked["refused"].as_str(), asked["fault"]["code"].as_str()), (ward.root.to_str(), Some("store-damaged")));
    wire::call(&app, "repair", serde_json::json!({ "path": ward.root })).unwrap();
    assert_eq!(ended(&heard, "repair").phase, JobPhase::Done);
    newsroom::open(&app, &ward.root).unwrap();
    assert_eq!(wire::call(&app, "newsroom", serde_json::json!({})).unwrap()["refused"], "");
}

#[test]
fn damage_that_only_the_look_in_the_background_finds_is_told() {
    let ward = Ward::new();
    let page: i64 = rusqlite::Connection::open(ward.store())
        .unwrap()
        .query_row("SELECT max(pageno) FROM dbstat WHERE name = 'search_data'", [], |row| row.get(0))
        .unwrap();
    overwrite(&ward.store(), (page as usize - 1) * 4_096, page as usize * 4_096);
    let (app, heard) = window();
    newsroom::open(&app, &ward.root).unwrap();
    let told = std::iter::from_fn(|| heard.recv_timeout(Duration::from_secs(120)).ok()).find_map(|event| match event {
        Event::Warning(fault) => Some(fault.code),
        Event::Job(state) if state.phase == JobPhase::Failed => Some(state.message),
        _ => None,
    });
    assert_eq!(told.as_deref(), Some("store-damaged"));
}
