//! `tag-alias`: two spellings of one tag lead to one page; the copy should use the newsroom's own.

use super::Subject;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    for name in &subject.article.tags {
        let Some(tag) = subject.around.newsroom.tag(name) else { continue };
        let Some(preferred) = tag.name.get(subject.around.lang) else { continue };
        if preferred != name && !tag.name.values().any(|other| other == name) {
            let message = format!("The tag “{name}” is another name of “{preferred}”.");
            found.push(subject.field("tag-alias", Severity::Warn, "tags", message, format!("Write “{preferred}”.")));
        }
    }
}
