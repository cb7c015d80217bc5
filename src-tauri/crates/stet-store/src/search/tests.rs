use super::{CANDIDATES, Query};
use crate::tests::{add, facts, found, store};
use crate::{Kind, NewEdition, Reason, Store, hash};

#[test]
fn every_way_to_ask_for_a_word_in_an_unsegmented_script() {
    let (_folder, mut store) = store();
    add(&mut store, "zh.md", "t", "教育 2026年 港");
    add(&mut store, "ja.md", "t", "東京タワーに登る");
    for (query, wanted) in [
        ("教", vec!["zh.md"]),
        ("育", vec!["zh.md"]),
        ("港", vec!["zh.md"]),
        ("年", vec!["zh.md"]),
        ("る", vec!["ja.md"]),
        ("タワー", vec!["ja.md"]),
        ("京タ", vec!["ja.md"]),
        ("塔", vec![]),
        ("育港", vec![]),
        ("\"教 港\"", vec![]),
    ] {
        assert_eq!(found(&store, query), wanted, "{query}");
    }
}

#[test]
fn an_arabic_word_is_found_with_and_without_its_article() {
    let (_folder, mut store) = store();
    add(&mut store, "with.md", "t", "أعلنت الحكومة الخطة، وبالمدرسة وللمدرسة شيء");
    add(&mut store, "without.md", "t", "خطة حكومة جديدة");
    for (query, wanted) in [
        ("خطة ", vec!["with.md", "without.md"]),
        ("الخطة ", vec!["with.md", "without.md"]),
        ("والحكومة ", vec!["with.md", "without.md"]),
        ("\"خطة حكومة\"", vec!["without.md"]),
        ("\"حكومة خطة\"", vec![]),
        ("\"الخطة\"", vec!["with.md"]),
    ] {
        let mut got = found(&store, query);
        got.sort();
        assert_eq!(got, wanted, "{query}");
    }
    let hit = &store.search(&Query::parse("خطة "), 5, &|text, _| text.to_owned()).unwrap();
    let marked: Vec<&str> = hit.iter().flat_map(|hit| hit.marks.iter().map(|(from, to)| &hit.snippet[*from..*to])).collect();
    assert!(marked.contains(&"الخطة") && marked.contains(&"خطة"), "{marked:?}");
}

#[test]
fn a_mark_within_a_word_does_not_end_it() {
    let (_folder, mut store) = store();
    add(&mut store, "hi.md", "t", "हिन्दी समाचार");
    assert_eq!(found(&store, "हिन्दी "), ["hi.md"]);
    assert_eq!(found(&store, "न्दी "), Vec::<String>::new());
}

fn many(store: &mut Store, count: usize, title: &dyn Fn(usize) -> String, body: &dyn Fn(usize) -> String) {
    for from in (0..count).step_by(500) {
        let rows: Vec<(String, crate::Facts)> = (from..count.min(from + 500))
            .map(|number| {
                let mut facts = facts(&title(number), &body(number));
                facts.section = format!("world/part-{}", number % 7);
                facts.source = format!("Wire {}", number % 3);
                facts.date = Some(number as i64 * 86_400_000);
                facts.state = if number == 3 { "hold".into() } else { "ready".into() };
                (format!("en/{number:06}.md"), facts)
            })
            .collect();
        let new: Vec<NewEdition<'_>> = rows
            .iter()
            .map(|(path, facts)| NewEdition {
                story: path,
                lang: "en",
                kind: Kind::Story,
                path,
                text: &facts.body,
                facts,
                on_disk: true,
                at: 1,
                author: "A",
                reason: Reason::Found,
            })
            .collect();
        store.add(&new).unwrap();
    }
}

#[test]
fn a_word_that_everything_has_is_still_ranked() {
    let (_folder, mut store) = store();
    let count = CANDIDATES * 2;
    // The word is everywhere; one old story has it in its headline, a new one says it often.
    let title = |number: usize| if number == 11 { "Council".to_owned() } else { format!("Story {number}") };
    let body = |number: usize| match number {
        77 => "council rare".to_owned(),
        number if number == count - 5 => "council ".repeat(9),
        _ => format!("the council met about item {number} and then about much else"),
    };
    many(&mut store, count, &title, &body);
    let best = found(&store, "council ");
    assert_eq!(best.len(), 20);
    assert_eq!(best[..2], ["en/000011.md".to_owned(), format!("en/{:06}.md", count - 5)]);
    for (query, wanted) in [
        ("council rare", vec!["en/000077.md"]),
        ("council state:hold", vec!["en/000003.md"]),
        ("council after:1970-01-05 before:1970-01-07", vec!["en/000004.md", "en/000005.md"]),
        ("council section:world after:1970-01-05 before:1970-01-06", vec!["en/000004.md"]),
        ("after:1970-01-05 before:1970-01-06", vec!["en/000004.md"]),
        ("council section:nowhere", vec![]),
        ("council source:nobody", vec![]),
        ("council lang:ar", vec![]),
        ("council before:1960-01-01", vec![]),
    ] {
        let mut got = found(&store, query);
        got.sort();
        assert_eq!(got, wanted, "{query}");
    }
    for (query, number) in [("council section:world/part-3", 3), ("council source:\"wire 2\"", 2)] {
        let every = if number == 3 { 7 } else { 3 };
        let got = found(&store, query);
        assert_eq!(got.len(), 20, "{query}");
        assert!(got.iter().all(|path| path[3..9].parse::<usize>().unwrap() % every == number), "{query}: {got:?}");
    }
    // Changes first: all changed at once, so the order is that of the paths.
    assert_eq!(found(&store, "state:ready")[..2], ["en/000000.md", "en/000001.md"]);
}

#[test]
fn a_rare_word_in_a_headline_comes_first() {
    let (_folder, mut store) = store();
    add(&mut store, "body.md", "Quiet day", "The gasworks gasworks and nothing else of note happened on the quiet day");
    add(&mut store, "head.md", "Gasworks to close", "It will be shut in spring");
    add(&mut store, "none.md", "Spring", "Nothing");
    assert_eq!(found(&store, "gasworks"), ["head.md", "body.md"]);
    assert_eq!(found(&store, "gasw"), ["head.md", "body.md"]);
    assert_eq!(found(&store, "gasworks -spring"), ["body.md"]);
}

#[test]
fn one_letter_finds_headlines_while_a_word_is_typed() {
    let (_folder, mut store) = store();
    add(&mut store, "head.md", "Gasworks to close", "It will be shut");
    add(&mut store, "body.md", "Quiet day", "The gasworks are shut");
    add(&mut store, "word.md", "Quiet day", "Plan G is off");
    for (query, wanted) in [("g", vec!["head.md", "word.md"]), ("g ", vec!["word.md"]), ("ga", vec!["head.md", "body.md"])] {
        assert_eq!(found(&store, query), wanted, "{query}");
    }
}

#[test]
fn an_index_made_anew_finds_what_it_found() {
    let (_folder, mut store) = store();
    let (edition, _) = add(&mut store, "en/a.md", "Ferry", "harbour");
    add(&mut store, "en/b.md", "Gone", "harbour");
    store.removed(&[2], 9).unwrap();
    assert!(!store.lacks_index().unwrap());
    store.empty_index().unwrap();
    assert_eq!(found(&store, "harbour"), Vec::<String>::new());
    assert!(store.lacks_index().unwrap());
    let lacking: Vec<i64> = store.unindexed(10).unwrap().iter().map(|edition| edition.id).collect();
    assert_eq!(lacking, [edition]);
    store.index(&[(edition, facts("Ferry", "harbour"))]).unwrap();
    assert!(store.unindexed(10).unwrap().is_empty());
    assert!(!store.lacks_index().unwrap());
    assert_eq!(found(&store, "harbour tag:sea_level"), ["en/a.md"]);
}

/// A store as the first release made it: opened, it has its texts, and its index is filled again.
#[test]
fn a_store_of_the_first_shape_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newsroom.sqlite");
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../migrations/0001_newsroom.sql")).unwrap();
    let texts = ["---\ntitle: One\n---\n\nharbour wall\n", "---\ntitle: One\n---\n\nharbour wall, again\n"];
    let ids = [hash(b"1"), hash(b"2")];
    for text in texts {
        let data = zstd::bulk::compress(text.as_bytes(), 3).unwrap();
        old.execute(
            "INSERT INTO content (hash, size, data) VALUES (?1, ?2, ?3)",
            rusqlite::params![hash(text.as_bytes()).0, text.len() as i64, data],
        )
        .unwrap();
    }
    old.execute_batch("BEGIN").unwrap();
    old.execute(
        "INSERT INTO edition (id, story, lang, kind, path, slug, title, section, state, source, updated, words, head) VALUES (7, 's', 'en', 'story', 'en/one.md', 'one', 'One', '', 'draft', '', 5, 2, ?1)",
        [ids[1].0],
    )
    .unwrap();
    old.execute("INSERT INTO edition_tag (edition, position, name) VALUES (7, 0, 'Sea level')", []).unwrap();
    for (at, (id, text)) in ids.iter().zip(texts).enumerate() {
        old.execute(
            "INSERT INTO version (id, edition, content, at, author, reason) VALUES (?1, 7, ?2, ?3, 'A', 'save')",
            rusqlite::params![id.0, hash(text.as_bytes()).0, at as i64],
        )
        .unwrap();
    }
    old.execute("INSERT INTO version_parent (version, position, parent) VALUES (?1, 0, ?2)", rusqlite::params![ids[1].0, ids[0].0])
        .unwrap();
    old.execute_batch("COMMIT; PRAGMA user_version = 1").unwrap();
    drop(old);
    let mut store = Store::open(&path).unwrap();
    for (id, text) in ids.iter().zip(texts) {
        assert_eq!(store.version_text(id).unwrap(), text);
    }
    assert!(store.lacks_index().unwrap());
    assert_eq!(store.unindexed(5).unwrap()[0].id, 7);
    store.index(&[(7, facts("One", "harbour wall, again"))]).unwrap();
    assert_eq!(found(&store, "wall tag:sea_level"), ["en/one.md"]);
    assert_eq!(store.unpacked(5).unwrap(), [7]);
    store.pack(7).unwrap();
    assert_eq!(store.version_text(&ids[0]).unwrap(), texts[0]);
    assert_eq!(store.integrity().unwrap(), None);
    assert_eq!(store.connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}
