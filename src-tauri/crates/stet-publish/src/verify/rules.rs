//! The rules of RFC 8493 on what was found, and those of a release.

use std::collections::{BTreeMap, BTreeSet};

use super::manifests::{self, Kind, Shelf};
use super::{BundleFormat, Contents, Fault, Found, Report, names, release};
use crate::{bag, hex};

pub(super) fn judge(contents: Contents) -> Report {
    let refused = contents.refused();
    let Contents { format, files, payload, stopped, mut faults } = contents;
    let mut notes = Vec::new();
    let (mut bag_version, mut organization, mut summary) = (String::new(), String::new(), None);
    // Of a bundle that was not read to its end no more can be said than why.
    if !stopped {
        let info = text(&files, "bag-info.txt", &mut faults);
        bag_version = declaration(&files, &mut faults);
        if files.contains_key("fetch.txt") {
            faults.push(Fault::new(
                "incomplete",
                "fetch.txt",
                "The bag leaves files to be fetched from elsewhere; a bundle holds all of them.",
            ));
        }
        if !payload {
            faults.push(Fault::new("structure", "data", "There is no `data` folder, and that is where the files of a bag are."));
        }
        let mut differences = Vec::new();
        summary = release::judge(&files, &mut differences, &mut notes);
        // More is asked of a bundle of Stet's than the RFC asks of any bag: its export never makes these.
        let ours = summary.is_some() || info.as_deref().is_some_and(bag::is_ours);
        listed(&Shelf::new(&files, &refused), &bag_version, ours, &mut faults, &mut notes);
        let clashes = names::clashes(files.keys().map(String::as_str));
        if ours || format == BundleFormat::Zip {
            faults.extend(clashes);
        } else {
            notes.extend(clashes.into_iter().map(|fault| format!("{}: {}", fault.path, fault.message)));
        }
        // One damage is told once: what the manifests have said of a file, the release manifest need not repeat.
        let told: BTreeSet<String> = faults.iter().map(|fault| fault.path.clone()).collect();
        faults.extend(differences.into_iter().filter(|fault| !told.contains(&fault.path)));
        oxum(&files, info.as_deref(), &mut faults);
        let said = || bag::value(info.as_deref()?, "Source-Organization");
        organization = summary.as_ref().map(|summary| summary.organization.clone()).or_else(said).unwrap_or_default();
    }
    faults.sort();
    faults.dedup();
    Report {
        ok: faults.is_empty(),
        format,
        bag_version,
        files: payload_of(&files).count(),
        bytes: payload_of(&files).map(|(_, found)| found.size).sum(),
        hash: files.get("tagmanifest-sha256.txt").map(|found| hex(&found.sha256)).unwrap_or_default(),
        organization,
        pages: payload_of(&files).filter(|(path, _)| path.ends_with(".html")).count(),
        release: summary,
        notes,
        faults,
    }
}

fn payload_of(files: &BTreeMap<String, Found>) -> impl Iterator<Item = (&String, &Found)> {
    files.iter().filter(|(path, _)| path.starts_with("data/"))
}

/// Holds the manifests against the files, and says what their lack means.
fn listed(shelf: &Shelf<'_>, bag_version: &str, ours: bool, faults: &mut Vec<Fault>, notes: &mut Vec<String>) {
    match manifests::judge(shelf, Kind::Payload, bag_version != "0.97", faults, notes) {
        Some(unlisted) => {
            faults.extend(unlisted.into_iter().map(|path| Fault::new("extra", path, "The file is there, and a manifest does not list it.")))
        }
        None => faults.push(Fault::new("manifest", "manifest-sha256.txt", "There is no payload manifest in SHA-256 or SHA-512.")),
    }
    match manifests::judge(shelf, Kind::Tags, false, faults, notes) {
        Some(unlisted) if ours => faults.extend(
            unlisted.into_iter().map(|path| Fault::new("extra", path, "The file is there, and the tag manifest does not list it.")),
        ),
        Some(unlisted) => notes.extend(
            unlisted.into_iter().map(|path| format!("The tag manifest does not list {path}: nothing shows whether it has changed.")),
        ),
        None if ours => {
            faults.push(Fault::new("missing", "tagmanifest-sha256.txt", "There is no tag manifest, which every bundle of Stet's has."))
        }
        None => notes.push("There is no tag manifest: nothing shows whether the tag files have changed.".into()),
    }
}

/// Holds the sum in `bag-info.txt` against the files (2.2.2). Where a file is wrong the sum is wrong with it, and that
/// is no news.
fn oxum(files: &BTreeMap<String, Found>, info: Option<&str>, faults: &mut Vec<Fault>) {
    let Some(said) = info.and_then(|info| bag::value(info, "Payload-Oxum")) else { return };
    let (count, bytes) = (payload_of(files).count(), payload_of(files).map(|(_, found)| found.size).sum::<u64>());
    if said != format!("{bytes}.{count}") && !faults.iter().any(|fault| fault.path.starts_with("data/")) {
        faults.push(Fault::new("payload-oxum", "bag-info.txt", format!("It says {said}, but there are {bytes} bytes in {count} files.")));
    }
}

/// A tag file's text, where there is one that can be read as UTF-8.
fn text(files: &BTreeMap<String, Found>, name: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let bytes = files.get(name)?.text.as_deref()?;
    let read = std::str::from_utf8(bytes).ok().map(str::to_owned);
    if read.is_none() {
        faults.push(Fault::new("encoding", name, "The file is not UTF-8."));
    }
    read
}

/// Judges `bagit.txt` (2.1.1); gives the version it names.
fn declaration(files: &BTreeMap<String, Found>, faults: &mut Vec<Fault>) -> String {
    let Some(text) = text(files, "bagit.txt", faults) else {
        if !faults.iter().any(|fault| fault.path == "bagit.txt") {
            faults.push(Fault::new("not-a-bag", "bagit.txt", "There is no bagit.txt: this is not a bundle."));
        }
        return String::new();
    };
    if text.starts_with('\u{feff}') {
        faults.push(Fault::new("encoding", "bagit.txt", "The file begins with a byte order mark, which it must not."));
    }
    let text = text.trim_start_matches('\u{feff}');
    let version = bag::value(text, "BagIt-Version").unwrap_or_default();
    if !matches!(version.as_str(), "1.0" | "0.97") {
        faults.push(Fault::new("version", "bagit.txt", format!("The bag is of version `{version}`; Stet reads 1.0 and 0.97.")));
    }
    let encoding = bag::value(text, "Tag-File-Character-Encoding").unwrap_or_default();
    if !encoding.eq_ignore_ascii_case("UTF-8") {
        faults.push(Fault::new("encoding", "bagit.txt", format!("The tag files are in `{encoding}`; Stet reads UTF-8.")));
    }
    version
}
