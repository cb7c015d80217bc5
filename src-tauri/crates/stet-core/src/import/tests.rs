//! Whole files, as data in `tests/import`: each beside the JSON that is expected of it.
//!
//! With `STET_WRITE_EXPECTED=1` the driver writes the JSON instead of comparing it; read it before it is kept.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ImportError, Imported, import};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/import")
}

/// What of a result is compared: everything, without the fields that are empty.
fn shown(result: &Result<Imported, ImportError>) -> Value {
    let mut value = match result {
        Ok(imported) => {
            let mut value = serde_json::to_value(imported).expect("plain data");
            let body = std::mem::take(&mut value["article"]["body"]);
            // Line by line, so that a difference can be read.
            value["article"]["body"] = body.as_str().expect("a text").split('\n').map(Value::from).collect();
            value
        }
        Err(error) => json!({"error": error.code(), "message": error.to_string(), "hint": error.hint()}),
    };
    drop_empty(&mut value);
    value
}

fn drop_empty(value: &mut Value) {
    if let Value::Object(keys) = value {
        keys.values_mut().for_each(drop_empty);
        keys.retain(|_, value| {
            !(value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(serde_json::Map::is_empty))
        });
    }
}

#[test]
fn files() {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !name.ends_with(".json"))
        .collect();
    names.sort();
    assert!(names.len() >= 12);
    let write = std::env::var_os("STET_WRITE_EXPECTED").is_some();
    for name in names {
        let found = shown(&import(&std::fs::read(folder().join(&name)).expect("the file"), &name));
        let beside = folder().join(format!("{name}.json"));
        if write {
            let text = serde_json::to_string_pretty(&found).expect("plain data") + "\n";
            std::fs::write(beside, text).expect("the folder can be written");
            continue;
        }
        let wanted: Value = serde_json::from_str(&std::fs::read_to_string(beside).expect("the expectation")).expect("JSON");
        if found != wanted {
            panic!("{name}: found\n{}", serde_json::to_string_pretty(&found).expect("plain data"));
        }
    }
}

#[test]
fn too_large() {
    let bytes = vec![b'a'; 50_000_000];
    assert_eq!(import(&bytes, "a.txt").map_err(|error| error.code()).err(), Some("too-large"));
}

/// A megabyte of what is hard for one recogniser or another. The bound is far above what it takes (a tenth of a
/// second, unoptimised builds a second), and far below what a quadratic search would.
#[test]
fn a_megabyte_in_little_time() {
    for (name, piece) in [
        ("a.txt", "A short line\n"),
        ("a.txt", "The council said that the wall would rise by two metres before winter, and “nobody” objected.\n\n"),
        ("a.txt", "“ «"),
        ("a.txt", "Advertisement\n"),
        ("a.txt", "#A_b "),
        ("a.txt", "~&*_|"),
        ("a.md", "[["),
        ("a.md", "%% "),
        ("a.md", "{{< "),
        ("a.md", "` `` "),
        ("a.md", "![[a.png]]\n\n"),
        ("a.md", "Source: A\n\n"),
        ("a.md", "---\na: [\n"),
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        let start = std::time::Instant::now();
        let _ = import(text.as_bytes(), name);
        if std::env::var_os("STET_SHOW_TIMES").is_some() {
            println!("{piece:?}: {:?}", start.elapsed());
        }
        assert!(start.elapsed().as_secs_f64() < 6.0, "{piece:?}: {:?}", start.elapsed());
    }
}

/// Everything that came out, as one text.
fn everything(imported: &Imported) -> String {
    let article = &imported.article;
    let mut body = String::new();
    let mut letters = article.body.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        body.extend(if escaped { letters.next() } else { Some(letter) });
    }
    let mut parts = vec![article.title.clone(), body];
    parts.extend(article.kicker.clone());
    parts.extend(article.standfirst.clone());
    parts.extend(article.source.as_ref().map(|source| format!("{} {}", source.name, source.url.as_deref().unwrap_or_default())));
    parts.extend(article.byline.iter().map(|byline| byline.name.clone()));
    parts.extend(article.tags.iter().map(|tag| format!("#{}", tag.replace(' ', "_"))));
    parts.extend(imported.set_aside.iter().map(|aside| aside.text.clone()));
    parts.extend(imported.notes.iter().map(|note| note.message.clone()));
    parts.join("\n")
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Z][a-z]{2,9}( [a-z]{2,9}){7,20}[.]",
        2 => "[A-Z][a-z]{2,9}( [a-z]{2,9}){1,7}",
        2 => "[-#>*_\\[\\]<\\\\|`~!&;:.=+()0-9a-zA-Z “”«»\"'م\u{a0}ق،]{0,60}",
        1 => "\\PC{0,40}",
        1 => "[“«\"][A-Z][a-z]{2,9}( [a-z]{2,9}){1,7}[”»\"]?",
        1 => "#[A-Z][a-z_]{1,12}( #[A-Za-z_]{1,12}){0,4}",
        1 => "Source ?: [A-Z][a-z]{2,9}( [A-Z][a-z]{2,9})?",
        1 => "(News|Analysis|[A-Z][a-z]{2,7}) - [A-Z][a-z]{2,9}:?( [a-z]{2,9}){0,12}",
        1 => "By [A-Z][a-z]{2,9} [A-Z][a-z]{2,9}(, [a-z]{3,9})?( and [A-Z][a-z]{2,9})?",
        1 => prop::sample::select(vec![
            "About us", "The Coast Post", "Home | World | Contact us", "About 4 months", "24 November 2026", "03/04/2026", "© 2026 The Coast Post", "Close gallery",
            "Advertisement", "Read more", "Photo: Ann Poe", "منذ 4 أشهر", "من نحن", "المصدر: وكالة المرفأ", "#الشرق_الأوسط", "(Reporting by Ann Poe; Editing by Ben Roe)",
            "Share", "---", "title: x", "",
        ]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in "[a-z]{0,3}(\\.md|\\.txt)?") {
        let _ = import(&bytes, &name);
    }

    #[test]
    fn no_front_matter_makes_it_panic(open in "(---|\\+\\+\\+|\\{)\n", keys in "([a-z]{1,9} ?[:=] ?[\\[\\]{}\"'a-z0-9:#,/. -]{0,20}\n){0,6}", rest in "\\PC{0,60}") {
        let _ = import(format!("{open}{keys}{}{rest}", open.replace('{', "}")).as_bytes(), "a.md");
    }

    /// Every word of plain text comes out again, as often as it went in.
    #[test]
    fn no_word_is_lost(lines in prop::collection::vec((line(), any::<bool>()), 1..30)) {
        let text: String = lines.iter().map(|(line, blank)| format!("{line}\n{}", if *blank { "\n" } else { "" })).collect();
        prop_assume!(!text.starts_with("---\n"));
        let Ok(imported) = import(text.as_bytes(), "a.txt") else { return Ok(()) };
        let out = everything(&imported);
        let bare = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
        let mut pool: Vec<String> = out.split_whitespace().map(bare).collect();
        for word in text.split_whitespace() {
            prop_assert!(out.contains(word), "{word:?} of\n{text}\nis not in\n{out}");
            let at = pool.iter().position(|other| *other == bare(word));
            prop_assert!(at.is_some(), "{word:?} of\n{text}\nis too seldom in\n{out}");
            pool.swap_remove(at.unwrap_or(0));
        }
    }

    /// Markdown without anything that has a field is kept byte for byte.
    #[test]
    fn markdown_is_kept(body in "[a-zA-Z*_`>#\\-]([a-zA-Z0-9 *_`>#.,\n-]{0,200})[a-z]") {
        let text = format!("---\ntitle: A\n---\n\n{body}\n");
        let imported = import(text.as_bytes(), "a.md").expect("Markdown");
        prop_assume!(imported.article.tags.is_empty());
        prop_assert_eq!(imported.article.body, format!("{body}\n"));
    }
}
