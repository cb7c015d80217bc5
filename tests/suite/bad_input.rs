//! Bad input: each gets a message that says what happened and what to do, the rest goes on, nothing is lost.

use crate::desk::Desk;

#[test]
fn what_cannot_be_imported_is_named_and_the_rest_is_taken() {
    let desk = Desk::empty();
    let folder = desk.beside("in");
    desk.put("in/good.md", "---\ntitle: Good\n---\n\nText.\n");
    desk.put("in/broken.md", "---\ntitle: [unclosed\n---\n\nText.\n");
    desk.put("in/binary.txt", [0_u8, 159, 146, 150, 0, 1, 2, 3]);
    desk.put("in/empty.txt", "");
    desk.put("in/huge.txt", "word ".repeat(10_000_000));
    desk.put("in/no-picture.md", "---\ntitle: Holes\n---\n\n![a](gone.jpg)\n");
    desk.put("in/same-1.md", "---\ntitle: Same\nslug: same\n---\n\nOne.\n");
    desk.put("in/same-2.md", "---\ntitle: Same\nslug: same\n---\n\nTwo.\n");
    let given = desk.run(&["import", folder.to_str().unwrap(), desk.beside("not-there").to_str().unwrap()]);
    assert_eq!(given.code, 3, "{}", given.err);
    for (file, words) in [
        ("broken.md", "line"),
        ("binary.txt", "text"),
        ("empty.txt", "empty"),
        ("huge.txt", "mb large"),
        ("not-there", "not there"),
        ("gone.jpg", "media folder"),
        ("same", "taken"),
    ] {
        let said = given.err.to_lowercase();
        let line = said.lines().find(|line| line.contains(file)).unwrap_or_else(|| panic!("{file} is not named:\n{}", given.err));
        assert!(line.contains(words) || said.contains(words), "{file}: {line}");
    }
    let list = desk.json(&["list"], 0);
    let mut slugs: Vec<&str> = list["stories"].as_array().unwrap().iter().map(|story| story["slug"].as_str().unwrap()).collect();
    slugs.sort_unstable();
    assert_eq!(slugs, ["good", "holes", "same", "same-2"]);
    // Every refusal says what to do as well.
    let report = desk.json(&["import", folder.to_str().unwrap()], 3);
    for refused in report["refused"].as_array().unwrap() {
        assert!(!refused["message"].as_str().unwrap().is_empty() && !refused["hint"].as_str().unwrap().is_empty(), "{refused}");
    }
}

#[test]
fn old_encodings_are_read() {
    let desk = Desk::empty();
    // Windows-1256: the headline and two paragraphs in Arabic.
    let arabic = "ميناء المدينة يفتح أبوابه\n\nقال رئيس البلدية إن الميناء سيفتح أبوابه يوم الأحد.\n\nوأضاف أن العمل استغرق عامين.\n";
    let file = desk.put("old.txt", windows_1256(arabic));
    desk.ok(&["import", &file, "--lang", "ar"]);
    assert_eq!(desk.json(&["list"], 0)["stories"][0]["title"], "ميناء المدينة يفتح أبوابه");
}

fn windows_1256(text: &str) -> Vec<u8> {
    let table: &[(char, u8)] = &[
        ('ا', 0xC7),
        ('أ', 0xC3),
        ('إ', 0xC5),
        ('ب', 0xC8),
        ('ت', 0xCA),
        ('ح', 0xCD),
        ('د', 0xCF),
        ('ر', 0xD1),
        ('س', 0xD3),
        ('ض', 0xD6),
        ('ع', 0xDA),
        ('غ', 0xDB),
        ('ف', 0xDD),
        ('ق', 0xDE),
        ('ل', 0xE1),
        ('م', 0xE3),
        ('ن', 0xE4),
        ('ه', 0xE5),
        ('و', 0xE6),
        ('ي', 0xED),
        ('ئ', 0xC6),
        ('ة', 0xC9),
        ('ء', 0xC1),
    ];
    text.chars()
        .map(|letter| {
            if letter.is_ascii() {
                letter as u8
            } else {
                table.iter().find(|(known, _)| *known == letter).unwrap_or_else(|| panic!("{letter}")).1
            }
        })
        .collect()
}

#[test]
fn wrong_usage_is_code_2_and_no_newsroom_is_code_3() {
    let desk = Desk::empty();
    assert_eq!(desk.run(&["nonsense"]).code, 2);
    assert_eq!(desk.run(&["export"]).code, 2);
    assert_eq!(desk.run(&["show", "no-such-story"]).code, 3);
    let elsewhere = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(crate::desk::program()).arg("-C").arg(elsewhere.path()).arg("list").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("stet init"));
    assert_eq!(desk.run(&["init", desk.root().to_str().unwrap(), "--name", "Again", "--lang", "en"]).code, 3);
}

#[test]
fn a_draft_with_broken_front_matter_is_shown_checked_and_left_alone() {
    let desk = Desk::empty();
    desk.write("en/2026/bad.md", "---\ntitle: One\ntitle: Two\n---\n\nText.\n");
    let before = desk.mirror();
    let problems = desk.json(&["check", "bad"], 1);
    assert_eq!(problems["problems"][0]["rule"], "front-matter");
    assert_eq!(problems["problems"][0]["line"], 3);
    assert_eq!(desk.ok(&["show", "bad"]), "---\ntitle: One\ntitle: Two\n---\n\nText.\n");
    assert!(before == desk.mirror());
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::empty();
    desk.put("in/open.md", "---\ntitle: Open\n---\n\nText.\n");
    desk.put("in/shut/a.md", "---\ntitle: Shut\n---\n\nText.\n");
    let shut = desk.beside("in/shut");
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o000)).unwrap();
    let readable = std::fs::read_dir(&shut).is_ok();
    let given = desk.run(&["import", desk.beside("in").to_str().unwrap()]);
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o755)).unwrap();
    // Root may read everything; then there is nothing to refuse.
    if !readable {
        assert_eq!(given.code, 3);
        assert!(given.err.contains("shut"), "{}", given.err);
    }
    assert!(given.out.contains("open"), "{}", given.out);
}
