//! Keeping store and files in step: what appeared, changed, moved or went away on disk.
//!
//! Events are hints; the truth is the content of files, compared by hash. Stet's own writes are known by what they
//! hold, never by when they happened.

use std::collections::HashMap;
use std::fs;
use std::io::Read;

use rayon::prelude::*;
use stet_core::Draft;
use stet_core::merge::{Merged, merge};
use stet_store::{Change, Edition, Hash, MirrorFile, NewEdition, Reason, Seen, hash};

use crate::{Fault, Room, clock, facts, mirror, seen};

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

/// How a look at the files reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A file of which the file system says just what it said when its bytes were last compared is not read again
    /// (decision 6).
    Hinted,
    /// Every file is read.
    Whole,
}

/// Name of the note of when every file was last read.
const WHOLE_LOOK: &str = "whole-look";
/// Every file is read at least this often, milliseconds.
const WHOLE_EVERY: i64 = 24 * 60 * 60 * 1000;

/// Whether it is time to read every file again.
pub fn due(room: &Room) -> Result<Reading, Fault> {
    let now = clock::now();
    let last = room.store().note(WHOLE_LOOK)?;
    let recent = last.is_some_and(|last| (now - WHOLE_EVERY..=now).contains(&last));
    Ok(if recent { Reading::Hinted } else { Reading::Whole })
}

/// Brings the store up to date with every file of the newsroom.
pub fn all(room: &Room) -> Result<Found, Fault> {
    look(room, Reading::Hinted, &mut |_, _, _| {})
}

/// What one file turned out to be.
enum Looked {
    /// As the store knows it; with what the file system says of it, where that is worth noting.
    Same(Option<stet_store::Seen>),
    /// Known, and its bytes are others than the store knows.
    Changed,
    /// Not known to the store.
    New(Vec<u8>),
    /// It could not be read.
    Unreadable(std::io::Error),
}

/// As [`all`]; `progress` hears how many files of how many have been looked at, and what has been found so far.
pub fn look(room: &Room, reading: Reading, progress: &mut dyn FnMut(usize, usize, &Found)) -> Result<Found, Fault> {
    look_at_time(room, reading, &seen::Clock::new(&room.root), progress)
}

fn look_at_time(
    room: &Room,
    reading: Reading,
    clock: &seen::Clock,
    progress: &mut dyn FnMut(usize, usize, &Found),
) -> Result<Found, Fault> {
    let _looking = room.looking();
    let began = clock::now();
    let newsroom = room.newsroom();
    reindex(room)?;
    let paths = mirror::files(&room.root, &newsroom)?;
    let mut known: HashMap<String, MirrorFile> = room.reader().mirror_files()?.into_iter().map(|file| (file.path.clone(), file)).collect();
    let mut found = Found::default();
    let mut fresh = Vec::new();
    let mut to_see = Vec::new();
    for (at, batch) in paths.chunks(BATCH).enumerate() {
        let looked: Vec<Looked> = batch.par_iter().map(|path| look_at(room, path, known.get(path), reading, clock)).collect();
        let mut changed = Vec::new();
        for (path, looked) in batch.iter().zip(looked) {
            match looked {
                Looked::Same(seen) => to_see.extend(seen),
                Looked::Changed => changed.push(path.as_str()),
                Looked::New(bytes) => match String::from_utf8(bytes) {
                    Err(_) => found.notices.push(not_text(path)),
                    Ok(text) => fresh.push((path.clone(), text)),
                },
                Looked::Unreadable(error) => found.notices.push(Fault::file("read", &room.root.join(path), &error).message),
            }
        }
        take_changed(room, &changed, &mut found)?;
        progress((at + 1) * BATCH, paths.len(), &found);
    }
    for path in &paths {
        known.remove(path);
    }
    let missing = known.into_values().map(|file| room.edition(file.edition)).collect::<Result<Vec<_>, Fault>>()?;
    let gone = take_in(room, fresh, missing, &mut found, progress)?;
    settle_missing(room, gone, &mut found)?;
    follow_heads(room, &mut found)?;
    if !found.changed.is_empty() {
        room.touched();
    }
    // Without these notes the next look reads more than it need; it is none the worse for it.
    let _ = room.store().see(&to_see);
    if reading == Reading::Whole {
        let _ = room.store().set_note(WHOLE_LOOK, began);
    }
    Ok(found)
}

fn look_at(room: &Room, path: &str, known: Option<&MirrorFile>, reading: Reading, clock: &seen::Clock) -> Looked {
    let at = room.root.join(path);
    let noted = known.and_then(|file| file.seen.as_deref());
    if reading == Reading::Hinted && noted.is_some() && fs::symlink_metadata(&at).is_ok_and(|meta| seen::stamp(&meta).as_deref() == noted) {
        return Looked::Same(None);
    }
    let read = || -> std::io::Result<(Option<Vec<u8>>, Vec<u8>)> {
        let mut file = fs::File::open(&at)?;
        // What is asked before the first byte is read is at worst older than the bytes, and then does not match later.
        let meta = file.metadata()?;
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
        file.read_to_end(&mut bytes)?;
        Ok((clock.settled(&meta), bytes))
    };
    match (read(), known) {
        (Err(error), _) => Looked::Unreadable(error),
        (Ok((_, bytes)), None) => Looked::New(bytes),
        (Ok((stamp, bytes)), Some(file)) => match file.mirror {
            Some(mirror) if mirror == hash(&bytes) => {
                let stamp = stamp.filter(|stamp| Some(stamp.as_slice()) != noted);
                Looked::Same(stamp.map(|seen| Seen { edition: file.edition, mirror, seen }))
            }
            _ => Looked::Changed,
        },
    }
}

/// Takes in files that other programs changed. Where nothing else changed, a batch of them is one transaction.
fn take_changed(room: &Room, paths: &[&str], found: &mut Found) -> Result<(), Fault> {
    if paths.len() < 2 {
        return paths.iter().try_for_each(|path| compare(room, path, found));
    }
    let mut apart = Vec::new();
    {
        let _disk = room.disk();
        let mut plain = Vec::new();
        for path in paths {
            let edition = room.store().edition_at(path)?;
            let Some(edition) = edition else { continue };
            let untouched = !room.sessions().contains_key(&edition.id) && edition.mirror == room.store().content(&edition.head)?;
            match fs::read(room.root.join(path)).map(String::from_utf8) {
                Ok(Ok(text)) if untouched => plain.push((edition, text)),
                _ => apart.push(*path),
            }
        }
        let worked: Vec<(Hash, stet_store::Facts)> =
            plain.par_iter().map(|(edition, text)| (hash(text.as_bytes()), facts::facts(text, &edition.path))).collect();
        let at = clock::now();
        let changes: Vec<Change<'_>> = plain
            .iter()
            .zip(&worked)
            .filter(|((edition, _), (hash, _))| edition.mirror != Some(*hash))
            .map(|((edition, text), (hash, facts))| Change {
                edition: edition.id,
                base: Some(edition.head),
                text,
                facts,
                at,
                author: &room.author,
                reason: Reason::OutsideEdit,
                mirror: Some(*hash),
            })
            .collect();
        let saved = room.store().save_many(&changes)?;
        for ((edition, _), saved) in plain.iter().zip(saved) {
            match saved {
                Some(_) => found.changed.push(edition.id),
                None => apart.extend(paths.iter().filter(|path| **path == edition.path)),
            }
        }
    }
    apart.iter().try_for_each(|path| compare(room, path, found))
}

/// Fills the index where it lacks editions, as after a new Stet made it anew.
fn reindex(room: &Room) -> Result<(), Fault> {
    if !room.store().lacks_index()? {
        return Ok(());
    }
    loop {
        let batch = room.store().unindexed(BATCH)?;
        if batch.is_empty() {
            return Ok(());
        }
        let texts: Vec<(i64, String, String)> = batch
            .into_iter()
            // A damaged text is found by what its headline says until it is mended.
            .map(|edition| (edition.id, room.store().head_text(&edition).unwrap_or_else(|_| format!("# {}", edition.title)), edition.path))
            .collect();
        let worked: Vec<(i64, stet_store::Facts)> = texts.par_iter().map(|(id, text, path)| (*id, facts::facts(text, path))).collect();
        room.store().index(&worked)?;
    }
}

/// Takes in files the store does not know. One that is a missing edition's under another name is a move.
fn take_in(
    room: &Room,
    fresh: Vec<(String, String)>,
    missing: Vec<Edition>,
    found: &mut Found,
    progress: &mut dyn FnMut(usize, usize, &Found),
) -> Result<Vec<Edition>, Fault> {
    let newsroom = room.newsroom();
    let mut gone = missing;
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
                let edition = gone.swap_remove(at);
                let facts = facts::facts(&text, &path);
                room.store().moved(edition.id, &path, &lang, &facts.slug)?;
                if edition.lang != lang {
                    room.store().index(&[(edition.id, facts)])?;
                }
                found.changed.push(edition.id);
                compare(room, &path, found)?;
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
    for (number, batch) in new.chunks(BATCH).enumerate() {
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
        let added = room.store().add(&rows)?;
        found.changed.extend(added.into_iter().map(|(edition, _)| edition));
        progress((number + 1) * BATCH, new.len(), found);
    }
    Ok(gone)
}

/// Editions whose file is not there: one that was never written is written now, any other was deleted.
fn settle_missing(room: &Room, gone: Vec<Edition>, found: &mut Found) -> Result<(), Fault> {
    for edition in gone {
        let _disk = room.disk();
        // Its file may have been written, or it may have moved, since the files were listed.
        let Some(edition) = room.store().edition(edition.id)?.filter(|edition| !room.root.join(&edition.path).exists()) else { continue };
        if edition.mirror.is_none() {
            let text = room.store().head_text(&edition)?;
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

#[cfg(test)]
#[cfg(unix)]
mod tests;
