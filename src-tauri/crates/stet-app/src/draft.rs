//! Drafts that are open: what is typed, where it is safe, and how it becomes a version and a file.

use std::fs;

use stet_core::merge::{Merged, merge};
use stet_core::{Article, Draft, lang, slug, words};
use stet_store::{Edition, Entry, Filter, Hash, Kind, NewEdition, Reason, StoreError, VersionId, hash};

use crate::wire::{
    Changed, CheckResult, DraftView, EditDraft, EditionRef, Event, Fields, Journalled, NewDraft, Operation, ProblemView, SaveDraft, Saved,
    SetAsideView, Sibling,
};
use crate::{App, Fault, Room, clock, facts, fields, mirror, stories, sync};

/// A draft that is open: its base version and what was typed on top.
#[derive(Debug, Clone)]
pub struct Session {
    /// The version the text is based on.
    pub base: VersionId,
    draft: Draft,
    was: Article,
    fields: Fields,
    body: String,
    /// Number of the last journalled operation.
    pub seq: i64,
    revision: u32,
    /// The body before somebody else changed it, for operations still under way.
    parted: Option<(u32, String)>,
    recovered: bool,
}

impl Session {
    fn new(base: VersionId, text: String) -> Result<Session, Fault> {
        let draft = Draft::new(text);
        let was = draft.article().map_err(|error| {
            Fault::new(
                "front-matter",
                format!("{error}."),
                "Mend that line in a text editor; Stet shows the file but changes nothing in it.",
            )
        })?;
        Ok(Session {
            base,
            fields: fields::from_article(&was),
            body: was.body.clone(),
            draft,
            was,
            seq: 0,
            revision: 1,
            parted: None,
            recovered: false,
        })
    }

    /// The article as it stands.
    pub fn article(&self) -> Article {
        fields::to_article(&self.fields, &self.body, &self.was)
    }

    /// The file's text as it stands.
    pub fn text(&self) -> String {
        let mut draft = self.draft.clone();
        match draft.apply(&self.article()) {
            Ok(()) => draft.into_text(),
            // The front matter was readable when the session began, so this cannot be; the base text loses nothing.
            Err(_) => self.draft.text().to_owned(),
        }
    }

    /// Whether anything was typed that the base version does not hold.
    pub fn is_dirty(&self) -> bool {
        self.body != self.was.body || self.article() != self.was
    }

    fn apply(&mut self, operation: &Operation) -> Result<(), Fault> {
        match operation {
            Operation::Fields { fields } => self.fields = fields.clone(),
            Operation::Splice { at, remove, insert } => splice(&mut self.body, *at, *remove, insert)?,
        }
        Ok(())
    }

    /// Puts the session on another base, because the text changed otherwise than by typing.
    pub(crate) fn retarget(&mut self, base: VersionId, text: &str) {
        if let Ok(mut next) = Session::new(base, text.to_owned()) {
            let body_moved = next.body != self.body;
            next.seq = self.seq;
            next.revision = self.revision + u32::from(body_moved || next.fields != self.fields);
            next.parted = if body_moved { Some((self.revision, std::mem::take(&mut self.body))) } else { self.parted.take() };
            *self = next;
        }
    }

    /// Puts the session on the version just made of `text`, keeping what was typed since.
    fn rebase(&mut self, base: VersionId, text: String) {
        let draft = Draft::new(text);
        if let Ok(was) = draft.article() {
            self.base = base;
            self.was = was;
            self.draft = draft;
            self.recovered = false;
        }
    }
}

/// Replaces UTF-16 code units `at..at + remove` of a text.
pub(crate) fn splice(text: &mut String, at: u32, remove: u32, insert: &str) -> Result<(), Fault> {
    let outside = || Fault::new("splice", "The edit does not fit the text.", "Open the draft again; nothing was changed.");
    let start = byte_of(text, 0, at).ok_or_else(outside)?;
    let end = byte_of(text, start, remove).ok_or_else(outside)?;
    text.replace_range(start..end, insert);
    Ok(())
}

/// The byte that lies `units` UTF-16 code units after the byte `from`. `None` past the end or inside a letter.
fn byte_of(text: &str, from: usize, units: u32) -> Option<usize> {
    let rest = text.get(from..)?;
    if rest.len() >= units as usize && rest.as_bytes()[..units as usize].is_ascii() {
        return Some(from + units as usize);
    }
    let mut left = units as usize;
    for (at, letter) in rest.char_indices() {
        if left == 0 {
            return Some(from + at);
        }
        left = left.checked_sub(letter.len_utf16())?;
    }
    (left == 0).then_some(text.len())
}

/// Opens an edition; work that a crash left in the journal is put back.
pub fn open(room: &Room, id: i64) -> Result<DraftView, Fault> {
    let edition = room.edition(id)?;
    ensure_session(room, &edition)?;
    view(room, &edition)
}

fn ensure_session(room: &Room, edition: &Edition) -> Result<(), Fault> {
    if edition.fault.is_some() || room.sessions().contains_key(&edition.id) {
        return Ok(());
    }
    let entries = room.store().journalled(edition.id)?;
    let session = match entries.first() {
        None => Session::new(edition.head, room.store().head_text(edition)?)?,
        Some(first) => recover(room, edition, first.base, &entries)?,
    };
    room.sessions().insert(edition.id, session);
    Ok(())
}

/// Replays a journal on the version it was typed on. Where the head has moved on since, both are merged, and the
/// journalled text is a version of its own first.
fn recover(room: &Room, edition: &Edition, base: VersionId, entries: &[Entry]) -> Result<Session, Fault> {
    let mut session = Session::new(base, room.store().version_text(&base)?)?;
    for entry in entries {
        let operation: Operation = serde_json::from_str(&entry.operation).map_err(|error| Fault::wire("journal", &error))?;
        session.apply(&operation)?;
        session.seq = entry.seq;
    }
    session.recovered = session.is_dirty();
    if base != edition.head {
        let (typed, head) = (session.text(), room.store().head_text(edition)?);
        let base_text = room.store().version_text(&base)?;
        let at = entries.last().map_or_else(clock::now, |entry| entry.at);
        let beside = room.store().keep_beside(edition.id, &[base], &typed, at, &room.author, Reason::Pause)?;
        if let Merged::Clean(text) = merge(&base_text, &typed, &head) {
            let facts = facts::facts(&text, &edition.path);
            let merged = room.store().save_with_parents(
                edition.id,
                edition.head,
                &[edition.head, beside],
                &text,
                &facts,
                clock::now(),
                &room.author,
                Reason::Merge,
                Some(session.seq),
            )?;
            write_file(room, edition, &text)?;
            session = Session { seq: session.seq, recovered: true, ..Session::new(merged, text)? };
        } else {
            room.note(vec![format!(
                "“{}” was changed elsewhere while it had unsaved text here. Both are kept: the unsaved text is in the history as version {}.",
                edition.title,
                &beside.hex()[..12]
            )]);
            room.store().forget_journal(edition.id, session.seq)?;
            session = Session { seq: session.seq, ..Session::new(edition.head, head)? };
        }
    }
    Ok(session)
}

/// The text that journalled operations make of the version they were typed on.
///
/// Errors: an operation that cannot be read or does not fit the text.
pub(crate) fn replayed(base: VersionId, text: &str, entries: &[Entry]) -> Result<String, Fault> {
    let mut session = Session::new(base, text.to_owned())?;
    for entry in entries {
        let operation: Operation = serde_json::from_str(&entry.operation).map_err(|error| Fault::wire("journal", &error))?;
        session.apply(&operation)?;
    }
    Ok(session.text())
}

fn view(room: &Room, edition: &Edition) -> Result<DraftView, Fault> {
    let siblings = {
        let store = room.store();
        let filter = Filter { story: Some(edition.story.clone()), ..Filter::default() };
        store
            .editions(&filter)?
            .into_iter()
            .filter(|other| other.id != edition.id)
            .map(|other| Sibling { edition: other.id as u32, lang: other.lang, title: other.title })
            .collect()
    };
    let set_aside = room
        .store()
        .set_aside(edition.id)?
        .into_iter()
        .map(|piece| SetAsideView { kind: piece.kind, line: piece.line, reason: piece.reason, text: piece.text })
        .collect();
    let plain = DraftView {
        story: stories::row(edition),
        direction: lang::direction(&edition.lang).as_str().into(),
        version: edition.head.hex(),
        siblings,
        set_aside,
        ..DraftView::default()
    };
    let sessions = room.sessions();
    Ok(match sessions.get(&edition.id) {
        Some(session) => DraftView {
            fields: session.fields.clone(),
            body: session.body.clone(),
            version: session.base.hex(),
            seq: session.seq as u32,
            revision: session.revision,
            recovered: session.recovered,
            editable: true,
            ..plain
        },
        None => {
            drop(sessions);
            let text = room.store().head_text(edition)?;
            DraftView {
                fields: Fields { title: edition.title.clone(), state: edition.state.clone(), ..Fields::default() },
                body: text,
                ..plain
            }
        }
    })
}

/// Makes an empty story, or a language edition of one, with its file.
pub fn create(room: &Room, request: &NewDraft) -> Result<DraftView, Fault> {
    let newsroom = room.newsroom();
    let lang = if request.lang.is_empty() { newsroom.default_lang().to_owned() } else { request.lang.clone() };
    if newsroom.edition(&lang).is_none() {
        return Err(Fault::new(
            "no-edition",
            format!("The newsroom has no edition in `{lang}`."),
            "Add it to newsroom.toml, or choose another language.",
        ));
    }
    let mut article = Article {
        id: Some(clock::story_id()),
        section: Some(request.section.clone()).filter(|path| !path.is_empty()),
        ..Article::default()
    };
    if !request.story.is_empty() {
        let filter = Filter { story: Some(request.story.clone()), ..Filter::default() };
        let others = room.store().editions(&filter)?;
        if others.iter().any(|other| other.lang == lang) {
            return Err(Fault::new("edition-exists", format!("The story already has an edition in `{lang}`."), "Open that one."));
        }
        let first = others.first().ok_or_else(|| Fault::no_story(&request.story))?;
        let original = Draft::new(room.store().head_text(first)?).article().unwrap_or_default();
        article = Article {
            id: Some(request.story.clone()),
            section: original.section,
            source: original.source,
            tags: original.tags,
            date: original.date,
            lead: original.lead,
            ..Article::default()
        };
    }
    let at = clock::now();
    let (path, _) = free_place(room, &lang, clock::year(at), "untitled")?;
    let text = Draft::compose(&article, &serde_json::Map::new()).into_text();
    let facts = facts::facts(&text, &path);
    let story = article.id.clone().unwrap_or_default();
    let new = NewEdition {
        story: &story,
        lang: &lang,
        kind: Kind::Story,
        path: &path,
        text: &text,
        facts: &facts,
        on_disk: false,
        at,
        author: &room.author,
        reason: Reason::New,
    };
    let (id, _) = room.store().add(&[new])?.into_iter().next().ok_or_else(|| Fault::no_story(&path))?;
    let edition = room.edition(id)?;
    let written = room.disk();
    write_file(room, &edition, &text)?;
    drop(written);
    open(room, id)
}

/// A path and slug near `wanted` that no other edition of the language and no file has.
pub(crate) fn free_place(room: &Room, lang: &str, year: i16, wanted: &str) -> Result<(String, String), Fault> {
    for number in 1..10_000 {
        let slug = if number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
        let path = mirror::path_for(lang, year, &slug);
        let store = room.store();
        if store.editions_by_slug(Some(lang), &slug)?.is_empty() && store.edition_at(&path)?.is_none() && !room.root.join(&path).exists() {
            return Ok((path, slug));
        }
    }
    Err(Fault::new("slug", format!("There are too many stories named {wanted}."), "Give this one another slug."))
}

/// Journals operations. When this returns they are on disk.
pub fn edit(room: &Room, request: &EditDraft) -> Result<Journalled, Fault> {
    let id = i64::from(request.edition);
    let edition = room.edition(id)?;
    ensure_session(room, &edition)?;
    let mut sessions = room.sessions();
    let session = sessions
        .get_mut(&id)
        .ok_or_else(|| Fault::new("not-editable", "The front matter of this file cannot be read.", "Mend it in a text editor first."))?;
    let mut next = session.clone();
    let stale = request.revision != 0 && request.revision != session.revision;
    let operations = if stale { rejoin(&mut next, request)? } else { request.operations.clone() };
    if !stale {
        for operation in &operations {
            next.apply(operation)?;
        }
    }
    let lines =
        operations.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>().map_err(|error| Fault::wire("edit_draft", &error))?;
    let at = clock::now();
    next.seq = room.store().journal(id, session.base, at, &lines)?;
    *session = next;
    Ok(Journalled { seq: session.seq as u32, at: clock::rfc3339(at), revision: session.revision })
}

/// Operations that were typed on a text which somebody else has changed meanwhile: they are applied to the text they
/// were typed on, and the two are merged. Where both touch one paragraph, what was typed here stands; the other side
/// is in the history.
fn rejoin(session: &mut Session, request: &EditDraft) -> Result<Vec<Operation>, Fault> {
    let before = match &session.parted {
        Some((revision, body)) if *revision == request.revision => body.clone(),
        _ => return Err(Fault::new("moved-on", "The draft was changed elsewhere.", "Copy your last sentence and open the draft again.")),
    };
    let mut typed = Session { body: before.clone(), ..session.clone() };
    for operation in &request.operations {
        typed.apply(operation)?;
    }
    let joined = match merge(&before, &typed.body, &session.body) {
        Merged::Clean(text) => text,
        Merged::Conflict(_) => typed.body.clone(),
    };
    let whole = Operation::Splice { at: 0, remove: session.body.encode_utf16().count() as u32, insert: joined };
    session.apply(&whole)?;
    session.revision += 1;
    session.parted = Some((request.revision, typed.body));
    Ok(vec![whole])
}

/// Makes a version of an open draft and writes its file.
pub fn save(room: &Room, request: &SaveDraft) -> Result<Saved, Fault> {
    let id = i64::from(request.edition);
    let reason = if request.reason == "save" { Reason::Save } else { Reason::Pause };
    let edition = room.edition(id)?;
    ensure_session(room, &edition)?;
    // A change that the watch has not reported yet must not be written over.
    let found = sync::one(room, &edition)?;
    room.note(found.notices);
    let _disk = room.disk();
    let edition = room.edition(id)?;
    let (text, seq, base) = {
        let sessions = room.sessions();
        let session = sessions.get(&id).ok_or_else(|| {
            Fault::new("not-editable", "The front matter of this file cannot be read.", "Mend it in a text editor first.")
        })?;
        (if session.is_dirty() { Some(session.text()) } else { None }, session.seq, session.base)
    };
    let at = clock::now();
    let Some(text) = text else {
        room.store().forget_journal(id, seq)?;
        let file_fault = catch_up(room, &edition);
        return Ok(Saved {
            story: stories::row(&edition),
            version: edition.head.hex(),
            at: clock::rfc3339(at),
            changed: false,
            revision: revision(room, id),
            file_fault,
        });
    };
    let mut facts = facts::facts(&text, &edition.path);
    let renamed = new_name(room, &edition, &text, &facts)?;
    if let Some(path) = &renamed {
        facts.slug = mirror::stem(path).to_owned();
    }
    let saved = room.store().save(id, base, &text, &facts, at, &room.author, reason, Some(seq));
    let head = match saved {
        Err(StoreError::Stale) => return merge_and_save(room, &edition, base, &text, seq),
        other => other?,
    };
    if let Some(session) = room.sessions().get_mut(&id) {
        session.rebase(head, text.clone());
    }
    let edition = match renamed {
        Some(path) => rename(room, &room.edition(id)?, &path)?,
        None => room.edition(id)?,
    };
    room.touched();
    let file_fault = write_file(room, &edition, &text).err().map(|fault| format!("{} {}", fault.message, fault.hint)).unwrap_or_default();
    Ok(Saved {
        story: stories::row(&edition),
        version: head.hex(),
        at: clock::rfc3339(at),
        changed: true,
        revision: revision(room, id),
        file_fault,
    })
}

fn revision(room: &Room, edition: i64) -> u32 {
    room.sessions().get(&edition).map_or(0, |session| session.revision)
}

/// Another process made a version meanwhile: ours is kept beside it, and the two are merged.
fn merge_and_save(room: &Room, edition: &Edition, base: VersionId, text: &str, seq: i64) -> Result<Saved, Fault> {
    let edition = room.edition(edition.id)?;
    let at = clock::now();
    let base_text = room.store().version_text(&base)?;
    let head_text = room.store().head_text(&edition)?;
    let beside = room.store().keep_beside(edition.id, &[base], text, at, &room.author, Reason::Pause)?;
    let (joined, parents) = match merge(&base_text, text, &head_text) {
        Merged::Clean(joined) => (joined, [edition.head, beside]),
        Merged::Conflict(_) => {
            room.note(vec![format!(
                "“{}” was changed elsewhere in the same place as here. Both are kept; the other one is in the history as version {}.",
                edition.title,
                &edition.head.hex()[..12]
            )]);
            (text.to_owned(), [edition.head, beside])
        }
    };
    let facts = facts::facts(&joined, &edition.path);
    let head =
        room.store().save_with_parents(edition.id, edition.head, &parents, &joined, &facts, at, &room.author, Reason::Merge, Some(seq))?;
    if let Some(session) = room.sessions().get_mut(&edition.id) {
        session.retarget(head, &joined);
    }
    room.touched();
    let edition = room.edition(edition.id)?;
    let file_fault = write_file(room, &edition, &joined).err().map(|fault| fault.message).unwrap_or_default();
    Ok(Saved {
        story: stories::row(&edition),
        version: head.hex(),
        at: clock::rfc3339(at),
        changed: true,
        revision: revision(room, edition.id),
        file_fault,
    })
}

/// A story that has a headline by now but whose file is still called `untitled` gets a name of its own.
fn new_name(room: &Room, edition: &Edition, text: &str, facts: &stet_store::Facts) -> Result<Option<String>, Fault> {
    let named = Draft::new(text).article().ok().and_then(|article| article.slug).is_some();
    let untitled = mirror::stem(&edition.path).starts_with("untitled");
    if named || !untitled || facts.title.trim().is_empty() || edition.kind == Kind::Page {
        return Ok(None);
    }
    let year = edition.path.split('/').nth(1).and_then(|part| part.parse().ok()).unwrap_or_else(|| clock::year(clock::now()));
    let wanted = slug::story_slug(&facts.title);
    if wanted.starts_with("untitled") {
        return Ok(None);
    }
    Ok(Some(free_place(room, &edition.lang, year, &wanted)?.0))
}

fn rename(room: &Room, edition: &Edition, path: &str) -> Result<Edition, Fault> {
    let (old, new) = (room.root.join(&edition.path), room.root.join(path));
    if old.exists() {
        if let Some(folder) = new.parent() {
            mirror::make_folder(folder)?;
        }
        fs::rename(&old, &new).map_err(|error| Fault::file("renamed", &old, &error))?;
    }
    room.store().moved(edition.id, path, &edition.lang, mirror::stem(path))?;
    room.edition(edition.id)
}

/// Writes the mirror file and notes what it holds now.
pub(crate) fn write_file(room: &Room, edition: &Edition, text: &str) -> Result<(), Fault> {
    mirror::write(&room.root, &edition.path, text.as_bytes())?;
    room.store().mirrored(&[(edition.id, hash(text.as_bytes()))])?;
    Ok(())
}

/// Writes the file again where an earlier write failed.
fn catch_up(room: &Room, edition: &Edition) -> String {
    let write = || -> Result<(), Fault> {
        let text = room.store().head_text(edition)?;
        if edition.mirror != Some(hash(text.as_bytes())) {
            write_file(room, edition, &text)?;
        }
        Ok(())
    };
    write().err().map(|fault| fault.message).unwrap_or_default()
}

/// The article as it stands: what is open, or else the head.
pub fn current(room: &Room, edition: &Edition) -> Result<Article, Fault> {
    if let Some(session) = room.sessions().get(&edition.id) {
        return Ok(session.article());
    }
    let text = room.store().head_text(edition)?;
    Draft::new(text)
        .article()
        .map_err(|error| Fault::new("front-matter", format!("{}: {error}.", edition.path), "Mend that line in a text editor."))
}

/// The file's text as it stands: what is open, or else the head.
pub fn current_text(room: &Room, edition: &Edition) -> Result<String, Fault> {
    if let Some(session) = room.sessions().get(&edition.id) {
        return Ok(session.text());
    }
    Ok(room.store().head_text(edition)?)
}

/// Replaces an edition's text outside an editing session, as a new version (a restore, an import again).
pub(crate) fn replace(room: &Room, edition: &Edition, text: &str, reason: Reason) -> Result<Hash, Fault> {
    let _disk = room.disk();
    let facts = facts::facts(text, &edition.path);
    let head = room.store().save(edition.id, edition.head, text, &facts, clock::now(), &room.author, reason, Some(i64::MAX))?;
    if let Some(session) = room.sessions().get_mut(&edition.id) {
        session.retarget(head, text);
    }
    room.touched();
    write_file(room, edition, text)?;
    Ok(head)
}

pub(crate) fn new_request(app: &App, request: NewDraft) -> Result<DraftView, Fault> {
    let room = app.room()?;
    let view = create(&room, &request)?;
    app.tell(Event::Changed(Changed { editions: vec![view.story.edition], outside: false }));
    Ok(view)
}

pub(crate) fn open_request(app: &App, request: EditionRef) -> Result<DraftView, Fault> {
    open(&*app.room()?, i64::from(request.edition))
}

pub(crate) fn edit_request(app: &App, request: EditDraft) -> Result<Journalled, Fault> {
    edit(&*app.room()?, &request)
}

pub(crate) fn save_request(app: &App, request: SaveDraft) -> Result<Saved, Fault> {
    let saved = save(&*app.room()?, &request)?;
    if saved.changed {
        app.tell(Event::Changed(Changed { editions: vec![saved.story.edition], outside: false }));
    }
    Ok(saved)
}

pub(crate) fn check_request(app: &App, request: EditionRef) -> Result<CheckResult, Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    let text = current_text(&room, &edition)?;
    let draft = Draft::new(text.as_str());
    let start = draft.body_start();
    let units = |byte: usize| text.get(start..byte.max(start)).map_or(0, |before| before.encode_utf16().count() as u32);
    let problems = stories::check(&room, &edition, &draft)?
        .into_iter()
        .map(|problem| {
            let place = problem.place;
            let (from, to) = if problem.field.is_some() { (0, 0) } else { (units(place.start as usize), units(place.end as usize)) };
            ProblemView {
                rule: problem.rule,
                severity: if problem.severity == stet_core::Severity::Block { "block".into() } else { "warn".into() },
                field: problem.field.unwrap_or_default(),
                from,
                to,
                line: place.line,
                column: place.column,
                message: problem.message,
                hint: problem.hint,
            }
        })
        .collect();
    let words = words::count_body(draft.body());
    Ok(CheckResult { problems, words: words as u32, reading_minutes: words::reading_minutes(words) as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splices_count_utf16() {
        for (text, at, remove, insert, wanted) in [
            ("abc", 1, 1, "X", "aXc"),
            ("😀b", 2, 1, "c", "😀c"),
            ("نص هنا", 3, 0, "طويل ", "نص طويل هنا"),
            ("", 0, 0, "a", "a"),
            ("ab", 2, 0, "c", "abc"),
        ] {
            let mut text = text.to_owned();
            splice(&mut text, at, remove, insert).unwrap();
            assert_eq!(text, wanted);
        }
        for (at, remove) in [(1, 0), (0, 1), (4, 0), (0, 9)] {
            let mut text = "😀b".to_owned();
            assert!(splice(&mut text, at, remove, "x").is_err(), "{at} {remove}");
            assert_eq!(text, "😀b");
        }
    }
}
