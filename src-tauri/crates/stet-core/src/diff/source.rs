//! Two files line by line, in the unified form that `patch` reads.

use similar::{DiffOp, group_diff_ops};

use super::align::{Budget, Numbers, align};

/// One line of a comparison of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `' '` on both sides, `'-'` in the old file only, `'+'` in the new one only, `'@'` the head of a stretch.
    pub sign: char,
    /// The line, without its end; for a head, where the stretch stands (`-3,7 +3,8`).
    pub text: String,
    /// Number in the old file, from 1; 0 where it is not in it.
    pub old: usize,
    /// Number in the new file, from 1; 0 where it is not in it.
    pub new: usize,
    /// Whether the file ends with this line and without a line end.
    pub unended: bool,
}

/// Lines that changed, with `around` lines on each side of them. The flag is whether some stretch was too long and too
/// different to be compared, and is shown as rewritten.
pub fn unified(old: &str, new: &str, around: usize) -> (Vec<Line>, bool) {
    let mut budget = Budget::new();
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut numbers: Numbers<&str> = Numbers::new();
    let left: Vec<u32> = a.iter().map(|line| numbers.of(line)).collect();
    let right: Vec<u32> = b.iter().map(|line| numbers.of(line)).collect();
    // A blank line is no place to hold on to.
    let pairs = align(&left, &right, &|at| if a[at].trim().is_empty() { 1 } else { 8 }, true, &mut budget);
    let mut out = Vec::new();
    for group in group_diff_ops(ops(&pairs, a.len(), b.len()), around) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let (from, to) = (first.old_range().start..last.old_range().end, first.new_range().start..last.new_range().end);
        let head = format!("-{} +{}", place(&from), place(&to));
        out.push(Line { sign: '@', text: head, old: from.start + 1, new: to.start + 1, unended: false });
        for op in group {
            match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    out.extend((0..len).map(|step| line(' ', a[old_index + step], old_index + step + 1, new_index + step + 1)));
                }
                op => {
                    out.extend(op.old_range().map(|at| line('-', a[at], at + 1, 0)));
                    out.extend(op.new_range().map(|at| line('+', b[at], 0, at + 1)));
                }
            }
        }
    }
    (out, budget.spent)
}

fn line(sign: char, text: &str, old: usize, new: usize) -> Line {
    let bare = text.strip_suffix('\n');
    Line { sign, text: bare.unwrap_or(text).to_owned(), old, new, unended: bare.is_none() }
}

/// A range as a head writes it: an empty one stands after the line before it.
fn place(range: &std::ops::Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => (range.start + 1).to_string(),
        length => format!("{},{length}", range.start + 1),
    }
}

fn ops(pairs: &[(usize, usize)], old: usize, new: usize) -> Vec<DiffOp> {
    let mut out: Vec<DiffOp> = Vec::new();
    let (mut at_a, mut at_b) = (0, 0);
    for (a, b) in pairs.iter().copied().chain([(old, new)]) {
        match (a - at_a, b - at_b) {
            (0, 0) => {}
            (0, new_len) => out.push(DiffOp::Insert { old_index: at_a, new_index: at_b, new_len }),
            (old_len, 0) => out.push(DiffOp::Delete { old_index: at_a, old_len, new_index: at_b }),
            (old_len, new_len) => out.push(DiffOp::Replace { old_index: at_a, old_len, new_index: at_b, new_len }),
        }
        if a < old {
            match out.last_mut() {
                Some(DiffOp::Equal { len, old_index, new_index }) if *old_index + *len == a && *new_index + *len == b => *len += 1,
                _ => out.push(DiffOp::Equal { old_index: a, new_index: b, len: 1 }),
            }
        }
        (at_a, at_b) = (a + 1, b + 1);
    }
    out
}
