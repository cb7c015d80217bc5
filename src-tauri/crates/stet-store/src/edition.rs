//! Editions: the rows behind every list, and the head each one is at.

use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};

use crate::version::{self, Hash, NewVersion, Reason, VersionId};
use crate::{Result, Store, StoreError, search};

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

const COLUMNS: &str = "e.id, e.story, e.lang, e.kind, e.path, e.slug, e.title, e.section, e.state, e.source, e.date, e.updated, e.words, e.fault, e.head, e.mirror";

pub(crate) fn columns() -> &'static str {
    COLUMNS
}

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Edition> {
    let mirror: Option<Vec<u8>> = row.get(15)?;
    Ok(Edition {
        id: row.get(0)?,
        story: row.get(1)?,
        lang: row.get(2)?,
        kind: if row.get_ref(3)?.as_str()? == "page" { Kind::Page } else { Kind::Story },
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
    })
}

pub(crate) fn insert(transaction: &Transaction<'_>, new: &NewEdition<'_>) -> Result<(i64, VersionId)> {
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

fn side_tables(transaction: &Transaction<'_>, edition: i64, facts: &Facts, fresh: bool) -> Result<()> {
    if !fresh {
        transaction.prepare_cached("DELETE FROM edition_tag WHERE edition = ?1")?.execute([edition])?;
    }
    for (position, name) in facts.tags.iter().enumerate() {
        transaction.prepare_cached("INSERT INTO edition_tag (edition, position, name) VALUES (?1, ?2, ?3)")?.execute(params![
            edition,
            position as i64,
            name
        ])?;
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
    side_tables(transaction, change.edition, facts, false)?;
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
        let head: Option<Hash> = transaction
            .prepare_cached("SELECT head FROM edition WHERE id = ?1")?
            .query_row([edition], |row| Hash::from_blob(row.get_ref(0)?.as_blob()?))
            .optional()?;
        match head {
            None => return Err(StoreError::Missing("edition")),
            Some(head) if head != base => return Err(StoreError::Stale),
            Some(_) => {}
        }
        let head = advance(&transaction, &Advance { edition, text, facts, parents, at, author, reason })?;
        if let Some(through) = through {
            transaction.prepare_cached("DELETE FROM journal WHERE edition = ?1 AND seq <= ?2")?.execute([edition, through])?;
            transaction.prepare_cached("UPDATE journal SET base = ?2 WHERE edition = ?1")?.execute(params![edition, head.0])?;
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
            transaction
                .prepare_cached("UPDATE edition SET mirror = ?2, removed = NULL WHERE id = ?1")?
                .execute(params![edition, hash.0])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Notes that an edition's file is at another path now, and the slug it goes by there.
    pub fn moved(&mut self, edition: i64, path: &str, lang: &str, slug: &str) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE edition SET path = ?2, lang = ?3, slug = ?4, removed = NULL WHERE id = ?1")?
            .execute(params![edition, path, lang, slug])?;
        Ok(())
    }

    /// Notes that an edition's file went away. Its versions stay; it leaves every list and the index.
    pub fn removed(&mut self, edition: i64, at: i64) -> Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute("UPDATE edition SET removed = ?2 WHERE id = ?1", params![edition, at])?;
        transaction.execute("DELETE FROM search WHERE rowid = ?1", [edition])?;
        transaction.commit()?;
        Ok(())
    }

    /// The editions a filter lets through.
    pub fn editions(&self, filter: &Filter) -> Result<Vec<Edition>> {
        let (clause, values) = clause(filter);
        let order = match filter.order {
            Order::Updated => "e.updated DESC, e.path",
            Order::Path => "e.path",
        };
        let limit = if filter.limit == 0 { -1 } else { filter.limit as i64 };
        let sql = format!("SELECT {COLUMNS} FROM edition e WHERE {clause} ORDER BY {order} LIMIT {limit} OFFSET {}", filter.offset);
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
        let sql = format!(
            "SELECT {COLUMNS} FROM edition e WHERE e.slug = ?1 AND (?2 IS NULL OR e.lang = ?2) AND e.removed IS NULL ORDER BY e.path"
        );
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
        self.tally("SELECT t.name, count(*) AS n FROM edition_tag t JOIN edition e ON e.id = t.edition WHERE e.removed IS NULL GROUP BY t.name ORDER BY n DESC, t.name")
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
        push("EXISTS (SELECT 1 FROM edition_tag t WHERE t.edition = e.id AND slug(t.name) = slug(?))", tag);
    }
    if let Some(source) = &filter.source {
        push("instr(folded(e.source), folded(?)) > 0", source);
    }
    if let Some(story) = &filter.story {
        push("e.story = ?", story);
    }
    (parts.join(" AND "), values)
}
