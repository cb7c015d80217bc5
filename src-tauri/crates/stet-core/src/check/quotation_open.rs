//! `quotation-open`: a quotation that opens and never closes.
//!
//! English style re-opens a quotation at each paragraph and closes it in the last one, so an open mark is only a
//! problem where the next paragraph does not open with one too.

use super::Subject;
use crate::block::{Block, BlockKind};
use crate::problem::{Problem, Severity};

const PAIRS: [(char, char); 3] = [('“', '”'), ('«', '»'), ('„', '“')];

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    let paragraphs: Vec<&Block> = subject.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).collect();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        for (open, close) in PAIRS {
            // In German-style text “ closes; it is no opening mark there.
            if open == '“' && paragraph.words.contains('„') {
                continue;
            }
            let opened = paragraph.words.matches(open).count();
            let closed = paragraph.words.matches(close).count();
            let continued = paragraphs.get(at + 1).is_some_and(|next| next.words.starts_with(open));
            if opened > closed && !continued {
                let last =
                    subject.article.body[paragraph.start..paragraph.end].rfind(open).map_or(paragraph.start, |byte| paragraph.start + byte);
                let message = format!("A quotation opens here with {open} and does not close.");
                found.push(subject.body(
                    "quotation-open",
                    Severity::Warn,
                    last,
                    last + open.len_utf8(),
                    message,
                    format!("Close it with {close}."),
                ));
            }
        }
    }
}
