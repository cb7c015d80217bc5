//! A piece of a text around the words that were searched for, as written, with the words marked.

use stet_core::fold::{bare, fold, is_unsegmented, is_word};

/// Letters before the first match, and in all.
const BEFORE: usize = 60;
const LENGTH: usize = 180;

/// Gives the piece and the byte ranges within it that match. `terms` are folded; a word matches that begins with one.
pub(crate) fn snippet(text: &str, terms: &[String]) -> (String, Vec<(usize, usize)>) {
    let first = matches(text, terms).next().map_or(0, |range| range.0);
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
    let marks = matches(&text[start..end], terms).map(|(from, to)| (from + lead.len(), to + lead.len())).collect();
    (format!("{lead}{}{tail}", &text[start..end]), marks)
}

/// Whether a text has a word that matches.
pub(crate) fn has(text: &str, terms: &[String]) -> bool {
    matches(text, terms).next().is_some()
}

fn matches<'a>(text: &'a str, terms: &'a [String]) -> impl Iterator<Item = (usize, usize)> {
    let words = text.split_inclusive(|letter: char| letter.is_whitespace()).scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some((start, word))
    });
    words.filter(|_| !terms.is_empty()).flat_map(move |(start, word)| {
        let inner = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if inner.is_empty() {
            return Vec::new();
        }
        let from = start + word.find(inner).unwrap_or(0);
        if inner.chars().any(is_unsegmented) {
            return terms
                .iter()
                .flat_map(|term| inner.match_indices(term.as_str()))
                .map(|(byte, piece)| (from + byte, from + byte + piece.len()))
                .collect();
        }
        let folded = fold(inner);
        let found = folded.split(|letter: char| !is_word(letter)).any(|part| terms.iter().any(|term| begins(part, term)));
        if found { vec![(from, from + inner.len())] } else { Vec::new() }
    })
}

fn begins(word: &str, term: &str) -> bool {
    word.starts_with(term) || bare(word).is_some_and(|bare| bare.starts_with(term))
}
