//! The ways in which editors write a file, against a newsroom that is open and watched.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use stet_app::watch::{self, Rhythm, Watch};
use stet_app::{Room, history, sync};

use crate::desk::{Desk, ONE, edit, open, save, splice};

pub const QUICK: Rhythm = Rhythm {
    quiet: Duration::from_millis(40),
    again: Duration::from_millis(150),
    everything: Duration::from_secs(3600),
    untold: Duration::from_secs(3600),
};

pub fn watched(desk: &Desk) -> (Arc<Room>, Watch) {
    let room = Arc::new(desk.room());
    let watch = watch::start_with(Arc::clone(&room), Arc::new(|_| {}), QUICK).unwrap();
    (room, watch)
}

/// Waits for what must come about.
pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(60), "never happened: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn head(room: &Room, path: &str) -> Option<String> {
    let edition = room.store().edition_at(path).unwrap()?;
    Some(room.store().head_text(&edition).unwrap())
}

fn versions(room: &Room, path: &str) -> usize {
    let edition = room.store().edition_at(path).unwrap().unwrap();
    history::versions(room, &edition).unwrap().len()
}

/// A way to write a text over a file.
type Way = (&'static str, fn(&Path, &str));

const WAYS: &[Way] = &[
    ("in place", |file, text| fs::write(file, text).unwrap()),
    ("truncate, and write later (VS Code)", |file, text| {
        let mut open = File::create(file).unwrap();
        std::thread::sleep(Duration::from_millis(120));
        open.write_all(text.as_bytes()).unwrap();
    }),
    ("truncate to zero bytes of length, then write (a crash that was survived)", |file, text| {
        let mut open = File::options().write(true).open(file).unwrap();
        open.set_len(0).unwrap();
        open.set_len(text.len() as u64).unwrap();
        std::thread::sleep(Duration::from_millis(120));
        open.write_all(text.as_bytes()).unwrap();
    }),
    ("temporary file and rename (Obsidian, gedit, GNOME)", |file, text| {
        let part = file.with_file_name(".goutputstream-AB12.md");
        fs::write(&part, text).unwrap();
        fs::rename(&part, file).unwrap();
    }),
    ("temporary file without a dot and rename", |file, text| {
        let part = file.with_extension("md.tmp");
        fs::write(&part, text).unwrap();
        fs::rename(&part, file).unwrap();
    }),
    ("backup by rename, new file (vim, backupcopy=no)", |file, text| {
        let folder = file.parent().unwrap();
        fs::write(folder.join("4913"), "").unwrap();
        fs::remove_file(folder.join("4913")).unwrap();
        let backup = folder.join("one.md~");
        fs::rename(file, &backup).unwrap();
        fs::write(file, text).unwrap();
        fs::remove_file(&backup).unwrap();
    }),
    ("backup by rename, a pause, new file", |file, text| {
        let backup = file.with_file_name("one.md~");
        fs::rename(file, &backup).unwrap();
        std::thread::sleep(Duration::from_millis(120));
        fs::write(file, text).unwrap();
        fs::remove_file(&backup).unwrap();
    }),
    ("backup by copy, in place (vim, backupcopy=yes)", |file, text| {
        fs::copy(file, file.with_file_name("one.md~")).unwrap();
        fs::write(file, text).unwrap();
    }),
    ("lock link, autosave, backup, rename (emacs)", |file, text| {
        let folder = file.parent().unwrap();
        std::os::unix::fs::symlink("desk@host.4711:1", folder.join(".#one.md")).unwrap();
        fs::write(folder.join("#one.md#"), text).unwrap();
        fs::rename(file, folder.join("one.md~")).unwrap();
        fs::write(file, text).unwrap();
        fs::remove_file(folder.join("#one.md#")).unwrap();
        fs::remove_file(folder.join(".#one.md")).unwrap();
    }),
    ("delete and make again", |file, text| {
        fs::remove_file(file).unwrap();
        fs::write(file, text).unwrap();
    }),
    ("vim itself, backup by rename", |file, text| vim(file, text, "set backup backupcopy=no writebackup")),
    ("vim itself, backup by copy", |file, text| vim(file, text, "set backup backupcopy=yes writebackup")),
];

fn vim(file: &Path, text: &str, how: &str) {
    let new = file.with_file_name(".new-text");
    fs::write(&new, text).unwrap();
    let program = ["vim", "vim.tiny", "vi"].into_iter().find(|name| Command::new(name).arg("--version").output().is_ok());
    let status = Command::new(program.expect("vim is not there: .ci/setup test installs it"))
        .args(["-u", "NONE", "-i", "NONE", "-n", "-es", "-c", how, "-c"])
        .arg(format!("%!cat {}", new.display()))
        .args(["-c", "wq!"])
        .arg(file)
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(fs::read_to_string(file).unwrap(), text);
    fs::remove_file(new).unwrap();
}

#[test]
fn every_way_of_writing_gives_one_version() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let (room, _watch) = watched(&desk);
    let id = room.one_by_name("one").unwrap().id;
    let file = desk.root.join("en/2026/one.md");
    for (number, (name, write)) in WAYS.iter().enumerate() {
        let text = ONE.replace("Second", &format!("Number {number}"));
        let before = versions(&room, "en/2026/one.md");
        write(&file, &text);
        until(name, || head(&room, "en/2026/one.md").as_deref() == Some(&text) && room.one_by_name("one").is_ok());
        assert_eq!(room.one_by_name("one").unwrap().id, id, "{name}: another story");
        assert_eq!(versions(&room, "en/2026/one.md"), before + 1, "{name}");
        assert_eq!(stet_app::stories::all(&room).unwrap().len(), 1, "{name}: another story");
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{name}");
    }
    assert_eq!(room.notices(), [] as [String; 0]);
}

#[test]
fn every_way_of_writing_is_merged_with_what_is_typed() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let (room, _watch) = watched(&desk);
    let file = desk.root.join("en/2026/one.md");
    for (number, (name, write)) in WAYS.iter().enumerate() {
        let view = open(&room, "one");
        let first = view.body.split('\n').next().unwrap().encode_utf16().count() as u32;
        let text = fs::read_to_string(&file).unwrap();
        let last = text.lines().last().unwrap().to_owned();
        edit(&room, &view, vec![splice(0, first, &format!("Typed {number}."))]);
        write(&file, &text.replace(&last, &format!("Outside {number}.")));
        until(name, || {
            let body = open(&room, "one").body;
            body.contains(&format!("Typed {number}.")) && body.contains(&format!("Outside {number}."))
        });
        save(&room, &open(&room, "one"));
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(&format!("Typed {number}.\n\nSecond paragraph.\n\nOutside {number}.")), "{name}: {text}");
    }
}

#[test]
fn a_slow_writer_is_waited_for_before_a_merge_goes_over_its_file() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let room = desk.room();
    let view = open(&room, "one");
    edit(&room, &view, vec![splice(0, 5, "Typed")]);
    let theirs = ONE.replace("Third", "Outside");
    let (first, rest) = theirs.split_at(theirs.find("Second").unwrap());
    let mut file = File::create(desk.root.join("en/2026/one.md")).unwrap();
    file.write_all(first.as_bytes()).unwrap();
    std::thread::scope(|scope| {
        let look = scope.spawn(|| sync::all(&room).unwrap());
        std::thread::sleep(Duration::from_millis(60));
        file.write_all(rest.as_bytes()).unwrap();
        look.join().unwrap();
    });
    save(&room, &view);
    assert_eq!(desk.read("en/2026/one.md"), theirs.replace("First", "Typed"));
}

#[test]
fn keys_pressed_while_a_change_is_taken_in_are_kept() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let (room, _watch) = watched(&desk);
    let mut view = open(&room, "one");
    let mut at = 5;
    for number in 0..400 {
        if number % 40 == 20 {
            let text = fs::read_to_string(desk.root.join("en/2026/one.md")).unwrap();
            let last = text.lines().last().unwrap().to_owned();
            desk.write("en/2026/one.md", &text.replace(&last, &format!("Outside {number}.")));
        }
        let answer = edit(&room, &view, vec![splice(at, 0, &format!(" w{number}"))]);
        at += format!(" w{number}").len() as u32;
        if answer.revision != view.revision {
            view = open(&room, "one");
            at = view.body.split('\n').next().unwrap().find(" paragraph.").unwrap() as u32;
        }
        if number % 25 == 0 {
            save(&room, &view);
            view = open(&room, "one");
            at = view.body.split('\n').next().unwrap().find(" paragraph.").unwrap() as u32;
        }
    }
    save(&room, &view);
    let body = open(&room, "one").body;
    let line = body.split('\n').next().unwrap();
    for number in 0..400 {
        assert!(line.split(' ').any(|word| word == format!("w{number}")), "w{number} is lost: {line}");
    }
    drop(_watch);
    drop(room);
    assert_eq!(open(&desk.room(), "one").body, body, "and after a start");
}

#[test]
fn what_happens_to_folders_is_noticed() {
    let desk = Desk::new();
    for name in ["a", "b", "c"] {
        desk.write(&format!("en/2026/{name}.md"), &ONE.replace("First", name));
    }
    let (room, _watch) = watched(&desk);
    let paths = || stet_app::stories::all(&room).unwrap().into_iter().map(|edition| edition.path).collect::<Vec<_>>();
    let ids = || stet_app::stories::all(&room).unwrap().into_iter().map(|edition| edition.id).collect::<std::collections::BTreeSet<_>>();
    let before = ids();
    desk.rename("en/2026", "en/archive/old");
    until("a folder is renamed", || paths() == ["en/archive/old/a.md", "en/archive/old/b.md", "en/archive/old/c.md"]);
    desk.rename("en/archive", "ar/archive");
    until("a folder moves to another language", || paths() == ["ar/archive/old/a.md", "ar/archive/old/b.md", "ar/archive/old/c.md"]);
    assert_eq!(ids(), before);
    // Away and back, as a stash does it.
    let aside = desk.root.with_file_name("aside");
    fs::rename(desk.root.join("ar/archive"), &aside).unwrap();
    until("a folder goes", || paths().is_empty());
    fs::rename(&aside, desk.root.join("en/back")).unwrap();
    until("a folder comes back", || paths() == ["en/back/old/a.md", "en/back/old/b.md", "en/back/old/c.md"]);
    assert_eq!(ids(), before);
    for path in paths() {
        assert_eq!(versions(&room, &path), 1, "{path}");
    }
}

#[test]
fn a_vanished_newsroom_is_watched_again_when_it_returns() {
    let desk = Desk::new();
    desk.write("en/2026/one.md", ONE);
    let (room, _watch) = watched(&desk);
    let away = desk.root.with_file_name("away");
    fs::rename(&desk.root, &away).unwrap();
    until("it is noticed", || room.notices().iter().any(|notice| notice.contains("not there any more")));
    assert!(room.one_by_name("one").is_ok());
    fs::rename(&away, &desk.root).unwrap();
    let text = ONE.replace("Second", "Later");
    desk.write("en/2026/one.md", &text);
    until("a change after the return", || head(&room, "en/2026/one.md").as_deref() == Some(&text));
}
