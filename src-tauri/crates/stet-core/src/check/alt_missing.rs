//! `alt-missing`: readers who do not see a picture need words for it. `alt: ""` says that it is decorative. What the file
//! says that it shows is suggested, and never taken unasked: it was written for another use.

use super::Subject;
use crate::address::picture_path;
use crate::block::BlockKind;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if let Some(lead) = &subject.article.lead
        && lead.alt.is_none()
    {
        let hint = "Say in `alt` what it shows, or write `alt: \"\"` if it is decoration.";
        let hint = suggesting(subject, &lead.image, hint);
        found.push(subject.field("alt-missing", Severity::Warn, "lead", "The lead picture has no alternative text.", hint));
    }
    // The title of an embed says what its poster shows.
    let blocks = subject.blocks.iter().filter(|block| block.kind != BlockKind::Embed);
    for picture in blocks.flat_map(|block| &block.pictures).filter(|picture| picture.alt.trim().is_empty()) {
        let message = format!("The picture {} has no alternative text.", picture.url);
        let hint = suggesting(subject, &picture.url, "Say what it shows between the square brackets.");
        found.push(subject.body("alt-missing", Severity::Warn, picture.start, picture.end, message, hint));
    }
}

/// A hint with what the file says, where it says something.
fn suggesting(subject: &Subject<'_>, url: &str, hint: &str) -> String {
    let shows = picture_path(url).filter(|path| (subject.around.has_picture)(path)).and_then(|path| (subject.around.picture)(&path).shows);
    shows.map_or_else(|| hint.to_owned(), |shows| format!("{hint} The file says: “{shows}”"))
}
