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
