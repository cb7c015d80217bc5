//! Temporary files that a crash left beside the copy.
//!
//! One is either Stet's own unfinished write, which a version holds, or what the file held before Stet's write changed
//! places with it. The second may be another program's text that nobody has seen yet: it is kept before the temporary
//! file goes.

use std::fs;

use stet_store::{Edition, Reason, hash};

use crate::sync::Found;
use crate::{Fault, Room, clock, mirror};

/// Removes what a crash left, keeping the text of it that no version holds.
pub(crate) fn clear(room: &Room, found: &mut Found) -> Result<(), Fault> {
    for part in std::mem::take(&mut found.parts) {
        // Whoever writes a file of the newsroom has this lock: a temporary file that is there now is nobody's.
        let _disk = room.disk();
        let file = room.root.join(&part);
        let Ok(bytes) = fs::read(&file) else { continue };
        if let Some(version) = keep(room, &part, bytes)? {
            found.notices.push(version);
        }
        fs::remove_file(&file).map_err(|error| Fault::file("removed", &file, &error))?;
    }
    Ok(())
}

fn keep(room: &Room, part: &str, bytes: Vec<u8>) -> Result<Option<String>, Fault> {
    let Ok(text) = String::from_utf8(bytes) else { return Ok(None) };
    let editions = owners(room, part)?;
    let Some(edition) = editions.first().filter(|_| !text.trim().is_empty()) else { return Ok(None) };
    let content = hash(text.as_bytes());
    for edition in &editions {
        // Unfinished, it is the beginning of what was to be written.
        let known = room.store().versions(edition.id)?.iter().any(|version| version.content == content);
        if known || room.store().head_text(edition)?.starts_with(&text) {
            return Ok(None);
        }
    }
    let version = room.store().keep_beside(edition.id, &[edition.head], &text, clock::now(), &room.author, Reason::OutsideEdit)?;
    Ok(Some(format!(
        "Another program wrote {} just before Stet last stopped. That text is in the history as version {}.",
        edition.path,
        &version.hex()[..12]
    )))
}

/// The editions whose file a temporary file may have been for: `.name.md.Xk3f9a.stet-part`, a long name cut short.
fn owners(room: &Room, part: &str) -> Result<Vec<Edition>, Fault> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let name = name.trim_start_matches('.').trim_end_matches(mirror::PART).rsplit_once('.').map_or("", |(name, _)| name);
    let beside = room.store().editions_under(folder)?;
    Ok(beside
        .into_iter()
        .filter(|edition| {
            edition.path.rsplit_once('/').is_some_and(|(at, file)| at == folder && !name.is_empty() && file.starts_with(name))
        })
        .collect())
}
