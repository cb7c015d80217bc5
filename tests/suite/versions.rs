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
    let diff = desk.ok(&["diff", "one", "--source"]);
    assert!(diff.contains("-First.\n+Second.\n"), "{diff}");
    assert!(desk.ok(&["diff", "one"]).contains("\n¶1\n[-First-]{+Second+}.\n"));
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
    assert!(line(&theirs[..12]).ends_with("the other side of a conflict, and what the file holds"), "{lines}");
    assert!(line(&history["conflict"]["now"].as_str().unwrap()[..12]).ends_with("now"), "{lines}");
    let problems = desk.json(&["check", "one"], 1);
    assert!(problems["problems"].as_array().unwrap().iter().any(|problem| problem["rule"] == "conflict"), "{problems}");

    desk.ok(&["restore", "one", &theirs[..12]]);
    assert!(desk.read("en/2026/one.md").contains("40 million"));
    assert!(desk.json(&["history", "one"], 0)["conflict"].is_null());
    assert!(desk.run(&["show", "one"]).err.is_empty());
}

#[test]
fn a_difference_in_words_names_what_moved_and_what_is_set_otherwise() {
    let desk = Desk::empty();
    let (a, b, c) = ("The wall held through the night.", "Nobody was hurt, they said.", "Repairs will take until spring.");
    desk.write("en/2026/one.md", format!("---\ntitle: One wall\ntags: [Sea]\n---\n\n{a}\n\n{b}\n\n{c}\n"));
    desk.ok(&["list"]);
    desk.write(
        "en/2026/one.md",
        format!("---\ntitle: One *wall*\ntags: [Quay]\n---\n\n{b}\n\n{}\n\n{a}\n", c.replace("spring", "**spring**")),
    );
    let diff = desk.ok(&["diff", "one"]);
    let body = diff.split_once("title:").unwrap().1;
    assert_eq!(
        body,
        format!(
            " One {{+*+}}wall{{+*+}}\ntags: [-Sea-], {{+Quay+}}\n\n¶1 → ¶3 moved away\n\n¶3 → ¶2\nRepairs will take until {{~spring: bold~}}.\n\n¶1 → ¶3 moved here\n{a}\n"
        )
    );
    assert!(desk.ok(&["diff", "one", "--color", "always"]).contains("\u{1b}[31;9mSea\u{1b}[0m"));
    let json = desk.json(&["diff", "one"], 0);
    assert_eq!(json["from"]["what"], "version");
    assert_eq!(json["fields"][1]["items"][0], serde_json::json!({ "became": "removed", "text": "Sea" }));
    assert_eq!(json["blocks"][0]["fate"], "moved-away");
    assert_eq!(json["blocks"][0]["other"], 3);
    assert_eq!(json["blocks"][2]["spans"][1]["style"]["marks"][0], "strong");
    assert_eq!(desk.json(&["diff", "one", "--source"], 0)["lines"][0]["sign"], "@");
    let same = desk.run(&["diff", "one", "file", "draft"]);
    assert_eq!((same.code, same.out.as_str(), same.err.as_str()), (0, "", "They are the same.\n"));
}

#[test]
fn a_source_difference_is_what_patch_reads() {
    let desk = Desk::empty();
    let old = "---\ntitle: One\n---\n\nFirst.\n\nSecond.\n\nThird, without an end.";
    let new = "---\ntitle: One\nkicker: News\n---\n\nFirst.\n\n2nd.\n\nThird, with one.\n";
    desk.write("en/2026/one.md", old);
    desk.ok(&["list"]);
    desk.write("en/2026/one.md", new);
    let patch = desk.put("one.patch", desk.ok(&["diff", "one", "--source"]));
    let target = desk.put("old.md", old);
    let Ok(done) = std::process::Command::new("patch").args(["-s", &target, &patch]).output() else {
        eprintln!("there is no `patch` here");
        return;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    assert_eq!(std::fs::read_to_string(target).unwrap(), new);
}

#[test]
fn versions_are_named_and_their_parts_come_back() {
    let desk = Desk::empty();
    let text = |title: &str, second: &str| format!("---\ntitle: {title}\n---\n\nThe first paragraph.\n\nThe {second} paragraph.\n");
    desk.write("en/2026/one.md", text("One", "second"));
    desk.ok(&["list"]);
    desk.ok(&["name", "one", "@", "First cut"]);
    desk.write("en/2026/one.md", text("Two", "third"));
    let rows = desk.json(&["history", "one"], 0)["versions"].clone();
    assert_eq!((rows[1]["name"].as_str(), rows[1]["words"].as_u64(), rows[0]["head"].as_bool()), (Some("First cut"), Some(6), Some(true)));
    assert_eq!(rows[1]["id"], rows[1]["version"]);
    let table = desk.ok(&["history", "one", "--named"]);
    assert!(table.contains("\tfound\t6 words\t") && table.ends_with("\t“First cut”\n"), "{table}");
    desk.ok(&["restore", "one", "first cut", "--paragraph", "2"]);
    assert_eq!(desk.read("en/2026/one.md"), text("Two", "second"));
    desk.ok(&["restore", "one", "First cut", "--field", "title"]);
    assert_eq!(desk.read("en/2026/one.md"), text("One", "second"));
    let again = desk.run(&["restore", "one", "First cut"]);
    assert!(again.err.contains("was already as"), "{}", again.err);
    for (arguments, code, says) in [
        (&["restore", "one", "First cut", "--paragraph", "3"][..], 3, "it has 2 paragraphs"),
        (&["restore", "one", "First cut", "--field", "lead.alt"], 3, "a field `lead.alt`"),
        (&["name", "one", "@~1", "first CUT"], 3, "bears that name already"),
        (&["name", "one", "@~1", "draft"], 3, "cannot be named `draft`"),
        (&["name", "one", "@~1"], 2, "required"),
        (&["diff", "one", "nothing"], 3, "no version `nothing`"),
        (&["diff", "one", "@~9"], 3, "There is no version 9 steps back"),
    ] {
        let given = desk.run(arguments);
        assert_eq!(given.code, code, "{arguments:?} {}", given.err);
        assert!(given.err.contains(says), "{arguments:?}: {}", given.err);
    }
    desk.ok(&["name", "one", "First cut", "--clear"]);
    assert_eq!(desk.ok(&["history", "one", "--named"]), "");
}

#[test]
fn an_export_is_in_the_history() {
    let desk = Desk::empty();
    desk.write("en/2026/one.md", "---\ntitle: One\nsource: Own\n---\n\nText of the story.\n");
    desk.ok(&["export", "-o", desk.beside("bundle").to_str().unwrap(), "--despite-problems"]);
    let rows = desk.json(&["history", "one"], 0)["versions"].clone();
    assert_ne!(rows[0]["exported"], "");
    assert!(desk.ok(&["history", "one"]).contains("exported 2"));
}
