//! Backups: made while somebody types, checked, thinned out, restored; and old stores brought up to date.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use stet_app::backup::{self, Backup, Why};
use stet_app::wire::{EditDraft, Operation, SaveDraft};
use stet_app::{Fault, Room, doctor, draft, history, newsroom, stories};
use stet_store::Store;

struct Desk {
    folder: tempfile::TempDir,
    root: PathBuf,
}

impl Desk {
    fn new(stories: usize) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("newsroom");
        newsroom::create(&root, "The Test Post", &["en".into()]).unwrap();
        fs::create_dir_all(root.join("en/2026")).unwrap();
        for number in 0..stories {
            let words: String = (0..300).map(|at| format!("word{} ", at * 31 * (number + 1) % 7_919)).collect();
            fs::write(root.join(format!("en/2026/story-{number}.md")), format!("---\ntitle: Story {number}\n---\n\n{words}\n")).unwrap();
        }
        Desk { folder, root }
    }

    fn room(&self) -> Room {
        Room::open(&self.root, "tester").unwrap()
    }

    fn back_up(&self) -> Result<Backup, Fault> {
        backup::make(&self.root, Why::Asked, Duration::ZERO, &mut |_, _| ControlFlow::Continue(()))
    }

    fn unpacked(&self, backup: &Backup) -> Store {
        let to = self.folder.path().join("unpacked.sqlite");
        backup::unpack(&self.root, backup, &to).unwrap();
        Store::open(&to).unwrap()
    }

    fn restore(&self, name: &str) -> Result<doctor::Done, Fault> {
        doctor::restore(&self.root, "tester", name, &mut |_, _, _| ControlFlow::Continue(()))
    }
}

fn type_in(room: &Room, slug: &str, insert: &str) -> u32 {
    let edition = room.one_by_name(slug).unwrap().id as u32;
    let splice = Operation::Splice { at: 0, remove: 0, insert: insert.into() };
    draft::edit(room, &EditDraft { edition, revision: 0, operations: vec![splice] }).unwrap();
    edition
}

fn body(room: &Room, slug: &str) -> String {
    draft::open(room, room.one_by_name(slug).unwrap().id).unwrap().body
}

#[test]
fn a_backup_made_while_somebody_types_is_one_whole_instant() {
    let desk = Desk::new(60);
    let room = Arc::new(desk.room());
    let stop = Arc::new(AtomicBool::new(false));
    let typist = {
        let (room, stop) = (Arc::clone(&room), Arc::clone(&stop));
        std::thread::spawn(move || {
            let mut typed = 0_u32;
            while !stop.load(Ordering::Relaxed) {
                typed += 1;
                let edition = type_in(&room, "story-0", &format!("k{typed} "));
                if typed.is_multiple_of(10) {
                    draft::save(&room, &SaveDraft { edition, reason: "pause".into() }).unwrap();
                }
            }
            typed
        })
    };
    let mut made = Vec::new();
    for _ in 0..4 {
        made.push(backup::make(&desk.root, Why::Timer, Duration::from_millis(1), &mut |_, _| ControlFlow::Continue(())).unwrap());
    }
    stop.store(true, Ordering::Relaxed);
    assert!(typist.join().unwrap() > 4);
    for backup in &made {
        let store = desk.unpacked(backup);
        assert_eq!((store.damage(5).unwrap(), store.dangling().unwrap()), (Vec::new(), Vec::new()));
        fs::remove_file(desk.folder.path().join("unpacked.sqlite")).unwrap();
    }
    let folder = backup::folder(&desk.root);
    assert!(
        fs::read_dir(&folder)
            .unwrap()
            .map(Result::unwrap)
            .all(|entry| backup::list(&desk.root).unwrap().iter().any(|one| one.name == entry.file_name().to_string_lossy()))
    );
}

#[test]
fn a_backup_holds_what_was_typed_and_not_saved_and_what_is_only_in_the_log() {
    let desk = Desk::new(3);
    let room = desk.room();
    type_in(&room, "story-1", "Only journalled. ");
    // The store is open, so that its log has not been put into the file.
    let made = desk.back_up().unwrap();
    let store = desk.unpacked(&made);
    let edition = store.edition_at("en/2026/story-1.md").unwrap().unwrap().id;
    assert!(store.journalled(edition).unwrap()[0].operation.contains("Only journalled."));
    assert!(backup::is_whole(&desk.root, &made));
    assert_eq!(backup::list(&desk.root).unwrap(), [made]);
}

#[test]
fn restoring_puts_the_present_store_aside_and_takes_the_files_as_they_are() {
    let desk = Desk::new(3);
    let room = desk.room();
    let edition = type_in(&room, "story-1", "Before. ");
    draft::save(&room, &SaveDraft { edition, reason: "save".into() }).unwrap();
    let made = desk.back_up().unwrap();
    type_in(&room, "story-1", "After. ");
    draft::save(&room, &SaveDraft { edition, reason: "save".into() }).unwrap();
    type_in(&room, "story-2", "Never saved. ");
    assert_eq!(desk.restore(&made.name).err().unwrap().code, "busy", "not while it is open");
    drop(room);
    let done = desk.restore(&made.name).unwrap();
    assert!(!doctor::is_ill(&done.left), "{:#?}", done.left);
    let room = desk.room();
    assert!(body(&room, "story-1").starts_with("After. Before. "), "the file was newer, and is a version on top");
    assert_eq!(body(&room, "story-2").matches("Never saved.").count(), 0);
    let aside = fs::read_dir(desk.root.join(".stet/aside")).unwrap().next().unwrap().unwrap().path();
    assert!(fs::read_to_string(aside.join("unsaved-3-story-2.md")).unwrap().contains("Never saved."), "{:?}", done.lines);
    let before = Store::open(&aside.join("newsroom.sqlite")).unwrap();
    assert_eq!(before.versions(i64::from(edition)).unwrap().len(), 3, "the store before is whole");
    assert_eq!(history::versions(&room, &room.one_by_name("story-1").unwrap()).unwrap().len(), 3);
}

#[test]
fn a_damaged_or_unknown_backup_is_refused_and_nothing_changes() {
    let desk = Desk::new(2);
    drop(desk.room());
    let made = desk.back_up().unwrap();
    let before = fs::read(desk.root.join(".stet/newsroom.sqlite")).unwrap();
    let path = backup::folder(&desk.root).join(&made.name);
    let bytes = fs::read(&path).unwrap();
    for at in [0, bytes.len() / 2, bytes.len() - 1] {
        let mut spoilt = bytes.clone();
        spoilt[at] ^= 0x10;
        fs::write(&path, spoilt).unwrap();
        assert_eq!(desk.restore(&made.name).err().unwrap().code, "backup-damaged");
    }
    assert_eq!(desk.restore("newsroom-20000101T000000Z-timer-00000000.sqlite.zst").err().unwrap().code, "no-backup");
    assert!(before == fs::read(desk.root.join(".stet/newsroom.sqlite")).unwrap());
}

#[test]
fn a_damaged_store_gives_no_backup_and_the_old_ones_stay() {
    let desk = Desk::new(40);
    drop(desk.room());
    let good = desk.back_up().unwrap();
    let store = desk.root.join(".stet/newsroom.sqlite");
    let mut bytes = fs::read(&store).unwrap();
    let half = bytes.len() / 2 / 4_096 * 4_096;
    bytes[half..half + 40_960].fill(0xEE);
    fs::write(&store, bytes).unwrap();
    assert_eq!(desk.back_up().err().unwrap().code, "store-damaged");
    assert_eq!(backup::list(&desk.root).unwrap(), [good]);
    assert_eq!(fs::read_dir(backup::folder(&desk.root)).unwrap().count(), 1, "nothing half-made is left");
}

#[test]
fn thinning_out_removes_nothing_that_stet_did_not_write() {
    let desk = Desk::new(2);
    drop(desk.room());
    let folder = backup::folder(&desk.root);
    fs::create_dir_all(&folder).unwrap();
    let made = desk.back_up().unwrap();
    // Old ones of Stet's: the same bytes under older names.
    let old = |stamp: &str| {
        let name = format!("newsroom-{stamp}-timer-{}.sqlite.zst", made.mark);
        fs::copy(folder.join(&made.name), folder.join(&name)).unwrap();
        name
    };
    let mine = [old("20200101T000000Z"), old("20200102T000000Z"), old("20200103T000000Z")];
    let others = [
        "newsroom-20200104T000000Z-timer-00000000.sqlite.zst",
        "newsroom-20200105T000000Z-timer-1a2b3c4d.sqlite.zst (copy)",
        "newsroom-20200106T000000Z-mine-1a2b3c4d.sqlite.zst",
        "newsroom-2020-timer-1a2b3c4d.sqlite.zst",
        "newsroom.sqlite",
        "notes.txt",
    ];
    for name in others {
        fs::write(folder.join(name), "somebody's").unwrap();
    }
    let mut removed = backup::thin_out(&desk.root, &made, u64::MAX).unwrap();
    removed.sort();
    assert_eq!(removed, mine);
    for name in others {
        assert!(folder.join(name).exists(), "{name}");
    }
    assert!(folder.join(&made.name).exists());
}

#[test]
fn a_stopped_backup_leaves_nothing() {
    let desk = Desk::new(20);
    drop(desk.room());
    let stopped = backup::make(&desk.root, Why::Asked, Duration::ZERO, &mut |_, _| ControlFlow::Break(()));
    assert_eq!(stopped.err().unwrap().code, "cancelled");
    assert_eq!(fs::read_dir(backup::folder(&desk.root)).unwrap().count(), 0);
}

#[test]
fn backups_are_found_by_the_beginning_of_their_time() {
    let desk = Desk::new(1);
    drop(desk.room());
    let made = desk.back_up().unwrap();
    let stamp = made.name.split('-').nth(1).unwrap();
    for name in [made.name.as_str(), stamp, &stamp[..13]] {
        assert_eq!(backup::find(&desk.root, name).unwrap(), made, "{name}");
    }
    assert!(backup::find(&desk.root, &stamp[..4]).is_err());
}

/// A newsroom with the store of an older Stet: `tests/stores/NNNN.sqlite` with its files.
fn old_newsroom(step: &str) -> Desk {
    let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/stores");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("newsroom");
    for entry in walkdir::WalkDir::new(stores.join(step)).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let to = root.join(entry.path().strip_prefix(stores.join(step)).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(entry.path(), to).unwrap();
    }
    fs::create_dir_all(root.join(".stet")).unwrap();
    fs::copy(stores.join(format!("{step}.sqlite")), root.join(".stet/newsroom.sqlite")).unwrap();
    Desk { folder, root }
}

#[test]
fn a_store_of_the_first_schema_is_kept_then_brought_up_to_date_and_everything_is_there() {
    let desk = old_newsroom("0001");
    let store = desk.root.join(".stet/newsroom.sqlite");
    let step = stet_store::step(&store).unwrap().unwrap();
    assert_eq!(step.found, 1);
    let room = desk.room();
    let backups = backup::list(&desk.root).unwrap();
    if step.known > step.found {
        assert_eq!(backups.iter().map(|backup| backup.why).collect::<Vec<_>>(), [Why::Update]);
        let kept = desk.folder.path().join("kept.sqlite");
        backup::unpack(&desk.root, &backups[0], &kept).unwrap();
        assert_eq!(stet_store::step(&kept).unwrap().unwrap().found, 1, "it is as it was before");
    }
    assert_eq!(stet_store::step(&store).unwrap().unwrap().found, step.known);
    let regatta = body(&room, "regatta-waits-for-flat-water");
    assert!(regatta.starts_with("A line that was only journalled.\n\nA first line that was saved.\n\n"), "{regatta}");
    let edition = room.one_by_name("regatta-waits-for-flat-water").unwrap();
    let reasons: Vec<String> = history::versions(&room, &edition).unwrap().into_iter().map(|version| version.reason).collect();
    assert_eq!(reasons, ["save", "found"]);
    let arabic = stories::search(&room, "تتقاسم", 10).unwrap();
    assert_eq!(arabic.len(), 1);
    let versions = history::versions(&room, &arabic[0].edition).unwrap();
    assert_eq!(versions.iter().map(|version| version.reason.as_str()).collect::<Vec<_>>(), ["outside-edit", "found"]);
    assert!(room.store().version_text(&versions[0].id).unwrap().contains("A line from outside."));
    assert_eq!(room.store().damage(5).unwrap(), Vec::<String>::new());
}

#[test]
fn the_first_page_of_an_old_store_may_go_and_still_everything_is_there() {
    let desk = old_newsroom("0001");
    let store = desk.root.join(".stet/newsroom.sqlite");
    let mut bytes = fs::read(&store).unwrap();
    bytes[..4_096].fill(0);
    fs::write(&store, bytes).unwrap();
    let done = doctor::repair(&desk.root, "tester", &[], None, &mut |_, _, _| ControlFlow::Continue(())).unwrap();
    assert!(!doctor::is_ill(&done.left), "{:#?}", done.left);
    let regatta = body(&desk.room(), "regatta-waits-for-flat-water");
    assert!(regatta.starts_with("A line that was only journalled.\n\nA first line that was saved.\n\n"), "{regatta}");
}
