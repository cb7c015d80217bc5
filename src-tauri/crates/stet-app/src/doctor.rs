//! What is wrong with a newsroom, and how it is mended.
//!
//! A look changes nothing and needs no store that opens. A repair never removes text: what is taken out of the store
//! or the folder goes to `.stet/aside`, and text that was typed and not saved goes there first.

mod aside;
mod files;
mod rebuild;
mod repair;
mod store;

use std::ops::ControlFlow;
use std::path::Path;

pub use repair::{Done, Rebuild, repair, restore};

use crate::wire::{BackupRow, Finding, FindingPlace, Health, HealthRequest};
use crate::{App, Fault, backup, clock, place, room, space};

/// Told what is being done, how far it is, and of how much; may stop it.
pub type Heard<'a> = &'a mut dyn FnMut(&str, usize, usize) -> ControlFlow<()>;

/// Places that a finding names; the rest are only counted.
const PLACES: usize = 50;

/// Looks a newsroom over. `deep` reads every text of every version as well. The worst comes first.
///
/// Errors: no newsroom at all, or `cancelled`.
pub fn examine(root: &Path, deep: bool, heard: Heard<'_>) -> Result<Vec<Finding>, Fault> {
    let mut out = Vec::new();
    let newsroom = match settings(root, &mut out)? {
        Some(newsroom) => newsroom,
        // Without settings nobody knows which folders hold copy.
        None => return Ok(out),
    };
    surroundings(root, &mut out);
    let seen = store::look(root, deep, &mut out, heard)?;
    files::look(root, &newsroom, seen.as_ref(), &mut out, heard)?;
    backups(root, deep, &mut out)?;
    out.sort_by_key(|finding| match finding.severity.as_str() {
        "bad" => 0,
        "warn" => 1,
        _ => 2,
    });
    Ok(out)
}

/// Whether a look found something that is broken.
pub fn is_ill(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == "bad")
}

/// How a newsroom is, in a line.
pub fn told(findings: &[Finding]) -> String {
    let count = |severity: &str| findings.iter().filter(|finding| finding.severity == severity).count();
    match (count("bad"), count("warn")) {
        (0, 0) => "The newsroom is well.".into(),
        (0, warn) => format!("Nothing is broken; {} worth a look.", many(warn, "thing is", "things are")),
        (bad, _) => format!("{} broken.", many(bad, "thing is", "things are")),
    }
}

fn finding(rule: &str, severity: &str, message: impl Into<String>, hint: impl Into<String>, repair: &str) -> Finding {
    Finding {
        rule: rule.into(),
        severity: severity.into(),
        message: message.into(),
        hint: hint.into(),
        repair: repair.into(),
        count: 1,
        places: Vec::new(),
    }
}

fn with_places(mut finding: Finding, places: Vec<FindingPlace>) -> Finding {
    finding.count = places.len() as u32;
    finding.places = places;
    finding.places.truncate(PLACES);
    finding
}

fn at(path: impl Into<String>, note: impl Into<String>) -> FindingPlace {
    FindingPlace { path: path.into(), line: 0, note: note.into() }
}

/// “1 file” or “3 files”.
fn many(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

fn stopped() -> Fault {
    Fault::new("cancelled", "The examination was stopped.", "Nothing was changed.")
}

fn settings(root: &Path, out: &mut Vec<Finding>) -> Result<Option<stet_core::Newsroom>, Fault> {
    let path = root.join(room::SETTINGS_FILE);
    let newsroom = match room::read_settings(root) {
        Ok(newsroom) => newsroom,
        Err(fault) if fault.code == "settings" => {
            out.push(with_places(
                finding(
                    "settings-unreadable",
                    "bad",
                    fault.message,
                    "Mend that line in a text editor; nothing else can be looked at before.",
                    "",
                ),
                vec![at(room::SETTINGS_FILE, "")],
            ));
            return Ok(None);
        }
        Err(fault) => return Err(fault),
    };
    let text = std::fs::read_to_string(&path).map_err(|error| Fault::file("read", &path, &error))?;
    let doubts: Vec<FindingPlace> = stet_core::newsroom::doubts::doubts(&text)
        .into_iter()
        .map(|doubt| FindingPlace { path: room::SETTINGS_FILE.into(), line: doubt.line, note: format!("{} {}", doubt.message, doubt.hint) })
        .collect();
    if !doubts.is_empty() {
        let message = format!("{} has {}.", room::SETTINGS_FILE, many(doubts.len(), "line that means nothing", "lines that mean nothing"));
        out.push(with_places(finding("settings-odd", "warn", message, "Mend them in a text editor.", ""), doubts));
    }
    Ok(Some(newsroom))
}

fn surroundings(root: &Path, out: &mut Vec<Finding>) {
    if let Some(bad) = place::look(root) {
        out.push(finding(bad.rule(), "warn", bad.message(), bad.hint(), ""));
    }
    for folder in ["", ".stet"] {
        let path = root.join(folder);
        if folder.is_empty() || path.exists() {
            out.extend(unwritable(&path).map(|error| {
                let shown = if folder.is_empty() { "The newsroom's folder" } else { "The folder .stet" };
                finding(
                    "not-writable",
                    "bad",
                    format!("{shown} cannot be written to: {error}. What you type cannot be kept."),
                    "Give yourself the right to write there, or free it of what stands in the way.",
                    "",
                )
            }));
        }
    }
    let store = std::fs::metadata(root.join(".stet/newsroom.sqlite")).map_or(0, |about| about.len());
    if let Some(free) = space::free(root)
        && let Some(found) = short_of_space(free, store)
    {
        out.push(found);
    }
}

/// Whether anything can be made in a folder, by making something.
fn unwritable(folder: &Path) -> Option<std::io::Error> {
    tempfile::Builder::new().prefix(".try.").suffix(".stet-part").tempfile_in(folder).err()
}

fn short_of_space(free: u64, store: u64) -> Option<Finding> {
    const LEAST: u64 = 200 << 20;
    let hint = "Make room on the disk.";
    if free < 20 << 20 {
        let message = format!("The disk is nearly full: {} are left. Soon nothing that you type can be kept.", space::words(free));
        return Some(finding("disk-full", "bad", message, hint, ""));
    }
    (free < LEAST + 2 * store).then(|| {
        let message = format!("The disk has {} left, too little for a backup of the store ({}).", space::words(free), space::words(store));
        finding("disk-short", "warn", message, hint, "")
    })
}

fn backups(root: &Path, deep: bool, out: &mut Vec<Finding>) -> Result<(), Fault> {
    let folder = backup::folder(root);
    if folder.exists() && !folder.is_dir() {
        out.push(finding("not-writable", "bad", ".stet/backups is no folder, so no backups can be made.", "Move it out of the way.", ""));
        return Ok(());
    }
    let all = backup::list(root)?;
    let versions = root.join(".stet/newsroom.sqlite").exists();
    if all.is_empty() && versions {
        out.push(finding(
            "backup-none",
            "note",
            "There is no backup of the store yet.",
            "`stet backup` makes one; the window makes them by itself.",
            "",
        ));
    }
    let looked_at = if deep { all.len() } else { 1 };
    let spoilt: Vec<FindingPlace> = all
        .iter()
        .take(looked_at)
        .filter(|backup| !backup::is_whole(root, backup))
        .map(|backup| at(format!(".stet/backups/{}", backup.name), ""))
        .collect();
    if !spoilt.is_empty() {
        let message = format!("{} cannot be restored: the bytes are not those that were written.", many(spoilt.len(), "backup", "backups"));
        out.push(with_places(
            finding("backup-damaged", "warn", message, "Remove it, make a new one with `stet backup`, and have the disk checked.", ""),
            spoilt,
        ));
    }
    Ok(())
}

/// A backup as the window shows it.
pub fn row(backup: &backup::Backup) -> BackupRow {
    BackupRow {
        name: backup.name.clone(),
        at: clock::rfc3339(backup.at),
        why: backup.why.as_str().into(),
        bytes: u32::try_from(backup.bytes).unwrap_or(u32::MAX),
    }
}

pub(crate) fn request(app: &App, request: HealthRequest) -> Result<Health, Fault> {
    let root = if request.path.is_empty() { app.room()?.root.clone() } else { request.path.into() };
    let findings = examine(&root, request.deep, &mut |_, _, _| ControlFlow::Continue(()))?;
    let every_minutes = room::read_settings(&root).map_or(0, |newsroom| newsroom.backup.every_minutes);
    let backups = backup::list(&root)?.iter().map(row).collect();
    Ok(Health { path: root.to_string_lossy().into_owned(), findings, backups, every_minutes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_on_the_disk() {
        for (free, store, wanted) in [
            (10 << 30, 1 << 20, None),
            (10 << 30, 6 << 30, Some("disk-short")),
            (150 << 20, 1 << 20, Some("disk-short")),
            (5 << 20, 1 << 20, Some("disk-full")),
        ] {
            assert_eq!(short_of_space(free, store).map(|found| found.rule).as_deref(), wanted, "{free} {store}");
        }
    }
}
