//! `credit-missing`: no picture without the name of who made it. Whom the file itself credits, the page credits.

use super::Subject;
use crate::address::picture_path;
use crate::block::{BlockKind, PictureUse, names_credit};
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
    for block in subject.blocks {
        // A figure's caption is running text, and may name the credit there; the poster of an embed is the work of who
        // is linked to.
        let named = match block.kind {
            BlockKind::Figure => names_credit(&block.words) || names_credit(&block.title),
            BlockKind::Embed => true,
            _ => false,
        };
        let nobody = |picture: &&PictureUse| !named && !names_credit(&picture.title) && !credits_itself(subject, &picture.url);
        for picture in block.pictures.iter().filter(nobody) {
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
