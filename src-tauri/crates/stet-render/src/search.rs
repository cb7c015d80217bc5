//! Search without a server: a page, and an index in parts that its script reads, the newest first.
//!
//! A part holds the stories of one month, at most [`PER_PART`], oldest first, so that a new story changes the last part
//! of its month and no other. What is looked for is headline, standfirst, kicker, byline, source, section and tags, folded as
//! [`stet_core::fold`] folds, in which spellings that a reader takes for one word are the same.

use std::collections::{BTreeSet, HashSet};

use serde_json::json;
use stet_core::fold::fold;

use crate::input::Card;
use crate::page::{PageKey, Period};
use crate::print::Print;
use crate::sheet::Sheet;
use crate::site::{Edition, RenderError, Site};
use crate::{address, archive, view};

/// Stories in one part of the index.
const PER_PART: usize = 400;

/// Names one part of a search index: a month of a year, absent for stories without a date, and its number from 1.
pub type Part = (Option<(i16, i8)>, usize);

impl Site {
    /// The search page. Without its script it has no form, which would lead nowhere, and offers the archive.
    pub(crate) fn search_page(&self, lang: &str, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        if edition.takes("search") {
            return Err(RenderError::NoPage(key.path()));
        }
        let years: BTreeSet<i16> = edition.index.days.keys().map(|day| day.year()).collect();
        let years: Vec<view::Link> = years.into_iter().rev().map(|year| archive::link(edition, Period::Year(year))).collect();
        let there = |other: &Edition| (!other.takes("search")).then(|| format!("{}/search/", other.lang));
        let title = edition.strings.get("search").to_owned();
        let head = view::Head {
            title: format!("{title} – {}", self.newsroom.title(lang)),
            robots: Some("noindex"),
            languages: self.languages(edition, there),
            alternates: self.alternates(there),
            ..self.head(edition, &key.url_path())
        };
        Ok(Sheet::new(self, edition, "search.html", key.path(), head).with("title", title).with("years", years))
    }

    /// The parts of an edition's index, the newest first.
    pub(crate) fn search_parts(&self, edition: &Edition) -> Vec<Part> {
        if edition.takes("search") {
            return Vec::new();
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut add =
            |month: Option<(i16, i8)>, stories: usize| parts.extend((1..=stories.div_ceil(PER_PART)).map(|number| (month, number)));
        let mut under_way: Option<((i16, i8), usize)> = None;
        for (day, places) in &edition.index.days {
            let month = (day.year(), day.month());
            match &mut under_way {
                Some((at, stories)) if *at == month => *stories += places.len(),
                _ => {
                    if let Some((month, stories)) = under_way.replace((month, places.len())) {
                        add(Some(month), stories);
                    }
                }
            }
        }
        if let Some((month, stories)) = under_way {
            add(Some(month), stories);
        }
        add(None, undated(edition).len());
        parts.reverse();
        parts
    }

    /// The list of the parts, for the script.
    pub(crate) fn search_index(&self, lang: &str) -> Result<Option<String>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        if edition.takes("search") {
            return Ok(None);
        }
        let parts: Vec<String> = self.search_parts(edition).into_iter().map(part_file).collect();
        Ok(Some(json!({ "parts": parts }).to_string()))
    }

    /// One part of the index.
    pub(crate) fn search_part(&self, lang: &str, part: Part) -> Result<Option<String>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let Some(places) = part_places(edition, part) else { return Ok(None) };
        let stories: Vec<_> = places.into_iter().map(|place| self.entry(edition, &edition.index.cards[place])).collect();
        Ok(Some(json!({ "stories": stories }).to_string()))
    }

    /// What a part of the index is made from.
    pub(crate) fn search_part_print(&self, lang: &str, part: Part) -> Result<Option<Print>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let places = part_places(edition, part);
        let print = |place: usize| self.card_print(&edition.index.cards[place]);
        Ok(places.map(|places| Print::of(&(self.house(), lang, places.into_iter().map(print).collect::<Vec<_>>()))))
    }

    fn entry(&self, edition: &Edition, card: &Card) -> serde_json::Value {
        let section = card.section.as_deref().map(|path| edition.section_name(crate::index::section_path(path)));
        let mut text = String::new();
        let fields = [
            Some(card.title.as_str()),
            card.kicker.as_deref(),
            card.standfirst.as_deref(),
            section.as_deref(),
            card.source.as_ref().map(|source| source.name.as_str()),
        ];
        for field in fields.into_iter().flatten().chain(card.byline.iter().map(|one| one.name.as_str())) {
            text.push_str(field);
            text.push(' ');
        }
        for tag in self.hashtags(edition, &card.tags) {
            text.push_str(&tag.name);
            text.push(' ');
        }
        for tag in &card.tags {
            text.push_str(tag);
            text.push(' ');
        }
        let mut entry = json!({
            "t": card.title,
            "u": address::encoded(&format!("{}/", card.slug)),
            "w": words(&text),
        });
        if let Some(standfirst) = crate::site::filled(card.standfirst.as_deref()) {
            entry["s"] = standfirst.into();
        }
        if let Some(date) = card.date {
            entry["i"] = edition.calendar.machine(date.0).into();
            entry["d"] = edition.calendar.day_of(date.0).into();
        }
        entry
    }
}

/// The stories of a part, oldest first; `None` where there is no such part.
fn part_places(edition: &Edition, (month, number): Part) -> Option<Vec<usize>> {
    let mut places: Vec<usize> = match month {
        Some((year, month)) => {
            archive::within(&edition.index, Period::Month(year, month)).flat_map(|(_, places)| places.iter().rev()).copied().collect()
        }
        None => undated(edition),
    };
    if number == 0 || edition.takes("search") || (number - 1) * PER_PART >= places.len() {
        return None;
    }
    places.drain(..(number - 1) * PER_PART);
    places.truncate(PER_PART);
    Some(places)
}

fn undated(edition: &Edition) -> Vec<usize> {
    (0..edition.index.cards.len()).rev().filter(|place| edition.index.cards[*place].date.is_none()).collect()
}

/// A part's file beside the index.
pub(crate) fn part_file((month, number): Part) -> String {
    match month {
        Some((year, month)) => format!("{year:04}-{month:02}-{number}.json"),
        None => format!("undated-{number}.json"),
    }
}

/// The folded words of a text, each once, with a blank before and after. An Arabic word with the article stands there
/// without it too, so that both are found.
fn words(text: &str) -> String {
    let folded = fold(text);
    let mut seen = HashSet::new();
    let mut out = String::from(" ");
    let mut put = |word: &str| {
        if !word.is_empty() && seen.insert(word.to_owned()) {
            out.push_str(word);
            out.push(' ');
        }
    };
    for word in folded.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter)) {
        put(word);
        put(without_article(word));
    }
    out
}

/// Marks that folding leaves, because they are part of the spelling.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0900}'..='\u{0DFF}' | '\u{0E00}'..='\u{0EFF}' | '\u{0F00}'..='\u{0FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3099}' | '\u{309A}')
}

/// An Arabic word without the article, and without what is written together with it.
fn without_article(word: &str) -> &str {
    for start in ["وال", "بال", "فال", "كال", "ال", "لل"] {
        if let Some(rest) = word.strip_prefix(start)
            && rest.chars().count() >= 3
        {
            return rest;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The script on the search page is put through the same table by `tests/judges/use.mjs`.
    #[test]
    fn folding_is_that_of_the_table_which_the_script_goes_through_too() {
        let table: Vec<(String, String)> = serde_json::from_str(include_str!("../../../../tests/folding.json")).unwrap();
        for (text, wanted) in table {
            assert_eq!(fold(&text), wanted, "{text}");
        }
    }

    #[test]
    fn words_are_folded_and_stand_once() {
        assert_eq!(words("The Łódź wall, the WALL"), " the lodz wall ");
        assert_eq!(words("الميناءُ والمدينة"), " الميناء ميناء والمدينه مدينه ");
        assert_eq!(words(" — "), " ");
    }
}
