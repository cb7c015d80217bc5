//! History through the use cases: why versions are made, how they are found, named, compared and restored.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use stet_app::history::Part;
use stet_app::wire::{DraftView, EditDraft, Operation, SaveDraft, VersionRow};
use stet_app::{Room, compare, draft, export, history, import, newsroom, sync};

struct Desk {
    folder: tempfile::TempDir,
    root: PathBuf,
}

const ONE: &str = "---\ntitle: One # mine\ntags: [Sea]\n---\n\nFirst paragraph of the story.\n\nSecond paragraph of the story.\n\nThird paragraph of the story.\n";

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("newsroom");
        newsroom::create(&root, "The Test Post", &["en".into(), "ar".into()]).unwrap();
        let desk = Desk { folder, root };
        desk.write(ONE);
        desk
    }

    fn write(&self, text: &str) {
        fs::create_dir_all(self.root.join("en/2026")).unwrap();
        fs::write(self.root.join("en/2026/one.md"), text).unwrap();
    }

    fn read(&self) -> String {
        fs::read_to_string(self.root.join("en/2026/one.md")).unwrap()
    }

    fn room(&self) -> Room {
        Room::open(&self.root, "tester").unwrap()
    }
}

fn open(room: &Room) -> DraftView {
    draft::open(room, room.one_by_name("one").unwrap().id).unwrap()
}

/// Puts `new` in the place of `old` in the body.
fn type_over(room: &Room, old: &str, new: &str) {
    let view = open(room);
    let at = view.body.find(old).unwrap();
    let at = view.body[..at].encode_utf16().count() as u32;
    let operation = Operation::Splice { at, remove: old.encode_utf16().count() as u32, insert: new.into() };
    draft::edit(room, &EditDraft { edition: view.story.edition, revision: view.revision, operations: vec![operation] }).unwrap();
}

fn save(room: &Room, reason: &str) {
    draft::save(room, &SaveDraft { edition: open(room).story.edition, reason: reason.into() }).unwrap();
}

fn rows(room: &Room) -> Vec<VersionRow> {
    history::rows(room, &room.one_by_name("one").unwrap()).unwrap()
}

fn reasons(room: &Room) -> Vec<String> {
    let mut reasons: Vec<String> = rows(room).into_iter().map(|row| row.reason).collect();
    reasons.reverse();
    reasons
}

/// Texts of all versions, newest first.
fn texts(room: &Room) -> Vec<String> {
    let edition = room.one_by_name("one").unwrap();
    history::versions(room, &edition).unwrap().iter().map(|version| room.store().version_text(&version.id).unwrap()).collect()
}

fn restore(room: &Room, version: &str, part: Part<'_>) -> Result<(), stet_app::Fault> {
    let edition = room.one_by_name("one").unwrap();
    let version = history::find(room, &edition, version)?;
    history::restore(room, &edition, &version, part).map(drop)
}

fn export_all(desk: &Desk, room: &Room, name: &str) -> export::Sealed {
    let wanted = export::Wanted { despite_problems: true, ..export::Wanted::default() };
    match export::run(room, &wanted, &desk.folder.path().join(name), &mut |_| ControlFlow::Continue(())).unwrap() {
        export::Outcome::Sealed(sealed) => sealed,
        export::Outcome::Blocked(_) => panic!("blocked"),
    }
}

#[test]
fn every_reason_is_recorded_when_it_is_the_reason() {
    let desk = Desk::new();
    let room = desk.room();
    type_over(&room, "First", "1st");
    save(&room, "pause");
    type_over(&room, "1st", "The first");
    save(&room, "save");
    desk.write(&desk.read().replace("Third", "Last"));
    sync::all(&room).unwrap();
    assert_eq!(reasons(&room), ["found", "pause", "save", "outside-edit"]);

    // What is being typed is a version before an older one takes its place.
    type_over(&room, "Second", "Unsaved second");
    restore(&room, "@~1", Part::Whole).unwrap();
    assert_eq!(reasons(&room)[4..], ["before-restore", "restore"]);
    assert!(texts(&room)[1].contains("Unsaved second"));

    // Both sides are versions before a merge.
    type_over(&room, "The first", "Typed first");
    desk.write(&desk.read().replace("Third", "Outside third"));
    sync::all(&room).unwrap();
    let mut made = reasons(&room).split_off(6);
    made.sort_unstable();
    assert_eq!(made, ["before-merge", "merge", "outside-edit"]);
    assert!(desk.read().contains("Typed first") && desk.read().contains("Outside third"));

    // What is exported while it is being typed is a version, and no other version is made.
    type_over(&room, "Typed first", "Exported first");
    let before = rows(&room).len();
    export_all(&desk, &room, "bundle");
    let after = rows(&room);
    assert_eq!((after.len(), after[0].reason.as_str()), (before + 1, "export"));
    assert!(texts(&room)[0].contains("Exported first"));
}

#[test]
fn a_conflict_of_two_programs_keeps_what_was_typed_as_a_version_before_the_merge() {
    let desk = Desk::new();
    let (window, other) = (desk.room(), desk.room());
    open(&window);
    open(&other);
    type_over(&window, "First", "Window");
    type_over(&other, "Third", "Other");
    save(&other, "save");
    save(&window, "save");
    assert!(reasons(&window).contains(&"before-merge".to_owned()), "{:?}", reasons(&window));
    assert_eq!(rows(&window)[0].parents.len(), 2);
}

#[test]
fn a_crash_under_a_changed_file_keeps_what_was_typed_as_a_version_before_the_merge() {
    let desk = Desk::new();
    let room = desk.room();
    type_over(&room, "First", "Typed");
    drop(room);
    desk.write(&ONE.replace("Third", "Outside"));
    let room = desk.room();
    let body = open(&room).body;
    assert!(body.contains("Typed") && body.contains("Outside"), "{body}");
    assert!(reasons(&room).contains(&"before-merge".to_owned()), "{:?}", reasons(&room));
}

#[test]
fn an_import_is_a_reason_and_so_is_the_same_file_again() {
    let desk = Desk::new();
    let room = desk.room();
    let file = desk.folder.path().join("wire.md");
    let bring = |text: &str| {
        fs::write(&file, text).unwrap();
        import::run(&room, std::slice::from_ref(&file), None, &mut |_: &import::Report, _: import::Progress| ControlFlow::Continue(()))
            .unwrap()
    };
    let slug = bring("---\ntitle: Wire\n---\n\nFrom the wire.\n").imported[0].slug.clone();
    bring("---\ntitle: Wire\n---\n\nFrom the wire, again.\n");
    let rows = history::rows(&room, &room.one_by_name(&slug).unwrap()).unwrap();
    assert_eq!(rows.iter().map(|row| row.reason.as_str()).collect::<Vec<_>>(), ["import", "import"]);
}

#[test]
fn an_export_notes_the_versions_that_left_the_house() {
    let desk = Desk::new();
    let room = desk.room();
    type_over(&room, "First", "Second");
    save(&room, "save");
    export_all(&desk, &room, "first.zip");
    type_over(&room, "Second", "Third");
    save(&room, "save");
    let rows = rows(&room);
    let exported: Vec<bool> = rows.iter().map(|row| !row.exported.is_empty()).collect();
    assert_eq!(exported, [false, true, false]);
    assert_eq!(reasons(&room), ["found", "save", "save"], "an export of what was saved makes no version");
}

#[test]
fn a_part_comes_back_and_the_rest_stays() {
    let desk = Desk::new();
    let room = desk.room();
    type_over(&room, "Second paragraph of", "Second and better paragraph of");
    type_over(&room, "Third", "3rd");
    save(&room, "save");
    let first = rows(&room)[1].version.clone();
    type_over(&room, "First", "1st");
    restore(&room, &first, Part::Paragraph(2)).unwrap();
    let text = desk.read();
    assert_eq!(text, ONE.replace("Third", "3rd").replace("First", "1st"), "typed and not yet saved words stay as well");
    assert_eq!(open(&room).body, text[text.find("1st").unwrap()..]);
    assert_eq!(reasons(&room), ["found", "save", "before-restore", "restore"]);

    desk.write(&desk.read().replace("tags: [Sea]", "tags: [Quay]").replace("title: One", "title: Two"));
    sync::all(&room).unwrap();
    restore(&room, &first, Part::Field("tags")).unwrap();
    assert!(desk.read().contains("title: Two # mine") && desk.read().contains("Sea") && !desk.read().contains("Quay"), "{}", desk.read());

    let versions = rows(&room).len();
    restore(&room, &first, Part::Field("tags")).unwrap();
    assert_eq!(rows(&room).len(), versions, "what is so already makes no version");
    assert_eq!(restore(&room, &first, Part::Paragraph(9)).unwrap_err().code, "no-part");
    assert_eq!(restore(&room, &first, Part::Field("nothing")).unwrap_err().code, "no-part");
    assert_eq!(rows(&room).len(), versions, "a refusal changes nothing");
}

#[test]
fn no_text_that_ever_was_is_lost_by_restoring() {
    let desk = Desk::new();
    let room = desk.room();
    let mut seen = vec![desk.read()];
    for (old, new) in [("First", "1"), ("Second", "2"), ("Third", "3")] {
        type_over(&room, old, new);
        seen.push(draft::current_text(&room, &room.one_by_name("one").unwrap()).unwrap());
        restore(&room, "~0", Part::Whole).unwrap();
        seen.push(desk.read());
    }
    let kept = texts(&room);
    assert!(seen.iter().all(|text| kept.contains(text)));
}

#[test]
fn a_file_that_cannot_be_read_comes_back_by_restoring() {
    let desk = Desk::new();
    let room = desk.room();
    desk.write("---\ntitle: [\n---\n\nBroken.\n");
    sync::all(&room).unwrap();
    assert!(!open(&room).editable);
    restore(&room, "@~1", Part::Whole).unwrap();
    assert_eq!(desk.read(), ONE);
    assert!(open(&room).editable);
    assert!(texts(&room).iter().any(|text| text.contains("Broken.")));
}

#[test]
fn versions_are_found_by_letters_names_and_steps() {
    let desk = Desk::new();
    let room = desk.room();
    for word in ["a", "b", "c"] {
        type_over(&room, "paragraph", &format!("paragraph {word}"));
        save(&room, "save");
    }
    let edition = room.one_by_name("one").unwrap();
    let all = history::versions(&room, &edition).unwrap();
    let find =
        |wanted: &str| history::find(&room, &edition, wanted).map(|version| all.iter().position(|other| other.id == version.id).unwrap());
    let name = |at: usize, name: &str| history::name(&room, &edition, &all[at], name);
    name(2, "First cut").unwrap();
    let hex = all[1].id.hex();
    for (wanted, place) in [
        (&hex[..8], 1),
        (&*hex, 1),
        ("first CUT", 2),
        ("First cut~1", 3),
        ("~0", 0),
        ("~3", 3),
        ("@", 0),
        ("@~2", 2),
        (&format!("{}~2", &hex[..6]), 3),
    ] {
        assert_eq!(find(wanted).unwrap(), place, "{wanted}");
    }
    assert_eq!(find(&hex.to_uppercase()).unwrap(), 1);
    for (wanted, code) in [
        ("", "no-version"),
        ("abc", "no-version"),
        ("zzzz", "no-version"),
        ("ffffffffffff", "no-version"),
        ("~4", "no-version"),
        ("~x", "no-version"),
        ("@@", "no-version"),
    ] {
        assert_eq!(find(wanted).unwrap_err().code, code, "{wanted}");
    }
    assert_eq!(name(1, "FIRST cut").unwrap_err().code, "name-taken");
    for bad in ["draft", "file", "a~1", "@home", "two\nlines"] {
        assert_eq!(name(1, bad).unwrap_err().code, "name", "{bad}");
    }
    name(2, "").unwrap();
    name(1, "first cut").unwrap();
    assert_eq!(find("First cut").unwrap(), 1);
}

#[test]
fn an_ambiguous_beginning_says_which_versions_it_begins() {
    let desk = Desk::new();
    let room = desk.room();
    // An id is a hash of all of these, so that it is the same whenever this runs: the two begin with the same letters.
    desk.write("---\nid: 01JD3V7Y5Z0000000000000001\ntitle: Two\n---\n\nText.\n");
    fs::rename(desk.root.join("en/2026/one.md"), desk.root.join("en/2026/two.md")).unwrap();
    sync::all(&room).unwrap();
    let edition = room.one_by_name("two").unwrap();
    let keep = |number: i64| {
        room.store().keep_beside(edition.id, &[], &number.to_string(), number, "tester", stet_store::Reason::Pause).unwrap().hex()
    };
    let pair = [keep(6), keep(371)];
    let fault = history::find(&room, &edition, "d55d").unwrap_err();
    assert_eq!(fault.code, "version-ambiguous");
    assert!(fault.message.contains(&pair[0][..12]) && fault.message.contains(&pair[1][..12]), "{}", fault.message);
}

#[test]
fn words_are_counted_and_stay_counted() {
    let desk = Desk::new();
    let room = desk.room();
    type_over(&room, "First paragraph", "First and longer paragraph");
    save(&room, "save");
    let words: Vec<u32> = rows(&room).iter().map(|row| row.words).collect();
    assert_eq!(words, [17, 15]);
    drop(room);
    assert_eq!(desk.room().store().word_counts(1).unwrap().len(), 2);
}

#[test]
fn a_comparison_sees_what_is_typed_what_is_on_disk_and_what_another_program_journalled() {
    let desk = Desk::new();
    let window = desk.room();
    type_over(&window, "Second", "Journalled");
    let other = desk.room();
    let edition = other.one_by_name("one").unwrap();
    let side = |word: &str| compare::side(&other, &edition, word).unwrap();
    assert!(side("draft").text.contains("Journalled") && !side("file").text.contains("Journalled"));
    let (from, to) = compare::usual(&other, &edition).unwrap();
    assert_eq!((from.what, to.what), ("version", "draft"));
    let found = compare::comparison(&from, &to);
    assert_eq!((found.words_added, found.words_removed, found.blocks[1].fate.as_str()), (1, 1, "edited"));
    assert_eq!(other.store().journalled(edition.id).unwrap().len(), 1, "a look changes nothing");
    save(&window, "save");
    let (from, to) = compare::usual(&other, &other.one_by_name("one").unwrap()).unwrap();
    assert_eq!((from.what, to.what), ("version", "version"));
    assert!(compare::patch(&from, &to).contains("-Second paragraph"));
}

#[test]
fn a_keystroke_of_another_program_outlives_a_restore() {
    let desk = Desk::new();
    let window = desk.room();
    type_over(&window, "First", "1st");
    save(&window, "save");
    let other = desk.room();
    // The other program restores while the window types on, and the window dies before it saves.
    let edition = other.one_by_name("one").unwrap();
    let version = history::find(&other, &edition, "~1").unwrap();
    draft::open(&other, edition.id).unwrap();
    type_over(&window, "Third", "Typed third");
    history::restore(&other, &edition, &version, Part::Whole).unwrap();
    drop(window);
    drop(other);
    let room = desk.room();
    let body = open(&room).body;
    assert!(body.contains("Typed third") || texts(&room).iter().any(|text| text.contains("Typed third")), "{body}");
}

#[test]
fn the_window_asks_for_all_of_it_over_the_wire() {
    let desk = Desk::new();
    // The window lists what the store knows at once and looks at the files afterwards: the story is known before.
    drop(desk.room());
    let app = stet_app::App::new(stet_app::Settings { author: "tester".into(), recent: None }, |_| {});
    let call = |name: &str, payload: serde_json::Value| stet_app::wire::call(&app, name, payload);
    call("open_newsroom", serde_json::json!({ "path": desk.root })).unwrap();
    app.room().unwrap().wait_for_look();
    let rows = call("list_stories", serde_json::json!({})).unwrap();
    let edition = rows["stories"][0]["edition"].clone();
    call("open_draft", serde_json::json!({ "edition": edition })).unwrap();
    let typed = serde_json::json!({ "kind": "splice", "at": 0, "remove": 5, "insert": "Typed" });
    call("edit_draft", serde_json::json!({ "edition": edition, "revision": 1, "operations": [typed] })).unwrap();
    let first = call("history", serde_json::json!({ "edition": edition })).unwrap()["versions"][0]["version"].clone();
    let between = serde_json::json!({ "edition": edition, "from": first, "to": "draft" });
    let found = call("compare", between.clone()).unwrap();
    assert_eq!((found["to"]["what"].as_str(), found["words_added"].as_u64()), (Some("draft"), Some(1)));
    assert_eq!(call("compare_source", between).unwrap()["lines"][4]["sign"], "-");
    let named = call("name_version", serde_json::json!({ "edition": edition, "version": first, "name": "First" })).unwrap();
    assert_eq!((named["name"].as_str(), named["head"].as_bool()), (Some("First"), Some(true)));
    // The typed words are nowhere but in the journal, and still they are a version before the paragraph comes back.
    let view = call("restore_part", serde_json::json!({ "edition": edition, "version": "First", "paragraph": 1 })).unwrap();
    assert!(view["body"].as_str().unwrap().starts_with("First paragraph"));
    let reasons: Vec<_> = call("history", serde_json::json!({ "edition": edition })).unwrap()["versions"].as_array().unwrap().clone();
    assert_eq!(reasons.iter().map(|row| row["reason"].as_str().unwrap()).collect::<Vec<_>>(), ["restore", "before-restore", "found"]);
    let view = call("restore_version", serde_json::json!({ "edition": edition, "version": reasons[1]["version"] })).unwrap();
    assert!(view["body"].as_str().unwrap().starts_with("Typed paragraph"));
    assert_eq!(desk.read(), ONE.replace("First", "Typed"));
}
