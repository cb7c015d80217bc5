//! What other programs do to a newsroom's files, and what becomes of the stories: nothing is lost, nothing is doubled.

use std::fs;

use crate::desk::{Desk, ONE, edit, open, save, splice};
use stet_app::wire::{EditDraft, SaveDraft};
use stet_app::{draft, history, stories, sync};

/// Reasons of an edition's versions, the oldest first.
fn reasons(room: &stet_app::Room, slug: &str) -> Vec<String> {
    let edition = room.one_by_name(slug).unwrap();
    history::versions(room, &edition).unwrap().into_iter().rev().map(|version| version.reason).collect()
}

#[test]
fn deleted_and_put_back_unchanged_is_no_new_version() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let id = room.one_by_name("one").unwrap().id;
    desk.remove("en/2026/one.md");
    sync::all(&room).unwrap();
    assert!(room.one_by_name("one").is_err());
    assert!(stories::search(&room, "paragraph", 9).unwrap().is_empty());
    desk.write("en/2026/one.md", ONE);
    sync::all(&room).unwrap();
    assert_eq!(room.one_by_name("one").unwrap().id, id);
    assert_eq!(reasons(&room, "one"), ["found"]);
    assert_eq!(stories::search(&room, "paragraph", 9).unwrap().len(), 1, "and it is found again");
    // Put back with other text, that text is a version.
    desk.remove("en/2026/one.md");
    sync::all(&room).unwrap();
    desk.write("en/2026/one.md", &ONE.replace("First", "Changed"));
    sync::all(&room).unwrap();
    assert_eq!(reasons(&room, "one"), ["found", "outside-edit"]);
    assert_eq!(stories::search(&room, "changed", 9).unwrap().len(), 1);
}

#[test]
fn a_file_that_went_and_came_back_under_another_name_is_the_same_edition() {
    let with_id = ONE.replace("title:", "id: 01JD3V7Y5Z0000000000000001\ntitle:");
    for (text, after) in [(ONE.to_owned(), ONE.to_owned()), (with_id.clone(), with_id.replace("Second", "Edited"))] {
        let desk = Desk::new();
        desk.write("en/2026/one.md", &text);
        let room = desk.room();
        let id = room.one_by_name("one").unwrap().id;
        desk.remove("en/2026/one.md");
        sync::all(&room).unwrap();
        desk.write("en/2027/uno.md", &after);
        sync::all(&room).unwrap();
        let edition = room.one_by_name("uno").unwrap();
        assert_eq!((edition.id, edition.path.as_str()), (id, "en/2027/uno.md"));
        assert_eq!(room.store().head_text(&edition).unwrap(), after);
        assert_eq!(stories::search(&room, "paragraph", 9).unwrap().len(), 1);
    }
}

#[test]
fn a_file_named_as_a_deleted_one_is_not_mixed_up_with_it() {
    let (a, b) =
        (ONE.replace("title:", "id: 01JD3V7Y5Z000000000000000A\ntitle:"), ONE.replace("title:", "id: 01JD3V7Y5Z000000000000000B\ntitle:"));
    let desk = Desk::new();
    desk.write("en/2026/a.md", &a);
    desk.write("en/2026/b.md", &b);
    let room = desk.room();
    let id = room.one_by_name("b").unwrap().id;
    desk.remove("en/2026/a.md");
    sync::all(&room).unwrap();
    desk.rename("en/2026/b.md", "en/2026/a.md");
    sync::all(&room).unwrap();
    let edition = room.one_by_name("a").unwrap();
    assert_eq!((edition.id, edition.story.as_str()), (id, "01JD3V7Y5Z000000000000000B"));
    assert_eq!(reasons(&room, "a"), ["found"]);
    // The first one still comes back, under the name it is given.
    desk.write("en/2026/c.md", &a);
    sync::all(&room).unwrap();
    assert_eq!(room.one_by_name("c").unwrap().story, "01JD3V7Y5Z000000000000000A");
    assert_eq!(reasons(&room, "c"), ["found"]);
}

#[test]
fn files_that_change_places_take_their_stories_with_them() {
    let (a, b) =
        (ONE.replace("title:", "id: 01JD3V7Y5Z000000000000000A\ntitle:"), ONE.replace("title:", "id: 01JD3V7Y5Z000000000000000B\ntitle:"));
    let desk = Desk::new();
    desk.write("en/2026/a.md", &a);
    desk.write("en/2026/b.md", &b);
    let room = desk.room();
    let (first, second) = (room.one_by_name("a").unwrap().id, room.one_by_name("b").unwrap().id);
    desk.rename("en/2026/a.md", "en/2026/x.tmp");
    desk.rename("en/2026/b.md", "en/2026/a.md");
    desk.rename("en/2026/x.tmp", "en/2026/b.md");
    sync::all(&room).unwrap();
    assert_eq!(room.one_by_name("a").unwrap().id, second);
    assert_eq!(room.one_by_name("b").unwrap().id, first);
    assert_eq!((reasons(&room, "a"), reasons(&room, "b")), (vec!["found".to_owned()], vec!["found".to_owned()]));
}

#[test]
fn the_folder_says_the_language() {
    let with_id = ONE.replace("title:", "id: 01JD3V7Y5Z0000000000000001\ntitle:");
    for (text, after) in [(ONE.to_owned(), ONE.to_owned()), (with_id.clone(), with_id.replace("Second", "Edited"))] {
        let desk = Desk::new();
        desk.write("en/2026/one.md", &text);
        let room = desk.room();
        let before = room.one_by_name("one").unwrap();
        desk.rename("en/2026/one.md", "ar/2026/one.md");
        desk.write("ar/2026/one.md", &after);
        sync::all(&room).unwrap();
        let edition = room.one_by_name("ar/one").unwrap();
        assert_eq!((edition.id, &edition.story, edition.lang.as_str()), (before.id, &before.story, "ar"));
        assert_eq!(stories::all(&room).unwrap().len(), 1);
    }
    // A story that has an edition in that language already keeps it; the file is a second one, and Stet says so.
    let desk = Desk::new();
    desk.write("en/2026/one.md", &with_id);
    desk.write("ar/2026/one.md", &with_id.replace("Second", "ثانية"));
    let room = desk.room();
    desk.rename("en/2026/one.md", "ar/2026/two.md");
    desk.write("ar/2026/two.md", &with_id.replace("Second", "Edited"));
    let found = sync::all(&room).unwrap();
    assert!(found.notices.iter().any(|notice| notice.contains("ar/2026/two.md") && notice.contains("same id")), "{:?}", found.notices);
    assert_eq!(reasons(&room, "ar/one"), ["found"]);
    assert_eq!(reasons(&room, "ar/two"), ["found"]);
}

#[test]
fn an_emptied_file_is_half_a_write_and_never_a_version() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    for hollow in ["", "\n", "\0\0\0\0\0\0"] {
        desk.write("en/2026/one.md", hollow);
        let found = sync::all(&room).unwrap();
        assert_eq!(found.changed, [] as [i64; 0]);
        assert!(found.notices.iter().any(|notice| notice.contains("en/2026/one.md")), "{:?}", found.notices);
        assert!(open(&room, "one").body.contains("First paragraph."));
        assert_eq!(reasons(&room, "one"), ["found"]);
    }
    desk.write("en/2026/one.md", &ONE.replace("First", "Later"));
    sync::all(&room).unwrap();
    assert_eq!(reasons(&room, "one"), ["found", "outside-edit"]);
    // A new file that is still empty is no story yet.
    desk.write("en/2026/two.md", "");
    sync::all(&room).unwrap();
    assert!(room.one_by_name("two").is_err());
    desk.write("en/2026/two.md", ONE);
    sync::all(&room).unwrap();
    assert_eq!(reasons(&room, "two"), ["found"]);
    // What is typed here goes over an emptied file.
    desk.write("en/2026/one.md", "");
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    save(&room, &view);
    assert!(desk.read("en/2026/one.md").contains("Typed paragraph."));
}

#[test]
fn things_in_the_way_of_a_file_delete_no_story() {
    let desk = Desk::new();
    let names = ["folder", "link", "dangling", "letters", "huge", "pipe"];
    for name in names {
        desk.write(&format!("en/2026/{name}.md"), &ONE.replace("First", name));
    }
    let room = desk.room();
    let path = |name: &str| desk.root.join(format!("en/2026/{name}.md"));
    for name in names {
        fs::remove_file(path(name)).unwrap();
    }
    fs::create_dir(path("folder")).unwrap();
    fs::write(path("folder").join("inside.md"), "Inside.\n").unwrap();
    std::os::unix::fs::symlink(desk.root.join("newsroom.toml"), path("link")).unwrap();
    std::os::unix::fs::symlink("/nowhere", path("dangling")).unwrap();
    fs::write(path("letters"), b"caf\xe9 in another century\n").unwrap();
    fs::File::create(path("huge")).unwrap().set_len(200 * 1024 * 1024).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    let found = sync::all(&room).unwrap();
    for name in names {
        assert!(room.one_by_name(name).is_ok(), "{name} is gone");
        assert!(found.notices.iter().any(|notice| notice.contains(&format!("{name}.md"))), "{name}: {:?}", found.notices);
        assert_eq!(reasons(&room, name), ["found"]);
        // A save looks at the one file again, and must not wait for a pipe.
        let view = open(&room, name);
        draft::save(&room, &SaveDraft { edition: view.story.edition, reason: "save".into() }).unwrap();
    }
    assert!(room.one_by_name("inside").is_ok(), "a folder may be called anything");
    for name in names {
        let _ = fs::remove_file(path(name)).or_else(|_| fs::remove_dir_all(path(name)));
        desk.write(&format!("en/2026/{name}.md"), &ONE.replace("First", name));
    }
    sync::all(&room).unwrap();
    for name in names {
        assert_eq!(reasons(&room, name), ["found"]);
    }
}

#[test]
fn what_cannot_be_read_is_not_taken_for_deleted() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    desk.write("en/2027/two.md", ONE);
    let room = desk.room();
    let mode = |name: &str, mode| fs::set_permissions(desk.root.join(name), fs::Permissions::from_mode(mode)).unwrap();
    mode("en/2026/one.md", 0o000);
    mode("en/2027", 0o000);
    // Root reads everything; then there is nothing to see here.
    let root = fs::read(desk.root.join("en/2026/one.md")).is_ok();
    let found = sync::all(&room).unwrap();
    mode("en/2026/one.md", 0o644);
    mode("en/2027", 0o755);
    assert!(room.one_by_name("one").is_ok() && room.one_by_name("two").is_ok());
    assert!(root || found.notices.len() == 2, "{:?}", found.notices);
}

#[test]
fn two_names_that_differ_by_case_are_two_stories_and_a_case_only_rename_is_a_rename() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    desk.write("en/2026/One.md", &ONE.replace("First", "Other"));
    let room = desk.room();
    assert_eq!(stories::all(&room).unwrap().len(), 2);
    let at = |path: &str| room.store().edition_at(path).unwrap().unwrap();
    let id = at("en/2026/One.md").id;
    desk.rename("en/2026/One.md", "en/2026/ONE.md");
    sync::all(&room).unwrap();
    assert_eq!(at("en/2026/ONE.md").id, id);
    assert_eq!(stories::all(&room).unwrap().len(), 2);
    desk.rename("en/2026/one.md", "en/2026/One.md");
    sync::all(&room).unwrap();
    assert_eq!(stories::all(&room).unwrap().len(), 2);
    assert_eq!(history::versions(&room, &at("en/2026/One.md")).unwrap().len(), 1);
}

#[test]
fn a_newsroom_that_vanishes_and_returns_loses_no_story() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    let away = desk.root.with_file_name("away");
    fs::rename(&desk.root, &away).unwrap();
    let fault = sync::all(&room).unwrap_err();
    assert_eq!(fault.code, "newsroom-gone", "{fault}");
    // An empty folder in its place is what an unmounted disk leaves.
    fs::create_dir(&desk.root).unwrap();
    assert_eq!(sync::all(&room).unwrap_err().code, "newsroom-gone");
    let request = EditDraft { edition: view.story.edition, revision: view.revision, operations: vec![splice(0, 0, "x")] };
    assert_eq!(draft::edit(&room, &request).unwrap_err().code, "newsroom-gone", "nothing is acknowledged that is not there");
    assert_eq!(fs::read_dir(&desk.root).unwrap().count(), 0, "nothing is written there");
    fs::remove_dir(&desk.root).unwrap();
    fs::rename(&away, &desk.root).unwrap();
    assert!(sync::all(&room).unwrap().changed.is_empty());
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    save(&room, &view);
    assert!(desk.read("en/2026/one.md").contains("Typed paragraph."));
    assert_eq!(reasons(&room, "one"), ["found", "save"]);
}

#[test]
fn a_file_left_behind_its_version_by_a_crash_is_written_at_the_next_start() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    save(&room, &view);
    // As if the process had died between the version and the file: the file and what is known of it are the old ones.
    desk.write("en/2026/one.md", ONE);
    let edition = room.one_by_name("one").unwrap();
    room.store().mirrored(&[(edition.id, stet_store::hash(ONE.as_bytes()))]).unwrap();
    drop(room);
    let room = desk.room();
    assert!(desk.read("en/2026/one.md").contains("Typed paragraph."));
    assert_eq!(reasons(&room, "one"), ["found", "save"]);
}

#[test]
fn the_other_side_of_a_conflict_is_not_written_over_by_a_look() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Mine")]);
    let theirs = ONE.replace("First", "Theirs");
    desk.write("en/2026/one.md", &theirs);
    sync::all(&room).unwrap();
    sync::all(&room).unwrap();
    drop(room);
    let _room = desk.room();
    assert_eq!(desk.read("en/2026/one.md"), theirs);
}

#[test]
fn unsaved_text_of_a_deleted_file_is_still_there_after_a_crash() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    drop(room);
    desk.remove("en/2026/one.md");
    let room = desk.room();
    assert!(room.notices().iter().any(|notice| notice.contains("en/2026/one.md")), "{:?}", room.notices());
    let view = open(&room, "one");
    assert!(view.body.starts_with("Typed paragraph."));
    save(&room, &view);
    assert!(desk.read("en/2026/one.md").contains("Typed paragraph."));
}

#[test]
fn temporary_files_of_editors_are_no_stories() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    for name in [".one.md.swp", ".#one.md", "#one.md#", "one.md~", "4913", ".one.md.Xy1.stet-part", "one.md.tmp", ".goutputstream-X.md"] {
        desk.write(&format!("en/2026/{name}"), ONE);
    }
    let found = sync::all(&room).unwrap();
    assert!(found.changed.is_empty() && found.notices.is_empty(), "{found:?}");
    assert_eq!(stories::all(&room).unwrap().len(), 1);
}

#[test]
fn an_edit_that_arrives_at_the_last_moment_is_never_written_over() {
    // Between the look and the write of a save another program writes too: the write must notice, and nothing is gone
    // from the disk before it is kept.
    let desk = Desk::new();
    let theirs = ONE.replace("Third", "Outside");
    desk.write("en/2026/one.md", &theirs);
    let write = |text: &[u8], known: &str, fails: bool| {
        let mut kept = Vec::new();
        let known = Some(stet_store::hash(known.as_bytes()));
        let written = stet_app::mirror::write_over(&desk.root, "en/2026/one.md", text, known, &mut |bytes| {
            kept.push(String::from_utf8(bytes).unwrap());
            if fails { Err(stet_app::Fault::new("test", "The store is full.", "")) } else { Ok(()) }
        });
        assert_eq!(written.is_err(), fails);
        kept
    };
    let files = || fs::read_dir(desk.root.join("en/2026")).unwrap().count();
    assert_eq!(write(b"Ours.\n", ONE, false), std::slice::from_ref(&theirs));
    assert_eq!((desk.read("en/2026/one.md").as_str(), files()), ("Ours.\n", 1));
    assert_eq!(write(ONE.as_bytes(), "Ours.\n", false), [] as [String; 0], "what is known is no news");
    assert_eq!(files(), 1);
    // It could not be kept: it stays on the disk, and the next start keeps it.
    desk.write("en/2026/one.md", &theirs);
    assert_eq!(write(ONE.as_bytes(), "Ours.\n", true), std::slice::from_ref(&theirs));
    assert_eq!(files(), 2);
    let room = desk.room();
    assert_eq!(files(), 1);
    let edition = room.one_by_name("one").unwrap();
    let kept = history::versions(&room, &edition).unwrap();
    assert!(kept.iter().any(|version| room.store().version_text(&version.id).unwrap() == theirs));
    assert_eq!(room.store().head_text(&edition).unwrap(), ONE);
}

#[test]
fn a_save_over_letters_of_another_century_keeps_them() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    fs::write(desk.root.join("en/2026/one.md"), b"caf\xe9\n").unwrap();
    save(&room, &view);
    assert!(desk.read("en/2026/one.md").contains("Typed paragraph."));
    let kept: Vec<_> = fs::read_dir(desk.root.join("en/2026"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "outside"))
        .collect();
    assert_eq!(fs::read(&kept[0]).unwrap(), b"caf\xe9\n");
    assert!(room.notices().iter().any(|notice| notice.contains(".outside")), "{:?}", room.notices());
}
