//! A search as somebody typed it, taken apart.

use stet_core::fold::{bare, fold, is_unsegmented, is_word};

use crate::edition::Filter;
use crate::words::{head, indexed};

/// A search as somebody typed it, taken apart.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words and phrases that must be there.
    pub(crate) wanted: Vec<Phrase>,
    /// Words and phrases that must not.
    pub(crate) unwanted: Vec<Phrase>,
    /// Folded words to highlight.
    pub(crate) terms: Vec<String>,
    /// `section:`, `tag:`, `source:`, `state:`, `lang:`.
    pub(crate) filter: Filter,
    /// `before:` and `after:`, milliseconds.
    pub(crate) before: Option<i64>,
    pub(crate) after: Option<i64>,
    /// Whether any filter was given.
    pub(crate) filtered: bool,
}

/// Words that follow each other, as the index holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Folded words with blanks between them.
    pub words: String,
    /// The word without its Arabic article, where it has one.
    pub bare: Option<String>,
    /// Whether the last word may go on.
    pub prefix: bool,
}

impl Phrase {
    /// In FTS5's form: quoted strings, so that nothing in them is syntax. How many phrases of FTS5 it makes.
    pub fn expression(&self) -> (String, usize) {
        let star = if self.prefix { "*" } else { "" };
        match &self.bare {
            // Words that begin with one letter are too many to read; those of headlines have a list of their own.
            _ if self.prefix && self.words.chars().count() == 1 => (format!("(\"{}\" OR \"{}\"*)", self.words, head(&self.words)), 2),
            Some(bare) => (format!("(\"{}\"{star} OR \"{bare}\"{star})", self.words), 2),
            None => (format!("\"{}\"{star}", self.words), 1),
        }
    }

    /// Letters of its last word.
    pub fn letters(&self) -> usize {
        self.words.rsplit(' ').next().unwrap_or_default().chars().count()
    }
}

impl Query {
    /// Takes a typed query apart: words (the last one, and any that ends in `*`, as prefixes), `"phrases"`, `-word`
    /// to leave out, and `section:` `tag:` `source:` `state:` `lang:` `before:` `after:` (dates as 2026-11-24).
    pub fn parse(text: &str) -> Query {
        let mut query = Query::default();
        let tokens = tokens(text);
        let last = tokens.len().saturating_sub(1);
        for (at, (token, quoted)) in tokens.iter().enumerate() {
            if !quoted && query.take_filter(token) {
                continue;
            }
            let (negative, token) = match token.strip_prefix('-') {
                Some(rest) if !quoted && !rest.is_empty() => (true, rest),
                _ => (false, token.as_str()),
            };
            let prefix = !quoted && (token.ends_with('*') || (at == last && !text.ends_with(char::is_whitespace)));
            let Some(phrase) = phrase(token, prefix, *quoted) else { continue };
            if negative {
                query.unwanted.push(phrase);
            } else {
                query.terms.extend(fold(token).split(|letter: char| !is_word(letter)).filter(|term| !term.is_empty()).map(str::to_owned));
                query.terms.extend(phrase.bare.clone());
                query.wanted.push(phrase);
            }
        }
        query
    }

    fn take_filter(&mut self, token: &str) -> bool {
        let Some((name, value)) = token.split_once(':') else { return false };
        if value.is_empty() {
            return false;
        }
        let value = value.trim_matches('"');
        let day = || {
            value
                .parse::<jiff::civil::Date>()
                .ok()
                .and_then(|date| jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok())
                .map(|stamp| stamp.as_millisecond())
        };
        let owned = Some(value.to_owned());
        match name {
            "section" => self.filter.section = owned,
            "tag" => self.filter.tag = owned.map(|name| name.replace('_', " ")),
            "source" => self.filter.source = owned.map(|name| name.replace('_', " ")),
            "state" => self.filter.state = owned,
            "lang" => self.filter.lang = owned,
            "before" => self.before = day(),
            "after" => self.after = day(),
            _ => return false,
        }
        self.filtered = true;
        true
    }
}

/// Splits at blanks; quotation marks hold a phrase together, also after `name:`.
fn tokens(text: &str) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut current = String::new();
    let mut inside = false;
    let mut phrase = false;
    for letter in text.chars() {
        match letter {
            '"' | '“' | '”' | '«' | '»' => {
                if inside {
                    if !current.trim().is_empty() {
                        out.push((std::mem::take(&mut current), phrase));
                    }
                    current.clear();
                } else {
                    phrase = current.is_empty();
                }
                inside = !inside;
            }
            letter if letter.is_whitespace() && !inside => {
                if !current.is_empty() {
                    out.push((std::mem::take(&mut current), false));
                }
            }
            letter => current.push(letter),
        }
    }
    if !current.trim().is_empty() {
        out.push((current, inside && phrase));
    }
    out
}

fn phrase(text: &str, prefix: bool, quoted: bool) -> Option<Phrase> {
    let indexed = indexed(text);
    let words: Vec<&str> = indexed.split(|letter: char| !is_word(letter)).filter(|word| !word.is_empty()).collect();
    let (first, rest) = words.split_first()?;
    let bare = if rest.is_empty() && !quoted { bare(first).map(str::to_owned) } else { None };
    // One letter of a script written without blanks may be the beginning of a pair.
    let lone = words.len() == 1 && first.chars().count() == 1 && first.chars().all(is_unsegmented);
    Some(Phrase { words: words.join(" "), bare, prefix: prefix || lone })
}
