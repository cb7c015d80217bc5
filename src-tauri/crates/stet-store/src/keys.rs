//! Filters as words of the index, so that a search with a filter reads only what both let through.
//!
//! A key only narrows what is read; the row itself is asked again before it is a hit.

use jiff::civil::Date;
use stet_core::slug::slug;

use crate::edition::{Facts, Kind};
use crate::version::hash;

/// Letters for private use are words to the index; none comes from a query, and copy that has one finds nothing by it.
const KEY: char = '\u{E000}';

/// The keys of an edition. `dated` is its date, or when it last changed where it has none, in milliseconds.
pub(crate) fn of(facts: &Facts, lang: &str, kind: Kind, dated: i64) -> String {
    let mut out = vec![lang_key(lang), kind_key(kind), state_key(&facts.state)];
    let ends = facts.section.match_indices('/').map(|(at, _)| at).chain(std::iter::once(facts.section.len()));
    out.extend(ends.map(|end| section_key(&facts.section[..end])));
    out.extend(facts.tags.iter().map(|name| tag_key(name)));
    if !facts.source.is_empty() {
        out.push(source_key(&facts.source));
    }
    if let Some(day) = day(dated) {
        out.extend([year_key(day), month_key(day), day_key(day)]);
    }
    out.join(" ")
}

pub(crate) fn lang_key(lang: &str) -> String {
    key('l', lang)
}

pub(crate) fn kind_key(kind: Kind) -> String {
    key('k', if kind == Kind::Page { "page" } else { "story" })
}

pub(crate) fn state_key(state: &str) -> String {
    key('e', state)
}

pub(crate) fn section_key(path: &str) -> String {
    key('s', path)
}

pub(crate) fn tag_key(name: &str) -> String {
    key('t', &slug(name))
}

pub(crate) fn source_key(name: &str) -> String {
    key('o', name)
}

/// The keys that between them stand for every day from `from` up to but not including `to`: whole years, whole months
/// and single days.
pub(crate) fn days(from: Date, to: Date) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = from;
    while at < to {
        let (next_year, next_month) = (Date::new(at.year() + 1, 1, 1), at.last_of_month().tomorrow());
        let step = match (next_year, next_month) {
            (Ok(year), _) if at.month() == 1 && at.day() == 1 && year <= to => {
                out.push(year_key(at));
                Ok(year)
            }
            (_, Ok(month)) if at.day() == 1 && month <= to => {
                out.push(month_key(at));
                Ok(month)
            }
            _ => {
                out.push(day_key(at));
                at.tomorrow()
            }
        };
        let Ok(next) = step else { break };
        at = next;
    }
    out
}

/// The day, in UTC, of a time in milliseconds.
pub(crate) fn day(milliseconds: i64) -> Option<Date> {
    jiff::Timestamp::from_millisecond(milliseconds).ok().map(|stamp| jiff::tz::TimeZone::UTC.to_datetime(stamp).date())
}

fn year_key(day: Date) -> String {
    format!("{KEY}y{:04}", day.year())
}

fn month_key(day: Date) -> String {
    format!("{KEY}m{:04}{:02}", day.year(), day.month())
}

fn day_key(day: Date) -> String {
    format!("{KEY}d{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A value may hold anything; as a word it is the beginning of its hash.
fn key(kind: char, value: &str) -> String {
    format!("{KEY}{kind}{}", &hash(value.as_bytes()).hex()[..12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_days_is_a_few_keys() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        for (from, to, wanted) in [
            ("2026-11-24", "2026-11-24", vec![]),
            ("2026-11-24", "2026-11-26", vec!["d20261124", "d20261125"]),
            ("2026-11-30", "2027-01-02", vec!["d20261130", "m202612", "d20270101"]),
            ("2025-01-01", "2027-01-01", vec!["y2025", "y2026"]),
        ] {
            let keys: Vec<String> = days(date(from), date(to)).iter().map(|key| key.trim_start_matches(KEY).to_owned()).collect();
            assert_eq!(keys, wanted, "{from} {to}");
        }
        assert!(days(date("1990-03-15"), date("2026-11-24")).len() < 110);
    }
}
