use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::align::Budget;
use super::*;

/// A difference as a reader of a terminal would mark it up, one block a line.
fn marked(old: &str, new: &str) -> String {
    let difference = difference(old, new);
    let fields = difference.fields.iter().map(|field| {
        let items: Vec<String> = field.items.iter().map(|item| mark(item.became, &item.text)).collect();
        format!("{}: {}{}", field.field, words(&field.spans), items.join(" "))
    });
    let blocks = difference.blocks.iter().map(|block| {
        let place = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        let sign = match block.fate {
            Fate::Same => "=".to_owned(),
            Fate::Edited => "~".to_owned(),
            Fate::Added => "+".to_owned(),
            Fate::Removed => "-".to_owned(),
            Fate::MovedHere => format!("<{}", place(block.old)),
            Fate::MovedAway => format!(">{}", place(difference.blocks[block.other.unwrap()].new)),
        };
        let kind = block.was_kind.as_ref().map(|was| format!("({was} → {}) ", block.kind)).unwrap_or_default();
        let spans = if block.fate == Fate::Same { String::new() } else { words(&block.spans) };
        format!("{sign} {kind}{}", spans.replace('\n', "⏎"))
    });
    fields.chain(blocks).map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn mark(became: Became, text: &str) -> String {
    match became {
        Became::Same => text.to_owned(),
        Became::Removed => format!("[-{text}-]"),
        Became::Added => format!("{{+{text}+}}"),
        Became::Restyled => format!("{{~{text}~}}"),
    }
}

fn words(spans: &[Span]) -> String {
    spans.iter().map(|span| mark(span.became, &span.text)).collect()
}

#[test]
fn prose_by_words() {
    let cases: &[(&str, &str, &str)] = &[
        ("One two three.", "One 2 three.", "~ One [-two-]{+2+} three."),
        ("It costs 4 million.", "It costs 14 million.", "~ It costs [-4-]{+14+} million."),
        ("a b c", "a b", "~ a b[- c-]"),
        ("a b", "a b c", "~ a b{+ c+}"),
        ("One *two* three", "One **two** three", "~ One {~two~} three"),
        ("See [it](a.md) now", "See [it](b.md) now", "~ See {~it~} now"),
        ("un**bold** x", "unbold x", "~ un{~bold~} x"),
        // Marks are not words: where a line breaks in the source changes nothing on the page.
        ("One\ntwo  three", "One two three", "="),
        ("# Head", "Head\n====", "="),
        ("## Head", "Head", "~ (heading-2 → paragraph) Head"),
        (
            "> [!pullquote] A. Speaker, mayor\n> We will.",
            "> [!pullquote] B. Speaker, mayor\n> We will.",
            "~ [-A-]{+B+}. Speaker, mayor⏎We will.",
        ),
        ("- one\n- two", "- one\n- new\n- two", "~ • one⏎{+• new⏎+}• two"),
        ("![alt](a.jpg)", "![alt](b.jpg)", "~ {~alt~}"),
        ("![](a.jpg \"Cap\")", "![](a.jpg \"Caption\")", "~ \u{fffc} [-Cap-]{+Caption+}"),
        // Chinese and Japanese have no blanks; Thai signs stay with their letter.
        ("市长说墙会更高", "市长说墙会更低", "~ 市长说墙会更[-高-]{+低+}"),
        ("น้ำขึ้น", "น้ำลง", "~ น้ำ[-ขึ้น-]{+ลง+}"),
        ("قال الوزير إنّ الخطة جاهزة.", "قالت الوزيرة إنّ الخطة جاهزة.", "~ [-قال الوزير-]{+قالت الوزيرة+} إنّ الخطة جاهزة."),
        ("👩‍👩‍👧 went", "👩‍👩‍👦 went", "~ [-👩‍👩‍👧-]{+👩‍👩‍👦+} went"),
        ("cafe\u{301} x", "cafe x", "~ [-cafe\u{301}-]{+cafe+} x"),
        ("", "New.", "+ {+New.+}"),
        ("Old.", "", "- [-Old.-]"),
        ("", "", ""),
        // One short block between two that stayed is the same block.
        ("A a a a a.\n\nFirst.\n\nZ z z z z.", "A a a a a.\n\nSecond.\n\nZ z z z z.", "=\n~ [-First-]{+Second+}.\n="),
        // A passage that was rewritten is one change, whatever little word is in both.
        (
            "The keeper of the lamp counted every ship on the night of the storm and wrote it down.",
            "The keeper said nothing about the wreck when boats came and wrote it down.",
            "~ The keeper [-of the lamp counted every ship on the night of the storm-]{+said nothing about the wreck when boats came+} and wrote it down.",
        ),
    ];
    for (old, new, wanted) in cases {
        assert_eq!(marked(old, new), *wanted, "{old:?} → {new:?}");
    }
}

const A: &str = "The wall at the mouth of the harbour held through the night.";
const B: &str = "Nobody was hurt, the harbour master said on Tuesday morning.";
const C: &str = "Repairs to the eastern quay will take until the spring at least.";
const D: &str = "Ferries run again from noon, an hour later than the timetable says.";

#[test]
fn moved_paragraphs_are_shown_as_moved() {
    let text = |blocks: &[&str]| blocks.join("\n\n") + "\n";
    let edited = B.replace("Tuesday morning", "Monday");
    for (old, new, wanted) in [
        (text(&[A, B, C, D]), text(&[B, C, D, A]), format!("> {A}\n=\n=\n=\n< {A}").replace("> ", ">4 ").replace("< ", "<1 ")),
        (
            text(&[A, B, C, D]),
            text(&[A, C, D, &edited]),
            format!("=\n>4 {B}\n=\n=\n<2 {}", B.replace("Tuesday morning", "[-Tuesday morning-]{+Monday+}")),
        ),
        // A heading that moved is one word, and still it moved.
        (text(&["## Background", A, B]), text(&[A, "## Background", B]), ">2 Background\n=\n<1 Background\n=".into()),
        (text(&[A, B]), text(&[B, A]), format!(">2 {A}\n=\n<1 {A}")),
        (
            text(&[A, C, B]),
            text(&[A, &edited]),
            format!("=\n- [-{C}-]\n~ {}", B.replace("Tuesday morning", "[-Tuesday morning-]{+Monday+}")),
        ),
    ] {
        let given = marked(&old, &new);
        // Which of two neighbours moved is a matter of taste; that one did is not.
        if old == text(&[A, B]) {
            assert_eq!(given.lines().filter(|line| line.starts_with('=')).count(), 1, "{given}");
            assert_eq!(given.lines().filter(|line| line.starts_with('>')).count(), 1, "{given}");
        } else {
            assert_eq!(given, wanted);
        }
    }
}

#[test]
fn fields_by_what_they_say() {
    let file = |yaml: &str| format!("---\n{yaml}\n---\n\nText.\n");
    for (old, new, wanted) in [
        ("title: One # mine", "title: 'One'", "="),
        ("title: One two", "title: One three", "title: One [-two-]{+three+}\n="),
        ("tags: [Sea, Quay]", "tags: [Quay, Sea]", "="),
        ("tags: [Sea, Quay]", "tags: [Quay, Tide]", "tags: [-Sea-] Quay {+Tide+}\n="),
        ("byline: A. Writer", "byline: [{name: A. Writer}]", "="),
        ("byline: [A, B]", "byline: [B, A]", "byline: {~B~} A\n="),
        ("byline: [A]", "byline: [A, {name: B, role: Photos}]", "byline: A {+B (Photos)+}\n="),
        ("source: Wire\nsource_url: https://a.example", "source: {name: Wire, url: https://a.example}", "="),
        ("source: Wire", "source: {name: Wire, kind: agency}", "source.kind: {+agency+}\n="),
        ("lead: a.jpg", "lead: {image: a.jpg, alt: The quay}", "lead.alt: {+The quay+}\n="),
        ("mine: {a: [1, 2]}\ntitle: T", "title: T\nmine: {a: [1, 3]}", "mine.a: [[-1,2-]{+1,3+}]\n="),
        ("title: T\nnote: x", "title: U", "title: [-T-]{+U+}\nnote: [-x-]\n="),
    ] {
        assert_eq!(marked(&file(old), &file(new)), wanted, "{old} → {new}");
    }
    let broken = difference("---\ntitle: [\n---\n\nA.\n", "---\ntitle: x\n---\n\nB.\n");
    assert!(broken.unreadable.is_some() && !broken.is_empty());
    assert_eq!(broken.blocks.len(), 1);
}

#[test]
fn sources_by_lines() {
    let written = |old: &str, new: &str| {
        let lines = unified(old, new, 1).0;
        lines.iter().map(|line| format!("{}{}{}", line.sign, line.text, if line.unended { "¬" } else { "" })).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(written("a\nb\nc\nd\n", "a\nb\nx\nd"), "@-2,3 +2,3\n b\n-c\n-d\n+x\n+d¬");
    assert_eq!(written("", "a\n"), "@-0,0 +1\n+a");
    assert_eq!(written("a\r\n", "a\n"), "@-1 +1\n-a\r\n+a");
    assert_eq!(written("same\n", "same\n"), "");
}

#[test]
fn one_block_comes_back() {
    let file = |body: &str| format!("---\ntitle: T # mine\n---\n\n{body}");
    for (present, older, number, wanted) in [
        // In its place, edited or moved.
        (format!("{A}\n\n{}\n\n{C}\n", B.replace("Nobody", "Somebody")), format!("{A}\n\n{B}\n\n{C}\n"), 2, format!("{A}\n\n{B}\n\n{C}\n")),
        (format!("{C}\n\n{}\n\n{A}\n", B.replace("Nobody", "Somebody")), format!("{B}\n\n{A}\n\n{C}\n"), 1, format!("{C}\n\n{B}\n\n{A}\n")),
        // Gone: after the block that it followed, or at the top.
        (format!("{A}\n\n{C}\n"), format!("{A}\n\n{B}\n\n{C}\n"), 2, format!("{A}\n\n{B}\n\n{C}\n")),
        (format!("{A}\n"), format!("{A}\n\n{B}\n"), 2, format!("{A}\n\n{B}\n")),
        (A.to_owned(), format!("{A}\n\n{B}\n"), 2, format!("{A}\n\n{B}")),
        (format!("{B}\n"), format!("{A}\n\n{B}\n"), 1, format!("{A}\n\n{B}\n")),
        (String::new(), format!("{A}\n\n{B}\n"), 2, format!("{B}\n")),
        // Line ends are those of the present text.
        (format!("{A}\r\n\r\n{C}\r\n"), format!("{A}\n\n- x\n- y\n\n{C}\n"), 2, format!("{A}\r\n\r\n- x\r\n- y\r\n\r\n{C}\r\n")),
        // Marks come as they were written.
        (format!("{A}\n\nSee it.\n"), format!("{A}\n\nSee [it](a.md), *now*.\n"), 2, format!("{A}\n\nSee [it](a.md), *now*.\n")),
    ] {
        assert_eq!(restore_block(&file(&present), &file(&older), number).unwrap(), file(&wanted));
    }
    assert_eq!(restore_block("A.", "A.\n\nB.", 3), Err(NotRestored::NoBlock(2)));
    assert_eq!(restore_block("A.", "A.\n\nB.", 0), Err(NotRestored::NoBlock(2)));
}

#[test]
fn one_field_comes_back() {
    let file = |yaml: &str| format!("---\n{yaml}\n---\n\nText.\n");
    for (present, older, field, wanted) in [
        ("title: New # mine\nodd: 1", "title: Old\nodd: 2", "title", "title: Old\nodd: 1"),
        ("title: T\ntags: [a]", "title: T", "tags", "title: T"),
        ("title: T", "title: T\ntags: [a, b]", "tags", "title: T\ntags:\n  - a\n  - b"),
        (
            "lead: {image: a.jpg, alt: New, focus: 1}",
            "lead: {image: b.jpg, alt: Old}",
            "lead.alt",
            "lead:\n  image: a.jpg\n  alt: Old\n  focus: 1",
        ),
        (
            "source: {name: A, kind: agency}",
            "source: B\nsource_url: https://b.example",
            "source",
            "source: B\nsource_url: https://b.example",
        ),
        ("source: A", "source: B\nsource_url: https://b.example", "source.url", "source:\n  name: A\n  url: https://b.example"),
        ("odd: 1", "odd: {a: [1]}", "odd", "odd:\n  a:\n    - 1"),
    ] {
        let given = restore_field(&file(present), &file(older), field).unwrap();
        let read = |text: &str| Draft::new(text).keys().unwrap();
        assert_eq!(read(&given), read(&file(wanted)), "{present} ← {older}: {given}");
        assert_eq!(Draft::new(given.as_str()).body(), "Text.\n");
    }
    assert_eq!(restore_field("x", "y", "title"), Err(NotRestored::NoField("title".into())));
    assert_eq!(
        restore_field("---\nlead: {image: a}\n---\n", "---\nlead: {image: b}\n---\n", "lead.alt"),
        Err(NotRestored::NoField("lead.alt".into()))
    );
}

/// Takes a unified difference apart again: what both files were, as far as it shows them.
fn patched(old: &str, lines: &[Line]) -> String {
    let before: Vec<&str> = old.split_inclusive('\n').collect();
    let mut out = String::new();
    let mut at = 0;
    for line in lines.iter().filter(|line| line.sign != '@') {
        if line.old > 0 {
            before[at..line.old - 1].iter().for_each(|line| out.push_str(line));
            at = line.old;
        } else {
            // The line comes where its number in the new file says.
            while out.matches('\n').count() + 1 < line.new {
                out.push_str(before[at]);
                at += 1;
            }
        }
        if line.sign != '-' {
            out.push_str(&line.text);
            out.push_str(if line.unended { "" } else { "\n" });
        }
    }
    before[at..].iter().for_each(|line| out.push_str(line));
    out
}

fn laws(old: &str, new: &str) {
    let mut budget = Budget::new();
    let difference = difference_within(old, new, &mut budget);
    let body = |text: &str| blocks(Draft::new(text).body());
    assert_eq!(new_side(&difference), body(new), "it gives the new text");
    assert_eq!(old_side(&difference), body(old), "and, read backwards, the old one");
    for (side, kept) in [(old_side(&difference), true), (new_side(&difference), false)] {
        let mut whole = side.iter();
        for change in &difference.blocks {
            let here = if kept { change.old.is_some() && change.fate != Fate::MovedHere } else { change.new.is_some() };
            if !here {
                continue;
            }
            let text = &whole.next().unwrap().text;
            let letters: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            let mut at = 0;
            for span in change.spans.iter().filter(|span| if kept { span.in_old() } else { span.in_new() }) {
                at += span.text.len();
                assert!(letters.contains(&at), "no letter is cut: {text:?} at {at}");
            }
        }
    }
    for (at, change) in difference.blocks.iter().enumerate() {
        let moved = matches!(change.fate, Fate::MovedHere | Fate::MovedAway);
        assert_eq!(change.other.is_some(), moved);
        if let Some(other) = change.other {
            assert_eq!(difference.blocks[other].other, Some(at));
        }
        if change.fate == Fate::Same {
            assert!(change.spans.iter().all(|span| span.became == Became::Same));
        }
    }
    if let (Ok(a), Ok(b)) = (fields(&Draft::new(old)), fields(&Draft::new(new))) {
        for field in &difference.fields {
            let (was, now) = (a.iter().find(|(name, _)| *name == field.field), b.iter().find(|(name, _)| *name == field.field));
            let read =
                |kept: fn(&Span) -> bool| field.spans.iter().filter(|span| kept(span)).map(|span| span.text.as_str()).collect::<String>();
            if field.items.is_empty() {
                assert_eq!(read(Span::in_old), was.map(|(_, says)| says.clone()).unwrap_or_default());
                assert_eq!(read(Span::in_new), now.map(|(_, says)| says.clone()).unwrap_or_default());
            } else {
                let side = |gone: Became| {
                    let mut items: Vec<&str> =
                        field.items.iter().filter(|item| item.became != gone).map(|item| item.text.as_str()).collect();
                    items.sort_unstable();
                    items.join("\n")
                };
                let sorted = |says: Option<&(String, String)>| {
                    let mut lines: Vec<&str> = says.map(|(_, says)| says.split('\n').collect()).unwrap_or_default();
                    lines.sort_unstable();
                    lines.join("\n")
                };
                assert_eq!(side(Became::Removed), sorted(now));
                assert_eq!(side(Became::Added), sorted(was));
            }
        }
        let changed: Vec<&String> = difference.fields.iter().map(|field| &field.field).collect();
        for (name, says) in &b {
            let before = a.iter().find(|(other, _)| other == name).map(|(_, says)| says);
            assert_eq!(before == Some(says), !changed.contains(&name), "{name}");
        }
    }
    assert!(self::difference(old, old).is_empty(), "a text differs not from itself");
    assert_eq!(patched(old, &unified(old, new, 3).0), new);
    assert_eq!(patched(old, &unified(old, new, 0).0), new);
}

/// Lines of copy that are likely to go wrong.
const LINES: [&str; 22] = [
    A,
    B,
    C,
    D,
    "",
    "",
    "",
    "## Head",
    "* * *",
    "- item one\n- item *two*",
    "1. one\n2. two",
    "> quoted *words* here",
    "> [!pullquote] A. Speaker, mayor\n> We will build it.",
    "![alt](a.jpg \"Cap. Credit: B\")",
    "قال الوزير إنّ [الخطة](x.md) جاهزة.",
    "市长说墙会更高。墙会更高。",
    "ประตูน้ำเปิดแล้ว",
    "👩‍👩‍👧 🇦🇧🇨🇩 cafe\u{301}",
    "| a | b |\n|---|---|\n| c | d |",
    "    code  here",
    "<div>raw</div>",
    "x[^1]\n\n[^1]: note",
];

fn copy() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        8 => (0..LINES.len()).prop_map(|at| LINES[at].to_owned()),
        2 => "[a-c *_\\[\\]()!`~<>#|\\n\u{301}\u{200d}\u{0e33}\u{0e19}\u{5b57}\u{627}\u{1f1e6}-]{0,24}",
    ];
    let yaml = prop_oneof![
        Just(String::new()),
        (0..5_u8, 0..4_u8).prop_map(|(title, tags)| format!(
            "---\ntitle: \"T {title} x\"\ntags: {:?}\nlead: {{alt: \"a {tags}\"}}\n---\n\n",
            &["s", "t", "u"][..tags.min(3) as usize]
        )),
    ];
    (yaml, prop::collection::vec(line, 0..9), prop::bool::ANY)
        .prop_map(|(yaml, lines, end)| yaml + &lines.join("\n\n") + if end { "\n" } else { "" })
}

/// Changes as an editor makes them: blocks taken out, put elsewhere, words replaced.
fn edited() -> impl Strategy<Value = (String, String)> {
    (prop::collection::vec(0..LINES.len(), 1..10), prop::collection::vec((0..4_u8, 0..10_usize, 0..10_usize), 0..4)).prop_map(
        |(blocks, changes)| {
            let mut now: Vec<String> = blocks.iter().map(|at| LINES[*at].to_owned()).collect();
            let old = now.join("\n\n");
            for (what, at, to) in changes {
                let (at, to) = (at % now.len().max(1), to % now.len().max(1));
                match what {
                    _ if now.is_empty() => {}
                    0 => drop(now.remove(at)),
                    1 => {
                        let block = now.remove(at);
                        now.insert(to.min(now.len()), block);
                    }
                    2 => now[at] = now[at].replace("the", "their").replace('*', "**").replace('墙', "门"),
                    _ => now.insert(at, LINES[to % LINES.len()].replace("the", "a")),
                }
            }
            (old, now.join("\n\n"))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_two_texts_keep_the_laws(old in copy(), new in copy()) {
        laws(&old, &new);
    }

    #[test]
    fn a_text_and_what_an_editor_made_of_it_keep_the_laws((old, new) in edited()) {
        laws(&old, &new);
        laws(&new, &old);
    }

    #[test]
    fn a_paragraph_that_comes_back_leaves_the_others(
        was in prop::collection::vec(0..4_usize, 1..7), now in prop::collection::vec(0..4_usize, 0..7), at in 0..7_usize, at_edit in 0..7_usize,
    ) {
        let words = |at: &usize| [A, B, C, D][*at].to_owned();
        let mut present: Vec<String> = now.iter().map(words).collect();
        if let Some(block) = present.get_mut(at_edit) {
            *block = block.replace("the", "each");
        }
        let older: Vec<String> = was.iter().map(words).collect();
        let at = at % older.len();
        let given = restore_block(&present.join("\n\n"), &older.join("\n\n"), at + 1).unwrap();
        let given: Vec<String> = blocks(&given).into_iter().map(|block| block.text).collect();
        prop_assert!(given.contains(&older[at]));
        let mut rest = given.clone();
        rest.remove(given.iter().position(|block| *block == older[at]).unwrap());
        let mut left = present.clone();
        // One block made way, or none.
        let lost = present.len() + 1 - given.len();
        for block in &rest {
            let place = left.iter().position(|other| other == block);
            prop_assert!(place.is_some() || *block == older[at], "{block}");
            if let Some(place) = place { left.remove(place); }
        }
        prop_assert!(left.len() <= lost.max(1) && lost <= 1, "{left:?}");
    }
}

/// Hostile and large texts: the steps that may be taken are bounded, whatever the text, and what was not compared is
/// said and still nothing is lost.
#[test]
fn the_work_is_bounded() {
    let many = |count: usize, word: &dyn Fn(usize) -> String| (0..count).map(word).collect::<Vec<_>>();
    let prose =
        many(7_000, &|at| format!("Paragraph {at} says that boat {} met boat {} on day {}.", at * 7 % 911, at * 13 % 577, at % 365));
    let edited: Vec<String> =
        prose.iter().enumerate().map(|(at, text)| if at % 3 == 0 { text.replace("met", "saw") } else { text.clone() }).collect();
    let shuffled: Vec<String> = (0..prose.len()).map(|at| prose[at * 3001 % prose.len()].clone()).collect();
    let long = |step: usize| many(60_000, &|at| ["on", "off", "up"][at * step % 7 % 3].to_owned()).join(" ");
    let cases = [
        ("every third paragraph edited", prose.join("\n\n"), edited.join("\n\n"), false),
        ("shuffled", prose.join("\n\n"), shuffled.join("\n\n"), false),
        ("one paragraph of three words", long(3), long(5), true),
        ("the same short paragraph", "x\n\n".repeat(50_000), "y\n\nx\n\n".repeat(25_000), true),
        ("one long word", "a".repeat(400_000), "a".repeat(400_001), false),
        ("signs", "-=".repeat(30_000), "=--".repeat(20_000), true),
        ("deep", "> ".repeat(5_000) + "x", "> ".repeat(5_001) + "y", false),
        ("marks", "*a _b ".repeat(4_000), "*a _c ".repeat(4_000), true),
    ];
    for (name, old, new, coarse) in cases {
        let mut budget = Budget::new();
        let difference = difference_within(&old, &new, &mut budget);
        assert!(budget.used() <= 48_000_000, "{name}");
        assert_eq!(difference.coarse, coarse, "{name}: {} steps", budget.used());
        assert_eq!(new_side(&difference), blocks(&new), "{name}");
        assert_eq!(old_side(&difference), blocks(&old), "{name}");
    }
}
