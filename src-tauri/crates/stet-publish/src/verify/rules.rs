//! The rules of RFC 8493 on what was found, and those of a release.

use std::collections::{BTreeMap, BTreeSet};

use super::{Contents, Fault, Found, Report};
use crate::bag;
use crate::path::{same_place, unsafe_because};
use crate::release::Release;

pub(super) fn judge(contents: Contents) -> Report {
    let Contents { format, files, mut faults } = contents;
    let text = |name: &str| files.get(name).and_then(|found| found.text.as_deref()).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let bag_version = declaration(text("bagit.txt"), &mut faults);
    if files.contains_key("fetch.txt") {
        faults.push(Fault::new("incomplete", "fetch.txt", "The bag leaves files to be fetched from elsewhere; a bundle holds all of them."));
    }
    manifests(&files, "manifest-", |path| path.starts_with("data/"), &mut faults);
    manifests(&files, "tagmanifest-", |path| !path.starts_with("data/") && !path.starts_with("tagmanifest-"), &mut faults);
    let payload: Vec<&Found> = files.iter().filter(|(path, _)| path.starts_with("data/")).map(|(_, found)| found).collect();
    let bytes = payload.iter().map(|found| found.size).sum();
    if let Some(said) = text("bag-info.txt").as_deref().and_then(|info| bag::value(info, "Payload-Oxum"))
        && said != format!("{bytes}.{}", payload.len())
    {
        faults.push(Fault::new("payload-oxum", "bag-info.txt", format!("It says {said}, but there are {bytes} bytes in {} files.", payload.len())));
    }
    let organization = release(&files, &mut faults);
    faults.sort();
    faults.dedup();
    Report {
        ok: faults.is_empty(),
        format,
        bag_version,
        files: payload.len(),
        bytes,
        hash: files.get("tagmanifest-sha256.txt").map(|found| found.sha256.clone()).unwrap_or_default(),
        organization,
        pages: files.keys().filter(|path| path.starts_with("data/") && path.ends_with(".html")).count(),
        faults,
    }
}

fn declaration(text: Option<String>, faults: &mut Vec<Fault>) -> String {
    let Some(text) = text else {
        faults.push(Fault::new("not-a-bag", "bagit.txt", "There is no bagit.txt: this is not a bundle."));
        return String::new();
    };
    let version = bag::value(&text, "BagIt-Version").unwrap_or_default().to_owned();
    if !matches!(version.as_str(), "1.0" | "0.97") {
        faults.push(Fault::new("version", "bagit.txt", format!("The bag is of version `{version}`; Stet reads 1.0 and 0.97.")));
    }
    let encoding = bag::value(&text, "Tag-File-Character-Encoding").unwrap_or_default();
    if !encoding.eq_ignore_ascii_case("UTF-8") {
        faults.push(Fault::new("encoding", "bagit.txt", format!("The tag files are in `{encoding}`; Stet reads UTF-8.")));
    }
    version
}

/// Holds what is there against every manifest of a kind, both ways.
fn manifests(files: &BTreeMap<String, Found>, kind: &str, belongs: impl Fn(&str) -> bool, faults: &mut Vec<Fault>) {
    let mut listed_somewhere = BTreeSet::new();
    let mut known = 0;
    for (name, found) in files.iter().filter(|(name, _)| name.starts_with(kind) && name.ends_with(".txt")) {
        let algorithm = &name[kind.len()..name.len() - ".txt".len()];
        let hash_of: fn(&Found) -> &str = match algorithm {
            "sha256" => |found| &found.sha256,
            "sha512" => |found| &found.sha512,
            _ => continue,
        };
        known += 1;
        let text = found.text.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        let mut places = BTreeSet::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let Some((hash, path)) = bag::manifest_line(line) else {
                faults.push(Fault::new("manifest", name.clone(), format!("A line is not `hash  path`: {}", line.chars().take(80).collect::<String>())));
                continue;
            };
            if let Some(why) = unsafe_because(&path) {
                faults.push(Fault::new("unsafe-path", path, format!("The path must not be in a bundle: {why}.")));
                continue;
            }
            if !places.insert(same_place(&path)) {
                faults.push(Fault::new("duplicate", path.clone(), "The manifest lists this path twice, or one that is the same on some systems."));
            }
            if !belongs(&path) {
                faults.push(Fault::new("manifest", path.clone(), format!("{name} lists a file that is not its to list.")));
            }
            match files.get(&path) {
                None => faults.push(Fault::new("missing", path.clone(), "The file is listed and is not there.")),
                Some(found) if hash_of(found) != hash => {
                    faults.push(Fault::new("changed", path.clone(), format!("The file has changed: its {algorithm} is {}…, not {}….", &hash_of(found)[..12], &hash[..hash.len().min(12)])));
                }
                Some(_) => {}
            }
            listed_somewhere.insert(path);
        }
    }
    if known == 0 {
        // The tag manifest is optional in BagIt; a payload manifest is not.
        if kind == "manifest-" {
            faults.push(Fault::new("manifest", "manifest-sha256.txt", "There is no payload manifest in SHA-256 or SHA-512."));
        }
        return;
    }
    for path in files.keys().filter(|path| belongs(path) && !listed_somewhere.contains(*path)) {
        faults.push(Fault::new("extra", path.clone(), "The file is there and is not listed."));
    }
}

/// Holds `data/release.json` against the files, and gives the publisher it names. A bag of another tool has none.
fn release(files: &BTreeMap<String, Found>, faults: &mut Vec<Fault>) -> String {
    let Some(bytes) = files.get("data/release.json").and_then(|found| found.text.as_deref()) else { return String::new() };
    let release: Release = match serde_json::from_slice(bytes) {
        Ok(release) => release,
        Err(error) => {
            faults.push(Fault::new("release", "data/release.json", format!("The release manifest cannot be read: {error}.")));
            return String::new();
        }
    };
    let mut listed = BTreeSet::new();
    for file in &release.files {
        let path = format!("data/{}", file.path);
        match files.get(&path) {
            Some(found) if found.sha256 == file.sha256 && found.size == file.size => {}
            Some(_) => faults.push(Fault::new("release", path.clone(), "The release manifest says something else of this file.")),
            None => faults.push(Fault::new("release", path.clone(), "The release manifest names a file that is not there.")),
        }
        listed.insert(path);
    }
    for path in files.keys().filter(|path| path.starts_with("data/") && *path != "data/release.json" && !listed.contains(*path)) {
        faults.push(Fault::new("release", path.clone(), "The release manifest does not name this file."));
    }
    release.organization
}
