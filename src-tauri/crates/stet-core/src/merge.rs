//! Three-way merge by paragraph, with the base known.
//!
//! Two sides that changed different paragraphs merge by themselves. Two sides that changed the same paragraph, or
//! neighbouring ones in one go, are a conflict: no letters of theirs are ever mixed, because "4 million" changed to
//! "14" and to "40" must not become "140".

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// One text that holds the changes of both sides.
    Clean(String),
    /// Both sides changed the same place. Each conflict as base, ours, theirs.
    Conflict(Vec<Conflict>),
}

/// One place that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What stood there.
    pub base: String,
    /// What our side made of it.
    pub ours: String,
    /// What their side made of it.
    pub theirs: String,
}

/// Merges two texts that come from one base.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Merged {
    if ours == theirs || theirs == base {
        return Merged::Clean(ours.to_owned());
    }
    if ours == base {
        return Merged::Clean(theirs.to_owned());
    }
    let (mut out, mut conflicts) = (String::new(), Vec::new());
    for Region { base, ours, theirs } in regions(base, ours, theirs, false) {
        if theirs == base || ours == theirs {
            out.push_str(&ours);
        } else if ours == base {
            out.push_str(&theirs);
        } else {
            conflicts.push(Conflict { base, ours, theirs });
        }
    }
    if conflicts.is_empty() { Merged::Clean(out) } else { Merged::Conflict(conflicts) }
}

/// A stretch of three texts: what stands there in the base and on both sides.
pub(crate) struct Region {
    pub base: String,
    pub ours: String,
    pub theirs: String,
}

impl Region {
    fn new(base: &[&str], ours: &[&str], theirs: &[&str]) -> Region {
        Region { base: base.concat(), ours: ours.concat(), theirs: theirs.concat() }
    }
}

/// Three texts in stretches, in order: those of each text concatenate to it. A stretch that is not the same three
/// times is one that a side changed; changes that touch are one stretch, or where it is `fine` one for each paragraph if
/// the paragraphs can be told apart.
pub(crate) fn regions(base: &str, ours: &str, theirs: &str, fine: bool) -> Vec<Region> {
    let (base, ours, theirs) = (pieces(base), pieces(ours), pieces(theirs));
    let (a, b) = (changes(&base, &ours), changes(&base, &theirs));
    let (mut at_a, mut at_b, mut done) = (0, 0, 0);
    let mut out = Vec::new();
    // Walks both lists of changes in base order, gathering those that touch into one region.
    while at_a < a.len() || at_b < b.len() {
        let start = [a.get(at_a), b.get(at_b)].into_iter().flatten().map(|change| change.base.start).min().unwrap_or(base.len());
        let mut end = start;
        let (from_a, from_b) = (at_a, at_b);
        loop {
            let before = (at_a, at_b);
            while let Some(change) = a.get(at_a).filter(|change| change.base.start <= end) {
                end = end.max(change.base.end);
                at_a += 1;
            }
            while let Some(change) = b.get(at_b).filter(|change| change.base.start <= end) {
                end = end.max(change.base.end);
                at_b += 1;
            }
            if (at_a, at_b) == before {
                break;
            }
        }
        out.push(Region::new(&base[done..start], &base[done..start], &base[done..start]));
        done = end;
        let region = start..end;
        let mine = side(&base, &ours, &a[from_a..at_a], &region);
        let other = side(&base, &theirs, &b[from_b..at_b], &region);
        let base = &base[region];
        // As many paragraphs on each side: each stands for itself, and only those that both changed are a question.
        if fine && mine.len() == base.len() && other.len() == base.len() {
            out.extend(base.iter().zip(mine).zip(other).map(|((base, mine), other)| Region::new(&[base], &[mine], &[other])));
        } else {
            out.push(Region::new(base, &mine, &other));
        }
    }
    out.push(Region::new(&base[done..], &base[done..], &base[done..]));
    out
}

/// A text in pieces that concatenate to it: the front matter line by line, the body paragraph by paragraph, each
/// with the blank lines that follow it.
fn pieces(text: &str) -> Vec<&str> {
    let body = crate::front_matter::split(text).map_or(0, |split| split.body_start);
    let mut out: Vec<&str> = text[..body].split_inclusive('\n').collect();
    let rest = &text[body..];
    let (mut start, mut at, mut blank) = (0, 0, false);
    for line in rest.split_inclusive('\n') {
        let empty = line.trim().is_empty();
        if blank && !empty && at > start {
            out.push(&rest[start..at]);
            start = at;
        }
        blank = empty;
        at += line.len();
    }
    if at > start {
        out.push(&rest[start..at]);
    }
    out
}

struct Change {
    base: Range<usize>,
    side: Range<usize>,
}

fn changes(base: &[&str], side: &[&str]) -> Vec<Change> {
    capture_diff_slices(Algorithm::Myers, base, side)
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| Change { base: op.old_range(), side: op.new_range() })
        .collect()
}

/// What one side makes of a region of the base.
fn side<'a>(base: &[&'a str], pieces: &[&'a str], changes: &[Change], region: &Range<usize>) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut at = region.start;
    for change in changes {
        out.extend(&base[at..change.base.start]);
        out.extend(&pieces[change.side.clone()]);
        at = change.base.end;
    }
    out.extend(&base[at..region.end]);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BASE: &str = "---\ntitle: A\nkicker: K\nstate: draft\n---\n\nOne.\n\nTwo costs 4 million.\n\nThree.\n\nFour.\n";

    #[test]
    fn changes_of_different_paragraphs_merge() {
        let ours = BASE.replace("One.", "One, changed.").replace("title: A", "title: B");
        let theirs = BASE.replace("Three.", "Three, changed.").replace("state: draft", "state: desk");
        let both = ours.replace("Three.", "Three, changed.").replace("state: draft", "state: desk");
        assert_eq!(merge(BASE, &ours, &theirs), Merged::Clean(both));
    }

    #[test]
    fn a_figure_nobody_wrote_is_never_made() {
        let ours = BASE.replace("4 million", "14 million");
        let theirs = BASE.replace("4 million", "40 million");
        let Merged::Conflict(conflicts) = merge(BASE, &ours, &theirs) else { panic!("merged silently") };
        assert_eq!(conflicts.len(), 1);
        assert!(conflicts[0].ours.contains("14 million") && conflicts[0].theirs.contains("40 million"));
    }

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(0..6_u8, 0..8)
            .prop_map(|numbers| numbers.iter().map(|number| format!("Paragraph {number}.\n\n")).collect())
    }

    proptest! {
        #[test]
        fn identity(base in text(), side in text()) {
            prop_assert_eq!(merge(&base, &side, &base), Merged::Clean(side.clone()));
            prop_assert_eq!(merge(&base, &base, &side), Merged::Clean(side.clone()));
            prop_assert_eq!(merge(&base, &side, &side), Merged::Clean(side));
        }

        /// Which side is called ours changes nothing but the names.
        #[test]
        fn symmetry(base in text(), one in text(), two in text()) {
            match (merge(&base, &one, &two), merge(&base, &two, &one)) {
                (Merged::Clean(a), Merged::Clean(b)) => prop_assert_eq!(a, b),
                (Merged::Conflict(a), Merged::Conflict(b)) => {
                    let swapped: Vec<Conflict> = b.into_iter().map(|c| Conflict { base: c.base, ours: c.theirs, theirs: c.ours }).collect();
                    prop_assert_eq!(a, swapped);
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }

        /// Nothing invented, nothing of either side lost.
        #[test]
        fn no_line_lost_or_invented(base in text(), one in text(), two in text()) {
            if let Merged::Clean(out) = merge(&base, &one, &two) {
                for line in out.lines() {
                    prop_assert!(one.contains(line) || two.contains(line));
                }
                for (side, other) in [(&one, &two), (&two, &one)] {
                    for line in side.lines().filter(|line| !base.contains(*line)) {
                        prop_assert!(out.contains(line), "{} lost beside {}", line, other);
                    }
                }
            }
        }
    }
}
