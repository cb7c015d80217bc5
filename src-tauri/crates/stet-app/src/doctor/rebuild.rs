//! A new store of what is left: the damaged one, the newest good backup, the files.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use stet_core::{Draft, Newsroom, slug};
use stet_store::{Home, Kind, Store, hash, salvage};

use super::{Heard, aside, many, stopped, store};
use crate::{Fault, backup, clock, facts, mirror, swap};

/// Makes a new store and puts it in place; gives what was done, a line each. Nobody else may use the store.
pub(super) fn rebuild(root: &Path, newsroom: &Newsroom, heard: Heard<'_>) -> Result<Vec<String>, Fault> {
    let mut lines = Vec::new();
    let old = swap::store(root);
    let there = old.exists();
    let folder = swap::aside(root, if there { "store" } else { "gone" })?;
    let part = swap::part(root)?;
    if heard("what can be read", 0, 0).is_break() {
        return Err(stopped());
    }
    let spare = spare(root, &mut lines)?;
    let spares: Vec<&Path> = spare.iter().map(|(path, _)| path.as_ref()).collect();
    let salvaged = salvage::rebuild(there.then_some(old.as_path()), &spares, &part)?;
    let mut new = Store::open(&part)?;
    give_homes(root, newsroom, &mut new)?;
    for (edition, entries) in &salvaged.loose {
        let known = new.edition_even_removed(*edition)?;
        let base = entries.first().and_then(|entry| new.version_text(&entry.base).ok());
        let path = known.map(|edition| edition.path).unwrap_or_default();
        let name = aside::keep_typed(&folder, *edition, &path, base.as_deref(), entries)?;
        lines.push(format!(
            "What was typed into {} is also in {}.",
            if path.is_empty() { "a story" } else { &path },
            shown(root, &folder.join(name))
        ));
    }
    lines.extend(take_out_stranded(root, &mut new, &folder)?);
    refresh(&mut new, heard)?;
    if let Some(found) = new.damage(1)?.into_iter().next() {
        return Err(Fault::new("rebuild", format!("The new store is not sound: {found}."), "Nothing was changed. Please report this."));
    }
    let counted = new.content_count()?;
    drop(new);
    swap::install(root, &part, &folder)?;
    if there {
        lines.insert(0, format!("The damaged store was put aside: {}.", shown(root, &folder)));
    }
    lines.insert(
        usize::from(there),
        format!(
            "The new store holds {}, {} and {}.",
            many(salvaged.versions, "version", "versions"),
            many(counted, "text", "texts"),
            many(salvaged.journalled, "edit that was not saved yet", "edits that were not saved yet")
        ),
    );
    if salvaged.lost > 0 {
        lines.push(format!("The text of {} could not be read.", many(salvaged.lost, "version", "versions")));
    }
    Ok(lines)
}

/// A path from the newsroom's root.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).map(mirror::slashed).unwrap_or_else(|_| path.display().to_string())
}

/// The newest backup that is whole, unpacked.
fn spare(root: &Path, lines: &mut Vec<String>) -> Result<Option<(tempfile::TempPath, backup::Backup)>, Fault> {
    for candidate in backup::list(root)? {
        let file = tempfile::Builder::new()
            .prefix(".spare.")
            .suffix(".stet-part")
            .tempfile_in(root.join(".stet"))
            .map_err(|error| Fault::file("written", &root.join(".stet"), &error))?
            .into_temp_path();
        match backup::unpack(root, &candidate, &file) {
            Ok(()) => {
                lines.push(format!("The backup of {} filled gaps.", clock::rfc3339(candidate.at)));
                return Ok(Some((file, candidate)));
            }
            Err(fault) => lines.push(fault.message),
        }
    }
    Ok(None)
}

/// Finds the files of versions whose edition is not known any more.
fn give_homes(root: &Path, newsroom: &Newsroom, new: &mut Store) -> Result<(), Fault> {
    let homeless = new.homeless()?;
    if homeless.is_empty() {
        return Ok(());
    }
    let (mut by_text, mut by_id) = (HashMap::new(), HashMap::new());
    for path in mirror::files(root, newsroom, &[String::new()]).files {
        if new.edition_at(&path)?.is_some() {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else { continue };
        by_text.insert(hash(text.as_bytes()), path.clone());
        if let Some(id) = Draft::new(text).article().ok().and_then(|article| article.id) {
            by_id.entry(id).or_insert_with(Vec::new).push(path);
        }
    }
    let mut taken: HashSet<String> = HashSet::new();
    for edition in homeless {
        let Some(head) = new.newest_readable(edition)? else { continue };
        let text = new.version_text(&head)?;
        let article = Draft::new(text.as_str()).article().unwrap_or_default();
        let story = article.id.clone().unwrap_or_else(clock::story_id);
        let versions = new.versions(edition)?;
        let found = versions
            .iter()
            .find_map(|version| by_text.get(&version.content))
            .or_else(|| article.id.as_ref().and_then(|id| by_id.get(id)).and_then(|paths| paths.iter().find(|path| !taken.contains(*path))))
            .filter(|path| !taken.contains(*path))
            .cloned();
        // A story whose file is not there any more gets a new one.
        let path = match found {
            Some(path) => path,
            None => free_path(root, newsroom, new, &taken, &wanted_slug(&article), versions.first().map_or(0, |version| version.at))?,
        };
        let (kind, lang) = mirror::place(newsroom, &path).unwrap_or((Kind::Story, newsroom.default_lang().to_owned()));
        taken.insert(path.clone());
        new.give_home(&Home {
            edition,
            story: &story,
            lang: &lang,
            kind,
            path: &path,
            head,
            at: versions.first().map_or(0, |version| version.at),
        })?;
    }
    Ok(())
}

fn free_path(root: &Path, newsroom: &Newsroom, new: &Store, taken: &HashSet<String>, wanted: &str, at: i64) -> Result<String, Fault> {
    for number in 1..10_000 {
        let slug = if number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
        let path = mirror::path_for(newsroom.default_lang(), clock::year(at), &slug);
        if !taken.contains(&path) && new.edition_at(&path)?.is_none() && !root.join(&path).exists() {
            return Ok(path);
        }
    }
    Err(Fault::new("slug", format!("There are too many stories named {wanted}."), "Rename some of them and try again."))
}

fn wanted_slug(article: &stet_core::Article) -> String {
    article.slug.clone().filter(|slug| slug::is_slug(slug)).unwrap_or_else(|| slug::story_slug(&article.title))
}

/// Writes journalled work that cannot be put back to files, and takes it out of the journal.
pub(super) fn take_out_stranded(root: &Path, new: &mut Store, folder: &Path) -> Result<Vec<String>, Fault> {
    let mut lines = Vec::new();
    for work in store::stranded(new)? {
        let base = work.entries.first().and_then(|entry| new.version_text(&entry.base).ok());
        let name = aside::keep_typed(folder, work.edition, &work.path, base.as_deref(), &work.entries)?;
        let numbers: Vec<i64> = work.entries.iter().map(|entry| entry.seq).collect();
        new.remove_journalled(work.edition, &numbers)?;
        let which = if work.path.is_empty() { "a story" } else { &work.path };
        lines.push(format!("What was typed into {which} and not saved is in {}.", shown(root, &folder.join(name))));
    }
    Ok(lines)
}

/// Works out lists and index afresh from the present version of every edition.
pub(super) fn refresh(new: &mut Store, heard: Heard<'_>) -> Result<(), Fault> {
    let editions = new.all_editions()?;
    let total = editions.len();
    let mut done = 0;
    new.reindex(&mut std::iter::empty())?;
    for batch in editions.chunks(500) {
        let mut worked = Vec::with_capacity(batch.len());
        for (id, path, removed) in batch {
            let Some(edition) = new.edition_even_removed(*id)? else { continue };
            let Ok(text) = new.head_text(&edition) else { continue };
            worked.push((*id, facts::facts(&text, path), *removed));
        }
        new.refresh(&mut worked.into_iter())?;
        done += batch.len();
        if heard("lists and search", done, total).is_break() {
            return Err(stopped());
        }
    }
    Ok(())
}

/// Where a restored backup is unpacked to before it takes the store's place.
pub(super) fn unpacked(root: &Path, backup: &backup::Backup) -> Result<PathBuf, Fault> {
    let part = swap::part(root)?;
    backup::unpack(root, backup, &part)?;
    Ok(part)
}
