//! The release manifest held against the files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Fault, Found, Summary};
use crate::hex;
use crate::release::{RELEASE_FILE, RELEASE_FORMAT, Release};

/// What the release manifest says, if there is one of Stet's. Where it and the files differ is a fault; that there is
/// none is a note, for a bag of another tool has none.
pub(super) fn judge(files: &BTreeMap<String, Found>, faults: &mut Vec<Fault>, notes: &mut Vec<String>) -> Option<Summary> {
    let own = format!("data/{RELEASE_FILE}");
    let Some(bytes) = files.get(&own).and_then(|found| found.text.as_deref()) else {
        notes.push("There is no release manifest; it was checked as any bag is.".into());
        return None;
    };
    let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
    match value.get("format").and_then(Value::as_str) {
        Some(RELEASE_FORMAT) => {}
        Some(newer) if newer.starts_with("stet-release-") => {
            notes.push(format!(
                "The release manifest is in the form `{newer}`, which this Stet does not know; the files were checked without it."
            ));
            return None;
        }
        _ => {
            notes.push(format!("{own} is not a release manifest of Stet's; it was checked like any other file."));
            return None;
        }
    }
    let release: Release = match serde_json::from_value(value) {
        Ok(release) => release,
        Err(error) => {
            faults.push(Fault::new("release", own, format!("The release manifest cannot be read: {error}.")));
            return None;
        }
    };
    let mut listed = BTreeSet::from([own]);
    for file in &release.files {
        let path = format!("data/{}", file.path);
        let different = match files.get(&path) {
            None => Some("The release manifest names this file, and it is not there.".into()),
            Some(found) if found.size != file.size => {
                Some(format!("The release manifest says {} bytes of this file, which has {}.", file.size, found.size))
            }
            Some(found) if hex(&found.sha256) != file.sha256 => {
                Some(format!("The release manifest says sha256 {} of this file, which has {}.", file.sha256, hex(&found.sha256)))
            }
            Some(_) => None,
        };
        faults.extend(different.map(|message: String| Fault::new("release", path.clone(), message)));
        if !listed.insert(path.clone()) {
            faults.push(Fault::new("release", path, "The release manifest names this file twice."));
        }
    }
    for path in files.keys().filter(|path| path.starts_with("data/") && !listed.contains(*path)) {
        faults.push(Fault::new("release", path.clone(), "The release manifest does not name this file."));
    }
    let editions = release.files.iter().filter_map(|file| file.owner.as_ref()).collect::<BTreeSet<_>>().len();
    Some(Summary {
        files: release.files.len(),
        editions,
        tool: release.tool,
        organization: release.organization,
        identifier: release.identifier,
        date: release.date,
        base_url: release.base_url,
    })
}
