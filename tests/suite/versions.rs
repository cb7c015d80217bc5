//! Versions from the command line.

use crate::desk::Desk;

#[test]
fn history_diff_and_restore() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nFirst.\n");
    desk.ok(&["list"]);
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nSecond.\n");
    let history = desk.json(&["history", "one"], 0);
    let first = history["versions"][1]["version"].as_str().unwrap().to_owned();
    assert_eq!(history["versions"][0]["parents"][0], first.as_str());
    let diff = desk.ok(&["diff", "one"]);
    assert!(diff.contains("-First.\n+Second.\n"), "{diff}");
    assert_eq!(desk.ok(&["show", "one", "--version", &first[..8]]), "---\ntitle: One\n---\n\nFirst.\n");
    desk.ok(&["restore", "one", &first[..8]]);
    assert_eq!(desk.read("en/2026/one.md"), "---\ntitle: One\n---\n\nFirst.\n");
    let after = desk.json(&["history", "one"], 0);
    assert_eq!(after["versions"].as_array().unwrap().len(), 3, "the restore is a version, and nothing is gone");
    assert_eq!(after["versions"][0]["reason"], "restore");
    assert_eq!(desk.run(&["restore", "one", "ffffffff"]).code, 3);
}

#[test]
fn both_heads_of_a_conflict_are_named_and_one_can_be_restored() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nIt costs 4 million.\n");
    desk.ok(&["list"]);
    let room = stet_app::Room::open(&desk.root(), "writer").unwrap();
    let id = room.one_by_name("one").unwrap().id;
    let view = stet_app::draft::open(&room, id).unwrap();
    let typed = stet_app::wire::Operation::Splice { at: 9, remove: 1, insert: "14".into() };
    let edition = view.story.edition;
    stet_app::draft::edit(&room, &stet_app::wire::EditDraft { edition, revision: 0, operations: vec![typed] }).unwrap();
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nIt costs 40 million.\n");
    stet_app::sync::all(&room).unwrap();
    drop(room);

    let shown = desk.run(&["show", "one"]);
    assert!(shown.out.contains("14 million"), "{}", shown.out);
    assert!(shown.err.contains("1 place of one"), "{}", shown.err);
    assert!(desk.read("en/2026/one.md").contains("40 million"), "the file is left to the other side");
    let history = desk.json(&["history", "one"], 0);
    let theirs = history["conflict"]["theirs"].as_str().unwrap().to_owned();
    let lines = desk.run(&["history", "one"]).out;
    let line = |start: &str| lines.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    assert!(line(&theirs[..12]).ends_with("(the other side of a conflict, and what the file holds)"), "{lines}");
    assert!(line(&history["conflict"]["now"].as_str().unwrap()[..12]).ends_with("(now)"), "{lines}");
    let problems = desk.json(&["check", "one"], 1);
    assert!(problems["problems"].as_array().unwrap().iter().any(|problem| problem["rule"] == "conflict"), "{problems}");

    desk.ok(&["restore", "one", &theirs[..12]]);
    assert!(desk.read("en/2026/one.md").contains("40 million"));
    assert!(desk.json(&["history", "one"], 0)["conflict"].is_null());
    assert!(desk.run(&["show", "one"]).err.is_empty());
}
