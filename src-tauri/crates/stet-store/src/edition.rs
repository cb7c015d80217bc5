//! Editions: the rows behind every list, and the head each one is at.

use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};

use crate::version::{self, Hash, NewVersion, Reason, VersionId};
use crate::{Result, Store, StoreError, journal, search};

/// A story, or a standing page such as "About".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// News.
    Story,
    /// A standing page.
    Page,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Story => "story",
            Kind::Page => "page",
        }
    }

    pub(crate) fn read(word: &str) -> Kind {
        if word == "page" { Kind::Page } else { Kind::Story }
    }
}

/// What the store keeps beside the text, so that lists and filters need not read it. Worked out by the caller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The slug the edition goes by.
    pub slug: String,
    /// Headline.
    pub title: String,
    /// Section path, empty for none.
    pub section: String,
    /// Editorial state's word.
    pub state: String,
    /// Source's name, empty for none.
    pub source: String,
    /// Display names of tags.
    pub tags: Vec<String>,
    /// Date of publication, milliseconds.
    pub date: Option<i64>,
    /// Words in the body.
    pub words: u32,
    /// Why the file cannot be read, where it cannot.
    pub fault: Option<String>,
    /// Standfirst, for the index.
    pub standfirst: String,
    /// Names in the byline, for the index.
    pub byline: String,
    /// The body as a reader sees it, for the index.
    pub body: String,
}

/// One edition as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Row id, stable within this store only.
    pub id: i64,
    /// The story's id.
    pub story: String,
    /// Language.
    pub lang: String,
    /// Story or page.
    pub kind: Kind,
    /// Mirror file, from the newsroom's root.
    pub path: String,
    /// Slug it goes by.
    pub slug: String,
    /// Headline.
    pub title: String,
    /// Section path, empty for none.
    pub section: String,
    /// Editorial state's word.
    pub state: String,
    /// Source's name, empty for none.
    pub source: String,
    /// Date of publication, milliseconds.
    pub date: Option<i64>,
    /// When the head changed, milliseconds.
    pub updated: i64,
    /// Words in the body.
    pub words: u32,
    /// Why the file cannot be read, where it cannot.
    pub fault: Option<String>,
    /// The version the working copy is at.
    pub head: VersionId,
    /// What the mirror file is known to hold; `None` while it has not been written.
    pub mirror: Option<Hash>,
    /// Whether two sides of it wait for a decision; the mirror file then holds the other side.
    pub conflict: bool,
}

/// A new edition with its first version.
pub struct NewEdition<'a> {
    /// The story's id.
    pub story: &'a str,
    /// Language.
    pub lang: &'a str,
    /// Story or page.
    pub kind: Kind,
    /// Mirror file, from the newsroom's root.
    pub path: &'a str,
    /// The file's text.
    pub text: &'a str,
    /// What lists need.
    pub facts: &'a Facts,
    /// Whether the mirror file already holds this text.
    pub on_disk: bool,
    /// When, milliseconds.
    pub at: i64,
    /// By whom.
    pub author: &'a str,
    /// Why.
    pub reason: Reason,
}

/// Which editions a list shows. Empty fields do not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Story or page.
    pub kind: Option<Kind>,
    /// Language.
    pub lang: Option<String>,
    /// Section path; sections inside it count.
    pub section: Option<String>,
    /// State's word.
    pub state: Option<String>,
    /// Tag's display name, in any case, with blanks or `_` or `-` between its words.
    pub tag: Option<String>,
    /// Source's name or a part of it.
    pub source: Option<String>,
    /// Story id.
    pub story: Option<String>,
    /// At most so many; 0 for all.
    pub limit: usize,
    /// After so many.
    pub offset: usize,
    /// In which order.
    pub order: Order,
}

/// Order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// What changed last comes first.
    #[default]
    Updated,
    /// By path: the same on every machine.
    Path,
}

const COLUMNS: &str = "e.id, e.story, e.lang, e.kind, e.path, e.slug, e.title, e.section, e.state, e.source, e.date, e.updated, e.words, e.fault, e.head, e.mirror, EXISTS (SELECT 1 FROM conflict WHERE conflict.edition = e.id)";

pub(crate) fn columns() -> &'static str {
    COLUMNS
}

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Edition> {
    let mirror: Option<Vec<u8>> = row.get(15)?;
    Ok(Edition {
        id: row.get(0)?,
        story: row.get(1)?,
        lang: row.get(2)?,
        kind: Kind::read(row.get_ref(3)?.as_str()?),
        path: row.get(4)?,
        slug: row.get(5)?,
        title: row.get(6)?,
        section: row.get(7)?,
        state: row.get(8)?,
        source: row.get(9)?,
        date: row.get(10)?,
        updated: row.get(11)?,
        words: row.get(12)?,
        fault: row.get(13)?,
        head: Hash::from_blob(row.get_ref(14)?.as_blob()?)?,
        mirror: mirror.as_deref().map(Hash::from_blob).transpose()?,
        conflict: row.get(16)?,
    })
}

pub(crate) fn insert(transaction: &Transaction<'_>, new: &NewEdition<'_>) -> Result<(i64, VersionId)> {
    // A name that only a removed story had is free.
    let removed: Option<i64> = transaction
        .prepare_cached("SELECT id FROM edition WHERE path = ?1 AND removed IS NOT NULL")?
        .query_row([new.path], |row| row.get(0))
        .optional()?;
    if removed.is_some() {
        vacate(transaction, new.path, 0)?;
    }
    let mirror = new.on_disk.then(|| version::hash(new.text.as_bytes()).0);
    transaction
        .prepare_cached(
            "INSERT INTO edition (story, lang, kind, path, slug, title, section, state, source, date, updated, words, fault, head, mirror)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, zeroblob(32), ?14)",
        )?
        .execute(params![
            new.story,
            new.lang,
            new.kind.as_str(),
            new.path,
            new.facts.slug,
            new.facts.title,
            new.facts.section,
            new.facts.state,
            new.facts.source,
            new.facts.date,
            new.at,
            new.facts.words,
            new.facts.fault,
            mirror
        ])?;
    let edition = transaction.last_insert_rowid();
    let head = version::insert(
        transaction,
        &NewVersion {
            edition,
            story: new.story,
            lang: new.lang,
            text: new.text,
            parents: &[],
            at: new.at,
            author: new.author,
            reason: new.reason,
        },
    )?;
    transaction.prepare_cached("UPDATE edition SET head = ?2 WHERE id = ?1")?.execute(params![edition, head.0])?;
    side_tables(transaction, edition, new.facts, true)?;
    Ok((edition, head))
}

pub(crate) fn side_tables(transaction: &Transaction<'_>, edition: i64, facts: &Facts, fresh: bool) -> Result<()> {
    if !fresh {
        transaction.prepare_cached("DELETE FROM edition_tag WHERE edition = ?1")?.execute([edition])?;
    }
    for (position, name) in facts.tags.iter().enumerate() {
        transaction
            .prepare_cached("INSERT INTO edition_tag (edition, position, name, slug) VALUES (?1, ?2, ?3, slug(?3))")?
            .execute(params![edition, position as i64, name])?;
    }
    search::index(transaction, edition, facts, fresh)
}

/// Writes what lists and search need of an edition, its head and dates of change apart.
pub(crate) fn refresh(transaction: &Transaction<'_>, edition: i64, facts: &Facts) -> Result<()> {
    transaction
        .prepare_cached(
            "UPDATE edition SET slug = ?2, title = ?3, section = ?4, state = ?5, source = ?6, date = ?7, words = ?8, fault = ?9 WHERE id = ?1",
        )?
        .execute(params![
            edition,
            facts.slug,
            facts.title,
            facts.section,
            facts.state,
            facts.source,
            facts.date,
            facts.words,
            facts.fault
        ])?;
    side_tables(transaction, edition, facts, false)
}

/// Where an edition's file is now.
pub struct Place<'a> {
    /// Row id of the edition.
    pub edition: i64,
    /// Mirror file, from the newsroom's root.
    pub path: &'a str,
    /// Language that the path says.
    pub lang: &'a str,
    /// What lists and the index need.
    pub facts: &'a Facts,
}

/// A path that no file has: where a row waits whose place is taken.
fn aside(edition: i64) -> String {
    format!(".stet/removed/{edition}.md")
}

/// Takes a row other than `edition` away from a path. Nothing else of it changes.
fn vacate(transaction: &Transaction<'_>, path: &str, edition: i64) -> Result<()> {
    let there: Option<i64> = transaction
        .prepare_cached("SELECT id FROM edition WHERE path = ?1 AND id <> ?2")?
        .query_row(params![path, edition], |row| row.get(0))
        .optional()?;
    if let Some(other) = there {
        transaction.prepare_cached("UPDATE edition SET path = ?2 WHERE id = ?1")?.execute(params![other, aside(other)])?;
    }
    Ok(())
}

/// A new version on top of an edition's head.
pub(crate) struct Advance<'a> {
    pub edition: i64,
    pub text: &'a str,
    pub facts: &'a Facts,
    pub parents: &'a [VersionId],
    pub at: i64,
    pub author: &'a str,
    pub reason: Reason,
}

/// The head of an edition.
pub(crate) fn head(transaction: &Transaction<'_>, edition: i64) -> Result<Option<VersionId>> {
    Ok(transaction
        .prepare_cached("SELECT head FROM edition WHERE id = ?1")?
        .query_row([edition], |row| Hash::from_blob(row.get_ref(0)?.as_blob()?))
        .optional()?)
}

/// Notes what the mirror file holds. What the file system said of it before says nothing any more.
pub(crate) fn mirrored(transaction: &Transaction<'_>, edition: i64, hash: &Hash) -> Result<()> {
    transaction
        .prepare_cached("UPDATE edition SET mirror = ?2, seen = NULL, removed = NULL WHERE id = ?1")?
        .execute(params![edition, hash.0])?;
    Ok(())
}

/// Makes a version and moves the head to it; tags and index are [`side_tables`]'s.
pub(crate) fn advance(transaction: &Transaction<'_>, change: &Advance<'_>) -> Result<VersionId> {
    let (story, lang): (String, String) = transaction
        .prepare_cached("SELECT story, lang FROM edition WHERE id = ?1")?
        .query_row([change.edition], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let head = version::insert(
        transaction,
        &NewVersion {
            edition: change.edition,
            story: &story,
            lang: &lang,
            text: change.text,
            parents: change.parents,
            at: change.at,
            author: change.author,
            reason: change.reason,
        },
    )?;
    let facts = change.facts;
    transaction
        .prepare_cached(
            "UPDATE edition SET slug = ?2, title = ?3, section = ?4, state = ?5, source = ?6, date = ?7, updated = ?8, words = ?9, fault = ?10, head = ?11, removed = NULL WHERE id = ?1",
        )?
        .execute(params![
            change.edition, facts.slug, facts.title, facts.section, facts.state, facts.source, facts.date, change.at, facts.words, facts.fault, head.0
        ])?;
    Ok(head)
}

impl Store {
    /// Adds editions, all or none; gives their row ids and first versions.
    pub fn add(&mut self, new: &[NewEdition<'_>]) -> Result<Vec<(i64, VersionId)>> {
        let transaction = self.connection.transaction()?;
        let out = new.iter().map(|new| insert(&transaction, new)).collect::<Result<Vec<_>>>()?;
        transaction.commit()?;
        Ok(out)
    }

    /// Makes a new version of an edition on top of `base` and moves its head there; drops the journal up to `through`.
    ///
    /// Errors: [`StoreError::Stale`] where the head is no longer `base`; nothing is written then.
    #[expect(clippy::too_many_arguments, reason = "one row of a table, written in one place")]
    pub fn save(
        &mut self,
        edition: i64,
        base: VersionId,
        text: &str,
        facts: &Facts,
        at: i64,
        author: &str,
        reason: Reason,
        through: Option<i64>,
    ) -> Result<VersionId> {
        self.save_with_parents(edition, base, &[base], text, facts, at, author, reason, through)
    }

    /// As [`Store::save`], naming every parent (a merge has two).
    #[expect(clippy::too_many_arguments, reason = "one row of a table, written in one place")]
    pub fn save_with_parents(
        &mut self,
        edition: i64,
        base: VersionId,
        parents: &[VersionId],
        text: &str,
        facts: &Facts,
        at: i64,
        author: &str,
        reason: Reason,
        through: Option<i64>,
    ) -> Result<VersionId> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        match head(&transaction, edition)? {
            None => return Err(StoreError::Missing("edition")),
            Some(head) if head != base => return Err(StoreError::Stale),
            Some(_) => {}
        }
        let head = advance(&transaction, &Advance { edition, text, facts, parents, at, author, reason })?;
        side_tables(&transaction, edition, facts, false)?;
        if let Some(through) = through {
            journal::take(&transaction, edition, through, &head)?;
        }
        transaction.commit()?;
        Ok(head)
    }

    /// Keeps a text as a version beside the head, which stays where it is: the other side of a conflict, or an
    /// import over a draft that has been edited since.
    pub fn keep_beside(
        &mut self,
        edition: i64,
        parents: &[VersionId],
        text: &str,
        at: i64,
        author: &str,
        reason: Reason,
    ) -> Result<VersionId> {
        let transaction = self.connection.transaction()?;
        let (story, lang): (String, String) =
            transaction.query_row("SELECT story, lang FROM edition WHERE id = ?1", [edition], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let id = version::insert(&transaction, &NewVersion { edition, story: &story, lang: &lang, text, parents, at, author, reason })?;
        transaction.commit()?;
        Ok(id)
    }

    /// Notes what the mirror file holds now, for many editions at once.
    pub fn mirrored(&mut self, files: &[(i64, Hash)]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for (edition, hash) in files {
            mirrored(&transaction, *edition, hash)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Notes that an edition's file is at another path now, and the slug it goes by there.
    pub fn moved(&mut self, edition: i64, path: &str, lang: &str, slug: &str) -> Result<()> {
        let transaction = self.connection.transaction()?;
        vacate(&transaction, path, edition)?;
        transaction
            .prepare_cached("UPDATE edition SET path = ?2, lang = ?3, slug = ?4, seen = NULL, removed = NULL WHERE id = ?1")?
            .execute(params![edition, path, lang, slug])?;
        transaction.commit()?;
        Ok(())
    }

    /// Notes where the files of several editions are now, all or none. They may change places among themselves. A
    /// removed edition that is placed is back in lists and index; one whose place is taken keeps its history.
    pub fn placed(&mut self, places: &[Place<'_>]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        // No two rows have one path, not even on the way.
        for place in places {
            transaction
                .prepare_cached("UPDATE edition SET path = ?2 WHERE id = ?1")?
                .execute(params![place.edition, aside(place.edition)])?;
        }
        for place in places {
            vacate(&transaction, place.path, place.edition)?;
            // What the index holds of an edition that was removed is gone, and it holds the language too.
            let anew: bool = transaction
                .prepare_cached("SELECT removed IS NOT NULL OR lang <> ?2 FROM edition WHERE id = ?1")?
                .query_row(params![place.edition, place.lang], |row| row.get(0))?;
            transaction
                .prepare_cached("UPDATE edition SET path = ?2, lang = ?3, slug = ?4, seen = NULL, removed = NULL WHERE id = ?1")?
                .execute(params![place.edition, place.path, place.lang, place.facts.slug])?;
            if anew {
                side_tables(&transaction, place.edition, place.facts, false)?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Notes that the files of some editions went away, of all or none. Their versions stay; they leave every list and
    /// the index.
    pub fn removed(&mut self, editions: &[i64], at: i64) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for edition in editions {
            transaction.prepare_cached("UPDATE edition SET removed = ?2 WHERE id = ?1")?.execute(params![edition, at])?;
            transaction.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([edition])?;
            transaction.prepare_cached("DELETE FROM edition_tag WHERE edition = ?1")?.execute([edition])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The editions whose file is at a path or below it.
    pub fn editions_under(&self, path: &str) -> Result<Vec<Edition>> {
        // `0` is the letter after `/`.
        let sql = format!(
            "SELECT {COLUMNS} FROM edition e WHERE e.removed IS NULL AND (e.path = ?1 OR (e.path > ?1 || '/' AND e.path < ?1 || '0')) ORDER BY e.path"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([path], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The editions whose file went away, the latest first.
    pub fn gone(&self) -> Result<Vec<Edition>> {
        let sql = format!("SELECT {COLUMNS} FROM edition e WHERE e.removed IS NOT NULL ORDER BY e.removed DESC, e.path");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The editions whose file holds another text than their head, as far as is known.
    pub fn behind(&self) -> Result<Vec<Edition>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM edition e JOIN version v ON v.id = e.head WHERE e.removed IS NULL AND e.mirror IS NOT NULL AND e.mirror <> v.content ORDER BY e.path"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The editions a filter lets through.
    pub fn editions(&self, filter: &Filter) -> Result<Vec<Edition>> {
        let (clause, values) = clause(filter);
        let order = match filter.order {
            Order::Updated => "e.updated DESC, e.path",
            Order::Path => "e.path",
        };
        let limit = if filter.limit == 0 { -1 } else { filter.limit as i64 };
        // Which rows is asked first and of an index alone, so that a place far down the list is soon found.
        let sql = format!(
            "SELECT {COLUMNS} FROM (SELECT e.id FROM edition e WHERE {clause} ORDER BY {order} LIMIT {limit} OFFSET {}) page
             CROSS JOIN edition e ON e.id = page.id ORDER BY {order}",
            filter.offset
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many editions a filter lets through, its limit apart.
    pub fn count(&self, filter: &Filter) -> Result<usize> {
        let (clause, values) = clause(filter);
        let mut statement = self.connection.prepare_cached(&format!("SELECT count(*) FROM edition e WHERE {clause}"))?;
        Ok(statement.query_row(params_from_iter(values), |row| row.get::<_, i64>(0))? as usize)
    }

    /// The edition of a row id.
    pub fn edition(&self, id: i64) -> Result<Option<Edition>> {
        let sql = format!("SELECT {COLUMNS} FROM edition e WHERE e.id = ?1 AND e.removed IS NULL");
        Ok(self.connection.prepare_cached(&sql)?.query_row([id], read).optional()?)
    }

    /// The edition whose mirror file is at a path, removed ones too.
    pub fn edition_at(&self, path: &str) -> Result<Option<Edition>> {
        let sql = format!("SELECT {COLUMNS} FROM edition e WHERE e.path = ?1");
        Ok(self.connection.prepare_cached(&sql)?.query_row([path], read).optional()?)
    }

    /// The editions that go by a slug, in one language or in any.
    pub fn editions_by_slug(&self, lang: Option<&str>, slug: &str) -> Result<Vec<Edition>> {
        // Two questions: one that asks for either would use no index.
        let of_lang = if lang.is_some() { "e.lang = ?2" } else { "?2 IS NULL" };
        let sql = format!("SELECT {COLUMNS} FROM edition e WHERE e.slug = ?1 AND {of_lang} AND e.removed IS NULL ORDER BY +e.path");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![slug, lang], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The text of an edition's head.
    pub fn head_text(&self, edition: &Edition) -> Result<String> {
        self.version_text(&edition.head)
    }

    /// Tags in use with how many editions carry each, the most used first.
    pub fn tags(&self) -> Result<Vec<(String, usize)>> {
        self.tally("SELECT name, count(*) AS n FROM edition_tag GROUP BY name ORDER BY n DESC, name")
    }

    /// Sources in use with how many editions name each, the most used first.
    pub fn sources(&self) -> Result<Vec<(String, usize)>> {
        self.tally(
            "SELECT source, count(*) AS n FROM edition WHERE removed IS NULL AND source <> '' GROUP BY source ORDER BY n DESC, source",
        )
    }

    /// Sections in use with how many editions each has.
    pub fn sections(&self) -> Result<Vec<(String, usize)>> {
        self.tally(
            "SELECT section, count(*) AS n FROM edition WHERE removed IS NULL AND section <> '' GROUP BY section ORDER BY n DESC, section",
        )
    }

    fn tally(&self, sql: &str) -> Result<Vec<(String, usize)>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The `WHERE` of a filter and its values.
pub(crate) fn clause(filter: &Filter) -> (String, Vec<String>) {
    let mut parts = vec!["e.removed IS NULL".to_owned()];
    let mut values: Vec<String> = Vec::new();
    let mut push = |sql: &str, value: &str| {
        values.push(value.to_owned());
        parts.push(sql.replace('?', &format!("?{}", values.len())));
    };
    if let Some(kind) = filter.kind {
        push("e.kind = ?", kind.as_str());
    }
    if let Some(lang) = &filter.lang {
        push("e.lang = ?", lang);
    }
    if let Some(section) = &filter.section {
        push("(e.section = ? OR substr(e.section, 1, length(?) + 1) = ? || '/')", section);
    }
    if let Some(state) = &filter.state {
        push("e.state = ?", state);
    }
    if let Some(tag) = &filter.tag {
        push("e.id IN (SELECT t.edition FROM edition_tag t WHERE t.slug = slug(?))", tag);
    }
    if let Some(source) = &filter.source {
        push("instr(folded(e.source), folded(?)) > 0", source);
    }
    if let Some(story) = &filter.story {
        push("e.story = ?", story);
    }
    (parts.join(" AND "), values)
}
