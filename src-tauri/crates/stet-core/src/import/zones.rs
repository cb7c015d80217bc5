//! What each paragraph of a pasted page is, and where its story begins and ends.

use super::chrome::{self, Furniture};
use super::dates::{self, TimeLine};
use super::layout::Paragraph;
use super::source_line::{self, Label};
use super::{byline, text};
use crate::article::{Byline, Source};

/// What a paragraph looks like by itself. Its place decides whether that is believed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// Anything that is not one of the others.
    Copy,
    /// Furniture of the site.
    Chrome(Furniture),
    /// A time and nothing else.
    Time(TimeLine),
    /// `Source: X`.
    Source(Source),
    /// Hashtags and nothing else.
    Hashtags(Vec<String>),
    /// `By X`.
    Byline(Vec<Byline>),
    /// `Photo: X`.
    Credit,
    /// `The quay on Sunday. Photo: X`, believed around the headline only.
    Caption,
    /// `News - Middle East:`.
    Label(Label),
}

/// A paragraph with its mark.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Marked {
    /// On one line, with plain blanks.
    pub text: String,
    /// Line of the file, from 1.
    pub line: u32,
    /// Words in it.
    pub words: usize,
    /// What it looks like.
    pub mark: Mark,
}

impl Marked {
    fn is_copy(&self) -> bool {
        self.mark == Mark::Copy
    }

    /// Whether it reads as a paragraph of a story rather than as a line of something.
    pub(super) fn is_prose(&self) -> bool {
        matches!(self.mark, Mark::Copy | Mark::Caption)
            && (self.words >= 5 && text::ends_sentence(&self.text) || self.words >= 20 || self.text.len() >= 240)
    }
}

/// Marks every paragraph.
pub(super) fn mark(paragraphs: Vec<Paragraph>) -> Vec<Marked> {
    paragraphs.into_iter().map(|Paragraph { text, line }| Marked { mark: mark_of(&text), words: text::words(&text), text, line }).collect()
}

fn mark_of(text: &str) -> Mark {
    // Each of these is short; long paragraphs are copy without a closer look.
    if text.len() > 600 {
        return Mark::Copy;
    }
    if let Some(names) = source_line::hashtags(text) {
        return Mark::Hashtags(names);
    }
    if let Some(source) = source_line::source_line(text) {
        return Mark::Source(source);
    }
    if let Some(time) = dates::time_line(text) {
        return Mark::Time(time);
    }
    if let Some(furniture) = chrome::furniture(text) {
        return Mark::Chrome(furniture);
    }
    if let Some(people) = byline::byline_line(text).or_else(|| byline::sign_off(text)) {
        return Mark::Byline(people);
    }
    if source_line::is_picture_credit(text) {
        return Mark::Credit;
    }
    if source_line::is_caption(text) {
        return Mark::Caption;
    }
    source_line::label_line(text).map_or(Mark::Copy, Mark::Label)
}

/// The parts of a page, as indices into its paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Zones {
    /// The headline, if one was found.
    pub headline: Option<usize>,
    /// First paragraph of the story's text; what stands before it surrounds the headline.
    pub lede: usize,
    /// First paragraph after the story's text.
    pub end: usize,
}

/// Finds headline, first and last paragraph.
pub(super) fn zones(page: &[Marked]) -> Zones {
    let mut lede = labelled_lede(page).unwrap_or_else(|| find_lede(page));
    let mut headline = find_headline(page, lede);
    // A headline may be a whole sentence, such as a quotation. Then only the site's name stands above it.
    if headline.is_some_and(|at| is_masthead(page, at))
        && let Some(next) = page.get(lede + 1..).and_then(|rest| rest.iter().position(Marked::is_copy)).map(|at| lede + 1 + at)
        && page[lede].text.chars().count() <= 120
        && page[next].is_prose()
    {
        (headline, lede) = (Some(lede), next);
    }
    // A text without prose is a headline and lines.
    let first = if lede < page.len() { lede } else { headline.map_or(0, |headline| headline + 1) };
    let last = page.iter().rposition(Marked::is_prose).map_or(first, |last| (last + 1).max(first));
    let end = page[first..last]
        .iter()
        .position(|paragraph| matches!(paragraph.mark, Mark::Source(_)))
        .map(|at| first + at)
        .filter(|at| closes(page, first, *at))
        .unwrap_or(last);
    Zones { headline, lede: first, end }
}

/// Whether a source line ends the story though prose follows: links with teasers, which furniture introduces.
fn closes(page: &[Marked], lede: usize, source: usize) -> bool {
    let after = &page[source + 1..];
    let introduced = after
        .iter()
        .find(|paragraph| !matches!(paragraph.mark, Mark::Hashtags(_) | Mark::Time(_)))
        .is_some_and(|paragraph| matches!(paragraph.mark, Mark::Chrome(furniture) if furniture != Furniture::Between));
    let count = |part: &[Marked]| part.iter().filter(|paragraph| paragraph.is_copy()).map(|paragraph| paragraph.words).sum::<usize>();
    introduced && count(after) * 2 < count(&page[lede..source])
}

/// The paragraph that a label such as `News - Middle East:` announces, if one stands near the top.
fn labelled_lede(page: &[Marked]) -> Option<usize> {
    let mut prose = 0;
    let mut announced = false;
    for (at, paragraph) in page.iter().enumerate() {
        match &paragraph.mark {
            Mark::Label(label) => announced = label.section.is_some(),
            Mark::Copy if paragraph.words >= 8 && (announced || source_line::label_before(&paragraph.text).is_some()) => return Some(at),
            Mark::Copy => {
                announced = false;
                prose += usize::from(paragraph.is_prose());
            }
            _ => {}
        }
        if prose > 2 {
            break;
        }
    }
    None
}

fn find_lede(page: &[Marked]) -> usize {
    let mut longest_before = 0;
    for (at, paragraph) in page.iter().enumerate().filter(|(_, paragraph)| paragraph.is_copy()) {
        let prose =
            paragraph.words >= 8 && text::ends_sentence(&paragraph.text) || paragraph.words >= 25 || paragraph.text.chars().count() >= 160;
        // A headline may ask or quote, and be as long as a sentence.
        let headline = longest_before < 4 && !text::ends_in_stop(&paragraph.text) && paragraph.text.chars().count() <= 160;
        if prose && !headline {
            return at;
        }
        longest_before = longest_before.max(paragraph.words);
    }
    page.len()
}

fn find_headline(page: &[Marked], lede: usize) -> Option<usize> {
    let copies: Vec<usize> = (0..lede).filter(|at| page[*at].is_copy()).collect();
    let menu_end = (0..lede).rfind(|at| page[*at].mark == Mark::Chrome(Furniture::Navigation)).map_or(0, |at| at + 1);
    // Where a page has menus, short lines above the headline are more of the same; a bare text opens with its headline.
    let least = if menu_end > 0 { 3 } else { usize::from(lede < page.len()) + 1 };
    let longer = |at: &&usize| page[**at].words >= least && !is_masthead(page, **at);
    let below: Vec<usize> = copies.iter().copied().filter(|at| *at >= menu_end).collect();
    // Below the menus the first line that is long enough; above them, where a page has its menus at the end of the
    // head, the last one.
    let chosen = below.iter().find(longer).or_else(|| copies.iter().filter(|at| **at < menu_end).rfind(longer));
    chosen
        .or_else(|| below.iter().find(|at| !is_masthead(page, **at)))
        .or_else(|| copies.last())
        .copied()
        .filter(|at| page[*at].text.chars().count() <= 300)
}

/// Whether a line is the name of the site: it looks like one, or the copyright line repeats it.
fn is_masthead(page: &[Marked], at: usize) -> bool {
    let line = &page[at];
    if line.words > 6 {
        return false;
    }
    let key = text::key(&line.text);
    let name = key.strip_prefix("the ").unwrap_or(&key);
    let repeated = page[at + 1..]
        .iter()
        .rev()
        .take(40)
        .any(|other| other.mark == Mark::Chrome(Furniture::Legal) && !name.is_empty() && text::fold(&other.text).contains(name));
    repeated || line.words <= 4 && chrome::is_masthead(&line.text)
}
