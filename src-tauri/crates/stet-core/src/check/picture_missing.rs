//! `picture-missing`: a page that names a picture the newsroom does not have would go out with a hole.

use super::Subject;
use crate::address::picture_path;
use crate::problem::{Problem, Severity};

const HINT: &str = "Put the file in the newsroom's media folder, or take the picture out.";

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if let Some(lead) = &subject.article.lead
        && picture_path(&lead.image).is_none_or(|path| !(subject.around.has_picture)(&path))
    {
        let message = format!("The lead picture {} is not in the newsroom.", lead.image);
        found.push(subject.field("picture-missing", Severity::Block, "lead", message, HINT));
    }
    for picture in subject.blocks.iter().flat_map(|block| &block.pictures) {
        // A picture elsewhere on the web is never loaded by the page: it becomes a link.
        if picture_path(&picture.url).is_some_and(|path| !(subject.around.has_picture)(&path)) {
            let message = format!("The picture {} is not in the newsroom.", picture.url);
            found.push(subject.body("picture-missing", Severity::Block, picture.start, picture.end, message, HINT));
        }
    }
}
