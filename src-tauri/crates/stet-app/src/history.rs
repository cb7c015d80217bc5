//! The versions of an edition: seen, named, read, restored whole or in part.

use std::collections::HashMap;

use rayon::prelude::*;
use stet_core::diff::{self, NotRestored};
use stet_core::{Draft, fold, words};
use stet_store::{Edition, Hash, Reason, Version};

use crate::wire::{Changed, DraftView, EditionRef, Event, History, NameVersion, RestorePart, VersionRef, VersionRow, VersionText};
use crate::{App, Fault, Room, clock, compare, draft, sync};

/// The versions of an edition, newest first.
pub fn versions(room: &Room, edition: &Edition) -> Result<Vec<Version>, Fault> {
    Ok(room.store().versions(edition.id)?)
}

/// The versions of an edition for a window or a script, newest first.
pub fn rows(room: &Room, edition: &Edition) -> Result<Vec<VersionRow>, Fault> {
    let versions = versions(room, edition)?;
    let words = word_counts(room, edition, &versions)?;
    let (names, exports) = {
        let store = room.store();
        (store.version_names(edition.id)?, store.exports_of(edition.id)?)
    };
    Ok(versions
        .iter()
        .map(|version| VersionRow {
            version: version.id.hex(),
            parents: version.parents.iter().map(Hash::hex).collect(),
            at: clock::rfc3339(version.at),
            author: version.author.clone(),
            reason: version.reason.clone(),
            name: names.get(&version.id).cloned().unwrap_or_default(),
            words: words.get(&version.content).copied().unwrap_or_default(),
            bytes: version.size as u32,
            exported: exports.get(&version.id).map(|export| clock::rfc3339(export.last)).unwrap_or_default(),
            head: version.id == edition.head,
        })
        .collect())
}

/// Texts that are counted in one go, so that no more than these are in memory.
const BATCH: usize = 128;

/// How many words each text has. What was not counted before is counted now, and kept.
fn word_counts(room: &Room, edition: &Edition, versions: &[Version]) -> Result<HashMap<Hash, u32>, Fault> {
    let mut known = room.store().word_counts(edition.id)?;
    let mut new: Vec<&Version> = versions.iter().filter(|version| !known.contains_key(&version.content)).collect();
    new.sort_by_key(|version| version.content);
    new.dedup_by_key(|version| version.content);
    for batch in new.chunks(BATCH) {
        let texts = {
            let store = room.store();
            batch.iter().map(|version| Ok((version.content, store.version_text(&version.id)?))).collect::<Result<Vec<_>, Fault>>()?
        };
        let counts: Vec<(Hash, u32)> =
            texts.par_iter().map(|(content, text)| (*content, words::count_body(Draft::new(text.as_str()).body()) as u32)).collect();
        // A count that cannot be kept is counted again.
        let _ = room.store().note_word_counts(&counts);
        known.extend(counts);
    }
    Ok(known)
}

/// The version that some words mean: its name; the first letters of its id, at least four; or `@` for the head. Each with
/// `~3` for three steps back from it. (`~3` alone is `@~3`; but a shell may take that for a folder.)
pub fn find(room: &Room, edition: &Edition, wanted: &str) -> Result<Version, Fault> {
    let versions = versions(room, edition)?;
    let names = room.store().version_names(edition.id)?;
    let by_name = |wanted: &str| {
        let folded = fold::fold(wanted.trim());
        versions.iter().find(|version| names.get(&version.id).is_some_and(|name| !folded.is_empty() && fold::fold(name) == folded))
    };
    if let Some(version) = by_name(wanted) {
        return Ok(version.clone());
    }
    let (start, steps) = match wanted.rsplit_once('~') {
        Some((start, steps)) => (start, steps.parse::<usize>().ok()),
        None => (wanted, Some(0)),
    };
    let Some(steps) = steps else { return Err(missing(wanted, edition)) };
    let by_id = |id: &Hash| versions.iter().find(|version| version.id == *id);
    let mut version = match (start, by_name(start)) {
        (_, Some(version)) => version,
        ("" | "@", None) if !wanted.is_empty() => by_id(&edition.head).ok_or_else(|| missing(wanted, edition))?,
        (start, None) => by_letters(&versions, &names, edition, start)?,
    };
    for done in 0..steps {
        version = version.parents.first().and_then(by_id).ok_or_else(|| {
            Fault::new(
                "no-version",
                format!("There is no version {steps} steps back: the first one is {done} back."),
                format!("`stet history {}` shows them all.", edition.slug),
            )
        })?;
    }
    Ok(version.clone())
}

fn by_letters<'a>(versions: &'a [Version], names: &HashMap<Hash, String>, edition: &Edition, letters: &str) -> Result<&'a Version, Fault> {
    let lower = letters.to_ascii_lowercase();
    if lower.len() < 4 || !lower.bytes().all(|letter| letter.is_ascii_hexdigit()) {
        return Err(missing(letters, edition));
    }
    let found: Vec<&Version> = versions.iter().filter(|version| version.id.hex().starts_with(&lower)).collect();
    match found.as_slice() {
        [] => Err(missing(letters, edition)),
        [one] => Ok(one),
        several => {
            let list: Vec<String> = several
                .iter()
                .take(5)
                .map(|version| {
                    let name = names.get(&version.id).map(|name| format!(" “{name}”")).unwrap_or_default();
                    format!("{} ({}, {}{name})", &version.id.hex()[..12], clock::rfc3339(version.at), version.reason)
                })
                .collect();
            Err(Fault::new(
                "version-ambiguous",
                format!("`{letters}` begins {} versions of {}: {}.", several.len(), edition.slug, list.join("; ")),
                "Write more of its letters.",
            ))
        }
    }
}

fn missing(wanted: &str, edition: &Edition) -> Fault {
    Fault::new(
        "no-version",
        format!("{} has no version `{wanted}`.", edition.slug),
        format!("`stet history {}` shows them; a name, four letters of an id or more, or `@~2` for two steps back will do.", edition.slug),
    )
}

/// Gives a version a name, another one, or (where it is empty) none.
pub fn name(room: &Room, edition: &Edition, version: &Version, name: &str) -> Result<(), Fault> {
    let name = name.trim();
    if [compare::DRAFT, compare::FILE].contains(&name) || name.contains(['\n', '~']) || name.starts_with('@') || name.chars().count() > 200
    {
        return Err(Fault::new(
            "name",
            format!("A version cannot be named `{}`.", name.chars().take(40).collect::<String>()),
            "Use one line of up to 200 letters without `~` or a leading `@`, and not `draft` or `file`: those mean other things.",
        ));
    }
    Ok(room.store().name_version(edition.id, &version.id, name, clock::now(), &room.author)?)
}

/// What of an older version comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// All of it.
    Whole,
    /// One block, by its number in the version, from 1.
    Paragraph(usize),
    /// One field, by the name that a comparison gives it.
    Field(&'a str),
}

/// So often a restore begins again where somebody types meanwhile.
const TRIES: usize = 20;

/// Makes an older version, or a part of it, the working copy again, as a new version on top of the present one. What is
/// being typed is a version first. Where nothing would change, no version is made.
pub fn restore(room: &Room, edition: &Edition, version: &Version, part: Part<'_>) -> Result<Hash, Fault> {
    let older = room.store().version_text(&version.id)?;
    for _ in 0..TRIES {
        if room.edition(edition.id)?.fault.is_some() {
            // A file that cannot be read holds nothing that was typed here; what it holds is a version.
            let found = sync::one(room, edition)?;
            room.note(found.notices);
        } else {
            draft::save_because(room, edition.id, Reason::BeforeRestore)?;
        }
        let edition = room.edition(edition.id)?;
        let present = room.store().head_text(&edition)?;
        let text = match part {
            Part::Whole => Ok(older.clone()),
            Part::Paragraph(number) => diff::restore_block(&present, &older, number),
            Part::Field(field) => diff::restore_field(&present, &older, field),
        }
        .map_err(|why| not_restored(&why, version))?;
        // To choose a whole text is to decide what two sides left open.
        let decides = part == Part::Whole;
        if text == present && !(decides && edition.conflict) {
            return Ok(edition.head);
        }
        match draft::replace(room, &edition, &text, Reason::Restore, decides) {
            Err(fault) if fault.code == "stale" => {}
            other => return other,
        }
    }
    Err(Fault::new(
        "busy",
        "The story is being written in without a pause.",
        "Stop typing for a moment and restore again; nothing was changed.",
    ))
}

fn not_restored(why: &NotRestored, version: &Version) -> Fault {
    let hint = match why {
        NotRestored::NoBlock(_) => "`stet diff SLUG VERSION` numbers them.",
        NotRestored::NoField(_) => "Use the names that the file's front matter uses, such as `title` or `lead.alt`.",
        NotRestored::Unreadable(_) => "Restore the whole version, or mend the file in a text editor first.",
    };
    Fault::new("no-part", format!("Nothing was restored from version {}: {why}.", &version.id.hex()[..12]), hint)
}

pub(crate) fn request(app: &App, request: EditionRef) -> Result<History, Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    Ok(History { versions: rows(&room, &edition)? })
}

pub(crate) fn text_request(app: &App, request: VersionRef) -> Result<VersionText, Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    let version = find(&room, &edition, &request.version)?;
    let text = room.store().version_text(&version.id)?;
    Ok(VersionText { text })
}

fn restored(app: &App, edition: u32, version: &str, part: Part<'_>) -> Result<DraftView, Fault> {
    let room = app.room()?;
    let row = room.edition(i64::from(edition))?;
    let version = find(&room, &row, version)?;
    restore(&room, &row, &version, part)?;
    app.tell(Event::Changed(Changed { editions: vec![edition], outside: false }));
    draft::open(&room, row.id)
}

pub(crate) fn restore_request(app: &App, request: VersionRef) -> Result<DraftView, Fault> {
    restored(app, request.edition, &request.version, Part::Whole)
}

pub(crate) fn restore_part_request(app: &App, request: RestorePart) -> Result<DraftView, Fault> {
    let part = if request.field.is_empty() { Part::Paragraph(request.paragraph as usize) } else { Part::Field(&request.field) };
    restored(app, request.edition, &request.version, part)
}

pub(crate) fn name_request(app: &App, request: NameVersion) -> Result<VersionRow, Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    let version = find(&room, &edition, &request.version)?;
    name(&room, &edition, &version, &request.name)?;
    let id = version.id.hex();
    rows(&room, &edition)?.into_iter().find(|row| row.version == id).ok_or_else(|| missing(&request.version, &edition))
}
