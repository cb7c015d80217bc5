//! `body-empty`: a headline over nothing.

use super::Subject;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if subject.article.body.trim().is_empty() {
        found.push(subject.body("body-empty", Severity::Warn, 0, 0, "The story has no text yet.", "Write its first paragraph."));
    }
}
