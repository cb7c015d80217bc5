//! The versions of an edition: seen, read, restored.

use stet_store::{Edition, Hash, Reason, Version};

use crate::wire::{Changed, DraftView, EditionRef, Event, History, VersionRef, VersionRow, VersionText};
use crate::{App, Fault, Room, clock, draft};

/// The versions of an edition, newest first.
pub fn versions(room: &Room, edition: &Edition) -> Result<Vec<Version>, Fault> {
    Ok(room.store().versions(edition.id)?)
}

/// One version for a window or a script.
pub fn row(version: &Version, head: &Hash) -> VersionRow {
    VersionRow {
        version: version.id.hex(),
        parents: version.parents.iter().map(Hash::hex).collect(),
        at: clock::rfc3339(version.at),
        author: version.author.clone(),
        reason: version.reason.clone(),
        bytes: version.size as u32,
        head: version.id == *head,
    }
}

/// The version that a name means: the first letters of its id, at least four.
pub fn find(room: &Room, edition: &Edition, name: &str) -> Result<Version, Fault> {
    let name = name.to_ascii_lowercase();
    let found: Vec<Version> = if name.len() < 4 {
        Vec::new()
    } else {
        versions(room, edition)?.into_iter().filter(|version| version.id.hex().starts_with(&name)).collect()
    };
    match found.len() {
        1 => found.into_iter().next().ok_or_else(|| missing(&name, edition)),
        0 => Err(missing(&name, edition)),
        _ => Err(Fault::new(
            "version-ambiguous",
            format!("`{name}` begins more than one version of {}.", edition.slug),
            "Write more of its letters.",
        )),
    }
}

fn missing(name: &str, edition: &Edition) -> Fault {
    Fault::new(
        "no-version",
        format!("{} has no version `{name}`.", edition.slug),
        format!("`stet history {}` shows them; four letters or more will do.", edition.slug),
    )
}

/// Makes an older version the working copy again, as a new version on top of the present one.
pub fn restore(room: &Room, edition: &Edition, version: &Version) -> Result<Hash, Fault> {
    // What is being typed is a version before anything replaces it.
    draft::save(room, &crate::wire::SaveDraft { edition: edition.id as u32, reason: "save".into() })?;
    let text = room.store().version_text(&version.id)?;
    let edition = room.edition(edition.id)?;
    if room.store().head_text(&edition)? == text {
        return Ok(edition.head);
    }
    draft::replace(room, &edition, &text, Reason::Restore)
}

/// A line diff of two versions' texts, in the unified form.
pub fn diff(old: &str, new: &str, old_name: &str, new_name: &str) -> String {
    similar::TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(old_name, new_name).to_string()
}

pub(crate) fn request(app: &App, request: EditionRef) -> Result<History, Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    Ok(History { versions: versions(&room, &edition)?.iter().map(|version| row(version, &edition.head)).collect() })
}

pub(crate) fn text_request(app: &App, request: VersionRef) -> Result<VersionText, Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    let version = find(&room, &edition, &request.version)?;
    let text = room.store().version_text(&version.id)?;
    Ok(VersionText { text })
}

pub(crate) fn restore_request(app: &App, request: VersionRef) -> Result<DraftView, Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    let version = find(&room, &edition, &request.version)?;
    restore(&room, &edition, &version)?;
    app.tell(Event::Changed(Changed { editions: vec![request.edition], outside: false }));
    draft::open(&room, edition.id)
}
