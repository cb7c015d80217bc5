//! The manifests held against the files, both ways.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, Found};
use crate::bag::{self, Line};
use crate::hex;
use crate::path::{composed, unsafe_because};

/// The two kinds of manifest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `manifest-<algorithm>.txt`, of what is below `data/`.
    Payload,
    /// `tagmanifest-<algorithm>.txt`, of the rest.
    Tags,
}

impl Kind {
    fn prefix(self) -> &'static str {
        match self {
            Kind::Payload => "manifest-",
            Kind::Tags => "tagmanifest-",
        }
    }

    fn lists(self, path: &str) -> bool {
        match self {
            Kind::Payload => path.starts_with("data/"),
            Kind::Tags => !path.starts_with("data/") && !path.starts_with("tagmanifest-"),
        }
    }
}

/// The files of a bundle, and how to find one by a name in a manifest.
pub(super) struct Shelf<'a> {
    files: &'a BTreeMap<String, Found>,
    by_spelling: BTreeMap<String, &'a str>,
    /// What is there and was refused already.
    refused: &'a BTreeSet<String>,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(files: &'a BTreeMap<String, Found>, refused: &'a BTreeSet<String>) -> Shelf<'a> {
        Shelf { files, by_spelling: files.keys().map(|path| (composed(path), path.as_str())).collect(), refused }
    }

    /// By the name as the RFC has it, as older tools wrote it, or as another system spells its letters.
    fn find(&self, line: &Line) -> Option<(&'a str, &'a Found)> {
        let plainly = |path: &str| self.files.get_key_value(path).map(|(path, found)| (path.as_str(), found));
        let otherwise = || self.by_spelling.get(&composed(&line.path)).and_then(|path| plainly(path));
        plainly(&line.path).or_else(|| plainly(&line.raw)).or_else(otherwise)
    }
}

/// What a manifest is made with.
struct Algorithm {
    name: &'static str,
    /// Hexadecimal digits of a hash.
    digits: usize,
    hash: fn(&Found) -> String,
}

/// Those that Stet checks. The older ones prove nothing against somebody who means harm.
const ALGORITHMS: [Algorithm; 2] = [
    Algorithm { name: "sha256", digits: 64, hash: |found| hex(&found.sha256) },
    Algorithm { name: "sha512", digits: 128, hash: |found| hex(&found.sha512) },
];

/// Judges every manifest of a kind. Gives the files that a manifest should list and does not, or `None` where there is
/// no manifest that Stet can check.
///
/// In BagIt 1.0 each payload manifest lists every file (2.1.3); before, one of them was enough.
pub(super) fn judge(
    shelf: &Shelf<'_>,
    kind: Kind,
    each_lists_all: bool,
    faults: &mut Vec<Fault>,
    notes: &mut Vec<String>,
) -> Option<BTreeSet<String>> {
    let all: BTreeSet<&str> = shelf.files.keys().map(String::as_str).filter(|path| kind.lists(path)).collect();
    let mut unlisted: Option<BTreeSet<&str>> = None;
    for (name, found) in shelf.files {
        let Some(wanted) = name.strip_prefix(kind.prefix()).and_then(|rest| rest.strip_suffix(".txt")) else { continue };
        let Some(algorithm) = ALGORITHMS.iter().find(|algorithm| algorithm.name == wanted) else {
            notes.push(format!("{name} was not checked: Stet checks SHA-256 and SHA-512."));
            continue;
        };
        let text = String::from_utf8_lossy(found.text.as_deref().unwrap_or_default());
        let listed = one(shelf, kind, name, &text, algorithm, faults);
        let left: BTreeSet<&str> = all.difference(&listed).copied().collect();
        unlisted = Some(match unlisted {
            None => left,
            Some(others) if each_lists_all => others.union(&left).copied().collect(),
            Some(others) => others.intersection(&left).copied().collect(),
        });
    }
    unlisted.map(|paths| paths.into_iter().map(str::to_owned).collect())
}

/// Judges one manifest; gives the files it lists.
fn one<'a>(shelf: &Shelf<'a>, kind: Kind, name: &str, text: &str, algorithm: &Algorithm, faults: &mut Vec<Fault>) -> BTreeSet<&'a str> {
    let mut listed = BTreeSet::new();
    let mut places = BTreeSet::new();
    for text in bag::lines(text) {
        let Some(line) = bag::manifest_line(text, algorithm.digits) else {
            let start: String = text.chars().take(80).collect();
            faults.push(Fault::new("manifest", name, format!("This line is not a {} and a path: {start}", algorithm.name)));
            continue;
        };
        if let Some(why) = unsafe_because(&line.path) {
            faults.push(Fault::new("unsafe-path", line.path, format!("{name} lists a path that must not be in a bundle: {why}.")));
            continue;
        }
        if !kind.lists(&line.path) {
            faults.push(Fault::new("manifest", line.path, format!("{name} lists a file that is not its to list.")));
            continue;
        }
        if !places.insert(line.path.clone()) {
            faults.push(Fault::new("duplicate", line.path.clone(), format!("{name} lists this path twice.")));
        }
        match shelf.find(&line) {
            None if shelf.refused.contains(&line.path) => {}
            None => faults.push(Fault::new("missing", line.path, format!("{name} lists this file, and it is not there."))),
            Some((path, found)) => {
                let hash = (algorithm.hash)(found);
                if hash != line.hash {
                    faults.push(Fault::new(
                        "changed",
                        path,
                        format!("The file has changed: its {} is {hash}, and {name} says {}.", algorithm.name, line.hash),
                    ));
                }
                listed.insert(path);
            }
        }
    }
    listed
}
