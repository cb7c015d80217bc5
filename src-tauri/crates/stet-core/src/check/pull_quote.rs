//! `pull-quote-not-in-body` and `pull-quote-speaker`: a pull quote repeats words that somebody said in the story.

use super::Subject;
use crate::block::{Block, BlockKind, speaker_and_role};
use crate::fold::fold;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    let quotes: Vec<&Block> = subject.blocks.iter().filter(|block| block.kind == BlockKind::PullQuote).collect();
    if quotes.is_empty() {
        return;
    }
    let copy: Vec<String> =
        subject.blocks.iter().filter(|block| block.kind != BlockKind::PullQuote).map(|block| comparable(&block.words)).collect();
    let copy = copy.join(" ");
    for quote in quotes {
        let (speaker, _) = speaker_and_role(&quote.title);
        if speaker.is_empty() {
            let hint = "Name the speaker after the mark: `> [!pullquote] Name, role`.";
            found.push(subject.body(
                "pull-quote-speaker",
                Severity::Warn,
                quote.start,
                quote.end,
                "The pull quote does not say who speaks.",
                hint,
            ));
        } else if !copy.contains(&comparable(speaker)) {
            let message = format!("{speaker} does not appear in the story.");
            found.push(subject.body(
                "pull-quote-speaker",
                Severity::Warn,
                quote.start,
                quote.end,
                message,
                "Check the name of the speaker.",
            ));
        }
        // An ellipsis stands for words left out, square brackets for words put in: what is between must be there.
        let parts = comparable_parts(&quote.words);
        let mut from = 0;
        let all_there = parts.iter().all(|part| match copy[from..].find(part.as_str()) {
            Some(at) => {
                from += at + part.len();
                true
            }
            None => false,
        });
        if !all_there {
            let message = "The words of the pull quote are not in the story.";
            let hint = "Quote them exactly; mark what you left out with … and what you added with [ ].";
            found.push(subject.body("pull-quote-not-in-body", Severity::Warn, quote.start, quote.end, message, hint));
        }
    }
}

fn comparable_parts(words: &str) -> Vec<String> {
    let mut plain = String::with_capacity(words.len());
    let mut depth = 0_usize;
    for letter in words.replace("...", "…").chars() {
        match letter {
            '[' => {
                depth += 1;
                plain.push('…');
            }
            ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            letter => plain.push(letter),
        }
    }
    plain.split('…').map(comparable).filter(|part| !part.is_empty()).collect()
}

/// Letters and digits only, folded, so that a change of quotation marks or of a final comma does not count.
fn comparable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in fold(text).chars() {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}
