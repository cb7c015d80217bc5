//! `source-missing`: a reader should be able to see where copy comes from.

use super::Subject;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if subject.article.source.as_ref().is_none_or(|source| source.name.trim().is_empty()) {
        let hint = "Name it in `source`, or say `{name: …, kind: own-reporting}`.";
        found.push(subject.field("source-missing", Severity::Warn, "source", "The story does not say where it comes from.", hint));
    }
}
