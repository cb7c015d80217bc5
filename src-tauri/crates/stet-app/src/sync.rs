//! Keeping store and files in step: what appeared, changed, moved or went away on disk.
//!
//! Events are hints; the truth is the content of files, compared by hash. Stet's own writes are known by what they
//! hold, never by when they happened.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::time::Duration;
use std::{fs, thread};

use rayon::prelude::*;
use stet_core::import::LIMIT_BYTES;
use stet_core::join::join;
use stet_core::{Draft, Newsroom};
use stet_store::{Change, Edition, Facts, Filter, Hash, MirrorFile, NewEdition, Place, Reason, Seen, hash};

use crate::conflict::{self, Meeting};
use crate::mirror::Held;
use crate::moves::{Fresh, Homeless};
use crate::{Fault, Room, clock, draft, facts, leftovers, mirror, moves, seen};

/// What a look at the files found.
#[derive(Debug, Default)]
pub struct Found {
    /// Row ids of editions that changed.
    pub changed: Vec<i64>,
    /// What the user should know.
    pub notices: Vec<String>,
    /// Files that hold nothing, from the newsroom's root: most likely half a write, whose end is still to come.
    pub hollow: Vec<String>,
    /// Temporary files of an atomic write: under way in another process, or left by a crash.
    pub parts: Vec<String>,
}

impl Found {
    /// Says of each hollow file what became of its story. For a look that is not followed by another one.
    fn with_hollow(mut self) -> Found {
        self.notices.extend(self.hollow.iter().map(|path| hollow(path)));
        self
    }
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

/// Hears how many files of how many have been looked at, and what has been found so far.
pub type Progress<'a> = dyn FnMut(usize, usize, &Found) + 'a;

/// Brings the store up to date with every file of the newsroom.
pub fn all(room: &Room) -> Result<Found, Fault> {
    look(room, Reading::Hinted, &mut |_, _, _| {})
}

/// As [`all`], telling of progress. What a crash left is dealt with too.
pub fn look(room: &Room, reading: Reading, progress: &mut Progress<'_>) -> Result<Found, Fault> {
    Ok(full(room, reading, progress)?.with_hollow())
}

/// As [`look`], for a caller that looks again at files that hold nothing.
pub(crate) fn full(room: &Room, reading: Reading, progress: &mut Progress<'_>) -> Result<Found, Fault> {
    let mut found = look_into(room, &everything(), reading, &seen::Clock::new(&room.root), progress)?;
    leftovers::clear(room, &mut found)?;
    catch_up(room, &mut found)?;
    Ok(found)
}

/// Brings the store up to date with the files at and below some paths, from the newsroom's root (`""` for all).
pub(crate) fn look_below(room: &Room, scope: &[String]) -> Result<Found, Fault> {
    // Of a few files every one is read; of all of them those that are not what they were.
    let reading = if scope.iter().any(String::is_empty) { Reading::Hinted } else { Reading::Whole };
    look_into(room, scope, reading, &seen::Clock::new(&room.root), &mut |_, _, _| {})
}

fn everything() -> [String; 1] {
    [String::new()]
}

#[cfg(test)]
#[cfg(unix)]
fn look_at_time(room: &Room, reading: Reading, clock: &seen::Clock, progress: &mut Progress<'_>) -> Result<Found, Fault> {
    look_into(room, &everything(), reading, clock, progress)
}

/// What one file turned out to be.
enum Looked {
    /// As the store knows it; with what the file system says of it, where that is worth noting.
    Same(Option<Seen>),
    /// Text that the store does not know there.
    Text(String),
    /// Nothing: half a write.
    Hollow,
    /// Bytes that are no text.
    NotText,
    /// Larger than a story may be.
    TooLarge,
    /// It could not be read.
    Unreadable(std::io::Error),
}

/// A known file that holds another text than the store knows.
struct Altered {
    path: String,
    edition: Edition,
    content: Hash,
    id: Option<String>,
}

fn look_into(room: &Room, scope: &[String], reading: Reading, clock: &seen::Clock, progress: &mut Progress<'_>) -> Result<Found, Fault> {
    room.still_there()?;
    let _looking = room.looking();
    let began = clock::now();
    let newsroom = room.newsroom();
    reindex(room)?;
    // Files first: whatever Stet itself writes between the two is in the store by then.
    let listing = mirror::files(&room.root, &newsroom, scope);
    let mut known = known(room, scope)?;
    let mut found = Found { parts: listing.parts.clone(), ..Found::default() };
    found.notices.extend(listing.unread.iter().map(|(_, fault)| fault.message.clone()));
    found.notices.extend(listing.odd.iter().filter(|path| known.contains_key(*path)).map(|path| odd(path)));
    let (mut fresh, mut altered, mut to_see) = (Vec::new(), Vec::new(), Vec::new());
    for (at, batch) in listing.files.chunks(BATCH).enumerate() {
        let looked: Vec<Option<Looked>> = batch.par_iter().map(|path| look_at(room, path, known.get(path), reading, clock)).collect();
        for (path, looked) in batch.iter().zip(looked) {
            match (looked, known.get(path)) {
                (Some(Looked::Same(seen)), _) => to_see.extend(seen),
                (Some(Looked::Text(text)), Some(file)) => {
                    if let Some(edition) = room.store().edition(file.edition)? {
                        let (content, id) = (hash(text.as_bytes()), says_id(&text));
                        altered.push(Altered { path: path.clone(), edition, content, id });
                    }
                }
                (Some(Looked::Text(text)), None) => fresh.extend(as_fresh(&newsroom, path, text)),
                (Some(Looked::Hollow), Some(_)) => found.hollow.push(path.clone()),
                (None | Some(Looked::Hollow), _) => {}
                (Some(Looked::NotText), _) => found.notices.push(not_text(path)),
                (Some(Looked::TooLarge), _) => found.notices.push(too_large(path)),
                (Some(Looked::Unreadable(error)), _) => found.notices.push(Fault::file("read", &room.root.join(path), &error).message),
            }
        }
        progress((at + 1) * BATCH, listing.files.len(), &found);
    }
    for path in &listing.files {
        known.remove(path);
    }
    let mut missing = Vec::new();
    for file in known.into_values().filter(|file| !listing.holds(&file.path)) {
        missing.extend(room.store().edition(file.edition)?);
    }
    settle(room, fresh, altered, missing, &mut found, progress)?;
    follow_heads(room, &mut found)?;
    if !found.changed.is_empty() {
        room.touched();
    }
    // Without these notes the next look reads more than it need; it is none the worse for it.
    let _ = room.store().see(&to_see);
    if reading == Reading::Whole && scope.iter().any(String::is_empty) {
        let _ = room.store().set_note(WHOLE_LOOK, began);
    }
    Ok(found)
}

/// The mirror files that the store knows in a scope, by path.
fn known(room: &Room, scope: &[String]) -> Result<HashMap<String, MirrorFile>, Fault> {
    let mut out = HashMap::new();
    if scope.iter().any(String::is_empty) {
        out.extend(room.reader().mirror_files()?.into_iter().map(|file| (file.path.clone(), file)));
        return Ok(out);
    }
    for path in scope {
        let below = room.reader().editions_under(path)?;
        out.extend(below.into_iter().map(|edition| {
            (edition.path.clone(), MirrorFile { edition: edition.id, path: edition.path, mirror: edition.mirror, seen: None })
        }));
    }
    Ok(out)
}

/// Looks at one file; `None` where it is gone again.
fn look_at(room: &Room, path: &str, known: Option<&MirrorFile>, reading: Reading, clock: &seen::Clock) -> Option<Looked> {
    let at = room.root.join(path);
    let noted = known.and_then(|file| file.seen.as_deref());
    let meta = fs::symlink_metadata(&at).ok().filter(fs::Metadata::is_file)?;
    if reading == Reading::Hinted && noted.is_some() && seen::stamp(&meta).as_deref() == noted {
        return Some(Looked::Same(None));
    }
    if meta.len() > LIMIT_BYTES as u64 {
        return Some(Looked::TooLarge);
    }
    let read = || -> std::io::Result<(Option<Vec<u8>>, Vec<u8>)> {
        let mut file = fs::File::open(&at)?;
        // What is asked before the first byte is read is at worst older than the bytes, and then does not match later.
        let meta = file.metadata()?;
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
        file.read_to_end(&mut bytes)?;
        Ok((clock.settled(&meta), bytes))
    };
    let (stamp, bytes) = match read() {
        Ok(read) => read,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => return Some(Looked::Unreadable(error)),
    };
    if let Some((file, mirror)) = known.and_then(|file| Some((file, file.mirror?)))
        && mirror == hash(&bytes)
    {
        let stamp = stamp.filter(|stamp| Some(stamp.as_slice()) != noted);
        return Some(Looked::Same(stamp.map(|seen| Seen { edition: file.edition, mirror, seen })));
    }
    Some(match mirror::held(bytes) {
        Held::Text(text) => Looked::Text(text),
        Held::Hollow => Looked::Hollow,
        _ => Looked::NotText,
    })
}

fn as_fresh(newsroom: &Newsroom, path: &str, text: String) -> Option<Fresh> {
    let (kind, lang) = mirror::place(newsroom, path)?;
    let id = says_id(&text);
    Some(Fresh::new(path.to_owned(), kind, lang, text, id))
}

/// The story's id, where a text says one.
fn says_id(text: &str) -> Option<String> {
    Draft::new(text).article().ok().and_then(|article| article.id)
}

/// Finds out which story each file is, and deals with stories that have no file any more.
fn settle(
    room: &Room,
    mut fresh: Vec<Fresh>,
    altered: Vec<Altered>,
    missing: Vec<Edition>,
    found: &mut Found,
    progress: &mut Progress<'_>,
) -> Result<(), Fault> {
    // A changed file that now holds a story whose own file changed or went as well has changed hands.
    let newsroom = room.newsroom();
    let mut homeless: Vec<Homeless> = Vec::new();
    let mut edited = Vec::new();
    {
        let away = || missing.iter().chain(altered.iter().map(|file| &file.edition));
        let stories: HashSet<(&str, &str)> = away().map(|edition| (edition.story.as_str(), edition.lang.as_str())).collect();
        let contents: HashSet<Hash> = away().filter_map(|edition| edition.mirror).collect();
        for Altered { path, edition, content, id } in &altered {
            let other = id.as_deref().is_some_and(|id| id != edition.story && stories.contains(&(id, edition.lang.as_str())))
                || contents.contains(content);
            let file = match mirror::read(&room.root, path) {
                Ok(Held::Text(text)) if other => as_fresh(&newsroom, path, text),
                _ => None,
            };
            match file {
                Some(file) => {
                    homeless.push(Homeless { edition: edition.clone(), removed: false });
                    fresh.push(file);
                }
                None => edited.push(path.clone()),
            }
        }
    }
    homeless.extend(missing.into_iter().map(|edition| Homeless { edition, removed: false }));
    let homeless = take_in(room, fresh, homeless, found, progress)?;
    for batch in edited.chunks(BATCH) {
        take_changed(room, batch, found)?;
        progress(0, 0, found);
    }
    settle_missing(room, homeless, found)
}

/// Takes in files that other programs changed. Where nothing else changed, a batch of them is one transaction.
fn take_changed(room: &Room, paths: &[String], found: &mut Found) -> Result<(), Fault> {
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
            match mirror::read(&room.root, path) {
                Ok(Held::Text(text)) if untouched => plain.push((edition, text)),
                _ => apart.push(path),
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
                None => apart.extend(paths.iter().filter(|path| *path == &edition.path)),
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

/// Takes in files that have no edition yet; gives the editions that still have no file.
fn take_in(
    room: &Room,
    fresh: Vec<Fresh>,
    mut homeless: Vec<Homeless>,
    found: &mut Found,
    progress: &mut Progress<'_>,
) -> Result<Vec<Edition>, Fault> {
    if fresh.is_empty() {
        return Ok(homeless.into_iter().map(|homeless| homeless.edition).collect());
    }
    // Another process may be taking the same files in at this moment.
    let disk = room.disk();
    let mut files = Vec::new();
    for file in fresh {
        let there = room.store().edition_at(&file.path)?;
        let live = there.filter(|edition| room.store().edition(edition.id).is_ok_and(|live| live.is_some()));
        if live.is_none_or(|edition| homeless.iter().any(|homeless| homeless.edition.id == edition.id)) {
            files.push(file);
        }
    }
    let lost = homeless.len();
    homeless.extend(room.store().gone()?.into_iter().map(|edition| Homeless { edition, removed: true }));
    let has_edition = |story: &str, lang: &str| {
        let filter = Filter { story: Some(story.to_owned()), lang: Some(lang.to_owned()), ..Filter::default() };
        room.store().count(&filter).is_ok_and(|count| count > 0)
    };
    let pairs = moves::pair(&files, &homeless, &has_edition);
    let facts: Vec<Facts> = files.par_iter().map(|file| facts::facts(&file.text, &file.path)).collect();
    let mut places = Vec::new();
    let mut new = Vec::new();
    for ((file, facts), pair) in files.iter().zip(&facts).zip(&pairs) {
        match pair {
            Some(at) => places.push(Place { edition: homeless[*at].edition.id, path: &file.path, lang: &file.lang, facts }),
            None => new.push((file, facts)),
        }
    }
    if !places.is_empty() {
        room.store().placed(&places)?;
        found.changed.extend(places.iter().map(|place| place.edition));
    }
    for (number, batch) in new.chunks(BATCH).enumerate() {
        add(room, batch, found)?;
        progress((number + 1) * BATCH, new.len(), found);
    }
    drop(disk);
    let moved: Vec<String> = places.iter().map(|place| place.path.to_owned()).collect();
    for batch in moved.chunks(BATCH) {
        take_changed(room, batch, found)?;
    }
    let placed: HashSet<i64> = places.iter().map(|place| place.edition).collect();
    homeless.truncate(lost);
    Ok(homeless.into_iter().map(|homeless| homeless.edition).filter(|edition| !placed.contains(&edition.id)).collect())
}

/// Adds stories for files. A second file with a story's id and language is a copy, and a story of its own.
fn add(room: &Room, batch: &[(&Fresh, &Facts)], found: &mut Found) -> Result<(), Fault> {
    let at = clock::now();
    let mut ids = HashSet::new();
    let mut stories = Vec::with_capacity(batch.len());
    for (file, _) in batch {
        let Some(id) = &file.id else {
            stories.push(clock::story_id());
            continue;
        };
        let filter = Filter { story: Some(id.clone()), lang: Some(file.lang.clone()), limit: 1, ..Filter::default() };
        let other = room.store().editions(&filter)?.into_iter().next().map(|edition| edition.path);
        if other.is_some() || !ids.insert((id, &file.lang)) {
            found.notices.push(format!(
                "{} has the same id as {}, so it counts as a copy and as a story of its own. Give it another id, or take the line out.",
                file.path,
                other.as_deref().unwrap_or("another new file")
            ));
            stories.push(clock::story_id());
        } else {
            stories.push(id.clone());
        }
    }
    let rows: Vec<NewEdition<'_>> = batch
        .iter()
        .zip(&stories)
        .map(|((file, facts), story)| NewEdition {
            story,
            lang: &file.lang,
            kind: file.kind,
            path: &file.path,
            text: &file.text,
            facts,
            on_disk: true,
            at,
            author: &room.author,
            reason: Reason::Found,
        })
        .collect();
    found.changed.extend(room.store().add(&rows)?.into_iter().map(|(edition, _)| edition));
    Ok(())
}

/// Editions whose file is not there: one that was never written is written now, any other was deleted. One with
/// unsaved text stays.
fn settle_missing(room: &Room, gone: Vec<Edition>, found: &mut Found) -> Result<(), Fault> {
    if gone.is_empty() {
        return Ok(());
    }
    // Looked at again: a disk that is being unmounted loses its files before it loses its folder.
    room.still_there()?;
    let unsaved: HashSet<i64> = room.store().pending()?.into_iter().map(|pending| pending.edition).collect();
    for batch in gone.chunks(BATCH) {
        let _disk = room.disk();
        let mut removed = Vec::new();
        for gone in batch {
            let Some(edition) = room.store().edition(gone.id)? else { continue };
            // Its name may belong to another story by now; otherwise it must still be missing.
            let taken = room.store().edition_at(&gone.path)?.is_some_and(|other| other.id != gone.id);
            if !taken && (edition.path != gone.path || !matches!(mirror::read(&room.root, &edition.path), Ok(Held::Missing))) {
                continue;
            }
            let dirty = room.sessions().get(&edition.id).is_some_and(|session| session.is_dirty());
            if edition.mirror.is_none() {
                let text = room.store().head_text(&edition)?;
                put_file(room, &edition, &text, found)?;
            } else if !taken && (dirty || edition.conflict || unsaved.contains(&edition.id)) {
                found.notices.push(format!(
                    "{} was deleted outside Stet while it had unsaved text. The text is safe; saving the story writes the file again.",
                    edition.path
                ));
            } else {
                removed.push(edition.id);
            }
        }
        if !removed.is_empty() {
            room.store().removed(&removed, clock::now())?;
        }
        for edition in removed {
            drop_session(room, edition);
            found.changed.push(edition);
        }
    }
    Ok(())
}

/// Writes files that a crash left behind their versions. A file whose text is no forebear of the head is the other
/// side of a conflict, and stays as it is.
fn catch_up(room: &Room, found: &mut Found) -> Result<(), Fault> {
    let behind = room.store().behind()?;
    for edition in behind {
        let _disk = room.disk();
        let Some(edition) = room.store().edition(edition.id)?.filter(|edition| !edition.conflict) else { continue };
        let text = room.store().head_text(&edition)?;
        let known =
            matches!(mirror::read(&room.root, &edition.path), Ok(Held::Text(text)) if edition.mirror == Some(hash(text.as_bytes())));
        if known && is_forebear(room, &edition)? {
            put_file(room, &edition, &text, found)?;
            found.changed.push(edition.id);
        }
    }
    Ok(())
}

/// Whether the text that the file holds is a version that the head was made from.
fn is_forebear(room: &Room, edition: &Edition) -> Result<bool, Fault> {
    let versions: HashMap<Hash, _> = room.store().versions(edition.id)?.into_iter().map(|version| (version.id, version)).collect();
    let (mut open, mut seen) = (vec![edition.head], HashSet::new());
    while let Some(id) = open.pop() {
        let Some(version) = versions.get(&id).filter(|_| seen.insert(id)) else { continue };
        if id != edition.head && Some(version.content) == edition.mirror {
            return Ok(true);
        }
        open.extend(&version.parents);
    }
    Ok(false)
}

/// Another process may have made versions: a draft that is open and has nothing unsaved follows its head.
fn follow_heads(room: &Room, found: &mut Found) -> Result<(), Fault> {
    let open: Vec<(i64, Hash)> =
        room.sessions().iter().filter(|(_, session)| !session.is_dirty()).map(|(id, session)| (*id, session.base)).collect();
    for (id, base) in open {
        let Some(edition) = room.store().edition(id)?.filter(|edition| edition.head != base) else { continue };
        let text = room.store().head_text(&edition)?;
        let before = room.store().version_text(&base)?;
        draft::follow(room, id, edition.head, &text, &before)?;
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

fn too_large(path: &str) -> String {
    format!("{path} is larger than a story may be and was left alone. Split it into stories, or check that it is text at all.")
}

fn odd(path: &str) -> String {
    format!(
        "{path} is a link, a folder or a device now, and was left alone. The story's text is kept; put the file back, or delete what is there."
    )
}

/// Says what became of the story of a file that holds nothing.
pub(crate) fn hollow(path: &str) -> String {
    format!("{path} is empty. The story's text is kept; delete the file if the story should go, or change the story in Stet and save.")
}

/// Looks at one file that may have changed.
pub fn one(room: &Room, edition: &Edition) -> Result<Found, Fault> {
    let mut found = Found::default();
    compare(room, &edition.path, &mut found)?;
    if !found.changed.is_empty() {
        room.touched();
    }
    Ok(found.with_hollow())
}

/// Compares an edition with its file, both read while nobody else writes either.
fn compare(room: &Room, path: &str, found: &mut Found) -> Result<(), Fault> {
    let _disk = room.disk();
    let Some(edition) = room.store().edition_at(path)? else { return Ok(()) };
    match mirror::read(&room.root, path) {
        Ok(Held::Text(text)) => reconcile(room, &edition, &text, found)?,
        Ok(Held::Hollow) => found.hollow.push(path.to_owned()),
        Ok(Held::NotText(_)) => found.notices.push(not_text(path)),
        Ok(Held::TooLarge) => found.notices.push(too_large(path)),
        Ok(Held::Odd) => found.notices.push(odd(path)),
        // Gone again since it was listed: the next look settles it.
        Ok(Held::Missing) => {}
        Err(error) => found.notices.push(Fault::file("read", &room.root.join(path), &error).message),
    }
    Ok(())
}

/// A text that another program wrote at the very moment in which Stet wrote the file: it is a version beside Stet's
/// before it is gone from the disk. Bytes that are no text are kept as a file of their own.
pub(crate) fn keep_displaced(room: &Room, edition: &Edition, bytes: Vec<u8>) -> Result<Option<(Hash, String)>, Fault> {
    let bytes = match mirror::held(bytes) {
        Held::Text(text) => {
            let parents = [room.edition(edition.id)?.head];
            let beside = room.store().keep_beside(edition.id, &parents, &text, clock::now(), &room.author, Reason::OutsideEdit)?;
            return Ok(Some((beside, text)));
        }
        Held::NotText(bytes) => bytes,
        _ => return Ok(None),
    };
    let path = format!("{}.{}.outside", edition.path, &hash(&bytes).hex()[..8]);
    mirror::write(&room.root, &path, &bytes)?;
    room.note(vec![format!(
        "{} held bytes that are not UTF-8 text when it was written. They are kept as {path}; import that file, or delete it.",
        edition.path
    )]);
    Ok(None)
}

/// Merges a displaced text, which is a version already, with what Stet wrote. `before` is the edition as it was before
/// Stet wrote the file.
pub(crate) fn join_displaced(room: &Room, before: &Edition, (beside, theirs): (Hash, String)) -> Result<(), Fault> {
    let now = room.edition(before.id)?;
    let head_text = room.store().head_text(&now)?;
    let base = known_on_disk(room, before)?;
    room.touched();
    let Some(base) = base else {
        room.note(vec![conflict::notice(&now, beside)]);
        return Ok(());
    };
    let joined = join(&base, &head_text, &theirs);
    let open = if now.conflict || !joined.places.is_empty() {
        conflict::note(room, &now, &Meeting { base: &base, their_text: &theirs, joined: &joined, mine: now.head, theirs: beside })?
    } else {
        0
    };
    if joined.text != head_text || open == 0 {
        let parents: &[Hash] = if open == 0 { &[now.head, beside] } else { &[now.head] };
        let facts = facts::facts(&joined.text, &now.path);
        let at = clock::now();
        let head =
            room.store().save_with_parents(now.id, now.head, parents, &joined.text, &facts, at, &room.author, Reason::Merge, None)?;
        draft::follow(room, now.id, head, &joined.text, &head_text)?;
    }
    if open == 0 {
        return draft::write_file(room, &now, &joined.text);
    }
    // The other side gets its file back until somebody has decided.
    room.note(vec![conflict::notice(&now, beside)]);
    let mut further = None;
    mirror::write_over(&room.root, &now.path, theirs.as_bytes(), now.mirror, &mut |bytes| {
        further = keep_displaced(room, &now, bytes)?;
        Ok(())
    })?;
    let held = hash(theirs.as_bytes());
    room.store().mirrored(&[(now.id, held)])?;
    match further {
        Some(further) => join_displaced(room, &Edition { mirror: Some(held), ..now }, further),
        None => Ok(()),
    }
}

/// The text of a file once nobody writes it any more: a merge goes over the file, and must not take half of
/// somebody's text for the whole of it. `None` where it does not come to rest.
fn at_rest(room: &Room, path: &str, text: &str) -> Option<String> {
    const BREATH: Duration = Duration::from_millis(120);
    let file = room.root.join(path);
    let mut text = text.to_owned();
    for _ in 0..10 {
        let age = fs::metadata(&file).and_then(|meta| meta.modified()).ok().and_then(|at| at.elapsed().ok());
        // A clock that runs backwards, or a file that is gone: nothing to wait for.
        if age.is_none_or(|age| age >= BREATH) {
            return Some(text);
        }
        thread::sleep(BREATH);
        match mirror::read(&room.root, path) {
            Ok(Held::Text(now)) if now == text => return Some(text),
            Ok(Held::Text(now)) => text = now,
            _ => {}
        }
    }
    None
}

/// Brings an edition and the text its file holds together.
///
/// Only the file changed: it becomes a version. Both changed: both sides are versioned first, then merged by
/// field and paragraph; where they overlap ours stays in hand, the file is left to them, and the place waits for a decision.
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
    let open = room.sessions().get(&edition.id).map(|session| (session.text(), session.seq, session.is_dirty()));
    let base = room.sessions().get(&edition.id).map(|session| session.base);
    if let (Some((text, _, true)), Some(base)) = (&open, base.filter(|base| *base != edition.head)) {
        // Another process has made a version since. Ours joins it first, and displaces the file's text, which joins next.
        found.changed.push(edition.id);
        draft::merge_and_save(room, edition, base, text)?;
        return Ok(());
    }
    let typed = open.as_ref().filter(|(_, _, dirty)| *dirty);
    let seen = open.as_ref().map_or(head_text.as_str(), |(text, _, _)| text.as_str());
    let base = known_on_disk(room, edition)?.unwrap_or_else(|| head_text.clone());
    let ours = typed.map_or(head_text.as_str(), |(text, _, _)| text.as_str());
    let at = clock::now();
    if ours == base || ours == disk {
        let facts = facts::facts(disk, &edition.path);
        let through = typed.filter(|_| ours == disk).map(|(_, seq, _)| *seq);
        let head = room.store().save(edition.id, edition.head, disk, &facts, at, &room.author, Reason::OutsideEdit, through)?;
        if edition.conflict {
            room.store().drop_conflict(edition.id)?;
        }
        room.store().mirrored(&[(edition.id, disk_hash)])?;
        found.changed.push(edition.id);
        return draft::follow(room, edition.id, head, disk, seen);
    }
    match at_rest(room, &edition.path, disk) {
        Some(rested) if rested == disk => {}
        Some(rested) => return reconcile(room, edition, &rested, found),
        // The next look finds it, or the next write displaces it.
        None => return Ok(()),
    }
    found.changed.push(edition.id);
    // Both sides are versions before anything is decided.
    let mut head = edition.head;
    if let Some((text, seq, _)) = typed {
        let facts = facts::facts(text, &edition.path);
        head = room.store().save(edition.id, head, text, &facts, at, &room.author, Reason::BeforeMerge, Some(*seq))?;
    }
    let theirs = room.store().keep_beside(edition.id, &[edition.head], disk, at, &room.author, Reason::OutsideEdit)?;
    let joined = join(&base, ours, disk);
    let open = if edition.conflict || !joined.places.is_empty() {
        conflict::note(room, edition, &Meeting { base: &base, their_text: disk, joined: &joined, mine: head, theirs })?
    } else {
        0
    };
    if joined.text != *ours || open == 0 {
        let parents: &[Hash] = if open == 0 { &[head, theirs] } else { &[head] };
        let facts = facts::facts(&joined.text, &edition.path);
        let at = clock::now();
        head = room.store().save_with_parents(edition.id, head, parents, &joined.text, &facts, at, &room.author, Reason::Merge, None)?;
    }
    draft::follow(room, edition.id, head, &joined.text, seen)?;
    if open == 0 {
        put_file(room, &Edition { mirror: Some(disk_hash), ..edition.clone() }, &joined.text, found)?;
    } else {
        // The file is left to the other side until somebody has decided.
        room.store().mirrored(&[(edition.id, disk_hash)])?;
        found.notices.push(conflict::notice(edition, theirs));
    }
    Ok(())
}

/// Writes a file. That it cannot be written is no reason not to go on: the version is safe, and the next save writes it.
fn put_file(room: &Room, edition: &Edition, text: &str, found: &mut Found) -> Result<(), Fault> {
    if let Err(fault) = draft::write_file(room, edition, text) {
        found.notices.push(format!("{} {}", fault.message, fault.hint));
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

#[cfg(test)]
#[cfg(unix)]
mod tests;
