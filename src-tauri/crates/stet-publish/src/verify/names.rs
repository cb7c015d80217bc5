//! Names that are one on some systems: unpacked there, one file would take the other's place.

use std::collections::BTreeMap;

use super::Fault;
use crate::path::{folders, same_place};

/// A fault for each path that is another's too, or that another one needs for a folder.
pub(super) fn clashes<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut places: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        if let Some(other) = places.insert(same_place(path), path) {
            faults.push(Fault::new("duplicate", path, format!("On some systems this is the same name as {other}.")));
        }
    }
    for (place, path) in &places {
        if let Some(file) = folders(place).find_map(|folder| places.get(folder)) {
            faults.push(Fault::new("duplicate", *path, format!("It lies in {file}, which is a file.")));
        }
    }
    faults
}
