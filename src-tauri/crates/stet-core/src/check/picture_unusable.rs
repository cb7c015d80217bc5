//! `picture-unusable`: a file that is there, but cannot be published; the page leaves it out. `picture-moving`: a file
//! that moves is published as its first frame.

use super::{PictureFacts, Subject};
use crate::address::picture_path;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if let Some(lead) = &subject.article.lead
        && let Some(facts) = facts(subject, &lead.image)
    {
        for (rule, severity, message, hint) in said(&lead.image, facts) {
            found.push(subject.field(rule, severity, "lead", message, hint));
        }
    }
    for picture in subject.blocks.iter().flat_map(|block| &block.pictures) {
        let Some(facts) = facts(subject, &picture.url) else { continue };
        for (rule, severity, message, hint) in said(&picture.url, facts) {
            found.push(subject.body(rule, severity, picture.start, picture.end, message, hint));
        }
    }
}

/// What is known of a picture, where it is one of the newsroom's.
fn facts(subject: &Subject<'_>, url: &str) -> Option<PictureFacts> {
    let path = picture_path(url).filter(|path| (subject.around.has_picture)(path))?;
    Some((subject.around.picture)(&path))
}

fn said(url: &str, facts: PictureFacts) -> Vec<(&'static str, Severity, String, String)> {
    let mut out = Vec::new();
    if let Some((why, hint)) = facts.refused {
        out.push(("picture-unusable", Severity::Block, format!("The picture {url} cannot be published: {why}."), hint));
    }
    if facts.moving {
        let message = format!("The picture {url} moves; the page shows its first frame.");
        let hint = "Choose a still picture, or link to a film: what moves by itself cannot be stopped by a reader.";
        out.push(("picture-moving", Severity::Warn, message, hint.to_owned()));
    }
    out
}
