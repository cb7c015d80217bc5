//! Plain text pasted from a news site or a wire: headline, label, paragraphs, sub-headings, source, tags.
//!
//! The text is cut in three: what surrounds the headline, the story, and what follows it. Furniture of the site is
//! believed in the first and the last part only; inside the story everything but a few labels is copy. The first
//! paragraph stays in the body as the lede.

use super::chrome::Furniture;
use super::dates::TimeLine;
use super::source_line::{self, Label};
use super::zones::{self, Mark, Marked, Zones};
use super::{Imported, SetAsideKind, escape, layout, text};
use crate::article::{Byline, Source};

/// Recognises the parts of plain text.
pub(super) fn read(copy: &str, imported: &mut Imported) {
    let (paragraphs, joined) = layout::paragraphs(copy);
    if joined > 0 {
        imported.note("joined-lines", format!("The text was hard-wrapped; line ends inside of paragraphs that were taken away: {joined}."));
    }
    let page = zones::mark(paragraphs);
    let zones = zones::zones(&page);
    let mut story = Story { imported, blocks: Vec::new() };
    story.head(&page, zones);
    story.middle(&page[zones.lede..zones.end]);
    story.tail(&page[zones.end..]);
    story.finish();
}

/// A piece of the body.
enum Block {
    Paragraph { text: String, line: u32 },
    Heading(String),
}

struct Story<'a> {
    imported: &'a mut Imported,
    blocks: Vec<Block>,
}

impl Story<'_> {
    fn head(&mut self, page: &[Marked], zones: Zones) {
        let above = zones.headline.unwrap_or(0);
        for (at, line) in page[..above].iter().enumerate() {
            match &line.mark {
                // "Sport" among menus is a menu; right above the headline it is a kicker.
                Mark::Label(label) if label.section.is_none() && at + 1 < above => {
                    self.aside(SetAsideKind::Chrome, line, "Stands above the headline, among the site's own lines.");
                }
                Mark::Copy => self.aside(SetAsideKind::Chrome, line, "Stands above the headline, among the site's own lines."),
                _ => self.surrounding(line),
            }
        }
        let Some(headline) = zones.headline else {
            for line in &page[..zones.lede] {
                self.surrounding(line);
            }
            return;
        };
        let title = &page[headline];
        self.imported.article.title = title.text.clone();
        self.imported.note("headline", format!("The headline is line {}: “{}”.", title.line, title.text));
        let below = page.get(headline + 1..zones.lede).unwrap_or_default();
        let key = text::key(&title.text);
        let repeats = |line: &Marked| text::key(&line.text) == key;
        let standfirst = below
            .iter()
            .find(|line| line.mark == Mark::Copy && !repeats(line))
            .filter(|first| first.words >= 6 && !text::ends_in_stop(&first.text) && zones.lede < page.len())
            .map(|first| first.line);
        for line in below {
            match &line.mark {
                Mark::Copy if repeats(line) => self.aside(SetAsideKind::Duplicate, line, "Repeats the headline."),
                Mark::Copy if standfirst == Some(line.line) => {
                    self.imported.article.standfirst = Some(line.text.clone());
                    self.imported
                        .note("standfirst", format!("The standfirst is line {}, between headline and first paragraph.", line.line));
                }
                _ => self.surrounding(line),
            }
        }
    }

    fn middle(&mut self, lines: &[Marked]) {
        let mut headings = 0;
        for (at, line) in lines.iter().enumerate() {
            match &line.mark {
                Mark::Chrome(Furniture::Between) => self.aside(SetAsideKind::Chrome, line, Furniture::Between.reason()),
                Mark::Credit => self.aside(SetAsideKind::Caption, line, "Credits or describes a picture that is not in the file."),
                Mark::Hashtags(names) => self.tags(names, line),
                _ if is_heading(lines, at) => {
                    headings += 1;
                    self.blocks.push(Block::Heading(line.text.clone()));
                }
                _ => self.paragraph(line),
            }
        }
        if headings > 0 {
            self.imported.note("sub-headings", format!("Short lines between paragraphs that became sub-headings: {headings}."));
        }
    }

    fn tail(&mut self, lines: &[Marked]) {
        let last_chrome = lines.iter().rposition(|line| matches!(line.mark, Mark::Chrome(_)));
        let (mut closed, mut furnished) = (false, false);
        for (at, line) in lines.iter().enumerate() {
            match &line.mark {
                Mark::Copy | Mark::Label(_) if furnished || closed && last_chrome.is_some_and(|last| at < last) => {
                    self.aside(SetAsideKind::Chrome, line, "Stands below the story, among the site's own lines.");
                }
                Mark::Label(_) => self.paragraph(line),
                mark => {
                    closed |= matches!(mark, Mark::Source(_) | Mark::Hashtags(_));
                    furnished |= matches!(mark, Mark::Chrome(furniture) if *furniture != Furniture::Between);
                    self.surrounding(line);
                }
            }
        }
    }

    /// A line before or after the story's text.
    fn surrounding(&mut self, line: &Marked) {
        match &line.mark {
            Mark::Copy => self.paragraph(line),
            Mark::Chrome(furniture) => self.aside(SetAsideKind::Chrome, line, furniture.reason()),
            Mark::Time(time) => self.time(*time, line),
            Mark::Source(source) => self.source(source, line),
            Mark::Hashtags(names) => self.tags(names, line),
            Mark::Byline(people) => self.byline(people, line),
            Mark::Credit | Mark::Caption => {
                self.aside(SetAsideKind::Caption, line, "Credits or describes a picture that is not in the file.")
            }
            Mark::Label(label) => self.label(label, &line.text, line),
        }
    }

    fn paragraph(&mut self, line: &Marked) {
        let opens_story = self.blocks.len() < 3 && self.imported.article.kicker.is_none();
        if let Some((label, rest)) = source_line::label_before(&line.text).filter(|_| opens_story) {
            let opening = &line.text[..line.text.len() - rest.len()];
            self.label(&label, opening.trim(), line);
            self.blocks.push(Block::Paragraph { text: rest.to_owned(), line: line.line });
        } else {
            self.blocks.push(Block::Paragraph { text: line.text.clone(), line: line.line });
        }
    }

    fn label(&mut self, label: &Label, raw: &str, line: &Marked) {
        if self.imported.article.kicker.is_some() {
            return self.aside(SetAsideKind::Duplicate, line, "The story has a kicker already.");
        }
        self.imported.article.kicker = Some(label.kicker.clone());
        self.imported.note("kicker", format!("The kicker “{}” was read from “{raw}” in line {}.", label.kicker, line.line));
        if let (Some(name), Some(path)) = (&label.section, label.section_path()) {
            self.imported.note("section", format!("The section “{name}” was read from “{raw}” in line {}; its path is {path}.", line.line));
            self.imported.article.section = Some(path);
        }
    }

    fn time(&mut self, time: TimeLine, line: &Marked) {
        let article = &mut self.imported.article;
        match time {
            TimeLine::Published(moment) if article.date.is_none() => article.date = Some(moment),
            TimeLine::Updated(moment) if article.updated.is_none() => article.updated = Some(moment),
            TimeLine::Published(_) | TimeLine::Updated(_) => return self.aside(SetAsideKind::Date, line, "The story has a date already."),
            TimeLine::Ambiguous => return self.aside(SetAsideKind::Date, line, "Could be more than one moment. Set the date by hand."),
            TimeLine::Relative => {
                self.imported.note(
                    "relative-time",
                    format!("“{}” in line {} is relative to a moment that nobody knows; no date was made of it.", line.text, line.line),
                );
                return self.aside(SetAsideKind::RelativeTime, line, "A relative time; the date must be set by hand.");
            }
        }
        self.imported
            .note("date", format!("The date was read from line {}: “{}”, in UTC unless the line says otherwise.", line.line, line.text));
    }

    fn source(&mut self, source: &Source, line: &Marked) {
        match &self.imported.article.source {
            None => {
                self.imported.article.source = Some(source.clone());
                self.imported.note("source", format!("The source was read from line {}: “{}”.", line.line, line.text));
            }
            Some(_) => self.aside(SetAsideKind::Duplicate, line, "The story has a source already."),
        }
    }

    fn tags(&mut self, names: &[String], line: &Marked) {
        for name in names {
            self.imported.tag(name);
        }
        self.imported.note("tags", format!("Tags were read from line {}: {}.", line.line, line.text));
    }

    fn byline(&mut self, people: &[Byline], line: &Marked) {
        // A wire names the writer above the story and once more below it.
        for person in people {
            if !self.imported.article.byline.iter().any(|other| other.name == person.name) {
                self.imported.article.byline.push(person.clone());
            }
        }
        self.imported.note("byline", format!("The byline was read from line {}: “{}”.", line.line, line.text));
    }

    fn aside(&mut self, kind: SetAsideKind, line: &Marked, reason: &str) {
        self.imported.set_aside(kind, &line.text, line.line, reason);
    }

    fn finish(self) {
        let Story { imported, blocks } = self;
        if imported.article.title.is_empty()
            && let Some(Block::Paragraph { text, .. }) = blocks.first()
        {
            imported.article.title = opening_words(text);
            imported.note("headline", "No headline was recognised; the first words of the text stand in for it.".into());
        }
        for line in unclosed_quotations(&blocks) {
            imported.note("unclosed-quotation", format!("The quotation that opens in line {line} is never closed; it was left as it is."));
        }
        if !imported.set_aside.is_empty() {
            let count = imported.set_aside.len();
            imported.note("set-aside", format!("Lines that are no copy and were set aside: {count}. They are kept with the story."));
        }
        let markdown: Vec<String> = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph { text, .. } => escape::paragraph(text),
                Block::Heading(text) => escape::heading(text),
            })
            .collect();
        imported.article.body = markdown.join("\n\n");
        if !imported.article.body.is_empty() {
            imported.article.body.push('\n');
        }
    }
}

/// A short line without a full stop that stands between paragraphs. Of two such lines in a row one is a quotation
/// (a pull quote above or below a sub-heading); a longer row is a list or verse.
fn is_heading(lines: &[Marked], at: usize) -> bool {
    let line = &lines[at];
    let visible = |line: &&Marked| !matches!(line.mark, Mark::Chrome(Furniture::Between) | Mark::Credit | Mark::Hashtags(_));
    let mut before = lines[..at].iter().rev().filter(visible);
    let mut after = lines[at + 1..].iter().filter(visible);
    let (Some(previous), Some(next)) = (before.next(), after.next()) else { return false };
    if !heading_like(line) {
        return false;
    }
    let paired = |other: &Marked, beyond: Option<&Marked>| {
        heading_like(other)
            && text::quoted(&other.text).is_some() != text::quoted(&line.text).is_some()
            && beyond.is_some_and(Marked::is_prose)
    };
    match (previous.is_prose(), next.is_prose()) {
        (true, true) => true,
        (true, false) => paired(next, after.next()),
        (false, true) => paired(previous, before.next()),
        (false, false) => false,
    }
}

fn heading_like(line: &Marked) -> bool {
    let quotation = text::quoted(&line.text);
    let text = quotation.unwrap_or(&line.text);
    let last = text.chars().next_back().unwrap_or('.');
    // A line in quotation marks that ends as a sentence does is somebody speaking.
    let ended = match quotation {
        Some(quotation) => text::ends_sentence(quotation),
        None => text::ends_in_stop(text) || text.ends_with('!'),
    };
    let opened = line.text.starts_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '“' | '"' | '«' | '‘' | '\''));
    (1..=12).contains(&line.words)
        && line.text.chars().count() <= 90
        && matches!(line.mark, Mark::Copy | Mark::Label(_))
        && opened
        && !ended
        && !matches!(last, ':' | ',' | ';' | '،' | '؛' | '-' | '–' | '—')
        && !text::starts_small(text)
        && (quotation.is_some() || balanced(&line.text))
}

/// Whether every curly or pointed quotation mark that opens closes too.
fn balanced(text: &str) -> bool {
    PAIRS.iter().all(|(open, close)| text.matches(*open).count() == text.matches(*close).count())
}

const PAIRS: [(char, char); 2] = [('“', '”'), ('«', '»')];

/// Lines of paragraphs that open a quotation which no later paragraph closes or carries on.
///
/// By custom a quotation of several paragraphs opens again at each of them and closes only at the last.
fn unclosed_quotations(blocks: &[Block]) -> Vec<u32> {
    let paragraphs: Vec<(&str, u32)> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph { text, line } => Some((text.as_str(), *line)),
            Block::Heading(_) => None,
        })
        .collect();
    let mut found = Vec::new();
    for (at, (text, line)) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(at + 1).map_or("", |(next, _)| next);
        let curly = PAIRS.iter().any(|(open, close)| {
            let left_open = text.rfind(*open) > text.rfind(*close);
            let goes_on = next.starts_with(*open) || next.find(*close).is_some_and(|end| next.find(*open).is_none_or(|start| end < start));
            left_open && !goes_on
        });
        let odd = |text: &str| text.matches('"').count() % 2 == 1;
        let straight = odd(text) && !odd(next) && !at.checked_sub(1).is_some_and(|before| odd(paragraphs[before].0));
        if curly || straight {
            found.push(*line);
        }
    }
    found
}

/// The first sentence, or as many of its words as make a headline.
pub(super) fn opening_words(text: &str) -> String {
    // A dateline, `HARBOUR CITY, Nov 24 (City Wire) - `, says nothing of the story.
    let dateline =
        [") - ", ") – ", ") — "].into_iter().find_map(|end| text.split_once(end)).filter(|(before, _)| before.chars().count() < 80);
    let text = dateline.map_or(text, |(_, rest)| rest);
    let mut out = String::new();
    for (count, word) in text.split_whitespace().enumerate() {
        if count == 12 || out.chars().count() + word.chars().count() > 100 {
            if out.is_empty() {
                out.extend(word.chars().take(100));
            }
            out.push('…');
            return out;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if count > 2 && text::ends_sentence(word) {
            break;
        }
    }
    out.trim_end_matches('.').to_owned()
}
