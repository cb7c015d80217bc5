//! What is wrong with the store.

use std::path::Path;

use stet_store::{Store, StoreError};

use super::{Finding, FindingPlace, Heard, at, finding, many, stopped, with_places};
use crate::{Fault, backup, clock, draft, swap};

/// A store can be anything from absent to well.
pub(super) enum State {
    /// There is no file.
    Missing,
    /// The file cannot be used.
    Broken(Vec<String>),
    /// A newer Stet wrote it.
    Newer(String),
    /// An older Stet wrote it, and its tables have not been changed yet.
    Older,
    /// It can be read.
    Open(Store),
}

/// Rules whose repair is a new store made of what can be read.
pub(super) const REBUILT: &[&str] = &["store-damaged", "store-gone", "rows-dangling"];

/// Opens the store for a look.
pub(super) fn state(root: &Path, deep: bool) -> Result<State, Fault> {
    let path = swap::store(root);
    let Ok(about) = std::fs::metadata(&path) else { return Ok(State::Missing) };
    let logged = std::fs::metadata(swap::beside(&path, "-wal")).map_or(0, |about| about.len());
    if about.len() + logged == 0 {
        return Ok(State::Broken(vec!["the file is empty".into()]));
    }
    let broken = |error: StoreError| match error {
        StoreError::Newer { .. } => Ok(State::Newer(error.to_string())),
        error if error.is_damage() => Ok(State::Broken(vec![error.to_string()])),
        error => Err(Fault::from(error)),
    };
    let step = match stet_store::step(&path) {
        Ok(step) => step,
        Err(error) => return broken(error),
    };
    if step.is_some_and(|step| step.found == 0) {
        return Ok(State::Broken(vec!["there are no tables in it".into()]));
    }
    let store = match Store::inspect(&path) {
        Ok(store) => store,
        Err(error) => return broken(error),
    };
    let found = if deep { store.damage(20) } else { store.integrity().map(|found| found.into_iter().collect()) };
    match found {
        Ok(found) if !found.is_empty() => Ok(State::Broken(found)),
        Err(error) => broken(error),
        Ok(_) if step.is_some_and(|step| step.found < step.known) => Ok(State::Older),
        Ok(_) => Ok(State::Open(store)),
    }
}

/// Looks at the store; gives it where the files can be compared with it.
pub(super) fn look(root: &Path, deep: bool, out: &mut Vec<Finding>, heard: Heard<'_>) -> Result<Option<Store>, Fault> {
    if heard("the store", 0, 0).is_break() {
        return Err(stopped());
    }
    let spares = backup::list(root)?;
    let store = match state(root, deep)? {
        State::Open(store) => store,
        State::Missing => {
            out.extend(missing(root, &spares));
            return Ok(None);
        }
        State::Broken(found) => {
            out.push(with_places(
                finding(
                    "store-damaged",
                    "bad",
                    "The store is damaged. The Markdown files are not affected.",
                    "Repair it. If the disk did this, have it checked as well.",
                    "Puts the damaged store aside; makes a new one of every version and all unsaved text that can be read in it, of the newest good backup, and of the files.",
                ),
                found.into_iter().map(|line| at(".stet/newsroom.sqlite", line)).collect(),
            ));
            return Ok(None);
        }
        State::Newer(message) => {
            out.push(finding(
                "store-newer",
                "bad",
                format!("{}.", capital(&message)),
                "Update Stet on this machine. Nothing was changed, and nothing is looked at further.",
                "",
            ));
            return Ok(None);
        }
        State::Older => {
            out.push(finding(
                "store-older",
                "note",
                "An older Stet made the store.",
                "It is backed up and brought up to date when the newsroom is opened.",
                "Makes a backup and brings the tables up to date.",
            ));
            return Ok(None);
        }
    };
    // A table that can be walked may still hold a row that cannot be read.
    match rows(&store, deep, out, heard) {
        Ok(()) => Ok(Some(store)),
        Err(fault) if fault.code == "store-damaged" => {
            out.retain(|found| !found.rule.starts_with("journal") && !found.rule.starts_with("version"));
            out.push(with_places(
                finding(
                    "store-damaged",
                    "bad",
                    fault.message,
                    fault.hint,
                    "Puts the damaged store aside and makes a new one of what can be read.",
                ),
                vec![at(".stet/newsroom.sqlite", "")],
            ));
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

fn missing(root: &Path, spares: &[backup::Backup]) -> Option<Finding> {
    let newest = spares.first()?;
    let lost = !root.join(".stet/newsroom.sqlite").exists();
    lost.then(|| {
        finding(
            "store-gone",
            "bad",
            format!("The store is gone; the newest backup is of {}.", clock::rfc3339(newest.at)),
            "Repair it before you open the newsroom: without the store the history of your stories begins anew.",
            "Makes a new store of the newest good backup and of the files.",
        )
    })
}

fn rows(store: &Store, deep: bool, out: &mut Vec<Finding>, heard: Heard<'_>) -> Result<(), Fault> {
    journal(store, out)?;
    heads(store, out)?;
    texts(store, deep, out, heard)?;
    index(store, out)?;
    twins(store, out)?;
    clocks(store, out)?;
    let dangling = store.dangling()?;
    if !dangling.is_empty() {
        out.push(with_places(
            finding(
                "rows-dangling",
                "bad",
                "Rows of the store point at rows that are not there.",
                "Repair it, after a backup.",
                "Puts the store aside and makes a new one of every row that is sound.",
            ),
            dangling
                .into_iter()
                .map(|(table, count)| at(".stet/newsroom.sqlite", format!("{table}: {}", many(count, "row", "rows"))))
                .collect(),
        ));
    }
    let removed = store.removed_editions()?;
    if !removed.is_empty() {
        out.push(with_places(
            finding(
                "stories-removed",
                "note",
                format!("{} left the lists because the file went away.", many(removed.len(), "story", "stories")),
                "Their versions are kept. `stet doctor --rebuild removed` writes the files again.",
                "",
            ),
            removed.into_iter().map(|(_, path)| at(path, "")).collect(),
        ));
    }
    Ok(())
}

/// Editions with journalled work that cannot be put back, with what was typed.
pub(super) fn stranded(store: &Store) -> Result<Vec<stet_store::LostWork>, Fault> {
    let mut out = store.lost_work()?;
    for pending in store.pending()? {
        if out.iter().any(|work| work.edition == pending.edition) {
            continue;
        }
        let entries = store.journalled(pending.edition)?;
        let Some(first) = entries.first() else { continue };
        let text = store.version_text(&first.base);
        if text.is_err() || text.is_ok_and(|text| draft::replayed(first.base, &text, &entries).is_err()) {
            let path = store.edition_even_removed(pending.edition)?.map(|edition| edition.path).unwrap_or_default();
            out.push(stet_store::LostWork { edition: pending.edition, path, entries });
        }
    }
    Ok(out)
}

fn journal(store: &Store, out: &mut Vec<Finding>) -> Result<(), Fault> {
    let stranded = stranded(store)?;
    if !stranded.is_empty() {
        out.push(with_places(
            finding(
                "journal-stranded",
                "bad",
                format!(
                    "Unsaved text of {} cannot be put back by itself: what it was typed on is gone.",
                    many(stranded.len(), "story", "stories")
                ),
                "Repair it, then read the files that the repair names.",
                "Writes what was typed to files in .stet/aside, then takes it out of the journal, so that the story opens again.",
            ),
            stranded.into_iter().map(|work| at(work.path, many(work.entries.len(), "edit", "edits"))).collect(),
        ));
    }
    Ok(())
}

fn heads(store: &Store, out: &mut Vec<Finding>) -> Result<(), Fault> {
    let headless = store.headless()?;
    if !headless.is_empty() {
        out.push(with_places(
            finding(
                "version-head-gone",
                "bad",
                format!("The present version of {} is gone from the store.", many(headless.len(), "story", "stories")),
                "Repair it. The text in the file is not affected.",
                "Takes the newest version that can be read, and then the file's text as a version on top.",
            ),
            headless.into_iter().map(|(_, path)| at(path, "")).collect(),
        ));
    }
    Ok(())
}

/// Texts whose bytes are not what their hash says.
pub(super) fn spoilt(store: &Store, heard: Heard<'_>) -> Result<Vec<stet_store::Hash>, Fault> {
    let total = store.content_count()?;
    let (mut done, mut last, mut out) = (0, None, Vec::new());
    loop {
        let batch = store.contents(last, 500)?;
        let Some(end) = batch.last() else { return Ok(out) };
        out.extend(batch.iter().filter(|hash| !store.is_whole(hash)));
        last = Some(*end);
        done += batch.len();
        if heard("versions", done, total).is_break() {
            return Err(stopped());
        }
    }
}

fn texts(store: &Store, deep: bool, out: &mut Vec<Finding>, heard: Heard<'_>) -> Result<(), Fault> {
    if deep {
        let spoilt = spoilt(store, heard)?;
        let mut places: Vec<FindingPlace> = Vec::new();
        for hash in &spoilt {
            let path = store.editions_with_text(hash)?.into_iter().next().map(|(_, path)| path).unwrap_or_default();
            places.push(at(path, format!("text {}", &hash.hex()[..12])));
        }
        if !places.is_empty() {
            out.push(with_places(
                finding(
                    "version-spoilt",
                    "bad",
                    format!("The text of {} cannot be read: its bytes have changed on disk.", many(places.len(), "version", "versions")),
                    "Repair it, and have the disk checked.",
                    "Takes the same text out of a backup or a file where it is there; keeps the damaged bytes in .stet/aside where it is not.",
                ),
                places,
            ));
        }
    }
    let orphans = store.orphans()?;
    if !orphans.is_empty() {
        out.push(finding(
            "text-orphaned",
            "warn",
            format!("{} in the store belong to no version.", many(orphans.len(), "text", "texts")),
            "They take room and do no harm.",
            "Writes them to files in .stet/aside and takes them out of the store.",
        ));
        if let Some(last) = out.last_mut() {
            last.count = orphans.len() as u32;
        }
    }
    Ok(())
}

fn index(store: &Store, out: &mut Vec<Finding>) -> Result<(), Fault> {
    let gaps = store.index_gaps()?;
    if gaps != stet_store::IndexGaps::default() {
        let mut found = finding(
            "index-stale",
            "warn",
            format!("The search index misses {} and knows {} too many.", many(gaps.missing, "story", "stories"), gaps.extra),
            "Repair it: until then search does not find them.",
            "Makes the index afresh from the present versions.",
        );
        found.count = (gaps.missing + gaps.extra) as u32;
        out.push(found);
    }
    Ok(())
}

fn twins(store: &Store, out: &mut Vec<Finding>) -> Result<(), Fault> {
    let twins = store.twins()?;
    if !twins.is_empty() {
        let places = twins
            .iter()
            .flat_map(|twins| {
                let first = twins.editions.first().map(|(_, path)| path.clone()).unwrap_or_default();
                twins.editions.iter().skip(1).map(move |(_, path)| at(path.clone(), format!("same id as {first}")))
            })
            .collect();
        out.push(with_places(
            finding(
                "id-twice",
                "warn",
                "Files of one language have the same story id, so that one may be taken for the other.",
                "Where one is a copy of the other, remove the one that is not needed.",
                "Gives the copy an id of its own, as a new version.",
            ),
            places,
        ));
    }
    Ok(())
}

/// Versions may come from a machine whose clock is a little ahead.
const AHEAD: i64 = 10 * 60_000;

fn clocks(store: &Store, out: &mut Vec<Finding>) -> Result<(), Fault> {
    let (count, last) = store.versions_after(clock::now() + AHEAD)?;
    if count > 0 {
        let mut found = finding(
            "clock-jump",
            "warn",
            format!(
                "{} {} from the future, the last from {}. The clock of this machine, or of another, is or was wrong.",
                many(count, "version", "versions"),
                if count == 1 { "is" } else { "are" },
                last.map(clock::rfc3339).unwrap_or_default()
            ),
            "Set the clock right. Nothing is lost: versions know which one they follow, only the list by date is out of order.",
            "",
        );
        found.count = count as u32;
        out.push(found);
    }
    Ok(())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
