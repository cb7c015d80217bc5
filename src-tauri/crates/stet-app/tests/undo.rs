//! What Undo would take back outlives the process, and never meets a text that it does not fit.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod desk;

use stet_app::session::splice as apply;
use stet_app::wire::{DraftView, KeepUndo, Operation, UndoTrail};
use stet_app::{Room, sync, undo};

use desk::{Desk, ONE, edit, open, save, splice};

const FILE: &str = "en/2026/one.md";
const HISTORY: &str = "{\"done\":[1],\"undone\":[]}";

/// Saves, and keeps a history as the window does: with the last operation that it had an answer for.
fn save_and_keep(room: &Room, view: &DraftView, seq: u32) {
    let version = save(room, view).version;
    undo::keep(room, &KeepUndo { edition: view.story.edition, version, seq, history: HISTORY.into() }).unwrap();
}

/// The body at the end of the trail.
fn walk(trail: &UndoTrail, last: &str) -> String {
    let mut body = if trail.steps.is_empty() { last.to_owned() } else { trail.before.clone() };
    for step in &trail.steps {
        if let Some(whole) = &step.body {
            body.clone_from(whole);
        }
        for operation in &step.operations {
            let Operation::Splice { at, remove, insert } = operation else { panic!("{operation:?}") };
            apply(&mut body, *at, *remove, insert).unwrap();
        }
    }
    body
}

fn newsroom() -> (Desk, Room, DraftView) {
    let desk = Desk::new();
    desk.write(FILE, ONE);
    let room = desk.room();
    let view = open(&room, "one");
    (desk, room, view)
}

#[test]
fn a_history_comes_back_with_its_text() {
    let (desk, room, view) = newsroom();
    assert_eq!(view.undo, UndoTrail::default());
    let seq = edit(&room, &view, vec![splice(0, 5, "Typed")]).seq;
    save_and_keep(&room, &view, seq);
    drop(room);
    let view = open(&desk.room(), "one");
    assert_eq!((view.undo.history.as_str(), view.undo.steps.len()), (HISTORY, 0));
}

#[test]
fn a_process_killed_in_the_midst_of_typing_leaves_the_keys_that_came_after() {
    let (desk, room, view) = newsroom();
    let seq = edit(&room, &view, vec![splice(0, 5, "Typed")]).seq;
    save_and_keep(&room, &view, seq);
    edit(&room, &view, vec![splice(0, 0, "A"), splice(1, 0, "B")]);
    edit(&room, &view, vec![splice(0, 1, "")]);
    drop(room);
    let view = open(&desk.room(), "one");
    assert_eq!(view.undo.history, HISTORY);
    assert_eq!(view.undo.steps.len(), 3);
    assert!(view.undo.steps.iter().all(|step| step.own && step.at > 0));
    assert!(view.undo.before.starts_with("Typed paragraph."));
    assert_eq!(walk(&view.undo, &view.body), view.body);
    assert!(view.body.starts_with("BTyped"));
}

#[test]
fn keys_alone_can_be_taken_back_where_no_history_was_ever_kept() {
    let (desk, room, view) = newsroom();
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    drop(room);
    let view = open(&desk.room(), "one");
    assert_eq!((view.undo.history.as_str(), view.undo.steps.len()), ("", 1));
    assert!(view.undo.before.starts_with("First"));
    assert_eq!(walk(&view.undo, &view.body), view.body);
}

#[test]
fn a_history_that_has_not_heard_of_everything_is_not_kept() {
    let (desk, room, view) = newsroom();
    let seq = edit(&room, &view, vec![splice(0, 5, "Typed")]).seq;
    save_and_keep(&room, &view, seq);
    let seq = edit(&room, &view, vec![splice(0, 0, "One ")]).seq;
    // Typed while the save was on its way: the version holds it, the history does not.
    edit(&room, &view, vec![splice(0, 0, "Two ")]);
    save_and_keep(&room, &view, seq);
    drop(room);
    let view = open(&desk.room(), "one");
    // The one before is still right for its own text, and the way from there was typed here.
    assert!(view.undo.before.starts_with("Typed paragraph."));
    assert_eq!(view.undo.steps.iter().map(|step| step.own).collect::<Vec<_>>(), [true]);
    assert_eq!(walk(&view.undo, &view.body), view.body);
}

#[test]
fn what_came_from_outside_is_a_step_that_undo_does_not_take_back() {
    let (desk, room, view) = newsroom();
    let seq = edit(&room, &view, vec![splice(0, 5, "Typed")]).seq;
    save_and_keep(&room, &view, seq);
    drop(room);
    desk.write(FILE, &desk.read(FILE).replace("Third", "Outside"));
    let room = desk.room();
    let view = open(&room, "one");
    assert_eq!(view.undo.steps.iter().map(|step| step.own).collect::<Vec<_>>(), [false]);
    assert!(walk(&view.undo, &view.body).contains("Outside paragraph."));
    assert_eq!(walk(&view.undo, &view.body), view.body);
}

#[test]
fn whatever_happens_the_trail_ends_in_the_text() {
    let (desk, mut room, mut view) = newsroom();
    let mut seed = 11_u64;
    for round in 0..60 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        match (seed >> 33) % 6 {
            0 | 1 => drop(edit(&room, &view, vec![splice(0, 0, &format!("w{round} "))])),
            2 => {
                let seq = edit(&room, &view, vec![splice(0, 0, "k ")]).seq;
                save_and_keep(&room, &view, seq);
            }
            3 => {
                save(&room, &view);
            }
            4 => {
                let file = desk.read(FILE);
                desk.write(FILE, &format!("{file}\nOutside {round}.\n"));
                sync::all(&room).unwrap();
            }
            _ => {
                drop(room);
                room = desk.room();
            }
        }
        view = open(&room, "one");
        assert_eq!(walk(&view.undo, &view.body), view.body, "round {round}");
    }
}
