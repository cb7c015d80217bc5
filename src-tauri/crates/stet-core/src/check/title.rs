//! `title-missing`: a story without a headline has no page.

use super::Subject;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if subject.article.title.trim().is_empty() {
        found.push(subject.field("title-missing", Severity::Block, "title", "The story has no headline.", "Write one in `title`."));
    }
}
