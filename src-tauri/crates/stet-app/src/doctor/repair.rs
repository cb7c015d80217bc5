//! Mending what a look found.

use std::fs;
use std::path::Path;

use stet_core::Draft;
use stet_store::{Hash, Reason, Store, hash};

use super::store::{REBUILT, State};
use super::{Heard, aside, files, many, rebuild, stopped, store};
use crate::wire::Finding;
use crate::{Fault, Room, backup, clock, draft, hold, mirror, room, swap};

/// What can be made afresh although nothing is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuild {
    /// The search index, from the versions.
    Index,
    /// The store, from what can be read of it, a backup and the files.
    Store,
    /// The files, from the store: those that are missing or behind.
    Files,
    /// The files of stories that left the lists because their file went away.
    Removed,
}

/// What a repair did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Done {
    /// A line for each thing.
    pub lines: Vec<String>,
    /// What is still wrong.
    pub left: Vec<Finding>,
}

/// Mends what can be mended: everything, or only some rules. `rebuild` asks for more.
///
/// Errors: `busy` while another Stet has the newsroom open; a fault of the disk. What was done until then stays done,
/// and the same repair can be run again.
pub fn repair(root: &Path, author: &str, rules: &[String], rebuild: Option<Rebuild>, heard: Heard<'_>) -> Result<Done, Fault> {
    let root = &std::path::absolute(root).map_err(|error| Fault::file("opened", root, &error))?;
    let newsroom = room::read_settings(root)?;
    let alone = hold::alone(root)?;
    swap::finish(root)?;
    let found = super::examine(root, true, heard)?;
    let wanted = |rule: &str| {
        let chosen = rules.is_empty() && rebuild.is_none() || rules.iter().any(|chosen| chosen == rule);
        chosen && found.iter().any(|finding| finding.rule == rule && !finding.repair.is_empty())
    };
    let mut lines = Vec::new();
    if found.iter().any(|finding| finding.rule == "store-newer") {
        return Ok(Done { lines, left: found });
    }
    if rebuild == Some(Rebuild::Store) || REBUILT.iter().any(|rule| wanted(rule)) {
        lines.extend(rebuild::rebuild(root, &newsroom, heard)?);
    } else if matches!(store::state(root, false)?, State::Open(_)) {
        lines.extend(inside(root, &wanted, rebuild)?);
    }
    if wanted("write-leftover") {
        let left = files::apart_from_copy(&newsroom, files::leftovers(root, &newsroom));
        if !left.is_empty() {
            let folder = swap::aside(root, "leftovers")?;
            for path in &left {
                aside::move_in(root, path, &folder)?;
            }
            lines.push(format!("{} of interrupted writes put into {}.", many(left.len(), "file", "files"), rebuild::shown(root, &folder)));
        }
    }
    // Opening takes in what changed outside, and takes the lock for itself.
    drop(alone);
    if heard("the files", 0, 0).is_break() {
        return Err(stopped());
    }
    let room = Room::open(root, author)?;
    lines.extend(room.notices());
    if rebuild == Some(Rebuild::Index) || wanted("index-stale") {
        rebuild::refresh(&mut room.store(), heard)?;
        lines.push("The search index was made afresh.".into());
    }
    if rebuild == Some(Rebuild::Files) || wanted("file-behind") || wanted("version-head-gone") {
        lines.extend(catch_up(&room)?);
    }
    if wanted("id-twice") {
        lines.extend(tell_apart(&room)?);
    }
    drop(room);
    Ok(Done { lines, left: super::examine(root, false, heard)? })
}

/// Repairs inside a store that can be read and written, before the newsroom is opened.
fn inside(root: &Path, wanted: &dyn Fn(&str) -> bool, rebuild: Option<Rebuild>) -> Result<Vec<String>, Fault> {
    let mut lines = Vec::new();
    let mut store = Store::open(&swap::store(root))?;
    if wanted("version-spoilt") {
        lines.extend(put_texts_back(root, &mut store)?);
    }
    if wanted("journal-stranded") || wanted("version-spoilt") {
        let folder = swap::aside(root, "unsaved")?;
        lines.extend(rebuild::take_out_stranded(root, &mut store, &folder)?);
        // Only a folder that nothing was put into can be removed.
        let _ = fs::remove_dir(&folder);
    }
    if wanted("version-head-gone") || wanted("version-spoilt") {
        for (edition, path) in store.headless()? {
            match store.newest_readable(edition)? {
                Some(version) => {
                    store.set_head(edition, &version)?;
                    lines.push(format!("{path} is at its newest version that can be read, {}.", &version.hex()[..12]));
                }
                None => {
                    store.remove_edition(edition)?;
                    lines.push(format!("No version of {path} can be read; its file is taken in anew."));
                }
            }
        }
    }
    if wanted("text-orphaned") {
        let orphans = store.orphans()?;
        let folder = swap::aside(root, "texts")?;
        let mut kept: Vec<Hash> = Vec::new();
        for orphan in orphans {
            if let Ok(text) = store.content_text(&orphan) {
                aside::write(&folder, &format!("{}.md", &orphan.hex()[..12]), text.as_bytes())?;
            }
            kept.push(orphan);
        }
        let removed = store.remove_orphans(&kept)?;
        lines.push(format!("{} that no version held put into {}.", many(removed, "text", "texts"), rebuild::shown(root, &folder)));
    }
    if wanted("file-gone") || wanted("file-unwritten") || rebuild == Some(Rebuild::Files) {
        lines.extend(write_missing(root, &mut store)?);
    }
    if rebuild == Some(Rebuild::Removed) {
        let removed = store.removed_editions()?;
        for (id, path) in &removed {
            // A file that stands there under the same name is somebody's; opening takes it in.
            if !root.join(path).exists() {
                store.unremove(*id)?;
            }
        }
        lines.extend(write_missing(root, &mut store)?);
        rebuild::refresh(&mut store, &mut |_, _, _| std::ops::ControlFlow::Continue(()))?;
    }
    Ok(lines)
}

/// Writes files that are not there. One that is there is never touched.
fn write_missing(root: &Path, store: &mut Store) -> Result<Vec<String>, Fault> {
    let known = files::known(store)?;
    let mut lines = Vec::new();
    let mut missing: Vec<_> = known.editions.values().filter(|edition| root.join(&edition.path).symlink_metadata().is_err()).collect();
    missing.sort_by(|a, b| a.path.cmp(&b.path));
    for edition in missing {
        let text = store.head_text(edition)?;
        mirror::write(root, &edition.path, text.as_bytes())?;
        store.mirrored(&[(edition.id, hash(text.as_bytes()))])?;
        lines.push(format!("{} was written again.", edition.path));
    }
    Ok(lines)
}

/// Takes the texts of spoilt versions out of backups and files. Where none has it the damaged bytes are kept aside
/// and the version is taken out.
fn put_texts_back(root: &Path, store: &mut Store) -> Result<Vec<String>, Fault> {
    let mut spoilt = store::spoilt(store, &mut |_, _, _| std::ops::ControlFlow::Continue(()))?;
    let total = spoilt.len();
    let newsroom = room::read_settings(root)?;
    for path in mirror::files(root, &newsroom, &[String::new()]).files {
        let Ok(text) = fs::read_to_string(root.join(&path)) else { continue };
        let found = hash(text.as_bytes());
        if spoilt.contains(&found) {
            store.put_back(&text)?;
            spoilt.retain(|hash| *hash != found);
        }
    }
    for spare in backup::list(root)? {
        if spoilt.is_empty() {
            break;
        }
        let file = tempfile::Builder::new()
            .prefix(".spare.")
            .suffix(".stet-part")
            .tempfile_in(root.join(".stet"))
            .map_err(|error| Fault::file("written", &root.join(".stet"), &error))?
            .into_temp_path();
        if backup::unpack(root, &spare, &file).is_err() {
            continue;
        }
        let spare = Store::inspect(&file)?;
        for found in spoilt.clone() {
            if spare.is_whole(&found) {
                store.put_back(&spare.content_text(&found)?)?;
                spoilt.retain(|hash| *hash != found);
            }
        }
    }
    let mut lines = vec![format!("The text of {} of {} was found again.", total - spoilt.len(), many(total, "version", "versions"))];
    if !spoilt.is_empty() {
        let folder = swap::aside(root, "versions")?;
        for hash in &spoilt {
            aside::write(&folder, &format!("{}.zst", hash.hex()), &store.content_bytes(hash)?)?;
        }
        // What was typed on such a version is kept before the version goes.
        lines.extend(rebuild::take_out_stranded(root, store, &folder)?);
        for hash in &spoilt {
            store.remove_content(hash)?;
        }
        lines.push(format!("The damaged bytes of {} are in {}.", many(spoilt.len(), "version", "versions"), rebuild::shown(root, &folder)));
    }
    Ok(lines)
}

/// Writes the present version to files that hold an older one.
fn catch_up(room: &Room) -> Result<Vec<String>, Fault> {
    let known = files::known(&room.store())?;
    let mut behind: Vec<_> = known
        .editions
        .values()
        .filter(|edition| !edition.conflict && known.heads.get(&edition.id).is_some_and(|head| Some(*head) != edition.mirror))
        .collect();
    behind.sort_by(|a, b| a.path.cmp(&b.path));
    let mut lines = Vec::new();
    for edition in behind {
        let _disk = room.disk();
        let there = fs::read(room.root.join(&edition.path)).ok().map(|bytes| hash(&bytes));
        // Nothing is written over a text that is no version: the next look takes it in first.
        if let Some(there) = there
            && !room.store().is_version(edition.id, &there)?
        {
            continue;
        }
        let text = room.store().head_text(edition)?;
        draft::write_file(room, edition, &text)?;
        lines.push(format!("{} holds the present version again.", edition.path));
    }
    Ok(lines)
}

/// Gives editions that share another's id one of their own.
fn tell_apart(room: &Room) -> Result<Vec<String>, Fault> {
    let twins = room.store().twins()?;
    let mut lines = Vec::new();
    for (id, path) in twins.iter().flat_map(|twins| twins.editions.iter().skip(1)) {
        let edition = room.edition(*id)?;
        let story = clock::story_id();
        let mut draft = Draft::new(room.store().head_text(&edition)?);
        let Ok(mut article) = draft.article() else { continue };
        article.id = Some(story.clone());
        if draft.apply(&article).is_err() {
            continue;
        }
        room.store().set_story(*id, &story)?;
        draft::replace(room, &edition, draft.text(), Reason::Save, false)?;
        lines.push(format!("{path} has an id of its own."));
    }
    Ok(lines)
}

/// Puts a backup in the place of the store. The present store is put aside, and so is what was typed and not saved;
/// files that have changed since the backup become versions.
pub fn restore(root: &Path, author: &str, name: &str, heard: Heard<'_>) -> Result<Done, Fault> {
    let root = &std::path::absolute(root).map_err(|error| Fault::file("opened", root, &error))?;
    room::read_settings(root)?;
    let backup = backup::find(root, name)?;
    let alone = hold::alone(root)?;
    swap::finish(root)?;
    if heard("the backup", 0, 0).is_break() {
        return Err(stopped());
    }
    let part = rebuild::unpacked(root, &backup)?;
    let folder = swap::aside(root, "store")?;
    let mut lines = Vec::new();
    if let Ok(State::Open(present)) = store::state(root, false) {
        for pending in present.pending()? {
            let entries = present.journalled(pending.edition)?;
            let path = present.edition_even_removed(pending.edition)?.map(|edition| edition.path).unwrap_or_default();
            let base = entries.first().and_then(|entry| present.version_text(&entry.base).ok());
            let name = aside::keep_typed(&folder, pending.edition, &path, base.as_deref(), &entries)?;
            lines.push(format!("What was typed into {path} and not saved is in {}.", rebuild::shown(root, &folder.join(name))));
        }
    }
    swap::install(root, &part, &folder)?;
    lines.insert(
        0,
        format!("The store is as it was at {}. The one before is in {}.", clock::rfc3339(backup.at), rebuild::shown(root, &folder)),
    );
    drop(alone);
    let room = Room::open(root, author)?;
    lines.extend(room.notices());
    drop(room);
    Ok(Done { lines, left: super::examine(root, false, heard)? })
}
