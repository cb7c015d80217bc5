//! Text that a repair takes out of the store, as files for a person to read: `.stet/aside/…`.

use std::fs;
use std::path::Path;

use stet_store::{Entry, Hash};

use crate::wire::{Fields, Operation};
use crate::{Fault, clock, draft};

/// Writes down what was typed into an edition and not saved: the text it makes where that is known, and otherwise
/// every piece of it in order. Gives the file's name.
pub(super) fn keep_typed(folder: &Path, edition: i64, path: &str, base: Option<&str>, entries: &[Entry]) -> Result<String, Fault> {
    let first = entries.first().map(|entry| entry.base).unwrap_or(Hash([0; 32]));
    let whole = base.and_then(|text| draft::replayed(first, text, entries).ok());
    let text = match whole {
        Some(text) => text,
        None => pieces(path, entries),
    };
    let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_else(|| format!("edition-{edition}"));
    let name = format!("unsaved-{edition}-{stem}.md");
    write(folder, &name, text.as_bytes())?;
    let lines: String = entries.iter().map(|entry| format!("{}\n", entry.operation)).collect();
    write(folder, &format!("unsaved-{edition}.jsonl"), lines.as_bytes())?;
    Ok(name)
}

/// What was typed, piece by piece: runs of keys are put together.
fn pieces(path: &str, entries: &[Entry]) -> String {
    let mut out = format!(
        "What was typed into {} and not saved, in order. Its place in the story is not known.\n",
        if path.is_empty() { "a story" } else { path }
    );
    let mut next = None;
    for entry in entries {
        match serde_json::from_str::<Operation>(&entry.operation) {
            Ok(Operation::Splice { at, remove, insert }) => {
                if next != Some(at) || remove > 0 {
                    out.push_str(&format!("\n\n[{}, at {at}, {remove} removed]\n", clock::rfc3339(entry.at)));
                }
                next = Some(at + insert.encode_utf16().count() as u32);
                out.push_str(&insert);
            }
            Ok(Operation::Fields { fields }) => {
                out.push_str(&format!("\n\n[{}, fields]\n{}", clock::rfc3339(entry.at), said(&fields)));
                next = None;
            }
            Err(_) => {
                out.push_str(&format!("\n\n[{}, not understood]\n{}", clock::rfc3339(entry.at), entry.operation));
                next = None;
            }
        }
    }
    out.push('\n');
    out
}

fn said(fields: &Fields) -> String {
    serde_json::to_string_pretty(fields).unwrap_or_default()
}

/// Writes a file that was not there and flushes it.
pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let name: String = name.chars().map(|letter| if matches!(letter, '/' | '\\' | '\0') { '-' } else { letter }).collect();
    crate::mirror::write(folder, &name, bytes)
}

/// Moves a file of the newsroom into a folder, keeping its name apart from others.
pub(super) fn move_in(root: &Path, path: &Path, folder: &Path) -> Result<(), Fault> {
    let from = root.join(path);
    let name = path.to_string_lossy().replace(['/', '\\'], "-");
    let to = folder.join(name.trim_start_matches('.'));
    fs::rename(&from, &to).map_err(|error| Fault::file("moved", &from, &error))
}
