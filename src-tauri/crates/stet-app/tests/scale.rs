//! A newsroom that is open before its files have been looked at, and many changes at once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use stet_app::wire::{self, EditDraft, Event, ListStories, Operation};
use stet_app::{App, Room, Settings, draft, history, newsroom, stories, sync};

struct Desk {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("newsroom");
        newsroom::create(&root, "The Test Post", &["en".into(), "ar".into()]).unwrap();
        Desk { _folder: folder, root }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn text(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n{body}\n")
}

fn listed(room: &Room) -> Vec<String> {
    let mut out: Vec<String> =
        stories::list(room, &ListStories::default()).unwrap().stories.into_iter().map(|row| format!("{}/{}", row.lang, row.slug)).collect();
    out.sort();
    out
}

fn found(room: &Room, query: &str) -> Vec<String> {
    stories::search(room, query, 20).unwrap().into_iter().map(|hit| hit.edition.slug).collect()
}

#[test]
fn a_draft_opened_before_the_look_has_what_its_file_holds() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", &text("One", "First."));
    let id = Room::open(&desk.root, "tester").unwrap().one_by_name("one").unwrap().id;
    desk.write("en/2026/one.md", &text("One", "Changed while nobody looked."));
    let room = Room::enter(&desk.root, "tester").unwrap();
    assert_eq!(listed(&room), ["en/one"]);
    let view = draft::open(&room, id).unwrap();
    assert!(view.body.contains("Changed while nobody looked."), "{}", view.body);
    let versions = history::versions(&room, &room.one_by_name("one").unwrap()).unwrap();
    assert_eq!(versions[0].reason, "outside-edit");
    assert_eq!(view.version, versions[0].id.hex());
}

#[test]
fn journalled_work_meets_a_file_that_changed_meanwhile() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", &text("One", "First.\n\nSecond.\n\nThird."));
    let room = Room::open(&desk.root, "tester").unwrap();
    let view = draft::open(&room, room.one_by_name("one").unwrap().id).unwrap();
    let operations = vec![Operation::Splice { at: 0, remove: 5, insert: "Typed".into() }];
    draft::edit(&room, &EditDraft { edition: view.story.edition, revision: 0, operations }).unwrap();
    drop(room);
    desk.write("en/2026/one.md", &text("One", "First.\n\nSecond.\n\nElsewhere."));
    let room = Room::enter(&desk.root, "tester").unwrap();
    let view = draft::open(&room, i64::from(view.story.edition)).unwrap();
    assert_eq!(view.body.trim(), "Typed.\n\nSecond.\n\nElsewhere.");
}

#[test]
fn many_files_changed_at_once_are_versions_each() {
    let desk = Desk::new();
    for number in 0..12 {
        desk.write(&format!("en/2026/story-{number}.md"), &text(&format!("Story {number}"), "First.\n\nSecond.\n\nThird."));
    }
    let room = Room::open(&desk.root, "tester").unwrap();
    // One of them is being written, and one comes to hold what it held.
    let view = draft::open(&room, room.one_by_name("story-3").unwrap().id).unwrap();
    let operations = vec![Operation::Splice { at: 0, remove: 5, insert: "Typed".into() }];
    draft::edit(&room, &EditDraft { edition: view.story.edition, revision: 0, operations }).unwrap();
    for number in 0..11 {
        desk.write(&format!("en/2026/story-{number}.md"), &text(&format!("Story {number}"), "First.\n\nSecond.\n\nElsewhere."));
    }
    let looked = sync::all(&room).unwrap();
    assert_eq!(looked.changed.len(), 11);
    for number in 0..12 {
        let edition = room.one_by_name(&format!("story-{number}")).unwrap();
        let versions = history::versions(&room, &edition).unwrap();
        let wanted = match number {
            3 => 4,
            11 => 1,
            _ => 2,
        };
        assert_eq!(versions.len(), wanted, "story-{number}");
        let head = room.store().head_text(&edition).unwrap();
        assert_eq!(head.contains("Elsewhere."), number != 11, "story-{number}");
        assert_eq!(head.contains("Typed."), number == 3, "story-{number}");
        assert_eq!(fs::read_to_string(desk.root.join(&edition.path)).unwrap(), head);
    }
    assert_eq!(found(&room, "elsewhere").len(), 11);
    assert!(sync::all(&room).unwrap().changed.is_empty());
}

#[test]
fn a_story_moved_to_another_language_is_found_there() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", &text("One", "Harbour."));
    let room = Room::open(&desk.root, "tester").unwrap();
    assert_eq!(found(&room, "harbour lang:en"), ["one"]);
    fs::create_dir_all(desk.root.join("ar/2026")).unwrap();
    fs::rename(desk.root.join("en/2026/one.md"), desk.root.join("ar/2026/one.md")).unwrap();
    sync::all(&room).unwrap();
    assert_eq!(found(&room, "harbour lang:ar"), ["one"]);
    assert_eq!(found(&room, "harbour lang:en"), Vec::<String>::new());
}

#[test]
fn the_window_has_its_list_at_once_and_hears_of_the_rest() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", &text("One", "First."));
    drop(Room::open(&desk.root, "tester").unwrap());
    desk.write("en/2026/two.md", &text("Two", "Second."));
    fs::remove_file(desk.root.join("en/2026/one.md")).unwrap();
    let (tell, heard) = mpsc::channel();
    let app = App::new(Settings { author: "tester".into(), recent: None }, move |event| drop(tell.send(event)));
    newsroom::open(&app, &desk.root).unwrap();
    let room = app.room().unwrap();
    room.wait_for_look();
    assert_eq!(listed(&room), ["en/two"]);
    loop {
        match heard.recv_timeout(Duration::from_secs(60)).expect("the window is told of what the look found") {
            Event::Changed(changed) => {
                assert!(changed.outside);
                break;
            }
            Event::Job(state) => assert_eq!((state.kind.as_str(), state.phase != wire::JobPhase::Failed), ("look", true)),
            Event::Warning(fault) => panic!("{fault:?}"),
        }
    }
}
