//! Two sides of one draft brought together: fields by their keys, the body by its paragraphs.
//!
//! What only one side changed is taken. Where both changed one field or one paragraph, ours stays in the text and the
//! place is kept with what stood there and what either side made of it, until somebody decides. The three texts that a
//! join leaves behind are all that has to be remembered for that: they differ at the open places and nowhere else, so
//! the places are found again in whatever the text has become by more typing.

use std::ops::Range;

use crate::front_matter::{self, Split};
use crate::merge::{Region, regions};

/// A place that both sides changed and nobody has decided about yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Front-matter key; `None` in the body. [`WHOLE_FRONT_MATTER`] where a side's front matter cannot be read.
    pub field: Option<String>,
    /// Bytes of `ours` in our text.
    pub at: Range<usize>,
    /// What stood there before.
    pub base: String,
    /// What our side made of it. Empty where it was taken out.
    pub ours: String,
    /// What their side made of it. Empty where it was taken out.
    pub theirs: String,
}

/// The field of a place that is the front matter as a whole.
pub const WHOLE_FRONT_MATTER: &str = "---";

/// What came of a join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Changes of both sides, and ours at the open places.
    pub text: String,
    /// The same text with the base at the open places.
    pub base: String,
    /// The same text with theirs at the open places.
    pub theirs: String,
    /// The open places, in the order of the text; empty where all came together.
    pub places: Vec<Place>,
}

/// Brings two texts together that come from one base.
pub fn join(base: &str, ours: &str, theirs: &str) -> Joined {
    if ours == theirs || theirs == base {
        return Joined::agreed(ours);
    }
    if ours == base {
        return Joined::agreed(theirs);
    }
    weave(cells(base, ours, theirs), |cell| match () {
        () if cell.same(&cell.theirs, &cell.base) || cell.same(&cell.ours, &cell.theirs) => Choice::Ours,
        () if cell.same(&cell.ours, &cell.base) => Choice::Theirs,
        () if cell.quiet => Choice::Ours,
        () => Choice::Open,
    })
}

/// Finds the open places of an earlier join again in the text as it stands, which stays as it is. `base` and `theirs`
/// are what that join left; where `settled` says so of a place, by its number, it is decided and no longer open.
pub fn reopen(base: &str, text: &str, theirs: &str, settled: impl Fn(usize, &Place) -> bool) -> Joined {
    let mut number = 0;
    let mut open = 0..0;
    let mut at = 0;
    weave(cells(base, text, theirs), |cell| {
        open = at..at + cell.ours.len();
        at = open.end;
        if cell.quiet || cell.same(&cell.theirs, &cell.base) || cell.same(&cell.ours, &cell.theirs) {
            return Choice::Ours;
        }
        number += 1;
        if settled(number - 1, &cell.place(open.clone())) { Choice::Ours } else { Choice::Open }
    })
}

impl Joined {
    fn agreed(text: &str) -> Joined {
        Joined { text: text.to_owned(), base: text.to_owned(), theirs: text.to_owned(), places: Vec::new() }
    }
}

/// A stretch of the three texts. Those of each text concatenate to it, but for keys that only other sides have.
struct Cell {
    field: Option<String>,
    base: String,
    ours: String,
    theirs: String,
    /// Comments and blank lines of the front matter: never worth a question.
    quiet: bool,
}

impl Cell {
    /// Whether two of the cell's texts say the same. A field that is only written in another way is the same.
    fn same(&self, one: &str, other: &str) -> bool {
        one == other
            || (self.field.is_some()
                && one.is_empty() == other.is_empty()
                && matches!((front_matter::read(one, 1), front_matter::read(other, 1)), (Ok(one), Ok(other)) if one == other))
    }

    fn place(&self, at: Range<usize>) -> Place {
        Place { field: self.field.clone(), at, base: self.base.clone(), ours: self.ours.clone(), theirs: self.theirs.clone() }
    }
}

enum Choice {
    Ours,
    Theirs,
    Open,
}

fn weave(cells: Vec<Cell>, mut choose: impl FnMut(&Cell) -> Choice) -> Joined {
    let mut out = Joined { text: String::new(), base: String::new(), theirs: String::new(), places: Vec::new() };
    for cell in cells {
        let (text, base, theirs) = match choose(&cell) {
            Choice::Ours => (&cell.ours, &cell.ours, &cell.ours),
            Choice::Theirs => (&cell.theirs, &cell.theirs, &cell.theirs),
            Choice::Open => {
                let start = out.text.len();
                out.places.push(cell.place(start..start + cell.ours.len()));
                (&cell.ours, &cell.base, &cell.theirs)
            }
        };
        out.text.push_str(text);
        out.base.push_str(base);
        out.theirs.push_str(theirs);
    }
    out
}

fn cells(base: &str, ours: &str, theirs: &str) -> Vec<Cell> {
    let halves = |text: &str| front_matter::split(text).map_or(0, |split| split.body_start + blank(&text[split.body_start..]));
    let (a, b, c) = (halves(base), halves(ours), halves(theirs));
    let mut out = heads(&base[..a], &ours[..b], &theirs[..c]).unwrap_or_else(|| {
        vec![Cell {
            field: Some(WHOLE_FRONT_MATTER.to_owned()),
            base: base[..a].to_owned(),
            ours: ours[..b].to_owned(),
            theirs: theirs[..c].to_owned(),
            quiet: false,
        }]
    });
    out.extend(regions(&base[a..], &ours[b..], &theirs[c..], true).into_iter().map(|Region { base, ours, theirs }| Cell {
        field: None,
        base,
        ours,
        theirs,
        quiet: false,
    }));
    out
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches(['\n', '\r']).len()
}

/// The front matter of three texts, key by key, in the order of ours. `None` where one of them cannot be read so.
fn heads(base: &str, ours: &str, theirs: &str) -> Option<Vec<Cell>> {
    let (base, ours, theirs) = (Head::read(base)?, Head::read(ours)?, Head::read(theirs)?);
    let mut out = vec![Cell::quiet(base.open, ours.open, theirs.open)];
    let mut order: Vec<&str> = ours.entries.iter().map(|entry| entry.key.as_str()).collect();
    for (at, entry) in theirs.entries.iter().enumerate() {
        if !order.contains(&entry.key.as_str()) {
            // After the entry that stands before it on their side.
            let before = theirs.entries[..at].iter().rev().find_map(|other| order.iter().position(|key| *key == other.key));
            order.insert(before.map_or(0, |place| place + 1), &entry.key);
        }
    }
    for entry in &base.entries {
        if !order.contains(&entry.key.as_str()) {
            order.push(&entry.key);
        }
    }
    for key in order {
        let (b, o, t) = (base.entry(key), ours.entry(key), theirs.entry(key));
        let before = |entry: Option<&Entry>| entry.map_or(String::new(), |entry| entry.before.to_owned());
        let text = |entry: Option<&Entry>| entry.map_or(String::new(), |entry| entry.text.to_owned());
        out.push(Cell { field: None, base: before(b), ours: before(o), theirs: before(t), quiet: true });
        out.push(Cell { field: Some(key.to_owned()), base: text(b), ours: text(o), theirs: text(t), quiet: false });
    }
    out.push(Cell::quiet(base.close, ours.close, theirs.close));
    Some(out)
}

impl Cell {
    fn quiet(base: &str, ours: &str, theirs: &str) -> Cell {
        Cell { field: None, base: base.to_owned(), ours: ours.to_owned(), theirs: theirs.to_owned(), quiet: true }
    }
}

/// A front matter in its parts, which concatenate to it.
struct Head<'a> {
    open: &'a str,
    entries: Vec<Entry<'a>>,
    /// Comments after the last entry, the closing line, and the blank lines before the body.
    close: &'a str,
}

struct Entry<'a> {
    key: String,
    before: &'a str,
    text: &'a str,
}

impl<'a> Head<'a> {
    fn read(head: &'a str) -> Option<Head<'a>> {
        let Some(Split { yaml_start, yaml_end, .. }) = front_matter::split(head) else {
            return head.is_empty().then_some(Head { open: "", entries: Vec::new(), close: "" });
        };
        let mut entries = Vec::new();
        let (mut at, mut before) = (yaml_start, yaml_start);
        for (key, text) in front_matter::entries(&head[yaml_start..yaml_end])? {
            let end = at + text.len();
            if let Some(key) = key {
                entries.push(Entry { key, before: &head[before..at], text: &head[at..end] });
                before = end;
            }
            at = end;
        }
        Some(Head { open: &head[..yaml_start], entries, close: &head[before..] })
    }

    fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

#[cfg(test)]
mod tests;
