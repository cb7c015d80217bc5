//! Laws of the paragraph merge, with `git merge-file` as the independent judge.
//!
//! The law, precisely. A text is front matter lines and body paragraphs (with the blank lines after them). A change is a
//! run of them that one side replaced, removed or put in. Where at least one unchanged piece lies between every change
//! of one side and every change of the other, the merge is clean, holds both, and is what git makes of it. Where two
//! changes touch or overlap and differ, it is a conflict: git is laxer by the blank line between two paragraphs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use std::fs;
use std::process::Command;

use proptest::prelude::*;
use stet_core::merge::{Merged, merge};

/// How a text is written down.
#[derive(Debug, Clone, Copy)]
struct Form {
    crlf: bool,
    last_newline: bool,
    front_matter: bool,
}

fn form() -> impl Strategy<Value = Form> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(crlf, last_newline, front_matter)| Form { crlf, last_newline, front_matter })
}

fn write(paragraphs: &[String], form: Form) -> String {
    let mut text = if form.front_matter { "---\ntitle: العنوان\nkicker: News\n---\n\n".to_owned() } else { String::new() };
    text.push_str(&paragraphs.join("\n\n"));
    if form.last_newline {
        text.push('\n');
    }
    if form.crlf { text.replace('\n', "\r\n") } else { text }
}

/// A paragraph that no other number gives: English, Arabic, several lines, a callout.
fn paragraph(number: usize) -> String {
    match number % 4 {
        0 => format!("The harbour counted {number} boats."),
        1 => format!("أحصى الميناء {number} قاربًا، وعاد البحّارة."),
        2 => format!("First line of {number},\nsecond line of {number}."),
        _ => format!("> [!pullquote] Speaker {number}\n> The words of {number}."),
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Edit {
    Keep,
    Replace,
    Remove,
    PutAfter,
}

fn edited(base: &[String], edits: &[Edit], mark: usize) -> Vec<String> {
    let mut out = Vec::new();
    for (at, (paragraph, edit)) in base.iter().zip(edits).enumerate() {
        let new = || self::paragraph(mark + at);
        match edit {
            Edit::Keep => out.push(paragraph.clone()),
            Edit::Replace => out.push(new()),
            Edit::Remove => {}
            Edit::PutAfter => out.extend([paragraph.clone(), new()]),
        }
    }
    out
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![5 => Just(Edit::Keep), 2 => Just(Edit::Replace), 1 => Just(Edit::Remove), 1 => Just(Edit::PutAfter)]
}

/// What git makes of three texts; `None` is a conflict.
fn git(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let output = Command::new("git")
        .args(["merge-file", "-p", "--quiet"])
        .args([put("ours", ours), put("base", base), put("theirs", theirs)])
        .current_dir(folder.path())
        .output()
        .unwrap();
    match output.status.code() {
        Some(0) => Some(String::from_utf8(output.stdout).unwrap()),
        Some(conflicts) if (1..128).contains(&conflicts) => None,
        other => panic!("git merge-file: {other:?} {}", String::from_utf8_lossy(&output.stderr)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Changes with an unchanged paragraph between them merge, to the text one would write by hand, and git agrees.
    #[test]
    fn apart_is_clean_and_as_git_has_it(edits in proptest::collection::vec((edit(), any::<bool>()), 3..14), form in form()) {
        let base: Vec<String> = (0..edits.len()).map(paragraph).collect();
        let (mut one, mut two) = (vec![Edit::Keep; edits.len()], vec![Edit::Keep; edits.len()]);
        // Sides take turns; between a change of one and a change of the other lies a paragraph that both keep.
        let mut last: Option<(usize, bool)> = None;
        for (at, (edit, side)) in edits.iter().enumerate() {
            let near = last.is_some_and(|(before, other)| other != *side && at < before + 3);
            // A last paragraph without its line end is another text once something follows it.
            let edge = at + 1 == edits.len() && !form.last_newline;
            if *edit != Edit::Keep && !near && !edge {
                (if *side { &mut one } else { &mut two })[at] = *edit;
                last = Some((at, *side));
            }
        }
        let (ours, theirs) = (write(&edited(&base, &one, 1_000), form), write(&edited(&base, &two, 2_000), form));
        let both: Vec<String> = base
            .iter()
            .enumerate()
            .flat_map(|(at, _)| {
                let (edits, mark) = if one[at] == Edit::Keep { (&two, 2_000) } else { (&one, 1_000) };
                edited(&base[at..=at], &edits[at..=at], mark + at)
            })
            .collect();
        let base = write(&base, form);
        let wanted = write(&both, form);
        prop_assert_eq!(merge(&base, &ours, &theirs), Merged::Clean(wanted.clone()));
        prop_assert_eq!(git(&base, &ours, &theirs), Some(wanted));
    }

    /// Whatever the changes: where Stet merges, git does and to the same text. Stet is never laxer than git.
    #[test]
    fn clean_is_clean_for_git(one in proptest::collection::vec(edit(), 1..10), two in proptest::collection::vec(edit(), 1..10), form in form()) {
        let count = one.len().min(two.len());
        let base: Vec<String> = (0..count).map(paragraph).collect();
        let (ours, theirs) = (write(&edited(&base, &one, 1_000), form), write(&edited(&base, &two, 2_000), form));
        let base = write(&base, form);
        if let Merged::Clean(text) = merge(&base, &ours, &theirs) {
            prop_assert_eq!(git(&base, &ours, &theirs), Some(text));
        }
    }

    /// Identity, symmetry, and no line lost or invented, with paragraphs that repeat and move about.
    #[test]
    fn laws_hold_with_doubles_and_moves(
        base in proptest::collection::vec(0..5_usize, 0..9),
        one in proptest::collection::vec(0..8_usize, 0..9),
        swap in any::<(prop::sample::Index, prop::sample::Index)>(),
        form in form(),
    ) {
        let words = |numbers: &[usize]| write(&numbers.iter().map(|number| paragraph(*number)).collect::<Vec<_>>(), form);
        let mut moved = base.clone();
        if !moved.is_empty() {
            let (from, to) = (swap.0.index(moved.len()), swap.1.index(moved.len()));
            let paragraph = moved.remove(from);
            moved.insert(to, paragraph);
        }
        let (base, one, two) = (words(&base), words(&one), words(&moved));
        prop_assert_eq!(merge(&base, &one, &base), Merged::Clean(one.clone()));
        prop_assert_eq!(merge(&base, &base, &one), Merged::Clean(one.clone()));
        prop_assert_eq!(merge(&base, &one, &one), Merged::Clean(one.clone()));
        match (merge(&base, &one, &two), merge(&base, &two, &one)) {
            (Merged::Clean(a), Merged::Clean(b)) => {
                prop_assert_eq!(&a, &b);
                for line in a.lines() {
                    prop_assert!(one.lines().chain(two.lines()).any(|known| known == line), "invented: {}", line);
                }
                for line in one.lines().chain(two.lines()).filter(|line| !base.lines().any(|known| known == *line)) {
                    prop_assert!(a.lines().any(|kept| kept == line), "lost: {}", line);
                }
            }
            (Merged::Conflict(a), Merged::Conflict(b)) => {
                prop_assert_eq!(a.len(), b.len());
                for (a, b) in a.iter().zip(&b) {
                    prop_assert_eq!((&a.base, &a.ours, &a.theirs), (&b.base, &b.theirs, &b.ours));
                    prop_assert!(a.ours != a.theirs && a.ours != a.base && a.theirs != a.base, "no question: {:?}", a);
                }
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

/// Paragraphs enough for a novel, all of them changed, moved or new: the work grows with the size, not its square.
#[test]
fn huge_texts_are_merged_in_steps_that_grow_with_their_size() {
    let many = 40_000;
    let text = |of: &dyn Fn(usize) -> usize| (0..many).map(|at| format!("Paragraph {}.\n\n", of(at))).collect::<String>();
    let base = text(&|at| at);
    let all_new = text(&|at| at + many);
    // 7919 is prime to the number of paragraphs: every one of them is somewhere else.
    let shuffled = text(&|at| at * 7_919 % many);
    let doubled = text(&|at| at % 7);
    let edited = base.replace("Paragraph 20000.", "Changed.");
    assert_eq!(merge(&base, &edited, &base.replace("Paragraph 100.", "Also.")), Merged::Clean(edited.replace("Paragraph 100.", "Also.")));
    for other in [&all_new, &shuffled, &doubled] {
        assert!(matches!(merge(&base, &edited, other), Merged::Conflict(_)));
        assert!(matches!(merge(&base, other, &edited), Merged::Conflict(_)));
    }
}

#[test]
fn cases() {
    let clean = |text: &str| Merged::Clean(text.to_owned());
    for (name, base, ours, theirs, wanted) in [
        (
            "two fields with one between",
            "---\na: 1\nb: 2\nc: 3\n---\n",
            "---\na: 9\nb: 2\nc: 3\n---\n",
            "---\na: 1\nb: 2\nc: 8\n---\n",
            Some("---\na: 9\nb: 2\nc: 8\n---\n"),
        ),
        ("one paragraph, two figures", "It costs 4 million.\n", "It costs 14 million.\n", "It costs 40 million.\n", None),
        ("the same correction twice", "A.\n\nB.\n\nC.\n", "A.\n\nX.\n\nC.\n", "A.\n\nX.\n\nC.\n", Some("A.\n\nX.\n\nC.\n")),
        ("moved here, corrected there", "A.\n\nB.\n\nC.\n\nD.\n", "B.\n\nC.\n\nD.\n\nA.\n", "A, corrected.\n\nB.\n\nC.\n\nD.\n", None),
        ("removed here, corrected there", "A.\n\nB.\n\nC.\n", "A.\n\nC.\n", "A.\n\nB!\n\nC.\n", None),
        ("two additions at one place", "A.\n", "A.\n\nX.\n", "A.\n\nY.\n", None),
        ("no line end here, a change there", "A.\n\nB.\n\nC.", "A.\n\nB.\n\nC!", "Z.\n\nB.\n\nC.", Some("Z.\n\nB.\n\nC!")),
    ] {
        match (merge(base, ours, theirs), wanted) {
            (merged, Some(wanted)) => assert_eq!(merged, clean(wanted), "{name}"),
            (Merged::Conflict(_), None) => {}
            (merged, None) => panic!("{name}: {merged:?}"),
        }
    }
}
