use super::*;

pub(crate) fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("newsroom.sqlite")).unwrap();
    (folder, store)
}

pub(crate) fn facts(title: &str, body: &str) -> Facts {
    Facts {
        slug: stet_core::slug::slug(title),
        title: title.into(),
        body: body.into(),
        state: "draft".into(),
        tags: vec!["Sea level".into()],
        ..Facts::default()
    }
}

pub(crate) fn add(store: &mut Store, path: &str, title: &str, body: &str) -> (i64, VersionId) {
    let facts = facts(title, body);
    let new = NewEdition {
        story: path,
        lang: "en",
        kind: Kind::Story,
        path,
        text: body,
        facts: &facts,
        on_disk: true,
        at: 1,
        author: "A",
        reason: Reason::Found,
    };
    store.add(&[new]).unwrap()[0]
}

pub(crate) fn found(store: &Store, query: &str) -> Vec<String> {
    store.search(&Query::parse(query), 20, &|text, _| text.to_owned()).unwrap().into_iter().map(|hit| hit.edition.path).collect()
}

#[test]
fn versions_know_their_parents_and_text() {
    let (_folder, mut store) = store();
    let (edition, first) = add(&mut store, "en/a.md", "A", "one");
    let second = store.save(edition, first, "two", &facts("A", "two"), 2, "B", Reason::Save, None).unwrap();
    let versions = store.versions(edition).unwrap();
    assert_eq!(versions.iter().map(|version| version.id).collect::<Vec<_>>(), [second, first]);
    assert_eq!(versions[0].parents, [first]);
    assert_eq!(store.version_text(&first).unwrap(), "one");
    assert_eq!(store.edition(edition).unwrap().unwrap().head, second);
}

#[test]
fn a_save_on_an_old_base_is_refused_and_writes_nothing() {
    let (_folder, mut store) = store();
    let (edition, first) = add(&mut store, "en/a.md", "A", "one");
    store.save(edition, first, "two", &facts("A", "two"), 2, "B", Reason::Save, None).unwrap();
    assert!(matches!(store.save(edition, first, "three", &facts("A", "three"), 3, "C", Reason::Save, None), Err(StoreError::Stale)));
    assert_eq!(store.versions(edition).unwrap().len(), 2);
}

#[test]
fn the_journal_outlives_the_process_and_ends_with_the_save() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newsroom.sqlite");
    let mut store = Store::open(&path).unwrap();
    let (edition, head) = add(&mut store, "en/a.md", "A", "one");
    assert_eq!(store.journal(edition, head, 5, &["x".into(), "y".into()], 0, &|| false).unwrap(), Some(2));
    drop(store);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.pending().unwrap(), [Pending { edition, operations: 2 }]);
    let first = head;
    assert_eq!(store.journal(edition, head, 6, &["of another process".into()], 1, &|| true).unwrap(), None);
    assert_eq!(store.journal(edition, head, 6, &["z".into()], 2, &|| true).unwrap(), Some(3));
    let head = store.save(edition, head, "two", &facts("A", "two"), 7, "B", Reason::Pause, Some(2)).unwrap();
    assert_eq!(store.rejournal(edition, head, 8, &["z".into()], 3).unwrap(), 5, "never a number that was given before, and a gap");
    store.take_journal(edition, 3, &first).unwrap();
    let left = store.journalled(edition).unwrap();
    assert_eq!((left.len(), left[0].operation.as_str(), left[0].base), (1, "z", head));
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newsroom.sqlite");
    drop(Store::open(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Newer { found: 99, .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn spellings_a_reader_takes_for_the_same_word_are_found() {
    let (_folder, mut store) = store();
    for (path, body) in [
        ("ar.md", "أعلنت الحكومة خُطَّةً جديدة للمدرسة في الشاطئ، أكّد المتحدث ٢٠٢٦ كتـــاب"),
        ("eu.md", "Łódź, Øresund and the Straße of ﬁnance"),
        ("zh.md", "日本の教育委員会と港湾局"),
        ("th.md", "แผนการศึกษาแห่งชาติ"),
        ("en.md", "The harbour wall will rise; the wall of harbours"),
    ] {
        add(&mut store, path, path, body);
    }
    for (query, wanted) in [
        ("خطة", "ar.md"),
        ("اكد", "ar.md"),
        ("أكد", "ar.md"),
        ("للمدرسه", "ar.md"),
        ("2026", "ar.md"),
        ("كتاب", "ar.md"),
        ("الشاطي", "ar.md"),
        ("lodz", "eu.md"),
        ("oresund", "eu.md"),
        ("strasse", "eu.md"),
        ("finance", "eu.md"),
        ("教育", "zh.md"),
        ("委員会", "zh.md"),
        ("แผน", "th.md"),
        ("การศึกษา", "th.md"),
        ("harb", "en.md"),
        ("\"harbour wall\"", "en.md"),
        ("RISE", "en.md"),
        ("harbour -lodz", "en.md"),
    ] {
        assert_eq!(found(&store, query), [wanted], "{query}");
    }
    for query in ["\"wall harbour\"", "育教", "\"", "wall -rise", "zzz", "NEAR(", "title:"] {
        assert_eq!(found(&store, query), Vec::<String>::new(), "{query}");
    }
}

#[test]
fn filters_and_removal() {
    let (_folder, mut store) = store();
    let mut here = facts("One", "wall");
    here.section = "world/middle-east".into();
    here.date = Some(1_000_000);
    here.source = "City Wire".into();
    let new = NewEdition {
        story: "s",
        lang: "ar",
        kind: Kind::Story,
        path: "ar/one.md",
        text: "x",
        facts: &here,
        on_disk: true,
        at: 1,
        author: "A",
        reason: Reason::Found,
    };
    let (edition, _) = store.add(&[new]).unwrap()[0];
    add(&mut store, "en/two.md", "Two", "wall");
    for (query, wanted) in [
        ("wall section:world", vec!["ar/one.md"]),
        ("section:world/middle-east", vec!["ar/one.md"]),
        ("lang:en wall", vec!["en/two.md"]),
        ("before:1970-01-02 lang:ar", vec!["ar/one.md"]),
        ("after:1970-01-02 lang:ar", vec![]),
        ("tag:\"Sea level\" lang:ar", vec!["ar/one.md"]),
        ("tag:Sea_level lang:en", vec!["en/two.md"]),
        ("tag:sea-LEVEL lang:en", vec!["en/two.md"]),
        ("tag:sea lang:en", vec![]),
        ("source:wire lang:ar", vec!["ar/one.md"]),
        ("section:wor", vec![]),
    ] {
        assert_eq!(found(&store, query), wanted, "{query}");
    }
    store.removed(&[edition], 9).unwrap();
    assert_eq!(found(&store, "wall"), ["en/two.md"]);
    assert_eq!(store.count(&Filter::default()).unwrap(), 1);
}

#[test]
fn an_index_entry_follows_its_text() {
    let (_folder, mut store) = store();
    let (edition, head) = add(&mut store, "en/a.md", "A", "lighthouse");
    store.save(edition, head, "ferry", &facts("A", "ferry"), 2, "B", Reason::Save, None).unwrap();
    assert_eq!(found(&store, "lighthouse"), Vec::<String>::new());
    assert_eq!(found(&store, "ferry"), ["en/a.md"]);
}

#[test]
fn snippets_mark_the_words_as_written() {
    let (_folder, mut store) = store();
    add(&mut store, "ar.md", "t", &format!("{} أكّد المتحدث", "كلمة ".repeat(60)));
    let hit = &store.search(&Query::parse("اكد"), 5, &|text, _| text.to_owned()).unwrap()[0];
    let (from, to) = hit.marks[0];
    assert_eq!(&hit.snippet[from..to], "أكّد");
    assert!(hit.snippet.starts_with('…'));
}

#[test]
fn a_conflict_and_an_undo_history_outlive_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newsroom.sqlite");
    let mut store = Store::open(&path).unwrap();
    let (edition, mine) = add(&mut store, "en/a.md", "A", "one");
    let theirs = store.keep_beside(edition, &[mine], "two", 2, "B", Reason::OutsideEdit).unwrap();
    let conflict = Conflict { at: 3, mine, theirs, base_text: "نص".into(), theirs_text: "two".into() };
    store.put_conflict(edition, &conflict).unwrap();
    let undo = Undo { version: mine, history: "{\"done\":[]}".into() };
    store.keep_undo(edition, &undo).unwrap();
    drop(store);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.conflict(edition).unwrap(), Some(conflict));
    assert_eq!(store.undo(edition).unwrap(), Some(undo));
    assert!(store.edition(edition).unwrap().unwrap().conflict);
    assert_eq!(store.conflicted().unwrap().len(), 1);
    store.drop_conflict(edition).unwrap();
    assert!(store.conflicted().unwrap().is_empty() && !store.edition(edition).unwrap().unwrap().conflict);
}

/// A store that may not grow, and one that may not be written, say which of the two it is, and go on once they may.
#[test]
fn a_full_and_a_read_only_store_say_so_and_lose_nothing() {
    let (_folder, mut store) = store();
    let (edition, head) = add(&mut store, "en/a.md", "A", "one");
    store.journal(edition, head, 1, &["first".into()], 0, &|| false).unwrap();
    let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let large = "x".repeat(200_000);
    let refuse = |store: &mut Store, wanted: fn(&StoreError) -> bool| {
        let journal = store.journal(edition, head, 2, std::slice::from_ref(&large), 1, &|| true).unwrap_err();
        let save = store.save(edition, head, &noise(200_000), &facts("A", &large), 2, "A", Reason::Save, None).unwrap_err();
        assert!(wanted(&journal) && wanted(&save), "{journal} / {save}");
    };
    store.connection.pragma_update(None, "max_page_count", pages).unwrap();
    refuse(&mut store, |error| matches!(error, StoreError::Full));
    store.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    store.connection.pragma_update(None, "query_only", true).unwrap();
    refuse(&mut store, |error| matches!(error, StoreError::ReadOnly));
    store.connection.pragma_update(None, "query_only", false).unwrap();
    assert_eq!(store.journalled(edition).unwrap().len(), 1, "what was acknowledged is there, and nothing else");
    assert_eq!(store.journal(edition, head, 3, &["second".into()], 1, &|| true).unwrap(), Some(2));
    assert_eq!(store.integrity().unwrap(), None);
}

/// Text that does not compress.
fn noise(length: usize) -> String {
    let mut seed = 7_u64;
    (0..length)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(33 + (seed >> 57) as u8 % 90)
        })
        .collect()
}

#[test]
fn a_file_that_is_no_store_is_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newsroom.sqlite");
    std::fs::write(&path, "This is not a database, whatever its name says. ".repeat(40)).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Broken(_))));
}

#[test]
fn a_version_bears_one_name_and_a_name_one_version() {
    let (_folder, mut store) = store();
    let (edition, first) = add(&mut store, "en/a.md", "A", "one");
    let second = store.save(edition, first, "two", &facts("A", "two"), 2, "B", Reason::Save, None).unwrap();
    let (other, _) = add(&mut store, "en/b.md", "B", "b");
    store.name_version(edition, &first, "  First cut ", 3, "B").unwrap();
    assert_eq!(store.version_names(edition).unwrap()[&first], "First cut");
    assert!(matches!(store.name_version(edition, &second, "FIRST CUT", 4, "B"), Err(StoreError::NameTaken(holder)) if holder == first));
    assert_eq!(store.version_names(edition).unwrap().len(), 1, "a refused name changes nothing");
    store.name_version(edition, &first, "First Cut", 5, "B").unwrap();
    store.name_version(edition, &first, "Sent to the lawyer", 6, "B").unwrap();
    store.name_version(edition, &second, "first cut", 7, "B").unwrap();
    assert_eq!(store.version_names(edition).unwrap()[&second], "first cut");
    store.name_version(edition, &second, "", 8, "B").unwrap();
    assert_eq!(store.version_names(edition).unwrap().len(), 1);
    assert!(matches!(store.name_version(other, &first, "x", 9, "B"), Err(StoreError::Missing(_))));
}

#[test]
fn exports_know_their_versions_and_do_not_grow_with_every_day() {
    let (_folder, mut store) = store();
    let (edition, first) = add(&mut store, "en/a.md", "A", "one");
    for day in 0..5 {
        store.exported(&[first], &format!("bundle {day}"), 10 + day, "B").unwrap();
    }
    let exports = store.exports_of(edition).unwrap();
    assert_eq!(exports[&first], Exported { first: 10, last: 14, bundle: "bundle 4".into() });
    let rows: i64 = store.connection.query_row("SELECT count(*) FROM version_export", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn words_are_counted_once_for_a_text() {
    let (_folder, mut store) = store();
    let (edition, first) = add(&mut store, "en/a.md", "A", "one");
    let content = store.versions(edition).unwrap()[0].content;
    assert!(store.word_counts(edition).unwrap().is_empty());
    store.note_word_counts(&[(content, 7)]).unwrap();
    store.save(edition, first, "two", &facts("A", "two"), 2, "B", Reason::Save, None).unwrap();
    assert_eq!(store.word_counts(edition).unwrap(), std::collections::HashMap::from([(content, 7)]));
}
