//! `link-dead`: a link to a draft that is not there would lead readers nowhere.

use super::Subject;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    for link in subject.blocks.iter().flat_map(|block| &block.links) {
        let path = link.url.split(['?', '#']).next().unwrap_or_default();
        if path.contains("://") || path.starts_with("mailto:") || path.starts_with("tel:") {
            continue;
        }
        let Some(stem) = path.rsplit('/').next().and_then(|file| file.strip_suffix(".md")) else { continue };
        if !(subject.around.has_story)(stem) {
            let message = format!("The link leads to {path}, which is not in this edition.");
            found.push(subject.body("link-dead", Severity::Warn, link.start, link.end, message, "Mend the link, or take it out."));
        }
    }
}
