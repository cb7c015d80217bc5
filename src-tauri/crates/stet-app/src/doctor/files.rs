//! What is wrong with the newsroom's files, by themselves and beside what the store knows of them.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;
use stet_core::{Draft, Newsroom};
use stet_store::{Edition, Filter, Hash, Order, Store, hash};

use super::{Finding, FindingPlace, Heard, at, finding, many, stopped, with_places};
use crate::{Fault, clock, mirror};

/// What the store knows of the files.
pub(super) struct Known {
    /// Editions in the lists, by path.
    pub editions: HashMap<String, Edition>,
    /// What the text of each edition's head hashes to.
    pub heads: HashMap<i64, Hash>,
}

pub(super) fn known(store: &Store) -> Result<Known, Fault> {
    let editions: HashMap<String, Edition> = store
        .editions(&Filter { order: Order::Path, ..Filter::default() })?
        .into_iter()
        .map(|edition| (edition.path.clone(), edition))
        .collect();
    Ok(Known { heads: store.head_contents()?, editions })
}

/// What became of one file.
enum Met {
    Unreadable(String),
    NotText,
    BadHead(String),
    Text(Hash),
}

fn meet(path: &Path) -> Met {
    match fs::read(path) {
        Err(error) => Met::Unreadable(error.to_string()),
        Ok(bytes) => {
            let hash = hash(&bytes);
            match String::from_utf8(bytes) {
                Err(_) => Met::NotText,
                Ok(text) => match Draft::new(text).article() {
                    Ok(_) => Met::Text(hash),
                    Err(error) => Met::BadHead(error.to_string()),
                },
            }
        }
    }
}

/// Looks at every file of the newsroom.
pub(super) fn look(root: &Path, newsroom: &Newsroom, store: Option<&Store>, out: &mut Vec<Finding>, heard: Heard<'_>) -> Result<(), Fault> {
    let listing = mirror::files(root, newsroom, &[String::new()]);
    let paths = &listing.files;
    let known = store.map(known).transpose()?;
    let (mut unreadable, mut not_text, mut bad_head, mut changed, mut new, mut behind) = Default::default();
    let lists: [&mut Vec<FindingPlace>; 6] = [&mut unreadable, &mut not_text, &mut bad_head, &mut changed, &mut new, &mut behind];
    let [unreadable, not_text, bad_head, changed, new, behind] = lists;
    unreadable.extend(listing.unread.iter().map(|(path, fault)| at(path, fault.message.clone())));
    let mut done = 0;
    for batch in paths.chunks(500) {
        let met: Vec<(&String, Met)> = batch.par_iter().map(|path| (path, meet(&root.join(path)))).collect();
        for (path, met) in met {
            match met {
                Met::Unreadable(error) => unreadable.push(at(path, error)),
                Met::NotText => not_text.push(at(path, "")),
                Met::BadHead(error) => bad_head.push(at(path, error)),
                Met::Text(hash) => match known.as_ref().and_then(|known| Some((known, known.editions.get(path)?))) {
                    Some((known, edition)) if edition.mirror == Some(hash) => {
                        // Until somebody has decided a conflict, the file is the other side's.
                        if !edition.conflict && known.heads.get(&edition.id).is_some_and(|head| *head != hash) {
                            behind.push(at(path, ""));
                        }
                    }
                    Some(_) => changed.push(at(path, "")),
                    None => new.push(at(path, "")),
                },
            }
        }
        done += batch.len();
        if heard("files", done, paths.len()).is_break() {
            return Err(stopped());
        }
    }
    let mut add = |rule, severity, places: &mut Vec<FindingPlace>, said: &dyn Fn(usize) -> String, hint: &str, repair: &str| {
        if !places.is_empty() {
            let places = std::mem::take(places);
            out.push(with_places(finding(rule, severity, said(places.len()), hint, repair), places));
        }
    };
    add(
        "file-unreadable",
        "bad",
        unreadable,
        &|count| format!("{} cannot be read.", many(count, "file", "files")),
        "Give yourself the right to read it, or have the disk checked. The last text that Stet knew is in the history.",
        "",
    );
    add(
        "file-not-text",
        "warn",
        not_text,
        &|count| format!("{} in a language's folder: not UTF-8 text, and left alone.", many(count, "file", "files")),
        "Import it with `stet import`, which converts it, and take this one away.",
        "",
    );
    add(
        "file-front-matter",
        "warn",
        bad_head,
        &|count| format!("The front matter of {} cannot be read.", many(count, "file", "files")),
        "Mend that line in a text editor; until then the story cannot be edited in Stet.",
        "",
    );
    if let Some(known) = &known {
        let there: HashSet<&String> = paths.iter().collect();
        let (mut gone, mut unwritten) = (Vec::new(), Vec::new());
        for edition in known.editions.values().filter(|edition| !there.contains(&edition.path)) {
            // A file that cannot be reached is not known to be gone.
            if listing.holds(&edition.path) || root.join(&edition.path).symlink_metadata().is_ok() {
                continue;
            }
            let list = if edition.mirror.is_some() { &mut gone } else { &mut unwritten };
            list.push(at(&edition.path, ""));
        }
        for list in [&mut gone, &mut unwritten] {
            list.sort_by(|a, b| a.path.cmp(&b.path));
        }
        add(
            "file-gone",
            "warn",
            &mut gone,
            &|count| format!("The file of {} is gone.", many(count, "story", "stories")),
            "Where you deleted it on purpose, open the newsroom: the story leaves the lists. Otherwise repair it first.",
            "Writes the file again from the present version.",
        );
        add(
            "file-unwritten",
            "warn",
            &mut unwritten,
            &|count| format!("The file of {} was never written.", many(count, "story", "stories")),
            "Opening the newsroom writes it.",
            "Writes the file from the present version.",
        );
        add(
            "file-behind",
            "warn",
            behind,
            &|count| {
                format!("{} not hold the present version.", if count == 1 { "1 file does".to_owned() } else { format!("{count} files do") })
            },
            "A write was interrupted, or two sides changed the same place. What the file holds is a version as well.",
            "Writes the present version to the file.",
        );
        add(
            "file-changed",
            "note",
            changed,
            &|count| format!("{} changed outside Stet since it last looked.", many(count, "file was", "files were")),
            "Opening the newsroom makes a version of it.",
            "",
        );
        add(
            "file-new",
            "note",
            new,
            &|count| format!("{} not in the store yet.", many(count, "file is", "files are")),
            "Opening the newsroom takes it in.",
            "",
        );
    }
    let left = leftovers(root, newsroom);
    if !left.is_empty() {
        out.push(with_places(
            finding(
                "write-leftover",
                "warn",
                format!("{} of an interrupted write lie about.", many(left.len(), "file", "files")),
                "They are never read and do no harm.",
                "Puts them into .stet/aside.",
            ),
            left.iter().map(|path| at(mirror::slashed(path), "")).collect(),
        ));
    }
    Ok(())
}

/// A write in progress is younger than this.
const UNDER_WAY: Duration = Duration::from_secs(600);

/// Temporary files of writes that never ended, from the newsroom's root.
pub(super) fn leftovers(root: &Path, newsroom: &Newsroom) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = newsroom.editions.iter().map(|edition| edition.lang.clone().into()).collect();
    folders.extend(["pages", "media", ".stet/backups", "theme"].map(PathBuf::from));
    let mut out: Vec<PathBuf> = Vec::new();
    // The top folders themselves, not what somebody else keeps below them.
    for folder in ["", ".stet"] {
        let entries = fs::read_dir(root.join(folder)).into_iter().flatten().filter_map(Result::ok);
        out.extend(
            entries
                .filter(|entry| is_leftover(&entry.path()))
                .filter_map(|entry| entry.path().strip_prefix(root).ok().map(Path::to_path_buf)),
        );
    }
    for folder in folders {
        for entry in walkdir::WalkDir::new(root.join(folder)).follow_links(false).into_iter().filter_map(Result::ok) {
            if is_leftover(entry.path())
                && let Ok(path) = entry.path().strip_prefix(root)
            {
                out.push(path.to_path_buf());
            }
        }
    }
    out.sort();
    out
}

/// Those that opening the newsroom does not deal with: not among the stories.
pub(super) fn apart_from_copy(newsroom: &Newsroom, left: Vec<PathBuf>) -> Vec<PathBuf> {
    left.into_iter()
        .filter(|path| !path.starts_with("pages") && !newsroom.editions.iter().any(|edition| path.starts_with(&edition.lang)))
        .collect()
}

fn is_leftover(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ours = (name.starts_with('.') && name.ends_with(".stet-part")) || name.starts_with("newsroom.sqlite.new-part");
    ours && fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.modified().is_ok_and(|at| clock::is_older(at, UNDER_WAY)))
}
