//! `section-unknown`: a section that `newsroom.toml` does not have gets no name and no place in the navigation.

use super::Subject;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if let Some(path) = &subject.article.section
        && !subject.around.newsroom.sections.is_empty()
        && subject.around.newsroom.section(path).is_none()
    {
        let message = format!("The section `{path}` is not in newsroom.toml.");
        found.push(subject.field(
            "section-unknown",
            Severity::Warn,
            "section",
            message,
            "Pick one of the newsroom's sections, or add it there.",
        ));
    }
}
