//! The words of one text against those of another.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::align::{Budget, Numbers, align};
use super::prose::{ProseBlock, Style};

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// They stayed as they were.
    Same,
    /// They are in the old text only.
    Removed,
    /// They are in the new text only.
    Added,
    /// The words stayed, but are set in another way or lead elsewhere.
    Restyled,
}

/// Words in a row that share one fate and one style. Cut between letters, never inside one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What became of them.
    pub became: Became,
    /// The words, with the blanks between them.
    pub text: String,
    /// How they are set: in the old text for removed ones, in the new one otherwise.
    pub style: Style,
    /// How restyled ones were set before.
    pub was: Option<Style>,
}

impl Span {
    /// Whether the old text has it.
    pub fn in_old(&self) -> bool {
        self.became != Became::Added
    }

    /// Whether the new text has it.
    pub fn in_new(&self) -> bool {
        self.became != Became::Removed
    }

    /// How the old text sets it.
    pub fn old_style(&self) -> &Style {
        self.was.as_ref().unwrap_or(&self.style)
    }
}

/// A word or a sign, and the blanks after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) blank: &'a str,
    start: usize,
}

/// Cuts a text at the word boundaries of UAX #29 that are also boundaries between letters (grapheme clusters): a Thai
/// vowel sign, a joined emoji or an accent never stands alone.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut letters = text.grapheme_indices(true).map(|(at, _)| at).peekable();
    let mut start = 0;
    let ends = text.split_word_bound_indices().map(|(at, word)| at + word.len());
    for end in ends {
        while letters.peek().is_some_and(|at| *at < end) {
            letters.next();
        }
        if end != text.len() && letters.peek() != Some(&end) {
            continue;
        }
        let piece = &text[start..end];
        let blank = piece.chars().all(char::is_whitespace);
        match out.last_mut() {
            Some(last) if blank => last.blank = &text[last.start + last.text.len()..end],
            None if blank => out.push(Token { text: "", blank: piece, start }),
            _ => out.push(Token { text: piece, blank: "", start }),
        }
        start = end;
    }
    out
}

/// Whether a token is a word, and not a sign or a blank.
pub(super) fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// How many words a text has.
pub(super) fn words(text: &str) -> usize {
    tokens(text).iter().filter(|token| is_word(token.text)).count()
}

/// A block's words under one fate.
pub(super) fn whole(block: &ProseBlock, became: Became) -> Vec<Span> {
    let mut out = Writer::default();
    out.one_side(block, &(0..block.text.len()), became);
    out.spans
}

/// The words of a plain text against those of another.
pub(super) fn plain(old: &str, new: &str, budget: &mut Budget) -> Vec<Span> {
    let block = |text: &str| ProseBlock {
        kind: String::new(),
        text: text.to_owned(),
        runs: if text.is_empty() { Vec::new() } else { vec![(text.len(), Style::default())] },
    };
    spans(&block(old), &block(new), budget)
}

/// The words of a block against those of another.
pub(super) fn spans(old: &ProseBlock, new: &ProseBlock, budget: &mut Budget) -> Vec<Span> {
    let mut out = Writer::default();
    if old.text == new.text {
        out.both(old, 0, new, 0, new.text.len());
        return out.spans;
    }
    let (a, b) = (tokens(&old.text), tokens(&new.text));
    let mut numbers: Numbers<&str> = Numbers::new();
    let left: Vec<u32> = a.iter().map(|token| numbers.of(token.text)).collect();
    let right: Vec<u32> = b.iter().map(|token| numbers.of(token.text)).collect();
    let pairs = align(&left, &right, &|at| if is_word(a[at].text) { 2 } else { 1 }, true, budget);
    let mut pairs = tidied(&pairs, &a, &b);
    slide(&mut pairs, &a, &b);
    let (mut at_a, mut at_b) = (0, 0);
    for (next_a, next_b) in pairs.into_iter().chain([(a.len(), b.len())]) {
        let (from, to) = (place(&a, at_a, &old.text), place(&a, next_a, &old.text));
        let (new_from, new_to) = (place(&b, at_b, &new.text), place(&b, next_b, &new.text));
        // The blank after what changed stays where both sides have it.
        let blank = match (at_a < next_a, at_b < next_b) {
            (true, true) if a[next_a - 1].blank == b[next_b - 1].blank => a[next_a - 1].blank.len(),
            _ => 0,
        };
        out.change(old, &(from..to - blank), new, &(new_from..new_to - blank));
        out.both(old, to - blank, new, new_to - blank, blank);
        if next_a < a.len() {
            let (mine, theirs) = (a[next_a], b[next_b]);
            out.both(old, mine.start, new, theirs.start, mine.text.len());
            let (gap, new_gap) = (mine.start + mine.text.len(), theirs.start + theirs.text.len());
            if mine.blank == theirs.blank {
                out.both(old, gap, new, new_gap, mine.blank.len());
            } else {
                out.change(old, &(gap..gap + mine.blank.len()), new, &(new_gap..new_gap + theirs.blank.len()));
            }
        }
        (at_a, at_b) = (next_a + 1, next_b + 1);
    }
    out.finish()
}

fn place(tokens: &[Token<'_>], at: usize, text: &str) -> usize {
    tokens.get(at).map_or(text.len(), |token| token.start)
}

/// Takes out of the pairs what stayed only by chance: a word or two, or a comma, amid a passage that was rewritten on
/// both sides of it. A reader wants to see one change there, not five.
fn tidied(pairs: &[(usize, usize)], a: &[Token<'_>], b: &[Token<'_>]) -> Vec<(usize, usize)> {
    let count = |tokens: &[Token<'_>]| tokens.iter().filter(|token| is_word(token.text)).count();
    // Stretches of pairs in a row.
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let (mut at_a, mut at_b, mut from) = (0, 0, 0);
    for (at, (next_a, next_b)) in pairs.iter().copied().enumerate() {
        if at == 0 || (next_a, next_b) != (at_a, at_b) {
            if at > from {
                stretches.push(from..at);
            }
            from = at;
        }
        (at_a, at_b) = (next_a + 1, next_b + 1);
    }
    if pairs.len() > from {
        stretches.push(from..pairs.len());
    }
    let changed = |before: Option<&Range<usize>>, after: Option<&Range<usize>>| {
        let (from_a, from_b) = before.map_or((0, 0), |range| (pairs[range.end - 1].0 + 1, pairs[range.end - 1].1 + 1));
        let (to_a, to_b) = after.map_or((a.len(), b.len()), |range| pairs[range.start]);
        (count(&a[from_a..to_a]), count(&b[from_b..to_b]))
    };
    let mut kept: Vec<Range<usize>> = Vec::new();
    for (index, stretch) in stretches.iter().enumerate() {
        let stayed = count(&a[pairs[stretch.start].0..=pairs[stretch.end - 1].0]);
        let before = changed(kept.last(), Some(stretch));
        let after = changed(Some(stretch), stretches.get(index + 1));
        let rewritten = |(removed, added): (usize, usize)| removed.min(added) >= 1 && stayed * 2 <= removed.max(added);
        if rewritten(before) && rewritten(after) {
            continue;
        }
        kept.push(stretch.clone());
    }
    kept.into_iter().flat_map(|range| pairs[range].iter().copied()).collect()
}

/// So far at most a passage slides.
const SLIDE: usize = 12;

/// Lets a passage that is on one side only begin where a line or a sentence does, where the words allow either
/// (`one [two one] two` is `[one two] one two` as well): that is how it was written.
fn slide(pairs: &mut [(usize, usize)], a: &[Token<'_>], b: &[Token<'_>]) {
    let begins = |tokens: &[Token<'_>], at: usize| {
        at == 0
            || tokens[at - 1].blank.contains('\n')
            || (!tokens[at - 1].blank.is_empty() && tokens[at - 1].text.ends_with(['.', '!', '?', '؟', '”', '»']))
    };
    for at in 0..pairs.len() {
        let next = pairs.get(at + 1).copied().unwrap_or((a.len(), b.len()));
        let here = pairs[at];
        let (only_new, only_old) = (next.0 == here.0 + 1 && next.1 > here.1 + 1, next.1 == here.1 + 1 && next.0 > here.0 + 1);
        if !only_new && !only_old {
            continue;
        }
        let side = |pair: (usize, usize)| if only_new { pair.1 } else { pair.0 };
        let tokens = if only_new { b } else { a };
        let length = side(next) - side(here) - 1;
        let mut step = 0;
        while step < SLIDE && !begins(tokens, side(here) + 1 - step) {
            let back = at.checked_sub(step).map(|place| pairs[place]);
            let steady = back == here.0.checked_sub(step).zip(here.1.checked_sub(step));
            if !steady || back.is_none() || tokens[side(here) - step].text != tokens[side(here) - step + length].text {
                step = SLIDE;
                break;
            }
            step += 1;
        }
        if step == 0 || step == SLIDE {
            continue;
        }
        for pair in &mut pairs[at + 1 - step..=at] {
            if only_new { pair.1 += length } else { pair.0 += length }
        }
    }
}

#[derive(Default)]
struct Writer {
    spans: Vec<Span>,
}

impl Writer {
    fn push(&mut self, became: Became, text: &str, style: &Style, was: Option<&Style>) {
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.spans.last_mut()
            && last.became == became
            && last.style == *style
            && last.was.as_ref() == was
        {
            last.text.push_str(text);
            return;
        }
        self.spans.push(Span { became, text: text.to_owned(), style: style.clone(), was: was.cloned() });
    }

    fn one_side(&mut self, block: &ProseBlock, range: &Range<usize>, became: Became) {
        let mut at = range.start;
        for (end, style) in &block.runs[run_at(block, at)..] {
            if at >= range.end {
                break;
            }
            let to = (*end).min(range.end);
            self.push(became, &block.text[at..to], style, None);
            at = to;
        }
    }

    fn change(&mut self, old: &ProseBlock, range: &Range<usize>, new: &ProseBlock, new_range: &Range<usize>) {
        self.one_side(old, range, Became::Removed);
        self.one_side(new, new_range, Became::Added);
    }

    /// The same words on both sides, cut wherever the style of either changes.
    fn both(&mut self, old: &ProseBlock, from: usize, new: &ProseBlock, new_from: usize, length: usize) {
        let (mut a, mut b) = (run_at(old, from), run_at(new, new_from));
        let mut done = 0;
        while done < length && a < old.runs.len() && b < new.runs.len() {
            let to = (old.runs[a].0 - from).min(new.runs[b].0 - new_from).min(length);
            let (was, style) = (&old.runs[a].1, &new.runs[b].1);
            let text = &new.text[new_from + done..new_from + to];
            if was == style {
                self.push(Became::Same, text, style, None);
            } else {
                self.push(Became::Restyled, text, style, Some(was));
            }
            done = to;
            a += usize::from(old.runs[a].0 - from == to);
            b += usize::from(new.runs[b].0 - new_from == to);
        }
    }

    /// Puts what was removed before what was added, and joins what changed in a row.
    fn finish(self) -> Vec<Span> {
        let mut out = Writer::default();
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        let flush = |out: &mut Writer, removed: &mut Vec<Span>, added: &mut Vec<Span>| {
            for span in removed.drain(..).chain(added.drain(..)) {
                out.push(span.became, &span.text, &span.style, None);
            }
        };
        for span in self.spans {
            match span.became {
                Became::Removed => removed.push(span),
                Became::Added => added.push(span),
                _ => {
                    flush(&mut out, &mut removed, &mut added);
                    out.push(span.became, &span.text, &span.style, span.was.as_ref());
                }
            }
        }
        flush(&mut out, &mut removed, &mut added);
        out.spans
    }
}

/// Place of the run that a byte lies in.
fn run_at(block: &ProseBlock, byte: usize) -> usize {
    block.runs.partition_point(|(end, _)| *end <= byte)
}
