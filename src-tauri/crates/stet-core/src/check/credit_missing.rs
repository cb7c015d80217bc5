//! `credit-missing`: no picture without the name of who made it. Whom the file itself credits, the page credits.

use super::Subject;
use crate::address::picture_path;
use crate::block::caption_and_credit;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if let Some(lead) = &subject.article.lead
        && lead.credit.as_deref().is_none_or(|credit| credit.trim().is_empty())
        && !credits_itself(subject, &lead.image)
    {
        found.push(subject.field(
            "credit-missing",
            Severity::Warn,
            "lead",
            "The lead picture has no credit.",
            "Name who made it in `credit`.",
        ));
    }
    for picture in subject.blocks.iter().flat_map(|block| &block.pictures) {
        if caption_and_credit(&picture.title).1.is_none() && !credits_itself(subject, &picture.url) {
            let message = format!("The picture {} has no credit.", picture.url);
            let hint = "Add it to the caption: `![alt](file.jpg \"Caption. Credit: Name\")`.";
            found.push(subject.body("credit-missing", Severity::Warn, picture.start, picture.end, message, hint));
        }
    }
}

/// Whether the file says whom to credit.
fn credits_itself(subject: &Subject<'_>, url: &str) -> bool {
    picture_path(url).filter(|path| (subject.around.has_picture)(path)).is_some_and(|path| (subject.around.picture)(&path).credit.is_some())
}
