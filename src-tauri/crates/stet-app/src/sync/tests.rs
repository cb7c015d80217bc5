use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{Found, Reading, look, look_at_time};
use crate::{Room, newsroom, seen};

const TEXT: &str = "---\ntitle: One\n---\n\nFirst words.\n";
const OTHER: &str = "---\ntitle: One\n---\n\nOther words.\n";

fn with_file(check: impl Fn(&Room, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("newsroom");
    newsroom::create(&root, "The Test Post", &["en".into()]).unwrap();
    let file = root.join("en/2026/one.md");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    put(&file, TEXT);
    let room = Room::open(&root, "tester").unwrap();
    check(&room, &file);
}

/// Writes a file with a time of change that is always the same.
fn put(file: &Path, text: &str) {
    fs::write(file, text).unwrap();
    File::options().write(true).open(file).unwrap().set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
}

/// A look by a clock that says that all files have long been left alone.
fn late(room: &Room) -> Found {
    look_at_time(room, Reading::Hinted, &seen::Clock::late(), &mut |_, _, _| {}).unwrap()
}

fn hints(room: &Room) -> usize {
    room.store().mirror_files().unwrap().iter().filter(|file| file.seen.is_some()).count()
}

#[test]
fn a_file_that_changed_a_moment_ago_gets_no_hint() {
    with_file(|room, _| {
        look(room, Reading::Hinted, &mut |_, _, _| {}).unwrap();
        assert_eq!(hints(room), 0);
        late(room);
        assert_eq!(hints(room), 1);
    });
}

#[test]
fn a_change_that_keeps_size_and_time_is_noticed() {
    assert_eq!(TEXT.len(), OTHER.len());
    let in_place = |file: &Path| put(file, OTHER);
    let renamed_over = |file: &Path| {
        let beside = file.with_extension("new");
        put(&beside, OTHER);
        fs::rename(&beside, file).unwrap();
    };
    let ways: [&dyn Fn(&Path); 2] = [&in_place, &renamed_over];
    for change in ways {
        with_file(|room, file| {
            late(room);
            // The clock of the test is ahead: give the file system's own one a tick.
            std::thread::sleep(Duration::from_millis(30));
            change(file);
            let found = late(room);
            assert_eq!(found.changed.len(), 1);
            let edition = room.one_by_name("one").unwrap();
            assert_eq!(room.store().head_text(&edition).unwrap(), OTHER);
            assert_eq!(hints(room), 0, "what was seen of the old bytes is forgotten");
        });
    }
}

#[test]
fn a_hint_spares_the_reading_and_a_whole_look_does_not_trust_it() {
    with_file(|room, file| {
        late(room);
        let edition = room.one_by_name("one").unwrap();
        // As if the bytes had changed behind the file system's back: the hint fits, the bytes do not.
        put(file, OTHER);
        let seen = seen::stamp(&fs::metadata(file).unwrap()).unwrap();
        let mirror = edition.mirror.unwrap();
        room.store().see(&[stet_store::Seen { edition: edition.id, mirror, seen }]).unwrap();
        assert!(late(room).changed.is_empty());
        let found = look(room, Reading::Whole, &mut |_, _, _| {}).unwrap();
        assert_eq!(found.changed, [edition.id]);
    });
}

#[test]
fn a_whole_look_is_due_once_a_day() {
    with_file(|room, _| {
        assert_eq!(super::due(room).unwrap(), Reading::Hinted, "opening was one");
        let now = crate::clock::now();
        for (last, wanted) in
            [(now - super::WHOLE_EVERY - 1000, Reading::Whole), (now + 60_000, Reading::Whole), (now - 1000, Reading::Hinted)]
        {
            room.store().set_note(super::WHOLE_LOOK, last).unwrap();
            assert_eq!(super::due(room).unwrap(), wanted);
        }
    });
}
