//! Which items of two sequences are the same ones, in bounded time.
//!
//! Items that occur once on both sides are anchors; of those the heaviest set that keeps its order stands (patience
//! diff, weighted). Between anchors Myers' algorithm decides, as long as what it may cost is within a budget of steps.
//! Where it is not, the range counts as rewritten, and the budget says so. Steps are counted and no clock is read, so
//! that the same input gives the same answer on every machine.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// How much work may still be done.
#[derive(Debug)]
pub(super) struct Budget {
    left: u64,
    /// Whether something was left undone.
    pub(super) spent: bool,
}

/// Steps that one comparison may take: about a quarter of a second on a slow machine.
const STEPS: u64 = 48_000_000;
/// Ranges longer than this, both sides together, are never given to Myers' algorithm.
const LONGEST: u64 = 6_000;
/// Ranges at most this large (product of both lengths) go to it at once: small ones are best done exactly.
const SMALL: u64 = 60_000;
/// Anchors inside anchors inside anchors: so deep and no deeper.
const DEEPEST: u32 = 24;

impl Budget {
    pub(super) fn new() -> Budget {
        Budget { left: STEPS, spent: false }
    }

    #[cfg(test)]
    pub(super) fn used(&self) -> u64 {
        STEPS - self.left
    }

    /// Takes steps from what is left; false, and nothing taken, where they are more.
    pub(super) fn take(&mut self, steps: u64) -> bool {
        if steps > self.left {
            self.spent = true;
            return false;
        }
        self.left -= steps;
        true
    }
}

/// Pairs of equal items, rising on both sides. `weight` is what keeping an item of the old side in place is worth;
/// `exact` is for sequences of which short stretches are best done exactly (words), not by anchors (paragraphs).
pub(super) fn align(old: &[u32], new: &[u32], weight: &dyn Fn(usize) -> u64, exact: bool, budget: &mut Budget) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut waiting = vec![(0..old.len(), 0..new.len(), 0)];
    while let Some((mut a, mut b, depth)) = waiting.pop() {
        while !a.is_empty() && !b.is_empty() && old[a.start] == new[b.start] {
            pairs.push((a.start, b.start));
            a.start += 1;
            b.start += 1;
        }
        while !a.is_empty() && !b.is_empty() && old[a.end - 1] == new[b.end - 1] {
            a.end -= 1;
            b.end -= 1;
            pairs.push((a.end, b.end));
        }
        if a.is_empty() || b.is_empty() {
            continue;
        }
        if exact && a.len() as u64 * b.len() as u64 <= SMALL && myers(old, new, &a, &b, &mut pairs, budget) {
            continue;
        }
        let anchors = if depth < DEEPEST && budget.take((a.len() + b.len()) as u64) {
            heaviest_rising(&unique(old, new, &a, &b), weight)
        } else {
            Vec::new()
        };
        if anchors.is_empty() {
            myers(old, new, &a, &b, &mut pairs, budget);
            continue;
        }
        let (mut from_a, mut from_b) = (a.start, b.start);
        for (at_a, at_b) in anchors {
            waiting.push((from_a..at_a, from_b..at_b, depth + 1));
            pairs.push((at_a, at_b));
            (from_a, from_b) = (at_a + 1, at_b + 1);
        }
        waiting.push((from_a..a.end, from_b..b.end, depth + 1));
    }
    pairs.sort_unstable();
    pairs
}

/// Pairs of a range by Myers' algorithm. False where that would cost too much.
fn myers(old: &[u32], new: &[u32], a: &Range<usize>, b: &Range<usize>, pairs: &mut Vec<(usize, usize)>, budget: &mut Budget) -> bool {
    let length = (a.len() + b.len()) as u64;
    let cost = length * length / 4;
    if length > LONGEST {
        budget.spent = true;
        return false;
    }
    if !budget.take(cost) {
        return false;
    }
    for op in capture_diff_slices(Algorithm::Myers, &old[a.clone()], &new[b.clone()]) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            pairs.extend((0..len).map(|step| (a.start + old_index + step, b.start + new_index + step)));
        }
    }
    true
}

/// Items that occur once in both ranges, in the order of the old side.
fn unique(old: &[u32], new: &[u32], a: &Range<usize>, b: &Range<usize>) -> Vec<(usize, usize)> {
    const TWICE: usize = usize::MAX;
    let mut places: HashMap<u32, (usize, usize)> = HashMap::with_capacity(b.len());
    for at in b.clone() {
        places.entry(new[at]).and_modify(|place| place.0 = TWICE).or_insert((at, 0));
    }
    for at in a.clone() {
        if let Some(place) = places.get_mut(&old[at]) {
            place.1 += 1;
        }
    }
    a.clone()
        .filter_map(|at| places.get(&old[at]).filter(|(place, count)| *place != TWICE && *count == 1).map(|(place, _)| (at, *place)))
        .collect()
}

/// Of pairs sorted by their first place (and, where that is the same, falling by the second), the set that rises
/// strictly on both sides and weighs most.
pub(super) fn heaviest_rising(pairs: &[(usize, usize)], weight: &dyn Fn(usize) -> u64) -> Vec<(usize, usize)> {
    heaviest_of(pairs, &|at| weight(pairs[at].0))
}

/// As [`heaviest_rising`], with a weight for each pair by its place in the list.
pub(super) fn heaviest_of(pairs: &[(usize, usize)], weight: &dyn Fn(usize) -> u64) -> Vec<(usize, usize)> {
    let mut ranks: Vec<usize> = pairs.iter().map(|(_, place)| *place).collect();
    ranks.sort_unstable();
    ranks.dedup();
    // A Fenwick tree over the second places: the heaviest chain that ends at or before each.
    let mut tree: Vec<(u64, Option<usize>)> = vec![(0, None); ranks.len() + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, place)) in pairs.iter().enumerate() {
        let rank = ranks.binary_search(place).unwrap_or_else(|near| near);
        let (mut best, mut node) = ((0, None), rank);
        while node > 0 {
            if tree[node].0 > best.0 {
                best = tree[node];
            }
            node -= node & node.wrapping_neg();
        }
        before.push(best.1);
        let total = best.0 + weight(at).max(1);
        let mut node = rank + 1;
        while node < tree.len() {
            if tree[node].0 < total {
                tree[node] = (total, Some(at));
            }
            node += node & node.wrapping_neg();
        }
    }
    let mut best = (0, None);
    let mut node = ranks.len();
    while node > 0 {
        if tree[node].0 > best.0 {
            best = tree[node];
        }
        node -= node & node.wrapping_neg();
    }
    let mut out = Vec::new();
    let mut next = best.1;
    while let Some(at) = next {
        out.push(pairs[at]);
        next = before[at];
    }
    out.reverse();
    out
}

/// Numbers for items, so that they are compared quickly: equal items have equal numbers.
#[derive(Default)]
pub(super) struct Numbers<K> {
    known: HashMap<K, u32>,
}

impl<K: std::hash::Hash + Eq> Numbers<K> {
    pub(super) fn new() -> Numbers<K> {
        Numbers { known: HashMap::new() }
    }

    pub(super) fn of(&mut self, item: K) -> u32 {
        let next = self.known.len() as u32;
        *self.known.entry(item).or_insert(next)
    }
}
