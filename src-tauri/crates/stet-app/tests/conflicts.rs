//! Two sides change one place: both are versions, nobody is held up, the file is left alone, and somebody decides.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod desk;

use stet_app::wire::{ConflictView, DraftView, Fields, Operation, SettleConflict};
use stet_app::{Room, conflict, draft, history, newsroom, stories, sync};

use desk::{Desk, ONE, edit, open, save, splice};

const FILE: &str = "en/2026/one.md";

/// A draft in which “First” became “Mine” here and “Theirs” in the file, which also changed the third paragraph.
fn apart() -> (Desk, Room, DraftView, String) {
    let desk = Desk::new();
    desk.write(FILE, ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Mine")]);
    let theirs = ONE.replace("First", "Theirs").replace("Third", "Another");
    desk.write(FILE, &theirs);
    sync::all(&room).unwrap();
    let view = open(&room, "one");
    (desk, room, view, theirs)
}

fn places(room: &Room, view: &DraftView) -> ConflictView {
    conflict::view(room, i64::from(view.story.edition)).unwrap()
}

fn settle(room: &Room, view: &ConflictView, take: &str) -> ConflictView {
    let tokens = view.places.iter().map(|place| place.token.clone()).collect();
    conflict::settle(room, &SettleConflict { edition: view.edition, tokens, take: take.into() }).unwrap()
}

#[test]
fn what_does_not_overlap_is_merged_and_what_does_stands_side_by_side() {
    let (desk, room, view, theirs) = apart();
    assert_eq!(view.body, "Mine paragraph.\n\nSecond paragraph.\n\nAnother paragraph.\n");
    assert_eq!((view.conflicts, view.in_file, view.story.conflict), (1, false, true));
    let found = places(&room, &view);
    let place = &found.places[0];
    assert_eq!((place.base.trim(), place.mine.trim(), place.theirs.trim()), ("First paragraph.", "Mine paragraph.", "Theirs paragraph."));
    assert_eq!(&view.body[place.from as usize..place.to as usize], place.mine);
    // Both sides were versions first.
    let edition = room.one_by_name("one").unwrap();
    let texts: Vec<(String, String)> = history::versions(&room, &edition)
        .unwrap()
        .iter()
        .map(|version| (version.id.hex(), room.store().version_text(&version.id).unwrap()))
        .collect();
    assert!(texts.contains(&(found.theirs.clone(), theirs.clone())));
    assert!(texts.contains(&(found.mine.clone(), ONE.replace("First", "Mine"))));
    assert_eq!(desk.read(FILE), theirs, "the file is left to the other side");
}

#[test]
fn typing_and_saving_go_on_and_the_file_waits() {
    let (desk, room, view, theirs) = apart();
    let at = view.body.find("Second").unwrap() as u32;
    edit(&room, &view, vec![splice(at, 6, "Middle")]);
    let saved = save(&room, &view);
    assert!(saved.changed && !saved.in_file && saved.file_fault.is_empty(), "{saved:?}");
    assert_eq!(saved.conflicts, 1);
    assert_eq!(desk.read(FILE), theirs);
    assert_eq!(places(&room, &view).places.len(), 1, "what was typed elsewhere is no part of it");
    sync::all(&room).unwrap();
    assert_eq!(places(&room, &view).places.len(), 1);
}

#[test]
fn it_survives_a_restart_and_is_listed() {
    let (desk, room, view, _) = apart();
    let before = places(&room, &view);
    edit(&room, &view, vec![splice(0, 0, "All ")]);
    drop(room);
    let room = desk.room();
    let listed = stories::list(&room, &Default::default()).unwrap().stories;
    assert!(listed[0].conflict);
    assert_eq!(room.store().conflicted().unwrap().len(), 1);
    let view = open(&room, "one");
    assert!(view.body.starts_with("All Mine"));
    let after = places(&room, &view);
    assert_eq!(
        after.places.iter().map(|place| &place.token).collect::<Vec<_>>(),
        before.places.iter().map(|place| &place.token).collect::<Vec<_>>()
    );
    assert_eq!(after.places[0].mine.trim(), "All Mine paragraph.");
}

#[test]
fn each_way_of_deciding_ends_in_the_file_with_both_sides_as_parents() {
    for (take, first) in [
        ("mine", "Mine paragraph."),
        ("theirs", "Theirs paragraph."),
        ("both", "Mine paragraph.\n\nTheirs paragraph."),
        ("hand", "Ours paragraph."),
    ] {
        let (desk, room, view, _) = apart();
        let found = places(&room, &view);
        let place = &found.places[0];
        // What the window does: the choice is typed, then said.
        let (at, remove) = (place.from, place.to - place.from);
        match take {
            "theirs" => drop(edit(&room, &view, vec![splice(at, remove, &place.theirs)])),
            "both" => drop(edit(&room, &view, vec![splice(place.to, 0, &place.theirs)])),
            "hand" => drop(edit(&room, &view, vec![splice(at, 4, "Ours")])),
            _ => {}
        }
        let left = settle(&room, &places(&room, &view), take);
        assert!(left.places.is_empty());
        let file = desk.read(FILE);
        assert_eq!(file, format!("---\ntitle: One # mine\nodd: 1\n---\n\n{first}\n\nSecond paragraph.\n\nAnother paragraph.\n"), "{take}");
        let edition = room.one_by_name("one").unwrap();
        assert!(!edition.conflict);
        let versions = history::versions(&room, &edition).unwrap();
        let head = versions.iter().find(|version| version.id == edition.head).unwrap();
        assert_eq!(head.reason, "merge");
        assert!(head.parents.iter().any(|parent| parent.hex() == found.theirs), "{take}");
        // And it is over: nothing is open, the next edit goes to the file.
        let view = open(&room, "one");
        edit(&room, &view, vec![splice(0, 0, "x")]);
        assert!(save(&room, &view).in_file);
        assert!(desk.read(FILE).contains("\nx"));
    }
}

#[test]
fn what_is_brought_to_say_the_same_by_hand_needs_no_word() {
    let (desk, room, view, theirs) = apart();
    edit(&room, &view, vec![splice(0, 4, "Theirs")]);
    let saved = save(&room, &view);
    assert_eq!((saved.conflicts, saved.in_file), (0, true));
    assert_eq!(desk.read(FILE), theirs);
}

#[test]
fn fields_are_joined_by_key_and_asked_about_by_key() {
    let desk = Desk::new();
    desk.write(FILE, ONE);
    let room = desk.room();
    let view = open(&room, "one");
    let fields = Fields { title: "Mine".into(), kicker: "News".into(), ..view.fields.clone() };
    edit(&room, &view, vec![Operation::Fields { fields }]);
    desk.write(FILE, &ONE.replace("title: One", "title: Theirs\nstandfirst: Said there"));
    sync::all(&room).unwrap();
    let view = open(&room, "one");
    assert_eq!((view.fields.title.as_str(), view.fields.kicker.as_str(), view.fields.standfirst.as_str()), ("Mine", "News", "Said there"));
    let found = places(&room, &view);
    let seen: Vec<_> = found
        .places
        .iter()
        .map(|place| (place.kind.as_str(), place.field.as_str(), place.base.as_str(), place.mine.as_str(), place.theirs.as_str()))
        .collect();
    assert_eq!(seen, [("field", "title", "One", "Mine", "Theirs")]);
    assert_eq!(found.their_fields.title, "Theirs");
}

#[test]
fn a_key_the_window_has_no_box_for_is_put_in_by_the_newsroom() {
    for (take, wanted) in [("mine", "odd: 1"), ("theirs", "odd: [2, 3]")] {
        let desk = Desk::new();
        desk.write(FILE, ONE);
        let room = desk.room();
        let view = open(&room, "one");
        let edition = room.one_by_name("one").unwrap();
        let theirs_text = ONE.replace("odd: 1", "odd: [2, 3]");
        let theirs =
            room.store().keep_beside(edition.id, &[edition.head], &theirs_text, 1, "other", stet_store::Reason::OutsideEdit).unwrap();
        let base_text = ONE.replace("odd: 1\n", "");
        room.store().put_conflict(edition.id, &stet_store::Conflict { at: 1, mine: edition.head, theirs, base_text, theirs_text }).unwrap();
        edit(&room, &view, vec![splice(0, 5, "Typed")]);
        let found = places(&room, &view);
        let seen: Vec<_> = found
            .places
            .iter()
            .map(|place| (place.kind.as_str(), place.base.as_str(), place.mine.as_str(), place.theirs.as_str()))
            .collect();
        assert_eq!(seen, [("other", "", "1", "2, 3")]);
        assert!(settle(&room, &found, take).places.is_empty());
        assert_eq!(desk.read(FILE), ONE.replace("odd: 1", wanted).replace("First", "Typed"));
    }
}

#[test]
fn a_second_change_from_outside_joins_the_conflict_that_stands() {
    let (desk, room, view, theirs) = apart();
    let again = theirs.replace("Theirs", "Theirs again").replace("Second", "Other second");
    desk.write(FILE, &again);
    sync::all(&room).unwrap();
    let view = open(&room, &view.story.slug);
    assert!(view.body.contains("Other second paragraph.") && view.body.starts_with("Mine paragraph."), "{}", view.body);
    let found = places(&room, &view);
    assert_eq!(found.places.len(), 1);
    assert_eq!(found.places[0].theirs.trim(), "Theirs again paragraph.");
    assert_eq!(desk.read(FILE), again);
}

#[test]
fn two_programs_that_change_one_place_are_kept_apart() {
    let desk = Desk::new();
    desk.write(FILE, ONE);
    let (window, other) = (desk.room(), desk.room());
    let (view, there) = (open(&window, "one"), open(&other, "one"));
    edit(&window, &view, vec![splice(0, 5, "Window")]);
    edit(&other, &there, vec![splice(0, 5, "Other")]);
    save(&other, &there);
    let saved = save(&window, &view);
    assert_eq!((saved.conflicts, saved.in_file), (1, false));
    assert!(desk.read(FILE).contains("Other paragraph."), "the file is the other's until somebody decides");
    assert!(open(&window, "one").body.starts_with("Window paragraph."));
    let found = places(&window, &view);
    assert_eq!(found.places[0].theirs.trim(), "Other paragraph.");
    settle(&window, &found, "mine");
    assert!(desk.read(FILE).contains("Window paragraph."));
}

#[test]
fn a_crash_before_the_other_side_came_keeps_what_was_typed_in_hand() {
    let desk = Desk::new();
    desk.write(FILE, ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    drop(room);
    desk.write(FILE, &ONE.replace("First", "Outside").replace("Third", "Last"));
    let room = desk.room();
    let view = open(&room, "one");
    assert!(view.recovered);
    assert_eq!(view.body, "Typed paragraph.\n\nSecond paragraph.\n\nLast paragraph.\n");
    assert_eq!(view.conflicts, 1);
    assert!(desk.read(FILE).contains("Outside paragraph."));
    drop(room);
    assert_eq!(open(&desk.room(), "one").body, view.body);
}

#[test]
fn keys_typed_into_a_paragraph_that_changed_meanwhile_are_kept_apart_from_it() {
    let desk = Desk::new();
    desk.write(FILE, ONE);
    let room = desk.room();
    let view = open(&room, "one");
    desk.write(FILE, &ONE.replace("First paragraph.", "Another first."));
    sync::all(&room).unwrap();
    // The window has not heard of it yet and types into the same paragraph, and into a field.
    let fields = Fields { kicker: "News".into(), ..view.fields.clone() };
    edit(&room, &view, vec![splice(0, 5, "Typed"), Operation::Fields { fields }]);
    let after = open(&room, "one");
    assert!(after.body.starts_with("Typed paragraph."), "{}", after.body);
    assert_eq!(after.fields.kicker, "News");
    assert_eq!(places(&room, &after).places[0].theirs.trim(), "Another first.");
    save(&room, &after);
    assert!(desk.read(FILE).contains("Another first."));
}

#[test]
fn to_restore_a_version_is_to_decide() {
    let (desk, room, view, theirs) = apart();
    let found = places(&room, &view);
    let edition = room.one_by_name("one").unwrap();
    let version = history::find(&room, &edition, &found.theirs).unwrap();
    history::restore(&room, &edition, &version, history::Part::Whole).unwrap();
    assert_eq!(desk.read(FILE), theirs);
    assert!(!room.one_by_name("one").unwrap().conflict);
    assert!(places(&room, &view).places.is_empty());
}

#[test]
fn to_restore_the_version_one_has_is_to_decide_too_and_a_part_is_not() {
    let (desk, room, view, theirs) = apart();
    let found = places(&room, &view);
    let edition = room.one_by_name("one").unwrap();
    let other = history::find(&room, &edition, &found.theirs).unwrap();
    history::restore(&room, &edition, &other, history::Part::Paragraph(3)).unwrap();
    assert_eq!(places(&room, &view).places.len(), 1);
    assert_eq!(desk.read(FILE), theirs);
    let mine = history::find(&room, &edition, &room.one_by_name("one").unwrap().head.hex()).unwrap();
    history::restore(&room, &edition, &mine, history::Part::Whole).unwrap();
    assert!(places(&room, &view).places.is_empty());
    assert!(desk.read(FILE).contains("Mine paragraph."));
    let edition = room.one_by_name("one").unwrap();
    let head = history::find(&room, &edition, &edition.head.hex()).unwrap();
    assert!(head.parents.iter().any(|parent| parent.hex() == found.theirs));
}

#[test]
fn the_newsroom_names_them_when_it_is_opened() {
    let (desk, room, _, _) = apart();
    drop(room);
    let app = stet_app::App::new(stet_app::Settings { author: "tester".into(), recent: None }, |_| {});
    let view = newsroom::open(&app, &desk.root).unwrap();
    assert_eq!(view.conflicts.len(), 1);
    assert_eq!(draft::open(&app.room().unwrap(), i64::from(view.conflicts[0].edition)).unwrap().conflicts, 1);
}

#[test]
fn the_same_other_side_again_changes_nothing() {
    let (desk, room, view, theirs) = apart();
    let before = places(&room, &view);
    // As after a crash before it was noted what the file holds.
    let known = stet_store::hash(ONE.as_bytes());
    room.store().mirrored(&[(i64::from(view.story.edition), known)]).unwrap();
    drop(room);
    let room = desk.room();
    let after = places(&room, &open(&room, "one"));
    assert_eq!(
        after.places.iter().map(|place| &place.token).collect::<Vec<_>>(),
        before.places.iter().map(|place| &place.token).collect::<Vec<_>>()
    );
    assert_eq!(desk.read(FILE), theirs);
}

#[test]
fn a_file_that_is_deleted_while_somebody_has_to_decide_takes_nothing_away() {
    let (desk, room, view, _) = apart();
    std::fs::remove_file(desk.root.join(FILE)).unwrap();
    sync::all(&room).unwrap();
    assert_eq!(open(&room, "one").body, view.body);
    let found = places(&room, &view);
    settle(&room, &found, "mine");
    assert!(desk.read(FILE).contains("Mine paragraph."));
}

/// Whatever two sides do by turns, every text that either of them had is a version, and what is in hand is ours.
#[test]
fn nothing_of_either_side_is_ever_lost() {
    let mut seed = 5_u64;
    let mut draw = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..6 {
        let desk = Desk::new();
        desk.write(FILE, ONE);
        let mut room = desk.room();
        let mut view = open(&room, "one");
        let mut texts = vec![ONE.to_owned()];
        for step in 0..24 {
            let words = ["First", "Second", "Third"];
            match draw(6) {
                0 | 1 => {
                    let at = draw(view.body.encode_utf16().count() as u64 + 1) as u32;
                    edit(&room, &view, vec![splice(at, 0, &format!("m{step}"))]);
                }
                2 | 3 => {
                    let text = desk.read(FILE).replace(words[draw(3) as usize], &format!("t{step}"));
                    desk.write(FILE, &text);
                    texts.push(text);
                    sync::all(&room).unwrap();
                }
                4 => drop(save(&room, &view)),
                _ => {
                    drop(room);
                    room = desk.room();
                }
            }
            let next = open(&room, "one");
            view = next;
        }
        save(&room, &view);
        let edition = room.one_by_name("one").unwrap();
        let kept: Vec<String> =
            history::versions(&room, &edition).unwrap().iter().map(|version| room.store().version_text(&version.id).unwrap()).collect();
        for text in &texts {
            assert!(kept.contains(text), "a text of the other side is no version:\n{text}");
        }
        let found = places(&room, &view);
        if found.places.is_empty() {
            assert!(save(&room, &open(&room, "one")).in_file);
        } else {
            assert!(settle(&room, &found, "mine").places.is_empty());
        }
        assert_eq!(desk.read(FILE), draft::current_text(&room, &room.one_by_name("one").unwrap()).unwrap());
    }
}
