//! `stet doctor` and `stet backup` from the command line.

use std::fs;

use crate::desk::Desk;

fn rules(document: &serde_json::Value) -> Vec<String> {
    document["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_sample_newsroom_is_well() {
    let desk = Desk::sample();
    desk.ok(&["list"]);
    let found = desk.json(&["doctor"], 0);
    assert!(found["findings"].as_array().unwrap().iter().all(|finding| finding["severity"] == "note"), "{found:#}");
}

#[test]
fn a_look_says_what_is_wrong_and_a_repair_mends_it() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nFirst words.\n");
    desk.ok(&["list"]);
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nSecond words.\n");
    desk.ok(&["list"]);
    let store = desk.root().join(".stet/newsroom.sqlite");
    let mut bytes = fs::read(&store).unwrap();
    bytes[..4_096].fill(0);
    fs::write(&store, bytes).unwrap();
    let refused = desk.run(&["list"]);
    assert_eq!(refused.code, 3);
    assert!(refused.err.contains("store is damaged") && refused.err.contains("stet doctor --repair"), "{}", refused.err);
    let look = desk.run(&["doctor"]);
    assert_eq!(look.code, 1, "{}{}", look.out, look.err);
    assert!(look.out.contains("[store-damaged]") && look.out.contains("--repair: "), "{}", look.out);
    assert_eq!(rules(&desk.json(&["doctor", "--quick"], 1))[0], "store-damaged");
    let done = desk.json(&["doctor", "--repair"], 0);
    assert!(done["done"][0].as_str().unwrap().contains(".stet/aside/"), "{done:#}");
    assert_eq!(desk.json(&["history", "one"], 0)["versions"].as_array().unwrap().len(), 2, "the history is there");
    assert_eq!(desk.json(&["search", "second"], 0)["stories"][0]["slug"], "one");
}

#[test]
fn only_the_rules_that_were_named_are_mended() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nWords.\n");
    desk.write("en/2026/two.md", "---\ntitle: Two\n---\n\nWords.\n");
    desk.ok(&["list"]);
    // Beside drafts such a file is dealt with whenever the newsroom is opened; this one is the doctor's alone.
    let part = desk.root().join(".stet/backups/.newsroom.x.stet-part");
    fs::create_dir_all(desk.root().join(".stet/backups")).unwrap();
    fs::write(&part, "half").unwrap();
    fs::File::options().write(true).open(&part).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    fs::remove_file(desk.root().join("en/2026/two.md")).unwrap();
    desk.ok(&["doctor", "--repair", "--only", "file-gone"]);
    assert!(desk.root().join("en/2026/two.md").exists() && part.exists());
    desk.ok(&["doctor", "--repair"]);
    assert!(!part.exists());
    assert_eq!(desk.run(&["doctor", "--only", "file-gone"]).code, 2, "only with --repair");
    assert_eq!(desk.run(&["doctor", "--rebuild", "everything"]).code, 2);
}

#[test]
fn a_part_can_be_made_afresh() {
    let desk = Desk::sample();
    let before = desk.json(&["list"], 0);
    let files = desk.mirror();
    for part in ["index", "store", "files", "removed"] {
        desk.ok(&["doctor", "--rebuild", part]);
        assert_eq!(desk.json(&["list"], 0), before, "{part}");
    }
    assert!(files == desk.mirror());
    assert!(!desk.json(&["search", "harbour"], 0)["stories"].as_array().unwrap().is_empty());
}

#[test]
fn a_backup_is_made_listed_and_gone_back_to() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\ntitle: One\n---\n\nFirst.\n");
    let made = desk.json(&["backup"], 0);
    let name = made["backup"]["name"].as_str().unwrap().to_owned();
    assert!(desk.root().join(".stet/backups").join(&name).is_file());
    assert_eq!(desk.json(&["backup", "--list"], 0)["backups"][0]["name"], name.as_str());
    assert!(desk.ok(&["backup", "--list"]).contains("\tasked\t"));
    desk.write("en/2026/two.md", "---\ntitle: Two\n---\n\nLater.\n");
    desk.ok(&["list"]);
    let back = desk.json(&["doctor", "--restore-backup", &name], 0);
    assert!(back["done"][0].as_str().unwrap().contains("The one before is in .stet/aside/"), "{back:#}");
    // Files are never taken back: the later story is taken in again.
    assert_eq!(desk.json(&["list"], 0)["stories"].as_array().unwrap().len(), 2);
    assert_eq!(desk.run(&["doctor", "--restore-backup", "nothing"]).code, 3);
}

#[test]
fn a_newsroom_of_a_newer_stet_is_left_alone() {
    let desk = Desk::empty();
    desk.ok(&["list"]);
    // The step stands in the file's header (sqlite.org/fileformat2.html, offset 60).
    let store = desk.root().join(".stet/newsroom.sqlite");
    let mut bytes = fs::read(&store).unwrap();
    bytes[60..64].copy_from_slice(&900_u32.to_be_bytes());
    fs::write(&store, &bytes).unwrap();
    for verb in [vec!["list"], vec!["backup"], vec!["search", "x"]] {
        let given = desk.run(&verb);
        assert_eq!(given.code, 3);
        assert!(given.err.contains("newer Stet") && given.err.contains("Update Stet"), "{}", given.err);
    }
    assert_eq!(rules(&desk.json(&["doctor", "--repair"], 1))[0], "store-newer");
    assert!(bytes == fs::read(&store).unwrap());
}

#[test]
fn settings_that_mean_nothing_are_said_with_their_line() {
    let desk = Desk::empty();
    let settings = desk.read("newsroom.toml");
    desk.write("newsroom.toml", format!("{settings}\n[publsh]\nstates = [\"ready\"]\n"));
    let line = settings.lines().count() + 2;
    let out = desk.ok(&["doctor"]);
    assert!(out.contains(&format!("newsroom.toml:{line}: `publsh` is no key")) && out.contains("Did you mean `publish`?"), "{out}");
}
