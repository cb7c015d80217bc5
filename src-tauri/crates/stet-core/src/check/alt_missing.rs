//! `alt-missing`: readers who do not see a picture need words for it. `alt: ""` says that it is decorative.

use super::Subject;
use crate::block::BlockKind;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if let Some(lead) = &subject.article.lead
        && lead.alt.is_none()
    {
        let hint = "Say in `alt` what it shows, or write `alt: \"\"` if it is decoration.";
        found.push(subject.field("alt-missing", Severity::Warn, "lead", "The lead picture has no alternative text.", hint));
    }
    // The title of an embed says what its poster shows.
    let blocks = subject.blocks.iter().filter(|block| block.kind != BlockKind::Embed);
    for picture in blocks.flat_map(|block| &block.pictures).filter(|picture| picture.alt.trim().is_empty()) {
        let message = format!("The picture {} has no alternative text.", picture.url);
        found.push(subject.body(
            "alt-missing",
            Severity::Warn,
            picture.start,
            picture.end,
            message,
            "Say what it shows between the square brackets.",
        ));
    }
}
