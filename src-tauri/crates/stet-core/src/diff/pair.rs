//! Which block of the old text became which of the new one: kept, edited in its place, or moved.

use std::collections::HashMap;
use std::ops::Range;

use super::align::{Budget, Numbers, align, heaviest_of};
use super::prose::ProseBlock;
use super::spans::{is_word, tokens};

/// What an old block and a new one are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: usize,
    pub(super) new: usize,
    /// Whether it stands at another place among the blocks that both texts have.
    pub(super) moved: bool,
}

/// Two blocks of a gap are one block edited where so much of their words is the same.
const EDITED: f64 = 0.34;
/// Blocks far from each other are one block moved where so much is.
const MOVED: f64 = 0.6;
/// A block with fewer words than this must be the same to count as moved.
const FEW: usize = 4;
/// Gaps with at most so many blocks on each side are compared each with each.
const NEAR: usize = 8;
/// A word in more blocks than this says nothing about which block it is.
const COMMON: usize = 16;
/// So many of the likeliest partners of a block are looked at closely.
const PARTNERS: usize = 4;

/// Pairs old blocks with new ones. Each is in one pair at most; those that did not move rise on both sides.
pub(super) fn pairs(old: &[ProseBlock], new: &[ProseBlock], budget: &mut Budget) -> Vec<Pair> {
    let mut numbers: Numbers<&ProseBlock> = Numbers::new();
    let left: Vec<u32> = old.iter().map(|block| numbers.of(block)).collect();
    let right: Vec<u32> = new.iter().map(|block| numbers.of(block)).collect();
    // The longer a block, the more it shows where it is moved; so the long ones stay and the short ones move.
    let kept = align(&left, &right, &|at| 1 + old[at].text.len() as u64, false, budget);
    if kept.len() == old.len() && kept.len() == new.len() {
        return kept.into_iter().map(|(old, new)| Pair { old, new, moved: false }).collect();
    }
    let mut work = Work::new(old, new, &kept);
    let mut candidates = work.likely(budget);
    candidates.extend(work.same_elsewhere(&left, &right));
    let edges = kept.iter().copied().chain([(old.len(), new.len())]);
    let (mut from_old, mut from_new) = (0, 0);
    for (to_old, to_new) in edges {
        work.in_gap(from_old..to_old, from_new..to_new, &mut candidates, budget);
        if from_old + 1 == to_old && from_new + 1 == to_new && work.both_short(from_old, from_new) {
            candidates.push(Candidate { old: from_old, new: from_new, score: EDITED });
        }
        (from_old, from_new) = (to_old + 1, to_new + 1);
    }
    candidates.extend(kept.iter().map(|(old, new)| Candidate { old: *old, new: *new, score: 1.0 }));
    work.stay(&kept, &mut candidates);
    work.moves(candidates);
    work.of_old.into_iter().flatten().collect()
}

struct Candidate {
    old: usize,
    new: usize,
    score: f64,
}

struct Work<'a> {
    old: &'a [ProseBlock],
    new: &'a [ProseBlock],
    of_old: Vec<Option<Pair>>,
    of_new: Vec<bool>,
    /// Words of the blocks that have no partner yet, sorted.
    words_old: HashMap<usize, Vec<u32>>,
    words_new: HashMap<usize, Vec<u32>>,
}

impl<'a> Work<'a> {
    fn new(old: &'a [ProseBlock], new: &'a [ProseBlock], kept: &[(usize, usize)]) -> Work<'a> {
        let mut work = Work {
            old,
            new,
            of_old: vec![None; old.len()],
            of_new: vec![false; new.len()],
            words_old: HashMap::new(),
            words_new: HashMap::new(),
        };
        let mut numbers = Numbers::new();
        let mut free = (vec![true; old.len()], vec![true; new.len()]);
        for (old, new) in kept {
            (free.0[*old], free.1[*new]) = (false, false);
        }
        let words = |blocks: &[ProseBlock], free: &[bool], numbers: &mut Numbers<(String, String)>| {
            let free = free.iter().enumerate().filter(|(_, free)| **free);
            free.map(|(at, _)| (at, features(&blocks[at].text, numbers))).collect()
        };
        work.words_old = words(old, &free.0, &mut numbers);
        work.words_new = words(new, &free.1, &mut numbers);
        work
    }

    fn join(&mut self, old: usize, new: usize, moved: bool) {
        self.of_old[old] = Some(Pair { old, new, moved });
        self.of_new[new] = true;
    }

    fn free(&self, old: usize, new: usize) -> bool {
        self.of_old[old].is_none() && !self.of_new[new]
    }

    fn score(&self, old: usize, new: usize, budget: &mut Budget) -> f64 {
        let (Some(a), Some(b)) = (self.words_old.get(&old), self.words_new.get(&new)) else { return 0.0 };
        if !budget.take((a.len() + b.len()) as u64) || a.len() + b.len() == 0 {
            return 0.0;
        }
        2.0 * common(a, b) as f64 / (a.len() + b.len()) as f64
    }

    /// Pairs that share rare words, wherever they stand.
    fn likely(&self, budget: &mut Budget) -> Vec<Candidate> {
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        for old in 0..self.old.len() {
            let mut last = None;
            for word in self.words_old.get(&old).into_iter().flatten().copied() {
                if last != Some(word) {
                    holders.entry(word).or_default().push(old);
                }
                last = Some(word);
            }
        }
        let mut out = Vec::new();
        for new in 0..self.new.len() {
            let Some(words) = self.words_new.get(&new) else { continue };
            let mut shared: HashMap<usize, usize> = HashMap::new();
            let mut last = None;
            for word in words {
                if last != Some(word)
                    && let Some(found) = holders.get(word).filter(|found| found.len() <= COMMON)
                {
                    found.iter().for_each(|old| *shared.entry(*old).or_default() += 1);
                }
                last = Some(word);
            }
            let mut ranked: Vec<(usize, usize)> = shared.into_iter().collect();
            ranked.sort_unstable_by_key(|(old, count)| (std::cmp::Reverse(*count), old.abs_diff(new), *old));
            for (old, _) in ranked.into_iter().take(PARTNERS) {
                let score = self.score(old, new, budget);
                if score >= EDITED {
                    out.push(Candidate { old, new, score });
                }
            }
        }
        out
    }

    /// Pairs of blocks that are the same, in order, however common their words are.
    fn same_elsewhere(&self, left: &[u32], right: &[u32]) -> Vec<Candidate> {
        let mut waiting: HashMap<u32, Vec<usize>> = HashMap::new();
        for old in (0..self.old.len()).rev().filter(|at| self.words_old.contains_key(at)) {
            waiting.entry(left[old]).or_default().push(old);
        }
        let mut out = Vec::new();
        for new in (0..self.new.len()).filter(|at| self.words_new.contains_key(at)) {
            if let Some(old) = waiting.get_mut(&right[new]).and_then(Vec::pop) {
                out.push(Candidate { old, new, score: 1.0 });
            }
        }
        out
    }

    /// Pairs the blocks of a small gap each with each.
    fn in_gap(&self, a: Range<usize>, b: Range<usize>, likely: &mut Vec<Candidate>, budget: &mut Budget) {
        if a.len() > NEAR || b.len() > NEAR {
            return;
        }
        for old in a {
            for new in b.clone() {
                let score = self.score(old, new, budget);
                if score >= EDITED {
                    likely.push(Candidate { old, new, score });
                }
            }
        }
    }

    /// Of all candidates, those stay in their place that keep the most words in order. One that would pull another
    /// block from its place must be as like as one that moved.
    fn stay(&mut self, kept: &[(usize, usize)], candidates: &mut Vec<Candidate>) {
        candidates.sort_by(|a, b| (a.old, b.new).cmp(&(b.old, a.new)).then(b.score.total_cmp(&a.score)));
        candidates.dedup_by_key(|one| (one.old, one.new));
        let near = |one: &Candidate| kept.partition_point(|(old, _)| *old < one.old) == kept.partition_point(|(_, new)| *new < one.new);
        let here: Vec<&Candidate> = candidates.iter().filter(|one| one.score >= MOVED || near(one)).collect();
        let places: Vec<(usize, usize)> = here.iter().map(|one| (one.old, one.new)).collect();
        let worth = |at: usize| (here[at].score * 1000.0) as u64 * (1 + self.old[places[at].0].text.len() as u64);
        for (old, new) in heaviest_of(&places, &worth) {
            self.join(old, new, false);
        }
    }

    /// One short block between two that stayed is the same block, whatever it says now.
    fn both_short(&self, old: usize, new: usize) -> bool {
        let few = |words: Option<&Vec<u32>>| words.is_some_and(|words| words.len() <= FEW);
        self.old[old].kind == self.new[new].kind && few(self.words_old.get(&old)) && few(self.words_new.get(&new))
    }

    /// Pairs what is left as moved, the likest first.
    fn moves(&mut self, mut candidates: Vec<Candidate>) {
        candidates.retain(|one| {
            let (before, after) = (&self.old[one.old], &self.new[one.new]);
            let few = self.words_new.get(&one.new).is_none_or(|words| words.len() < FEW);
            one.score >= MOVED && if few { before == after && is_word(&after.text) } else { true }
        });
        candidates.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| (a.old.abs_diff(a.new), a.new, a.old).cmp(&(b.old.abs_diff(b.new), b.new, b.old)))
        });
        for one in candidates {
            if self.free(one.old, one.new) {
                self.join(one.old, one.new, true);
            }
        }
    }
}

/// The words of a text as sorted numbers. Where writing has no blanks between words (one letter is one token), a
/// letter counts with the one after it, or every text would seem like every other.
fn features(text: &str, numbers: &mut Numbers<(String, String)>) -> Vec<u32> {
    let words: Vec<&str> = tokens(text).into_iter().map(|token| token.text).filter(|text| is_word(text)).collect();
    let lone = |word: &str| !word.is_ascii() && word.chars().count() == 1;
    let mut out: Vec<u32> = words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let next = if lone(word) { words.get(at + 1).copied().unwrap_or_default() } else { "" };
            numbers.of((word.to_lowercase(), next.to_owned()))
        })
        .collect();
    out.sort_unstable();
    out
}

/// How many items two sorted lists share, each as often as both have it.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut at_a, mut at_b, mut count) = (0, 0, 0);
    while at_a < a.len() && at_b < b.len() {
        match a[at_a].cmp(&b[at_b]) {
            std::cmp::Ordering::Less => at_a += 1,
            std::cmp::Ordering::Greater => at_b += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                at_a += 1;
                at_b += 1;
            }
        }
    }
    count
}
