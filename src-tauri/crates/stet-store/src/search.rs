//! Full-text search: folded text in FTS5, queries folded the same way.
//!
//! A search reads a bounded part of the archive, however common its words: where more than [`CANDIDATES`] stories
//! match, those are ranked that came last, together with the latest [`HEADLINES`] that have every word in their
//! headline. Where fewer match, all of them are ranked.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Transaction, params, params_from_iter, types::Value};

use crate::edition::{self, Edition, Facts, Kind};
use crate::query::{Phrase, Query};
use crate::words::{forms, head, indexed};
use crate::{Result, Store, keys, snippet};

/// Stories ranked for one search, at most.
const CANDIDATES: usize = 1_000;
/// Stories ranked beside them because their headline has every word.
const HEADLINES: usize = 200;
/// Letters from which FTS5 has no list of its own for a beginning of words (`prefix` in the table has the shorter ones).
const LONG_PREFIX: usize = 4;
/// Sources that one `source:` filter may mean.
const SOURCES: usize = 400;

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

/// See [`Store::search`].
pub type Words<'a> = dyn Fn(&str, &dyn Fn(&str) -> bool) -> String + 'a;

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
    let (lang, kind, dated): (String, Kind, i64) = transaction
        .prepare_cached("SELECT lang, kind, coalesce(date, updated) FROM edition WHERE id = ?1")?
        .query_row([edition], |row| Ok((row.get(0)?, Kind::read(row.get_ref(1)?.as_str()?), row.get(2)?)))?;
    let tags = facts.tags.join(" | ");
    let columns = [&facts.title, &facts.standfirst, &facts.body, &facts.byline, &facts.source, &tags].map(|text| indexed(text));
    let [title, standfirst, body, byline, source, tags] = &columns;
    transaction
        .prepare_cached(
            "INSERT INTO search (rowid, title, standfirst, body, byline, source, tags, forms, head, keys) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            edition,
            title,
            standfirst,
            body,
            byline,
            source,
            tags,
            forms(columns.iter().map(String::as_str)),
            head(title),
            keys::of(facts, &lang, kind, dated)
        ])?;
    Ok(())
}

/// What a filter asks of the index: groups of keys, of which a story must have one each. `None` where it cannot match.
type Keys = Option<Vec<Vec<String>>>;

impl Store {
    /// The best `limit` editions for a query, the best first; with filters alone, the latest change first. `words`
    /// gives, for the snippet, the words of a version's text from the first piece on that has what was searched for;
    /// it is handed the text, and a test of pieces.
    pub fn search(&self, query: &Query, limit: usize, words: &Words<'_>) -> Result<Vec<Hit>> {
        let found = match (query.wanted.is_empty(), query.filtered) {
            (true, false) => Vec::new(),
            (true, true) => self.filtered(query, limit)?,
            (false, _) => self.ranked(query, limit)?,
        };
        found
            .into_iter()
            .map(|edition| {
                let text = words(&self.head_text(&edition)?, &|piece| snippet::has(piece, &query.terms));
                let (snippet, marks) = snippet::snippet(&text, &query.terms);
                Ok(Hit { edition, snippet, marks })
            })
            .collect()
    }

    fn ranked(&self, query: &Query, limit: usize) -> Result<Vec<Edition>> {
        let Some(keys) = self.keys(query)? else { return Ok(Vec::new()) };
        let wanted = query.wanted.iter().map(|phrase| self.settled(phrase)).collect::<Result<Vec<_>>>()?;
        let newest: i64 = self.connection.prepare_cached("SELECT coalesce(max(id), 0) FROM edition")?.query_row([], |row| row.get(0))?;
        let mut rarities = Vec::new();
        let mut parts = Vec::new();
        for phrase in &wanted {
            let (expression, phrases) = phrase.expression();
            let rarity = if wanted.len() == 1 { 1.0 } else { rarity(self.matching(&expression, newest)?, newest) };
            rarities.extend(std::iter::repeat_n(rarity, phrases));
            parts.push(expression);
        }
        parts.extend(
            keys.iter().map(|group| format!("({})", group.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(" OR "))),
        );
        let without = |parts: &[String]| {
            let wanted = parts.join(" AND ");
            if query.unwanted.is_empty() {
                return wanted;
            }
            let unwanted: Vec<String> = query.unwanted.iter().map(|phrase| phrase.expression().0).collect();
            format!("({wanted}) NOT ({})", unwanted.join(" OR "))
        };
        let mut candidates = self.candidates(&without(&parts), &rarities, CANDIDATES)?;
        if candidates.len() == CANDIDATES {
            parts.extend(wanted.iter().map(|phrase| format!("\"{}\"{}", head(&phrase.words), if phrase.prefix { "*" } else { "" })));
            candidates.extend(self.candidates(&without(&parts), &rarities, HEADLINES)?);
        }
        candidates.sort_by(|one, other| other.1.total_cmp(&one.1).then(other.0.cmp(&one.0)));
        let mut seen = HashSet::new();
        self.let_through(query, candidates.into_iter().map(|(edition, _)| edition).filter(|edition| seen.insert(*edition)), limit)
    }

    /// A word that is being typed is taken as it stands where it is a common word already: the longer words that begin
    /// with it would be read only to be outnumbered.
    fn settled(&self, phrase: &Phrase) -> Result<Phrase> {
        let mut settled = phrase.clone();
        if phrase.prefix && phrase.letters() >= LONG_PREFIX {
            settled.prefix = false;
            let (expression, _) = settled.expression();
            let there = self
                .connection
                .prepare_cached("SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT ?2)")?
                .query_row(params![expression, CANDIDATES as i64], |row| row.get::<_, i64>(0))?;
            settled.prefix = (there as usize) < CANDIDATES;
        }
        Ok(settled)
    }

    /// About how many editions match: counted where they are few, worked out from the latest where they are many.
    fn matching(&self, expression: &str, newest: i64) -> Result<f64> {
        let (count, oldest): (i64, i64) = self
            .connection
            .prepare_cached("SELECT count(*), coalesce(min(rowid), 0) FROM (SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT ?2)")?
            .query_row(params![expression, CANDIDATES as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if (count as usize) < CANDIDATES {
            return Ok(count as f64);
        }
        Ok(count as f64 * newest as f64 / (newest - oldest + 1).max(1) as f64)
    }

    fn candidates(&self, expression: &str, rarities: &[f64], limit: usize) -> Result<Vec<(i64, f64)>> {
        let rarities: Vec<u8> = rarities.iter().flat_map(|rarity| rarity.to_le_bytes()).collect();
        let mut statement = self
            .connection
            .prepare_cached("SELECT rowid, fit(search, ?2) FROM search WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT ?3")?;
        let rows = statement.query_map(params![expression, rarities, limit as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The first `limit` of some editions that the query's filters let through.
    fn let_through(&self, query: &Query, editions: impl Iterator<Item = i64>, limit: usize) -> Result<Vec<Edition>> {
        let (clause, mut values) = clause(query);
        values.push(Value::Integer(0));
        let sql = format!("SELECT {} FROM edition e WHERE e.id = ?{} AND {clause}", edition::columns(), values.len());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut out = Vec::new();
        for id in editions {
            if out.len() == limit {
                break;
            }
            if let Some(last) = values.last_mut() {
                *last = Value::Integer(id);
            }
            out.extend(statement.query_row(params_from_iter(values.iter()), edition::read).optional()?);
        }
        Ok(out)
    }

    /// Editions for filters alone, the latest change first: those that the index names where they are few, and a walk
    /// from the latest change where they are many and one soon has enough.
    fn filtered(&self, query: &Query, limit: usize) -> Result<Vec<Edition>> {
        let Some(keys) = self.keys(query)? else { return Ok(Vec::new()) };
        if !keys.is_empty() {
            let groups =
                keys.iter().map(|group| format!("({})", group.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(" OR ")));
            let few = self.candidates(&groups.collect::<Vec<_>>().join(" AND "), &[], CANDIDATES)?;
            if few.len() < CANDIDATES {
                let mut found = self.let_through(query, few.into_iter().map(|(edition, _)| edition), usize::MAX)?;
                found.sort_by(|one, other| other.updated.cmp(&one.updated).then_with(|| one.path.cmp(&other.path)));
                found.truncate(limit);
                return Ok(found);
            }
        }
        let (clause, values) = clause(query);
        let sql = format!("SELECT {} FROM edition e WHERE {clause} ORDER BY e.updated DESC, e.path LIMIT {limit}", edition::columns());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), edition::read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn keys(&self, query: &Query) -> Result<Keys> {
        let filter = &query.filter;
        let mut out = Vec::new();
        out.extend(filter.lang.as_deref().map(|lang| vec![keys::lang_key(lang)]));
        out.extend(filter.state.as_deref().map(|state| vec![keys::state_key(state)]));
        out.extend(filter.section.as_deref().map(|path| vec![keys::section_key(path)]));
        out.extend(filter.tag.as_deref().map(|name| vec![keys::tag_key(name)]));
        if let Some(part) = &filter.source {
            let part = stet_core::fold::fold(part);
            let known = self.source_names()?;
            let meant: Vec<String> =
                known.iter().filter(|name| stet_core::fold::fold(name).contains(&part)).map(|name| keys::source_key(name)).collect();
            match meant.len() {
                0 => return Ok(None),
                // So many that they narrow nothing down: the rows themselves are asked.
                many if many > SOURCES => {}
                _ => out.push(meant),
            }
        }
        if query.before.is_some() || query.after.is_some() {
            match self.day_keys(query.after, query.before)? {
                Some(days) => out.push(days),
                None => return Ok(None),
            }
        }
        Ok(Some(out))
    }

    fn day_keys(&self, after: Option<i64>, before: Option<i64>) -> Result<Option<Vec<String>>> {
        let bound = |order: &str| -> Result<Option<i64>> {
            let sql = format!(
                "SELECT coalesce(date, updated) FROM edition WHERE removed IS NULL ORDER BY coalesce(date, updated) {order} LIMIT 1"
            );
            Ok(self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0)).optional()?)
        };
        let (Some(first), Some(last)) = (bound("ASC")?, bound("DESC")?) else { return Ok(None) };
        let from = keys::day(after.unwrap_or(first).max(first));
        let to = match before {
            // `before:` names a day that is not in it any more.
            Some(before) if before <= last => keys::day(before),
            _ => keys::day(last).and_then(|day| day.tomorrow().ok()),
        };
        let days = from.zip(to).map(|(from, to)| keys::days(from, to)).filter(|days| !days.is_empty());
        Ok(days)
    }

    /// Every source's name once. Steps from name to name in the index and so costs the same in a large archive.
    fn source_names(&self) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(
            "WITH RECURSIVE names (name) AS (
                SELECT (SELECT source FROM edition WHERE removed IS NULL AND source > '' ORDER BY source LIMIT 1)
                UNION ALL
                SELECT (SELECT source FROM edition WHERE removed IS NULL AND source > name ORDER BY source LIMIT 1) FROM names WHERE name IS NOT NULL
             ) SELECT name FROM names WHERE name IS NOT NULL",
        )?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// How much a word says of a story that has it, by how many of all have it (BM25's inverse document frequency).
fn rarity(matching: f64, all: i64) -> f64 {
    let all = (all as f64).max(matching);
    (1.0 + (all - matching + 0.5) / (matching + 0.5)).ln()
}

fn clause(query: &Query) -> (String, Vec<Value>) {
    let (mut clause, values) = edition::clause(&query.filter);
    let mut values: Vec<Value> = values.into_iter().map(Value::Text).collect();
    for (value, sign) in [(query.before, "<"), (query.after, ">=")] {
        if let Some(value) = value {
            values.push(Value::Integer(value));
            clause.push_str(&format!(" AND coalesce(e.date, e.updated) {sign} ?{}", values.len()));
        }
    }
    (clause, values)
}

#[cfg(test)]
mod tests;
