//! The newsroom's files: read and written without touching what was not meant.

use crate::desk::Desk;

#[test]
fn files_that_nobody_edited_are_never_rewritten() {
    let desk = Desk::sample();
    let before = desk.mirror();
    assert!(before.len() >= 18, "the sample has {} files", before.len());
    desk.ok(&["list"]);
    desk.ok(&["check"]);
    desk.ok(&["search", "harbour"]);
    desk.ok(&["export", "-o", desk.beside("bundle").to_str().unwrap()]);
    desk.ok(&["list"]);
    assert!(before == desk.mirror(), "a file changed");
}

#[test]
fn files_of_other_editors_are_taken_as_they_are() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\ntitle: One # mine\nodd: {a: 1}\n---\n\nText.\n");
    desk.write("en/deep/er/two.md", "No front matter at all.\n");
    desk.write("ar/2026/ثلاثة.md", "---\r\ntitle: ثلاثة\r\nstate: ready\r\n---\r\n\r\nنص\r\n");
    desk.write("notes.md", "Not copy.\n");
    let before = desk.mirror();
    let list = desk.json(&["list"], 0);
    let mut slugs: Vec<&str> = list["stories"].as_array().unwrap().iter().map(|story| story["slug"].as_str().unwrap()).collect();
    slugs.sort_unstable();
    assert_eq!(slugs, ["one", "two", "ثلاثة"]);
    assert!(before == desk.mirror());
}

#[test]
fn an_outside_edit_is_a_version_and_a_deleted_file_leaves_the_list() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nFirst.\n");
    desk.ok(&["list"]);
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nSecond.\n");
    assert_eq!(desk.json(&["search", "second"], 0)["stories"][0]["slug"], "one");
    let history = desk.json(&["history", "one"], 0);
    let reasons: Vec<&str> = history["versions"].as_array().unwrap().iter().map(|version| version["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["outside-edit", "found"]);
    std::fs::remove_file(desk.root().join("en/2026/one.md")).unwrap();
    assert_eq!(desk.json(&["list"], 0)["stories"].as_array().unwrap().len(), 0);
    // It comes back with its history.
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nThird.\n");
    assert_eq!(desk.json(&["history", "one"], 0)["versions"].as_array().unwrap().len(), 3);
}

#[test]
fn a_moved_file_keeps_its_history() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\nid: 01JD3V7Y5Z0000000000000001\ntitle: One\n---\n\nFirst.\n");
    let before = desk.json(&["history", "one"], 0)["versions"].clone();
    std::fs::rename(desk.root().join("en/2026/one.md"), desk.root().join("en/2026/uno.md")).unwrap();
    assert_eq!(desk.json(&["history", "uno"], 0)["versions"], before);
    assert_eq!(desk.run(&["show", "one"]).code, 3);
}
