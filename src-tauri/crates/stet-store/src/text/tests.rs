use proptest::prelude::*;

use crate::tests::{add, facts, store};
use crate::{Reason, Store, StoreError, VersionId};

/// One step of a history: on which earlier version, and what is done to its text.
#[derive(Debug, Clone)]
struct Step {
    on: prop::sample::Index,
    at: prop::sample::Index,
    remove: usize,
    insert: String,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..200_usize, "[ -~\n]{0,300}|(نص عربي ){1,20}|\\PC{0,40}")
        .prop_map(|(on, at, remove, insert)| Step { on, at, remove, insert });
    prop::collection::vec(step, 1..60)
}

/// Makes the versions on two editions in turn; gives each with the text it must have.
fn history(store: &mut Store, start: &str, steps: &[Step]) -> Vec<(VersionId, String)> {
    let editions = ["en/a.md", "ar/a.md"].map(|path| add(store, path, "A", start));
    let mut made = vec![(editions[0].1, start.to_owned()), (editions[1].1, start.to_owned())];
    for (number, step) in steps.iter().enumerate() {
        let (parent, text) = made[step.on.index(made.len())].clone();
        let letters: Vec<char> = text.chars().collect();
        let from = step.at.index(letters.len() + 1);
        let to = (from + step.remove).min(letters.len());
        let text: String = letters[..from].iter().copied().chain(step.insert.chars()).chain(letters[to..].iter().copied()).collect();
        let edition = editions[number % 2].0;
        let id = store.keep_beside(edition, &[parent], &text, number as i64, "A", Reason::Pause).unwrap();
        made.push((id, text));
    }
    made
}

fn check(store: &Store, made: &[(VersionId, String)]) {
    for (id, text) in made {
        assert_eq!(&store.version_text(id).unwrap(), text);
    }
}

/// As a store of the first shape had it: every text whole.
fn loosen(store: &Store) {
    let rows: Vec<(i64, Vec<u8>)> = {
        let mut statement = store.connection.prepare("SELECT id, hash FROM content").unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let whole: Vec<(i64, Vec<u8>)> = rows
        .into_iter()
        .map(|(id, hash)| {
            let text = super::get(&store.connection, &crate::Hash(hash.try_into().unwrap())).unwrap().unwrap();
            (id, zstd::bulk::compress(text.as_bytes(), 3).unwrap())
        })
        .collect();
    for (id, data) in whole {
        store
            .connection
            .execute("UPDATE content SET base = NULL, depth = 0, run = 0, data = ?2 WHERE id = ?1", rusqlite::params![id, data])
            .unwrap();
    }
    store.connection.execute("INSERT OR REPLACE INTO note (name, value) VALUES ('unpacked', 0)", []).unwrap();
}

fn pack_all(store: &mut Store) {
    loop {
        let batch = store.unpacked(3).unwrap();
        if batch.is_empty() {
            return;
        }
        for edition in batch {
            store.pack(edition).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_version_reads_back_byte_for_byte(start in "[ -~\n]{0,3000}", steps in steps()) {
        let (_folder, mut store) = store();
        let made = history(&mut store, &start, &steps);
        check(&store, &made);
        for (edition, _) in [(1, ()), (2, ())] {
            store.pack(edition).unwrap();
        }
        check(&store, &made);
        loosen(&store);
        pack_all(&mut store);
        check(&store, &made);
        let deepest: i64 = store.connection.query_row("SELECT max(depth) FROM content", [], |row| row.get(0)).unwrap();
        prop_assert!(deepest <= super::DEEPEST as i64);
        let broken: i64 = store
            .connection
            .query_row("SELECT count(*) FROM content c LEFT JOIN content b ON b.id = c.base WHERE c.depth <> coalesce(b.depth + 1, 0)", [], |row| row.get(0))
            .unwrap();
        prop_assert_eq!(broken, 0);
    }
}

/// A story of some length, and a sentence more in every version.
fn long_history(store: &mut Store, count: usize) -> Vec<(VersionId, String)> {
    let mut text: String =
        (0..120).map(|number| format!("Sentence {number} of the story, about {} boats. ", number * 7919 % 1000)).collect();
    let (edition, mut head) = add(store, "en/a.md", "A", &text);
    let mut made = vec![(head, text.clone())];
    for number in 1..count {
        let at = text.match_indices(". ").nth(number * 31 % 100).unwrap().0 + 2;
        text.insert_str(at, &format!("Version {number} says {} more. ", number * 104_729 % 9973));
        head = store.save(edition, head, &text, &facts("A", &text), number as i64, "A", Reason::Pause, None).unwrap();
        made.push((head, text.clone()));
    }
    made
}

#[test]
fn versions_of_one_story_take_little_and_old_stores_come_down_to_that() {
    let (_folder, mut store) = store();
    let made = long_history(&mut store, 100);
    let packed = store.sizes().unwrap();
    loosen(&store);
    let loose = store.sizes().unwrap();
    assert!(packed.packed * 5 < loose.packed, "{packed:?} {loose:?}");
    pack_all(&mut store);
    let again = store.sizes().unwrap();
    assert!(again.packed <= packed.packed + packed.packed / 4, "{packed:?} {again:?}");
    check(&store, &made);
    assert!(store.unpacked(1).unwrap().is_empty());
}

#[test]
fn a_damaged_row_is_named_and_takes_few_with_it() {
    let (_folder, mut store) = store();
    let made = long_history(&mut store, 300);
    let whole: i64 = store
        .connection
        .query_row(
            "SELECT base FROM content WHERE base IN (SELECT id FROM content WHERE depth = 0) GROUP BY base ORDER BY count(*) DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .unwrap();
    for damage in [
        "UPDATE content SET data = zeroblob(length(data)) WHERE id = ?1",
        "UPDATE content SET data = (SELECT data FROM content WHERE base IS NULL AND id <> ?1 LIMIT 1) WHERE id = ?1",
    ] {
        store.connection.execute("SAVEPOINT before", []).unwrap();
        store.connection.execute(damage, [whole]).unwrap();
        let lost: Vec<&VersionId> = made
            .iter()
            .filter_map(|(id, text)| match store.version_text(id) {
                Ok(read) => {
                    assert_eq!(&read, text);
                    None
                }
                Err(StoreError::Damaged(named)) => {
                    assert_eq!(named, id.hex());
                    Some(id)
                }
                Err(other) => panic!("{other}"),
            })
            .collect();
        assert!((1..=super::WHOLE_EVERY as usize).contains(&lost.len()), "{} versions lost", lost.len());
        store.connection.execute("ROLLBACK TO before", []).unwrap();
        store.connection.execute("RELEASE before", []).unwrap();
    }
}

#[test]
fn one_can_go_on_from_a_damaged_head() {
    let (_folder, mut store) = store();
    let made = long_history(&mut store, 20);
    store.connection.execute("UPDATE content SET data = zeroblob(9)", []).unwrap();
    let head = made[19].0;
    let next = store.save(1, head, "Typed again.", &facts("A", "Typed again."), 99, "A", Reason::Save, None).unwrap();
    assert_eq!(store.version_text(&next).unwrap(), "Typed again.");
    assert!(matches!(store.version_text(&head), Err(StoreError::Damaged(_))));
}
