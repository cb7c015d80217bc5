use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::*;
use crate::{Facts, Home, Kind, NewEdition, Reason};

/// A store with long and short texts, versions and journalled work, and what it holds.
struct Sample {
    _folder: tempfile::TempDir,
    path: PathBuf,
    texts: BTreeSet<String>,
    typed: usize,
}

impl Sample {
    fn new(stories: usize) -> Sample {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("newsroom.sqlite");
        let mut store = Store::open(&path).unwrap();
        let mut texts = BTreeSet::new();
        let mut typed = 0;
        for number in 0..stories {
            let noise: String = (0..number % 7 * 300).map(|at| format!("{} ", (at * 7919 + number * 104_729) % 9_973)).collect();
            let text = |round: usize| format!("Story {number}, round {round}.\n\n{noise}");
            let facts = Facts { title: format!("Story {number}"), slug: format!("s-{number}"), body: text(0), ..Facts::default() };
            let name = format!("en/2026/s-{number}.md");
            let first = text(0);
            let new = NewEdition {
                story: &format!("story-{number}"),
                lang: "en",
                kind: Kind::Story,
                path: &name,
                text: &first,
                facts: &facts,
                on_disk: true,
                at: number as i64,
                author: "A",
                reason: Reason::Found,
            };
            let (edition, head) = store.add(&[new]).unwrap()[0];
            let head = store.save(edition, head, &text(1), &facts, 1_000, "A", Reason::Save, None).unwrap();
            texts.extend([text(0), text(1)]);
            if number % 3 == 0 {
                let operations: Vec<String> =
                    (0..5).map(|at| format!("{{\"kind\":\"splice\",\"at\":{at},\"remove\":0,\"insert\":\"k\"}}")).collect();
                store.journal(edition, head, 2_000, &operations, 0, &|| false).unwrap();
                typed += 5;
            }
        }
        Sample { _folder: folder, path, texts, typed }
    }

    fn damaged(&self, damage: impl FnOnce(&mut Vec<u8>)) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("damaged.sqlite");
        let mut bytes = fs::read(&self.path).unwrap();
        damage(&mut bytes);
        fs::write(&path, bytes).unwrap();
        (folder, path)
    }
}

/// Every text that versions of a store hold, and how much is journalled.
fn held(store: &Store) -> (BTreeSet<String>, usize) {
    let texts = store.contents(None, 100_000).unwrap().iter().map(|hash| store.content_text(hash).unwrap()).collect();
    (texts, store.pending().unwrap().iter().map(|pending| pending.operations).sum())
}

fn rebuilt(from: &Path) -> (Store, Salvaged) {
    let to = from.with_file_name("rebuilt.sqlite");
    let _ = fs::remove_file(&to);
    let salvaged = rebuild(Some(from), &[], &to).unwrap();
    let mut store = Store::open(&to).unwrap();
    for id in store.homeless().unwrap() {
        let head = store.newest_readable(id).unwrap().unwrap();
        let (story, path) = (format!("story-{id}"), format!("home-{id}.md"));
        store.give_home(&Home { edition: id, story: &story, lang: "en", kind: Kind::Story, path: &path, head, at: 1 }).unwrap();
    }
    assert_eq!(store.damage(5).unwrap(), Vec::<String>::new());
    assert_eq!(store.dangling().unwrap(), Vec::new());
    (store, salvaged)
}

#[test]
fn nothing_is_lost_of_a_whole_store() {
    let sample = Sample::new(40);
    let (_folder, path) = sample.damaged(|_| {});
    let (store, salvaged) = rebuilt(&path);
    assert_eq!(held(&store), (sample.texts, sample.typed));
    assert_eq!((salvaged.lost, salvaged.broken, salvaged.loose), (0, Vec::new(), Vec::new()));
}

#[test]
fn without_its_first_page_a_store_gives_all_of_its_texts_and_keys() {
    let sample = Sample::new(40);
    for fill in [0x00, 0xFF, 0x5A] {
        let (_folder, path) = sample.damaged(|bytes| bytes[..4_096].fill(fill));
        let (store, salvaged) = rebuilt(&path);
        assert_eq!(held(&store), (sample.texts.clone(), sample.typed), "{fill:#x}");
        assert!(salvaged.broken.contains(&"journal".to_owned()));
        // What could not be read in order is shown to a person as well.
        assert_eq!(salvaged.loose.iter().map(|(_, entries)| entries.len()).sum::<usize>(), sample.typed);
    }
}

#[test]
fn one_broken_page_costs_only_what_stood_on_it() {
    let sample = Sample::new(14);
    let pages = carve::Pages::read(&sample.path);
    let (mut lost_texts, mut lost_keys) = (0, 0);
    for number in 1..=pages.count {
        let rows = pages.rows(number);
        let on_it = |table: &str| rows.iter().filter(|row| carve::table_of(row) == Some(table)).count();
        // A page that starts no row continues at most one, and one other text may rest on each.
        let texts = if rows.is_empty() { 2 } else { 2 * (on_it("content") + on_it("edition")) + on_it("version") };
        // Keys that follow a gap cannot be put in their place; they are shown instead.
        let keys = on_it("journal") + 5 * (on_it("version") + on_it("content"));
        let (_folder, path) = sample.damaged(|bytes| bytes[(number - 1) * 4_096..number * 4_096].fill(0xA5));
        let (store, _) = rebuilt(&path);
        let (there, typed) = held(&store);
        assert!(there.is_subset(&sample.texts), "page {number}");
        assert!(
            sample.texts.len() - there.len() <= texts,
            "page {number}: {} texts lost, {texts} stood on it",
            sample.texts.len() - there.len()
        );
        assert!(sample.typed - typed <= keys.max(5), "page {number}: {} keys lost, {keys} stood on it", sample.typed - typed);
        lost_texts += sample.texts.len() - there.len();
        lost_keys += sample.typed - typed;
    }
    // No page is the one that everything hangs on.
    assert!(lost_texts > 0 && lost_texts <= 2 * sample.texts.len(), "{lost_texts}");
    assert!(lost_keys > 0, "{lost_keys}");
}

#[test]
fn a_file_that_ends_too_soon_gives_what_is_left() {
    let sample = Sample::new(40);
    let length = fs::metadata(&sample.path).unwrap().len() as usize;
    let mut before = usize::MAX;
    for tenths in (0..10).rev() {
        let (_folder, path) = sample.damaged(|bytes| bytes.truncate(length * tenths / 10));
        let (store, _) = rebuilt(&path);
        let (there, _) = held(&store);
        assert!(there.is_subset(&sample.texts));
        assert!(there.len() <= before);
        before = there.len();
    }
    assert_eq!(before, 0, "an empty file holds nothing");
}

#[test]
fn a_whole_copy_of_the_store_fills_the_gaps() {
    let sample = Sample::new(40);
    let (_folder, spare) = sample.damaged(|_| {});
    let (_other, path) = sample.damaged(|bytes| {
        let middle = bytes.len() / 2 / 4_096 * 4_096;
        bytes[4_096..middle].fill(0);
    });
    let to = path.with_file_name("rebuilt.sqlite");
    let alone = rebuild(Some(&path), &[], &to).unwrap();
    let (there, _) = held(&Store::open(&to).unwrap());
    assert!(there.len() < sample.texts.len(), "the damage shows: {alone:?}");
    fs::remove_file(&to).unwrap();
    rebuild(Some(&path), &[&spare], &to).unwrap();
    let store = Store::open(&to).unwrap();
    assert_eq!(held(&store).0, sample.texts);
    assert_eq!((store.dangling().unwrap(), store.homeless().unwrap(), store.headless().unwrap()), (Vec::new(), Vec::new(), Vec::new()));
}

#[test]
fn pages_that_are_only_in_the_log_are_read_too() {
    let sample = Sample::new(6);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.sqlite");
    fs::copy(&sample.path, &path).unwrap();
    let mut store = Store::open(&path).unwrap();
    let edition = store.edition_at("en/2026/s-1.md").unwrap().unwrap();
    store
        .journal(
            edition.id,
            edition.head,
            9_000,
            &["{\"kind\":\"splice\",\"at\":0,\"remove\":0,\"insert\":\"only in the log\"}".into()],
            0,
            &|| false,
        )
        .unwrap();
    // As after a power cut: file and log are on disk, nobody closed them. Then the file loses its first page.
    let killed = tempfile::tempdir().unwrap();
    let there = killed.path().join("damaged.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..4_096].fill(0);
    fs::write(&there, bytes).unwrap();
    fs::copy(folder.path().join("damaged.sqlite-wal"), killed.path().join("damaged.sqlite-wal")).unwrap();
    let (store, _) = rebuilt(&there);
    assert_eq!(
        store.journalled(edition.id).unwrap()[0].operation,
        "{\"kind\":\"splice\",\"at\":0,\"remove\":0,\"insert\":\"only in the log\"}"
    );
}

#[test]
fn the_damaged_file_is_not_written_to() {
    let sample = Sample::new(10);
    let (_folder, path) = sample.damaged(|bytes| bytes[8_192..12_288].fill(7));
    let before = fs::read(&path).unwrap();
    rebuilt(&path);
    assert!(before == fs::read(&path).unwrap());
}
