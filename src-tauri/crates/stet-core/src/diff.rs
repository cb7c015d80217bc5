//! What changed between two texts of one draft, as an editor wants to see it.
//!
//! Prose is compared as it is rendered: block by block, word by word (UAX #29, never inside a letter), with a change of
//! emphasis or of a link shown as that and not as other words, and with a paragraph that went elsewhere shown as moved.
//! Fields are compared by what they say, not by how YAML writes it. [`source`] compares the files line by line.
//!
//! The work is bounded: past a count of steps a passage is shown as rewritten, and [`Difference::coarse`] says so.

mod align;
mod fields;
mod pair;
mod prose;
mod restore;
mod source;
mod spans;

pub use fields::{FieldChange, FieldItem, fields};
pub use prose::{ProseBlock, Style, blocks};
pub use restore::{NotRestored, restore_block, restore_field};
pub use source::{Line, unified};
pub use spans::{Became, Span};

use std::collections::HashMap;

use crate::Draft;
use align::Budget;

/// What changed between two files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Fields that changed, in Stet's key order, then the others in the file's.
    pub fields: Vec<FieldChange>,
    /// Every block of both bodies, in the order of the new one; what it no longer has stands where it stood.
    pub blocks: Vec<BlockChange>,
    /// Words that only the new text has.
    pub words_added: usize,
    /// Words that only the old text has.
    pub words_removed: usize,
    /// Whether some passages were too long and too different to be compared word by word.
    pub coarse: bool,
    /// Why the fields could not be compared: the side and the fault.
    pub unreadable: Option<String>,
}

impl Difference {
    /// Whether a reader would see no difference.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.unreadable.is_none() && self.blocks.iter().all(|block| block.fate == Fate::Same)
    }
}

/// What became of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is as it was.
    Same,
    /// Its words, marks or kind changed.
    Edited,
    /// Only the new text has it.
    Added,
    /// Only the old text has it.
    Removed,
    /// It came here from elsewhere, edited perhaps: its spans say.
    MovedHere,
    /// It stood here and went elsewhere. Its words are shown at the other place too.
    MovedAway,
}

/// One block and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockChange {
    /// What became of it.
    pub fate: Fate,
    /// What it is, or was where it is no more: see [`ProseBlock::kind`].
    pub kind: String,
    /// What it was before, where that is another kind.
    pub was_kind: Option<String>,
    /// Its number in the old text, from 1.
    pub old: Option<usize>,
    /// Its number in the new text, from 1.
    pub new: Option<usize>,
    /// For a moved one: place in [`Difference::blocks`] of its other appearance.
    pub other: Option<usize>,
    /// Its words.
    pub spans: Vec<Span>,
}

/// Compares two files of one draft.
pub fn difference(old: &str, new: &str) -> Difference {
    let mut budget = Budget::new();
    difference_within(old, new, &mut budget)
}

fn difference_within(old: &str, new: &str, budget: &mut Budget) -> Difference {
    let (old, new) = (Draft::new(old), Draft::new(new));
    let (fields, unreadable) = match fields::compare(&old, &new, budget) {
        Ok(fields) => (fields, None),
        Err(fault) => (Vec::new(), Some(fault)),
    };
    let blocks = if old.body() == new.body() {
        blocks(new.body()).iter().enumerate().map(|(at, block)| same(block, at, at)).collect()
    } else {
        compare_blocks(&blocks(old.body()), &blocks(new.body()), budget)
    };
    let count = |became: Became| {
        blocks.iter().flat_map(|block| &block.spans).filter(|span| span.became == became).map(|span| spans::words(&span.text)).sum()
    };
    Difference {
        words_added: count(Became::Added),
        words_removed: count(Became::Removed),
        fields,
        blocks,
        coarse: budget.spent,
        unreadable,
    }
}

fn same(block: &ProseBlock, old: usize, new: usize) -> BlockChange {
    BlockChange {
        fate: Fate::Same,
        kind: block.kind.clone(),
        was_kind: None,
        old: Some(old + 1),
        new: Some(new + 1),
        other: None,
        spans: spans::whole(block, Became::Same),
    }
}

fn compare_blocks(old: &[ProseBlock], new: &[ProseBlock], budget: &mut Budget) -> Vec<BlockChange> {
    let pairs = pair::pairs(old, new, budget);
    let of_old: HashMap<usize, pair::Pair> = pairs.iter().map(|pair| (pair.old, *pair)).collect();
    let of_new: HashMap<usize, pair::Pair> = pairs.iter().map(|pair| (pair.new, *pair)).collect();
    let mut stayed = pairs.iter().filter(|pair| !pair.moved).map(|pair| pair.old).chain([old.len()]);
    let mut out: Vec<BlockChange> = Vec::new();
    let mut places: HashMap<usize, (Option<usize>, Option<usize>)> = HashMap::new();
    // What the old text alone has, or what left, stands right after the block that it followed.
    let gone = |out: &mut Vec<BlockChange>, places: &mut HashMap<usize, (Option<usize>, Option<usize>)>, range: std::ops::Range<usize>| {
        for at in range {
            let moved = of_old.contains_key(&at);
            if moved {
                places.entry(at).or_default().0 = Some(out.len());
            }
            let (fate, became) = if moved { (Fate::MovedAway, Became::Same) } else { (Fate::Removed, Became::Removed) };
            out.push(BlockChange { fate, new: None, spans: spans::whole(&old[at], became), ..same(&old[at], at, 0) });
        }
    };
    let first = stayed.next().unwrap_or(old.len());
    gone(&mut out, &mut places, 0..first);
    for (at, block) in new.iter().enumerate() {
        let Some(pair) = of_new.get(&at) else {
            let spans = spans::whole(block, Became::Added);
            out.push(BlockChange { fate: Fate::Added, old: None, spans, ..same(block, 0, at) });
            continue;
        };
        let before = &old[pair.old];
        let mut change = same(block, pair.old, at);
        if before != block {
            change.spans = spans::spans(before, block, budget);
            change.was_kind = (before.kind != block.kind).then(|| before.kind.clone());
            change.fate = Fate::Edited;
        }
        if pair.moved {
            change.fate = Fate::MovedHere;
            places.entry(pair.old).or_default().1 = Some(out.len());
        }
        out.push(change);
        if !pair.moved {
            let next = stayed.next().unwrap_or(old.len());
            gone(&mut out, &mut places, pair.old + 1..next);
        }
    }
    for (away, here) in places.into_values() {
        if let (Some(away), Some(here)) = (away, here) {
            out[away].other = Some(here);
            out[here].other = Some(away);
        }
    }
    out
}

/// The blocks of the old text, read back from a difference.
pub fn old_side(difference: &Difference) -> Vec<ProseBlock> {
    let here = difference.blocks.iter().filter(|block| block.old.is_some() && block.fate != Fate::MovedHere);
    here.map(|block| {
        let kind = block.was_kind.as_ref().unwrap_or(&block.kind);
        read_back(kind, block.spans.iter().filter(|span| span.in_old()).map(|span| (span.text.as_str(), span.old_style())))
    })
    .collect()
}

/// The blocks of the new text, read back from a difference.
pub fn new_side(difference: &Difference) -> Vec<ProseBlock> {
    let here = difference.blocks.iter().filter(|block| block.new.is_some());
    here.map(|block| read_back(&block.kind, block.spans.iter().filter(|span| span.in_new()).map(|span| (span.text.as_str(), &span.style))))
        .collect()
}

fn read_back<'a>(kind: &str, spans: impl Iterator<Item = (&'a str, &'a Style)>) -> ProseBlock {
    let mut block = ProseBlock { kind: kind.to_owned(), text: String::new(), runs: Vec::new() };
    for (text, style) in spans {
        block.text.push_str(text);
        match block.runs.last_mut() {
            Some((end, last)) if last == style => *end = block.text.len(),
            _ => block.runs.push((block.text.len(), style.clone())),
        }
    }
    block
}

#[cfg(test)]
mod tests;
