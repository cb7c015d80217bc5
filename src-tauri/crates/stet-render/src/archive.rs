//! The archive by time: years of months, months of days, and the stories of a day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::index::Index;
use crate::page::{PageKey, Period};
use crate::sheet::Sheet;
use crate::site::{Edition, RenderError, Site, pages_of};
use crate::{address, view};

/// Headlines of a day on the page of its month; the day's own page has all.
const HEADLINES: usize = 12;

/// Every span of time that has a page, and how many pages it has.
pub(crate) fn periods(index: &Index) -> Vec<(Period, usize)> {
    let mut out = vec![(Period::All, 1)];
    let (mut year, mut month) = (None, None);
    for (day, places) in &index.days {
        if year != Some(day.year()) {
            year = Some(day.year());
            out.push((Period::Year(day.year()), 1));
        }
        if month != Some((day.year(), day.month())) {
            month = Some((day.year(), day.month()));
            out.push((Period::Month(day.year(), day.month()), 1));
        }
        out.push((Period::Day(*day), pages_of(places.len())));
    }
    out
}

impl Site {
    /// The stories of a day.
    pub(crate) fn day(&self, lang: &str, day: Date, number: usize, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let places = edition.index.days.get(&day).ok_or_else(|| RenderError::NoPage(key.path()))?;
        let up = above(edition, Period::Day(day));
        let (older, newer) = beside(edition, Period::Day(day));
        let list = view::List { kind: "day", title: edition.calendar.week_day(day), up, older, newer, ..view::List::default() };
        let there = |other: &Edition| other.index.days.contains_key(&day).then(|| address::archive(&other.lang, Period::Day(day)));
        self.listed(edition, key, number, places, list, there, "")
    }

    /// All time, a year or a month: what is in it.
    pub(crate) fn span(&self, lang: &str, period: Period, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let there = |other: &Edition| has(other, period).then(|| address::archive(&other.lang, period));
        if !has(edition, period) {
            return Err(RenderError::NoPage(key.path()));
        }
        let mut groups: BTreeMap<Period, Vec<(Period, usize)>> = BTreeMap::new();
        for (day, places) in within(&edition.index, period) {
            let (year, month) = (Period::Year(day.year()), Period::Month(day.year(), day.month()));
            let (group, item) = match period {
                Period::All => (year, month),
                Period::Year(_) => (month, Period::Day(*day)),
                Period::Month(..) | Period::Day(_) => (Period::Day(*day), Period::Day(*day)),
            };
            let items = groups.entry(group).or_default();
            match items.last_mut() {
                Some((last, count)) if *last == item => *count += places.len(),
                _ => items.push((item, places.len())),
            }
        }
        // The newest first.
        let groups = groups.into_iter().rev().map(|(group, items)| self.group(edition, group, &items)).collect();
        let (older, newer) = beside(edition, period);
        let title = name(edition, period);
        let view = view::Archive { title: title.clone(), up: above(edition, period), groups, older, newer };
        let head = view::Head {
            title: match period {
                Period::All => format!("{title} – {}", self.newsroom.title(lang)),
                _ => format!("{title} – {} – {}", edition.strings.get("archive"), self.newsroom.title(lang)),
            },
            languages: self.languages(edition, there),
            alternates: self.alternates(there),
            ..self.head(edition, &key.url_path())
        };
        Ok(Sheet::new(self, edition, "archive.html", key.path(), head).with("archive", view))
    }

    fn group(&self, edition: &Edition, period: Period, items: &[(Period, usize)]) -> view::Group {
        let count = items.iter().map(|(_, count)| count).sum::<usize>();
        let href = address::encoded(&address::archive(&edition.lang, period));
        let (items, headlines) = match period {
            Period::Day(day) => {
                let places = edition.index.days.get(&day).into_iter().flatten().take(HEADLINES);
                let headline = |place: &usize| {
                    let card = &edition.index.cards[*place];
                    view::Item { name: card.title.clone(), href: address::encoded(&address::page(&edition.lang, &card.slug)), count: None }
                };
                (places.map(headline).collect::<Vec<_>>(), true)
            }
            _ => {
                let item = |(period, count): &(Period, usize)| view::Item {
                    name: short(edition, *period),
                    href: address::encoded(&address::archive(&edition.lang, *period)),
                    count: Some(edition.calendar.number(*count as u32)),
                };
                (items.iter().map(item).collect(), false)
            }
        };
        view::Group {
            name: name(edition, period),
            iso: iso(period),
            more: headlines && count > items.len(),
            count: edition.calendar.number(count as u32),
            href,
            items,
            headlines,
        }
    }
}

fn name(edition: &Edition, period: Period) -> String {
    match period {
        Period::All => edition.strings.get("archive").to_owned(),
        Period::Year(year) => edition.calendar.number(u32::try_from(year).unwrap_or_default()),
        Period::Month(year, month) => edition.calendar.month(year, month),
        Period::Day(day) => edition.calendar.week_day(day),
    }
}

/// A day inside its month is its number.
fn short(edition: &Edition, period: Period) -> String {
    match period {
        Period::Day(day) => edition.calendar.number(u32::try_from(day.day()).unwrap_or_default()),
        other => name(edition, other),
    }
}

/// In the form of HTML's `time`: a year, a month or a day.
fn iso(period: Period) -> String {
    match period {
        Period::All => String::new(),
        Period::Year(year) => format!("{year:04}"),
        Period::Month(year, month) => format!("{year:04}-{month:02}"),
        Period::Day(day) => day.to_string(),
    }
}

pub(crate) fn link(edition: &Edition, period: Period) -> view::Link {
    view::Link { name: name(edition, period), href: address::encoded(&address::archive(&edition.lang, period)) }
}

/// The spans that a span is in, the widest first.
fn above(edition: &Edition, period: Period) -> Vec<view::Link> {
    match period {
        Period::All => Vec::new(),
        Period::Year(_) => vec![link(edition, Period::All)],
        Period::Month(year, _) => vec![link(edition, Period::All), link(edition, Period::Year(year))],
        Period::Day(day) => {
            let mut out = above(edition, Period::Month(day.year(), day.month()));
            out.push(link(edition, Period::Month(day.year(), day.month())));
            out
        }
    }
}

/// First and last day that a span could have.
fn bounds(period: Period) -> (Date, Date) {
    let first = |year: i16, month: i8| Date::new(year, month, 1).unwrap_or(Date::MIN);
    match period {
        Period::All => (Date::MIN, Date::MAX),
        Period::Year(year) => (first(year, 1), first(year, 12).last_of_month()),
        Period::Month(year, month) => (first(year, month), first(year, month).last_of_month()),
        Period::Day(day) => (day, day),
    }
}

pub(crate) fn within(index: &Index, period: Period) -> impl DoubleEndedIterator<Item = (&Date, &Vec<usize>)> {
    let (first, last) = bounds(period);
    index.days.range(first..=last)
}

fn has(edition: &Edition, period: Period) -> bool {
    !edition.takes("archive") && (period == Period::All || within(&edition.index, period).next().is_some())
}

/// The spans of the same length before and after that hold something: older, newer.
fn beside(edition: &Edition, period: Period) -> (Option<view::Link>, Option<view::Link>) {
    let same = |day: &Date| match period {
        Period::All => Period::All,
        Period::Year(_) => Period::Year(day.year()),
        Period::Month(..) => Period::Month(day.year(), day.month()),
        Period::Day(_) => Period::Day(*day),
    };
    if period == Period::All {
        return (None, None);
    }
    let (first, last) = bounds(period);
    let days = &edition.index.days;
    let older = days.range(..first).next_back().map(|(day, _)| link(edition, same(day)));
    let newer = days.range((std::ops::Bound::Excluded(last), std::ops::Bound::Unbounded)).next().map(|(day, _)| link(edition, same(day)));
    (older, newer)
}
