//! The words of a text as the index holds them.
//!
//! Scripts written without blanks are indexed as overlapping pairs of letters, and searched as a phrase of pairs,
//! which finds every substring of two letters or more with the one engine.

use std::collections::BTreeSet;

use stet_core::fold::{bare, fold, is_unsegmented, is_word};

/// Stands before a word of the headline in the column `head`, so that it has a list of its own there. Letters for
/// private use, as this one, are words to the index and never come from a query.
const HEAD: char = '\u{E001}';
/// Stands between two words in the column `forms`, so that they are no phrase.
const APART: &str = " \u{E002} ";

/// The text that goes into the index.
pub(crate) fn indexed(text: &str) -> String {
    let folded = fold(text);
    if !folded.chars().any(is_unsegmented) {
        return folded;
    }
    let mut out = String::with_capacity(folded.len() * 2);
    let mut before: Option<char> = None;
    let mut run = 0;
    for letter in folded.chars() {
        if is_unsegmented(letter) {
            match before {
                Some(first) => {
                    out.push(' ');
                    out.push(first);
                    out.push(letter);
                }
                None => out.push(' '),
            }
            run += 1;
            before = Some(letter);
        } else {
            if let (Some(only), 1) = (before, run) {
                out.push(only);
            }
            if before.take().is_some() {
                out.push(' ');
            }
            run = 0;
            out.push(letter);
        }
    }
    if let (Some(only), 1) = (before, run) {
        out.push(only);
    }
    out
}

/// Shorter forms under which a text is found too: Arabic words without their article and what is written together
/// with it, and each letter of a script without blanks. The text is as [`indexed`] gives it.
pub(crate) fn forms<'a>(indexed: impl Iterator<Item = &'a str>) -> String {
    let mut forms: BTreeSet<&str> = BTreeSet::new();
    for text in indexed.filter(|text| !text.is_ascii()) {
        forms.extend(text.split(|letter: char| !is_word(letter)).filter_map(bare));
        forms.extend(
            text.char_indices().filter(|(_, letter)| is_unsegmented(*letter)).map(|(at, letter)| &text[at..at + letter.len_utf8()]),
        );
    }
    forms.into_iter().collect::<Vec<_>>().join(APART)
}

/// The words of a headline, or of a phrase looked for in headlines, as the column `head` has them.
pub(crate) fn head(indexed: &str) -> String {
    let words = indexed.split(|letter: char| !is_word(letter)).filter(|word| !word.is_empty());
    words.map(|word| format!("{HEAD}{word}")).collect::<Vec<_>>().join(" ")
}
