//! Drafts through the use cases: typed, journalled, killed, recovered, merged, saved.

mod desk;

use std::fs;

use stet_app::wire::{DraftView, Fields, NewDraft, Operation, SaveDraft};
use stet_app::{draft, history, stories, sync};

use desk::{Desk, ONE, edit, open, save, splice};

#[test]
fn what_was_typed_is_there_after_a_crash_and_without_a_save() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "نص"), splice(2, 0, " 😀")]);
    let fields = Fields { kicker: "News".into(), ..view.fields.clone() };
    edit(&room, &view, vec![Operation::Fields { fields }]);
    // The process ends without a word.
    drop(room);
    assert_eq!(desk.read("en/2026/one.md"), ONE, "typing alone does not touch the file");
    let room = desk.room();
    let view = open(&room, "one");
    assert!(view.recovered);
    assert!(view.body.starts_with("نص 😀 paragraph."), "{}", view.body);
    assert_eq!(view.fields.kicker, "News");
    let saved = save(&room, &view);
    assert!(saved.changed);
    assert_eq!(desk.read("en/2026/one.md"), ONE.replace("First", "نص 😀").replace("mine\n", "mine\nkicker: News\n"));
    assert!(!open(&room, "one").recovered);
}

#[test]
fn a_save_without_a_change_makes_no_version_and_leaves_the_file() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 0, "x")]);
    edit(&room, &view, vec![splice(0, 1, "")]);
    assert!(!save(&room, &view).changed);
    assert_eq!(history::versions(&room, &room.one_by_name("one").unwrap()).unwrap().len(), 1);
    assert_eq!(desk.read("en/2026/one.md"), ONE);
}

#[test]
fn only_the_disk_changed_and_it_is_taken() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    desk.write("en/2026/one.md", &ONE.replace("Second", "Changed"));
    let found = sync::all(&room).unwrap();
    assert_eq!(found.changed, [i64::from(view.story.edition)]);
    let after = open(&room, "one");
    assert!(after.body.contains("Changed paragraph."));
    assert!(after.revision > view.revision);
}

#[test]
fn both_changed_different_paragraphs_and_both_are_kept() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    desk.write("en/2026/one.md", &ONE.replace("Third", "Outside"));
    // Nobody looked yet: the save itself must notice.
    save(&room, &view);
    let text = desk.read("en/2026/one.md");
    assert!(text.contains("Typed paragraph.") && text.contains("Outside paragraph.") && text.contains("# mine"), "{text}");
    assert!(room.notices().is_empty());
}

#[test]
fn both_changed_one_paragraph_and_neither_is_lost() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Mine")]);
    let theirs = ONE.replace("First", "Theirs");
    desk.write("en/2026/one.md", &theirs);
    let found = sync::all(&room).unwrap();
    assert!(found.notices.iter().any(|notice| notice.contains("Both are kept")), "{:?}", found.notices);
    assert!(open(&room, "one").body.starts_with("Mine paragraph."));
    let edition = room.one_by_name("one").unwrap();
    let texts: Vec<String> =
        history::versions(&room, &edition).unwrap().iter().map(|version| room.store().version_text(&version.id).unwrap()).collect();
    assert!(texts.contains(&theirs) && texts.iter().any(|text| text.contains("Mine paragraph.")));
}

#[test]
fn keys_typed_on_the_old_text_find_their_place_in_the_new_one() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    desk.write("en/2026/one.md", &ONE.replace("First paragraph.", "A much longer first paragraph."));
    sync::all(&room).unwrap();
    // The window has not heard of it yet and types into the third paragraph by the old offsets.
    let at = view.body.find("Third").unwrap() as u32;
    let answer = edit(&room, &view, vec![splice(at, 5, "Typed")]);
    assert_ne!(answer.revision, view.revision);
    let body = open(&room, "one").body;
    assert_eq!(body, "A much longer first paragraph.\n\nSecond paragraph.\n\nTyped paragraph.\n");
    drop(room);
    assert_eq!(open(&desk.room(), "one").body, body, "and the journal knows it");
}

#[test]
fn two_programs_on_one_newsroom_are_both_right() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let (window, other) = (desk.room(), desk.room());
    let view = open(&window, "one");
    edit(&window, &view, vec![splice(0, 5, "Window")]);
    let there = open(&other, "one");
    let at = there.body.find("Third").unwrap() as u32;
    edit(&other, &there, vec![splice(at, 5, "Other")]);
    save(&other, &there);
    save(&window, &view);
    let text = desk.read("en/2026/one.md");
    assert!(text.contains("Window paragraph.") && text.contains("Other paragraph."), "{text}");
}

#[test]
fn a_new_story_is_safe_before_it_has_a_name_and_is_named_by_its_headline() {
    let desk = Desk::new();
    let room = desk.room();
    let view = draft::create(&room, &NewDraft { lang: "ar".into(), ..NewDraft::default() }).unwrap();
    assert_eq!(view.direction, "rtl");
    edit(&room, &view, vec![splice(0, 0, "نص بلا عنوان")]);
    drop(room);
    let room = desk.room();
    let again = draft::open(&room, i64::from(view.story.edition)).unwrap();
    assert_eq!(again.body, "نص بلا عنوان");
    let fields = Fields { title: "جدار الميناء".into(), ..again.fields.clone() };
    edit(&room, &again, vec![Operation::Fields { fields }]);
    let saved = save(&room, &again);
    assert!(saved.story.path.ends_with("/جدار-الميناء.md"), "{}", saved.story.path);
    assert!(desk.read(&saved.story.path).contains("نص بلا عنوان"));
    assert_eq!(stories::all(&room).unwrap().len(), 1);
    assert!(desk.room().one_by_name("ar/جدار-الميناء").is_ok());
}

#[test]
fn a_language_edition_shares_the_story() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", "---\nid: 01JD3V7Y5Z0000000000000001\ntitle: One\ntags: [Sea]\n---\n\nText.\n");
    let room = desk.room();
    let view = open(&room, "one");
    let arabic = draft::create(&room, &NewDraft { lang: "ar".into(), story: view.story.id.clone(), ..NewDraft::default() }).unwrap();
    assert_eq!((arabic.story.id.as_str(), arabic.fields.tags.as_slice()), (view.story.id.as_str(), &["Sea".to_owned()][..]));
    assert_eq!(open(&room, "one").siblings[0].lang, "ar");
    assert!(draft::create(&room, &NewDraft { lang: "ar".into(), story: view.story.id, ..NewDraft::default() }).is_err());
}

#[test]
fn a_file_that_cannot_be_written_keeps_the_version_and_says_so() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    // A folder where the file should be: the rename over it fails, whoever runs this.
    fs::remove_file(desk.root.join("en/2026/one.md")).unwrap();
    fs::create_dir(desk.root.join("en/2026/one.md")).unwrap();
    let saved = save(&room, &view);
    assert!(saved.changed && !saved.file_fault.is_empty(), "{saved:?}");
    fs::remove_dir(desk.root.join("en/2026/one.md")).unwrap();
    assert_eq!(save(&room, &view).file_fault, "");
    assert!(desk.read("en/2026/one.md").contains("Typed paragraph."));
}

#[test]
fn a_changed_slug_leads_on_from_the_one_that_readers_knew() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", "---\ntitle: One # mine\nslug: one\nstate: ready\n---\n\nText.\n");
    desk.write("en/2026/two.md", "---\ntitle: Two\nslug: two\nstate: spiked\n---\n\nText.\n");
    let room = desk.room();
    let view = open(&room, "one");
    let rename = |view: &DraftView, slug: &str, reason: &str| {
        edit(&room, view, vec![Operation::Fields { fields: Fields { slug: slug.into(), ..view.fields.clone() } }]);
        draft::save(&room, &SaveDraft { edition: view.story.edition, reason: reason.into() }).unwrap();
    };
    let line = || {
        desk.read("en/2026/one.md")
            .lines()
            .filter(|line| line.contains("old_slugs") || line.starts_with("- ") || line.starts_with("  - "))
            .collect::<Vec<_>>()
            .join("|")
    };
    // What the slug was while it was typed is no address that anybody knew.
    for typed in ["one-b", "one-be", "one-better"] {
        rename(&view, typed, "pause");
    }
    assert_eq!(line(), "old_slugs: [one]");
    rename(&view, "one-better", "save");
    rename(&view, "one-best", "pause");
    assert_eq!(line(), "old_slugs: [one, one-better]");
    assert!(desk.read("en/2026/one.md").contains("title: One # mine\n"));
    rename(&view, "one", "save");
    assert_eq!(line(), "old_slugs: [one-better]", "an address that it has again leads nowhere else");
    // A story that could not be out has no address that anybody knew.
    let view = open(&room, "two");
    rename(&view, "second", "save");
    assert!(!desk.read("en/2026/two.md").contains("old_slugs"));
    let is_moved = stet_app::site::built(&room).unwrap().outputs().iter().any(|output| output.path == "en/one-better/index.html");
    assert!(is_moved, "the old address is a page of the site");
}

#[test]
fn keys_typed_while_another_process_takes_the_journal_are_never_dropped() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let window = desk.room();
    let view = open(&window, "one");
    edit(&window, &view, vec![splice(0, 0, "one ")]);
    // The command line opens the draft with what is journalled, and saves it.
    let other = desk.room();
    let there = open(&other, "one");
    save(&other, &there);
    // The window types on, into a journal that is empty now; then the other one goes back to an older version.
    edit(&window, &view, vec![splice(0, 0, "two ")]);
    let edition = other.one_by_name("one").unwrap();
    let first = history::versions(&other, &edition).unwrap().pop().unwrap();
    history::restore(&other, &edition, &first, history::Part::Whole).unwrap();
    edit(&window, &view, vec![splice(0, 0, "three ")]);
    drop((window, other));
    // Killed here: every word is in the text or in a version.
    let room = desk.room();
    let body = open(&room, "one").body;
    let edition = room.one_by_name("one").unwrap();
    let texts: Vec<String> =
        history::versions(&room, &edition).unwrap().iter().map(|version| room.store().version_text(&version.id).unwrap()).collect();
    for word in ["one ", "two ", "three "] {
        assert!(body.contains(word) || texts.iter().any(|text| text.contains(word)), "{word} is lost: {body}");
    }
}

#[test]
fn keys_in_the_middle_find_their_place_after_another_process_merged_the_journal() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let window = desk.room();
    let view = open(&window, "one");
    let at = view.body.find("Third").unwrap() as u32;
    edit(&window, &view, vec![splice(at, 5, "Typed")]);
    // A file that changed, and a command line that brings it, the journal and the head together.
    desk.write("en/2026/one.md", &ONE.replace("First paragraph.", "A first paragraph that is a good deal longer."));
    let other = desk.room();
    save(&other, &open(&other, "one"));
    // The window has heard of none of it, types on in the middle, and is killed.
    edit(&window, &view, vec![splice(at + 5, 0, " here")]);
    drop((window, other));
    let room = desk.room();
    let body = open(&room, "one").body;
    assert_eq!(body, "A first paragraph that is a good deal longer.\n\nSecond paragraph.\n\nTyped here paragraph.\n");
}
