//! Keeping store and files in step: what appeared, changed, moved or went away on disk.
//!
//! Events are hints; the truth is the content of files, compared by hash. Stet's own writes are known by what they
//! hold, never by when they happened.

use std::collections::{HashMap, HashSet};
use std::fs;

use rayon::prelude::*;
use stet_core::Draft;
use stet_core::merge::{Merged, merge};
use stet_store::{Edition, Filter, Hash, NewEdition, Order, Reason, hash};

use crate::{Fault, Room, clock, facts, mirror};

/// What a look at the files found.
#[derive(Debug, Default)]
pub struct Found {
    /// Row ids of editions that changed.
    pub changed: Vec<i64>,
    /// What the user should know.
    pub notices: Vec<String>,
}

/// Files are taken in by batches of this many, one transaction each.
const BATCH: usize = 500;

/// Brings the store up to date with every file of the newsroom.
pub fn all(room: &Room) -> Result<Found, Fault> {
    let newsroom = room.newsroom();
    let paths = mirror::files(&room.root, &newsroom)?;
    let known: HashMap<String, Edition> = room
        .store()
        .editions(&Filter { order: Order::Path, ..Filter::default() })?
        .into_iter()
        .map(|edition| (edition.path.clone(), edition))
        .collect();
    let mut found = Found::default();
    let mut fresh = Vec::new();
    for batch in paths.chunks(BATCH) {
        let read: Vec<(&String, std::io::Result<Vec<u8>>)> = batch.par_iter().map(|path| (path, fs::read(room.root.join(path)))).collect();
        for (path, bytes) in read {
            match (bytes, known.get(path)) {
                (Err(error), _) => found.notices.push(Fault::file("read", &room.root.join(path), &error).message),
                (Ok(bytes), Some(edition)) if edition.mirror == Some(hash(&bytes)) => {}
                (Ok(_), Some(_)) => compare(room, path, &mut found)?,
                (Ok(bytes), None) => match String::from_utf8(bytes) {
                    Err(_) => found.notices.push(not_text(path)),
                    Ok(text) => fresh.push((path.clone(), text)),
                },
            }
        }
    }
    let there: HashSet<&String> = paths.iter().collect();
    let missing: Vec<&Edition> = known.values().filter(|edition| !there.contains(&edition.path)).collect();
    let gone = take_in(room, fresh, missing, &mut found)?;
    settle_missing(room, gone, &mut found)?;
    follow_heads(room, &mut found)?;
    if !found.changed.is_empty() {
        room.touched();
    }
    Ok(found)
}

/// Takes in files the store does not know. One that is a missing edition's under another name is a move.
fn take_in<'a>(room: &Room, fresh: Vec<(String, String)>, missing: Vec<&'a Edition>, found: &mut Found) -> Result<Vec<&'a Edition>, Fault> {
    let newsroom = room.newsroom();
    let mut gone: Vec<&Edition> = missing;
    let mut new = Vec::new();
    for (path, text) in fresh {
        let Some((kind, lang)) = mirror::place(&newsroom, &path) else { continue };
        let id = Draft::new(text.as_str()).article().ok().and_then(|article| article.id);
        let content = hash(text.as_bytes());
        let moved = gone.iter().position(|edition| {
            edition.kind == kind
                && (edition.mirror == Some(content) || (id.as_deref() == Some(edition.story.as_str()) && edition.lang == lang))
        });
        // A file that came back under its old name takes up its history again.
        let returned = room.store().edition_at(&path)?;
        match (moved, returned) {
            (Some(at), None) => {
                let edition = gone.swap_remove(at).clone();
                room.store().moved(edition.id, &path, &lang, &facts::facts(&text, &path).slug)?;
                let edition = Edition { path, lang, ..edition };
                found.changed.push(edition.id);
                compare(room, &edition.path, found)?;
            }
            (_, Some(edition)) => {
                room.store().moved(edition.id, &path, &lang, &facts::facts(&text, &path).slug)?;
                let facts = facts::facts(&text, &path);
                room.store().save(edition.id, edition.head, &text, &facts, clock::now(), &room.author, Reason::Found, None)?;
                room.store().mirrored(&[(edition.id, content)])?;
                drop_session(room, edition.id);
                found.changed.push(edition.id);
            }
            (None, None) => new.push((path, lang, kind, text, id)),
        }
    }
    for batch in new.chunks(BATCH) {
        let at = clock::now();
        let worked: Vec<(String, stet_store::Facts)> =
            batch.par_iter().map(|(path, _, _, text, id)| (id.clone().unwrap_or_else(clock::story_id), facts::facts(text, path))).collect();
        let rows: Vec<NewEdition<'_>> = batch
            .iter()
            .zip(&worked)
            .map(|((path, lang, kind, text, _), (story, facts))| NewEdition {
                story,
                lang,
                kind: *kind,
                path,
                text,
                facts,
                on_disk: true,
                at,
                author: &room.author,
                reason: Reason::Found,
            })
            .collect();
        found.changed.extend(room.store().add(&rows)?.into_iter().map(|(edition, _)| edition));
    }
    Ok(gone)
}

/// Editions whose file is not there: one that was never written is written now, any other was deleted.
fn settle_missing(room: &Room, gone: Vec<&Edition>, found: &mut Found) -> Result<(), Fault> {
    for edition in gone {
        let _disk = room.disk();
        if edition.mirror.is_none() {
            let text = room.store().head_text(edition)?;
            mirror::write(&room.root, &edition.path, text.as_bytes())?;
            room.store().mirrored(&[(edition.id, hash(text.as_bytes()))])?;
        } else if room.sessions().get(&edition.id).is_some_and(|session| session.is_dirty()) {
            found.notices.push(format!(
                "{} was deleted outside Stet while you were writing it. Your text is safe; saving writes the file again.",
                edition.path
            ));
        } else {
            room.store().removed(edition.id, clock::now())?;
            drop_session(room, edition.id);
            found.changed.push(edition.id);
        }
    }
    Ok(())
}

/// Another process may have made versions: a draft that is open and has nothing unsaved follows its head.
fn follow_heads(room: &Room, found: &mut Found) -> Result<(), Fault> {
    let open: Vec<(i64, Hash)> =
        room.sessions().iter().filter(|(_, session)| !session.is_dirty()).map(|(id, session)| (*id, session.base)).collect();
    for (id, base) in open {
        let Some(edition) = room.store().edition(id)?.filter(|edition| edition.head != base) else { continue };
        let text = room.store().head_text(&edition)?;
        retarget(room, id, edition.head, &text);
        found.changed.push(id);
    }
    Ok(())
}

fn drop_session(room: &Room, edition: i64) {
    room.sessions().remove(&edition);
}

fn not_text(path: &str) -> String {
    format!("{path} is not UTF-8 text and was left alone. Import it instead: Stet then converts it.")
}

/// Looks at one file that may have changed.
pub fn one(room: &Room, edition: &Edition) -> Result<Found, Fault> {
    let mut found = Found::default();
    compare(room, &edition.path, &mut found)?;
    if !found.changed.is_empty() {
        room.touched();
    }
    Ok(found)
}

/// Compares an edition with its file, both read while nobody else writes either.
fn compare(room: &Room, path: &str, found: &mut Found) -> Result<(), Fault> {
    let _disk = room.disk();
    let Some(edition) = room.store().edition_at(path)? else { return Ok(()) };
    match fs::read(room.root.join(path)).map(String::from_utf8) {
        Ok(Ok(text)) => reconcile(room, &edition, &text, found),
        Ok(Err(_)) => {
            found.notices.push(not_text(path));
            Ok(())
        }
        // Gone again since it was listed: the next look settles it.
        Err(_) => Ok(()),
    }
}

/// Brings an edition and the text its file holds together.
///
/// Only the file changed: it becomes a version. Both changed: both sides are versioned first, then merged by
/// paragraph; where they overlap ours stays in hand and theirs is in the history, and a notice says so.
fn reconcile(room: &Room, edition: &Edition, disk: &str, found: &mut Found) -> Result<(), Fault> {
    let disk_hash = hash(disk.as_bytes());
    if edition.mirror == Some(disk_hash) {
        return Ok(());
    }
    let head_text = room.store().head_text(edition)?;
    if disk == head_text {
        room.store().mirrored(&[(edition.id, disk_hash)])?;
        return Ok(());
    }
    let typed = room.sessions().get(&edition.id).filter(|session| session.is_dirty()).map(|session| (session.text(), session.seq));
    let base = known_on_disk(room, edition)?.unwrap_or_else(|| head_text.clone());
    let ours = typed.as_ref().map_or(&head_text, |(text, _)| text);
    let at = clock::now();
    found.changed.push(edition.id);
    if *ours == base || *ours == disk {
        let facts = facts::facts(disk, &edition.path);
        let head = room.store().save(
            edition.id,
            edition.head,
            disk,
            &facts,
            at,
            &room.author,
            Reason::OutsideEdit,
            typed.as_ref().map(|(_, seq)| *seq),
        )?;
        room.store().mirrored(&[(edition.id, disk_hash)])?;
        retarget(room, edition.id, head, disk);
        return Ok(());
    }
    // Both sides are versions before anything is decided.
    let mut head = edition.head;
    if let Some((text, seq)) = &typed {
        head = room.store().save(
            edition.id,
            head,
            text,
            &facts::facts(text, &edition.path),
            at,
            &room.author,
            Reason::BeforeMerge,
            Some(*seq),
        )?;
    }
    let theirs = room.store().keep_beside(edition.id, &[edition.head], disk, at, &room.author, Reason::OutsideEdit)?;
    match merge(&base, ours, disk) {
        Merged::Clean(text) => {
            let facts = facts::facts(&text, &edition.path);
            let merged = room.store().save_with_parents(
                edition.id,
                head,
                &[head, theirs],
                &text,
                &facts,
                clock::now(),
                &room.author,
                Reason::Merge,
                None,
            )?;
            mirror::write(&room.root, &edition.path, text.as_bytes())?;
            room.store().mirrored(&[(edition.id, hash(text.as_bytes()))])?;
            retarget(room, edition.id, merged, &text);
        }
        Merged::Conflict(_) => {
            // The file is known now, so the next save may write over it: its text is a version.
            room.store().mirrored(&[(edition.id, disk_hash)])?;
            retarget(room, edition.id, head, ours);
            found.notices.push(format!(
                "{} was changed outside Stet in the same place as here. Both are kept: yours in the editor, the other one in the history as version {}.",
                edition.path,
                &theirs.hex()[..12]
            ));
        }
    }
    Ok(())
}

/// The text that the file was last known to hold.
fn known_on_disk(room: &Room, edition: &Edition) -> Result<Option<String>, Fault> {
    let Some(mirror) = edition.mirror else { return Ok(None) };
    let store = room.store();
    let version = store.versions(edition.id)?.into_iter().find(|version| version.content == mirror);
    Ok(version.map(|version| store.version_text(&version.id)).transpose()?)
}

fn retarget(room: &Room, edition: i64, head: Hash, text: &str) {
    if let Some(session) = room.sessions().get_mut(&edition) {
        session.retarget(head, text);
    }
}
