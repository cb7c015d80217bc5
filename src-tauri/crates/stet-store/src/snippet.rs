//! A piece of a text around the words that were searched for, as written, with the words marked.

use stet_core::fold::{bare, fold, is_unsegmented, is_word};

/// Letters before the first match, and in all.
const BEFORE: usize = 60;
const LENGTH: usize = 180;

/// Gives the piece and the byte ranges within it that match. `terms` are folded; a word matches that begins with one.
pub(crate) fn snippet(text: &str, terms: &[String]) -> (String, Vec<(usize, usize)>) {
    let found = matches(text, terms);
    let first = found.first().map_or(0, |range| range.0);
    let mut start = text[..first].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    if start > 0 {
        start = text[start..first].find(char::is_whitespace).map_or(start, |at| start + at + 1);
    }
    let mut end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    if end < text.len() {
        end = text[start..end].rfind(char::is_whitespace).map_or(end, |at| start + at);
    }
    let lead = if start > 0 { "… " } else { "" };
    let tail = if end < text.len() { " …" } else { "" };
    let shift = |at: usize| at - start + lead.len();
    let marks = found.into_iter().filter(|range| range.0 >= start && range.1 <= end).map(|(from, to)| (shift(from), shift(to))).collect();
    (format!("{lead}{}{tail}", &text[start..end]), marks)
}

fn matches(text: &str, terms: &[String]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    if terms.is_empty() {
        return out;
    }
    let mut at = 0;
    for word in text.split_inclusive(|letter: char| letter.is_whitespace()) {
        let start = at;
        at += word.len();
        let inner = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if inner.is_empty() {
            continue;
        }
        let from = start + word.find(inner).unwrap_or(0);
        let folded = fold(inner);
        if inner.chars().any(is_unsegmented) {
            for term in terms {
                out.extend(inner.match_indices(term.as_str()).map(|(byte, piece)| (from + byte, from + byte + piece.len())));
            }
        } else if terms
            .iter()
            .any(|term| folded.split(|letter: char| !is_word(letter)).any(|part| begins(part, term)))
        {
            out.push((from, from + inner.len()));
        }
        if out.len() > 40 {
            break;
        }
    }
    out
}

fn begins(word: &str, term: &str) -> bool {
    word.starts_with(term) || bare(word).is_some_and(|bare| bare.starts_with(term))
}
