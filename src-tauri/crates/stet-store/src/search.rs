//! Full-text search: folded text in FTS5, queries folded the same way.
//!
//! Scripts written without blanks are indexed as overlapping pairs of letters, and searched as a phrase of pairs,
//! which finds every substring of two letters or more with the one engine.

use rusqlite::{Transaction, params, params_from_iter, types::Value};
use stet_core::fold::{fold, is_unsegmented};

use crate::edition::{self, Edition, Facts, Filter};
use crate::{Result, Store, snippet};

/// A search as somebody typed it, taken apart.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words and phrases, folded, in FTS5's form. Empty where only filters were given.
    expression: String,
    /// Folded words to highlight.
    terms: Vec<String>,
    /// `section:`, `tag:`, `source:`, `state:`, `lang:`.
    filter: Filter,
    /// `before:` and `after:`, milliseconds.
    before: Option<i64>,
    after: Option<i64>,
    /// Whether any filter was given.
    filtered: bool,
}

/// One found edition.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The edition.
    pub edition: Edition,
    /// A piece of its text.
    pub snippet: String,
    /// Byte ranges of the snippet that match.
    pub marks: Vec<(usize, usize)>,
}

impl Query {
    /// Takes a typed query apart: words (the last one, and any that ends in `*`, as prefixes), `"phrases"`, `-word`
    /// to leave out, and `section:` `tag:` `source:` `state:` `lang:` `before:` `after:` (dates as 2026-11-24).
    pub fn parse(text: &str) -> Query {
        let mut query = Query::default();
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
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
            let Some(expression) = expression(token, prefix) else { continue };
            if negative {
                unwanted.push(expression);
            } else {
                query
                    .terms
                    .extend(fold(token).split(|letter: char| !letter.is_alphanumeric()).filter(|term| !term.is_empty()).map(str::to_owned));
                wanted.push(expression);
            }
        }
        query.expression = wanted.join(" AND ");
        if !wanted.is_empty() && !unwanted.is_empty() {
            query.expression = format!("({}) NOT ({})", query.expression, unwanted.join(" OR "));
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

/// One word or phrase in FTS5's form: a quoted string, so that nothing in it is syntax.
fn expression(text: &str, prefix: bool) -> Option<String> {
    let indexed = indexed(text);
    let words: Vec<&str> =
        indexed.split(|letter: char| !(letter.is_alphanumeric() || is_mark(letter))).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    let lone = text.trim().chars().count() == 1;
    let star = if prefix || lone { "*" } else { "" };
    Some(format!("\"{}\"{star}", words.join(" ")))
}

fn is_mark(letter: char) -> bool {
    !letter.is_ascii()
        && !letter.is_alphanumeric()
        && !letter.is_whitespace()
        && fold(&letter.to_string()).starts_with(letter)
        && is_unsegmented(letter)
}

/// The text that goes into the index.
pub(crate) fn indexed(text: &str) -> String {
    let folded = fold(text);
    if !folded.chars().any(is_unsegmented) {
        return folded;
    }
    let mut out = String::with_capacity(folded.len() * 2);
    let mut before: Option<char> = None;
    let mut run = 0;
    for letter in folded.chars() {
        if is_unsegmented(letter) {
            match before {
                Some(first) => {
                    out.push(' ');
                    out.push(first);
                    out.push(letter);
                }
                None => out.push(' '),
            }
            run += 1;
            before = Some(letter);
        } else {
            if let (Some(only), 1) = (before, run) {
                out.push(only);
            }
            if before.take().is_some() {
                out.push(' ');
            }
            run = 0;
            out.push(letter);
        }
    }
    if let (Some(only), 1) = (before, run) {
        out.push(only);
    }
    out
}

/// Empties the index.
pub(crate) fn clear(transaction: &Transaction<'_>) -> Result<()> {
    transaction.execute("INSERT INTO search (search) VALUES ('delete-all')", [])?;
    Ok(())
}

/// Takes an edition out of the index.
pub(crate) fn remove(transaction: &Transaction<'_>, edition: i64) -> Result<()> {
    transaction.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([edition])?;
    Ok(())
}

pub(crate) fn index(transaction: &Transaction<'_>, edition: i64, facts: &Facts, fresh: bool) -> Result<()> {
    if !fresh {
        transaction.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([edition])?;
    }
    transaction
        .prepare_cached("INSERT INTO search (rowid, title, standfirst, body, byline, source, tags) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![
            edition,
            indexed(&facts.title),
            indexed(&facts.standfirst),
            indexed(&facts.body),
            indexed(&facts.byline),
            indexed(&facts.source),
            indexed(&facts.tags.join(" | "))
        ])?;
    Ok(())
}

impl Store {
    /// The best `limit` editions for a query, the best first; with filters alone, the newest first. `body` gives the
    /// words of a version's text, for the snippet.
    pub fn search(&self, query: &Query, limit: usize, words: &dyn Fn(&str) -> String) -> Result<Vec<Hit>> {
        if query.expression.is_empty() && !query.filtered {
            return Ok(Vec::new());
        }
        let (mut clause, values) = edition::clause(&query.filter);
        let mut values: Vec<Value> = values.into_iter().map(Value::Text).collect();
        for (value, sign) in [(query.before, '<'), (query.after, '>')] {
            if let Some(value) = value {
                values.push(Value::Integer(value));
                let equal = if sign == '>' { "=" } else { "" };
                clause.push_str(&format!(" AND coalesce(e.date, e.updated) {sign}{equal} ?{}", values.len()));
            }
        }
        let columns = edition::columns();
        let sql = if query.expression.is_empty() {
            format!("SELECT {columns} FROM edition e WHERE {clause} ORDER BY e.updated DESC, e.path LIMIT {limit}")
        } else {
            values.push(Value::Text(query.expression.clone()));
            // A word in the headline says more of a story than one in its body.
            format!(
                "SELECT {columns} FROM search JOIN edition e ON e.id = search.rowid WHERE search MATCH ?{} AND {clause}
                 ORDER BY bm25(search, 10.0, 4.0, 1.0, 3.0, 2.0, 5.0), e.updated DESC LIMIT {limit}",
                values.len()
            )
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found: Vec<Edition> = statement.query_map(params_from_iter(values), edition::read)?.collect::<rusqlite::Result<_>>()?;
        found
            .into_iter()
            .map(|edition| {
                let text = words(&self.head_text(&edition)?);
                let (snippet, marks) = snippet::snippet(&text, &query.terms);
                Ok(Hit { edition, snippet, marks })
            })
            .collect()
    }
}
