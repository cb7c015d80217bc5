//! Which block of the old text became which of the new one: kept, edited in its place, or moved.

use std::collections::HashMap;

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
    let mut work = Work::new(old, new, kept.iter().copied());
    if kept.len() == old.len() && kept.len() == new.len() {
        return work.done();
    }
    let edges = kept.into_iter().chain([(old.len(), new.len())]);
    let (mut from_old, mut from_new) = (0, 0);
    let mut gaps = Vec::new();
    for (to_old, to_new) in edges {
        if from_old < to_old && from_new < to_new {
            gaps.push((from_old..to_old, from_new..to_new));
        }
        (from_old, from_new) = (to_old + 1, to_new + 1);
    }
    let mut candidates: Vec<Vec<Candidate>> = old.iter().map(|_| Vec::new()).collect();
    for candidate in work.likely(budget).into_iter().chain(work.same_elsewhere(&left, &right)) {
        candidates[candidate.old].push(candidate);
    }
    for (a, b) in gaps {
        work.in_gap(&a, &b, &mut candidates, budget);
    }
    work.moves(candidates.into_iter().flatten().collect());
    work.done()
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
    fn new(old: &'a [ProseBlock], new: &'a [ProseBlock], kept: impl Iterator<Item = (usize, usize)>) -> Work<'a> {
        let mut work = Work {
            old,
            new,
            of_old: vec![None; old.len()],
            of_new: vec![false; new.len()],
            words_old: HashMap::new(),
            words_new: HashMap::new(),
        };
        for (old, new) in kept {
            work.join(old, new, false);
        }
        let mut numbers = Numbers::new();
        let free: Vec<usize> = (0..old.len()).filter(|at| work.of_old[*at].is_none()).collect();
        work.words_old = free.into_iter().map(|at| (at, features(&old[at].text, &mut numbers))).collect();
        let free: Vec<usize> = (0..new.len()).filter(|at| !work.of_new[*at]).collect();
        work.words_new = free.into_iter().map(|at| (at, features(&new[at].text, &mut numbers))).collect();
        work
    }

    fn join(&mut self, old: usize, new: usize, moved: bool) {
        self.of_old[old] = Some(Pair { old, new, moved });
        self.of_new[new] = true;
    }

    fn done(self) -> Vec<Pair> {
        self.of_old.into_iter().flatten().collect()
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
        for old in (0..self.old.len()).rev().filter(|at| self.of_old[*at].is_none()) {
            waiting.entry(left[old]).or_default().push(old);
        }
        let mut out = Vec::new();
        for new in (0..self.new.len()).filter(|at| !self.of_new[*at]) {
            if let Some(old) = waiting.get_mut(&right[new]).and_then(Vec::pop) {
                out.push(Candidate { old, new, score: 1.0 });
            }
        }
        out
    }

    /// Pairs the blocks of a gap that were edited where they stand.
    fn in_gap(&mut self, a: &std::ops::Range<usize>, b: &std::ops::Range<usize>, likely: &mut [Vec<Candidate>], budget: &mut Budget) {
        if a.len() <= NEAR && b.len() <= NEAR {
            for old in a.clone() {
                for new in b.clone() {
                    let score = self.score(old, new, budget);
                    if score >= EDITED {
                        likely[old].push(Candidate { old, new, score });
                    }
                }
            }
        }
        let mut here: Vec<&Candidate> = likely[a.clone()].iter().flatten().filter(|one| b.contains(&one.new)).collect();
        here.sort_unstable_by_key(|one| (one.old, std::cmp::Reverse(one.new)));
        here.dedup_by_key(|one| (one.old, one.new));
        let places: Vec<(usize, usize)> = here.iter().map(|one| (one.old, one.new)).collect();
        let worth = |at: usize| (here[at].score * 1000.0) as u64 * (1 + self.old[places[at].0].text.len() as u64);
        for (old, new) in heaviest_of(&places, &worth) {
            self.join(old, new, false);
        }
        // One short block between two that stayed is the same block, whatever it says now.
        if a.len() == 1 && b.len() == 1 && self.free(a.start, b.start) {
            let few = |words: Option<&Vec<u32>>| words.is_some_and(|words| words.len() <= FEW);
            let same_kind = self.old[a.start].kind == self.new[b.start].kind;
            if same_kind && few(self.words_old.get(&a.start)) && few(self.words_new.get(&b.start)) {
                self.join(a.start, b.start, false);
            }
        }
    }

    /// Pairs what is left as moved, the likest first.
    fn moves(&mut self, mut candidates: Vec<Candidate>) {
        candidates.retain(|one| {
            let words = self.words_new.get(&one.new).map_or(0, Vec::len);
            one.score >= MOVED && (words >= FEW || (words > 0 && one.score >= 1.0 && self.old[one.old] == self.new[one.new]))
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
