//! Drafts that are open: what is typed, where it is safe, and how it becomes a version and a file.

use std::fs;

use stet_core::join::join;
use stet_core::{Article, Draft, lang, slug, words};
use stet_store::{Edition, Entry, Filter, Hash, Kind, NewEdition, Reason, StoreError, VersionId, hash};

use crate::conflict::{Meeting, Standing};
use crate::session::{Rejoined, Session};
use crate::wire::{
    Changed, CheckResult, DraftView, EditDraft, EditionRef, Event, Fields, Journalled, LiveView, NewDraft, Operation, ProblemView,
    SaveDraft, Saved, SetAsideView, Sibling,
};
use crate::{App, Fault, Room, clock, conflict, facts, mirror, stories, sync, undo};

/// Opens an edition; work that a crash left in the journal is put back.
pub fn open(room: &Room, id: i64) -> Result<DraftView, Fault> {
    let edition = room.edition(id)?;
    ensure_session(room, &edition)?;
    view(room, &room.edition(id)?)
}

/// Sees to it that an edition is open.
pub(crate) fn ready(room: &Room, id: i64) -> Result<(), Fault> {
    ensure_session(room, &room.edition(id)?)
}

fn ensure_session(room: &Room, edition: &Edition) -> Result<(), Fault> {
    if room.sessions().contains_key(&edition.id) {
        return Ok(());
    }
    // The look at all files may still be under way, and nobody should begin on a text that the file has left behind.
    let found = sync::one(room, edition)?;
    room.note(found.notices);
    let edition = &room.edition(edition.id)?;
    if edition.fault.is_some() {
        return Ok(());
    }
    // Two who ask at once must not both replay the journal.
    let _disk = room.disk();
    if room.sessions().contains_key(&edition.id) {
        return Ok(());
    }
    let edition = &room.edition(edition.id)?;
    let entries = room.store().journalled(edition.id)?;
    let mut session = match entries.first() {
        None => Session::new(edition.head, room.store().head_text(edition)?)?,
        Some(first) => recover(room, edition, first.base, &entries)?,
    };
    session.known_slug = Some(edition.slug.clone());
    room.sessions().insert(edition.id, session);
    Ok(())
}

/// Replays a journal on the version it was typed on. Where the head has moved on since, the journalled text becomes a
/// version of its own first, and both are joined; where they changed one place, what was typed stays in hand.
fn recover(room: &Room, edition: &Edition, base: VersionId, entries: &[Entry]) -> Result<Session, Fault> {
    let base_text = room.store().version_text(&base)?;
    let mut session = Session::new(base, base_text.clone())?;
    for entry in entries {
        let operation: Operation = serde_json::from_str(&entry.operation).map_err(|error| Fault::wire("journal", &error))?;
        session.apply(&operation)?;
        session.seq = entry.seq;
    }
    session.recovered = session.is_dirty();
    if base == edition.head {
        return Ok(session);
    }
    let (typed, head) = (session.text(), room.store().head_text(edition)?);
    let at = entries.last().map_or_else(clock::now, |entry| entry.at);
    let beside = room.store().keep_beside(edition.id, &[base], &typed, at, &room.author, Reason::BeforeMerge)?;
    let met = meet(room, edition, &Sides { base: &base_text, ours: &typed, mine: beside, their_text: &head })?;
    room.store().take_journal(edition.id, session.seq, &beside)?;
    let mut next = Session::new(met.head, met.text)?;
    next.seq = session.seq;
    next.recovered = true;
    Ok(next)
}

/// A side that is a version beside the head, to be brought together with the head.
struct Sides<'a> {
    base: &'a str,
    ours: &'a str,
    mine: VersionId,
    their_text: &'a str,
}

struct Met {
    head: VersionId,
    text: String,
    file_fault: Option<Fault>,
}

/// Joins a side with the head of its edition, as a new head. What both changed in one place is a conflict; the file is
/// left to the other side then.
fn meet(room: &Room, edition: &Edition, sides: &Sides<'_>) -> Result<Met, Fault> {
    let joined = join(sides.base, sides.ours, sides.their_text);
    let open = edition.conflict || !joined.places.is_empty();
    // With places open the other side is no ancestor of the text: it has not been taken in.
    let parents: &[VersionId] = if open { &[sides.mine] } else { &[edition.head, sides.mine] };
    let reason = if open { Reason::Pause } else { Reason::Merge };
    let facts = facts::facts(&joined.text, &edition.path);
    let head = room.store().save_with_parents(
        edition.id,
        edition.head,
        parents,
        &joined.text,
        &facts,
        clock::now(),
        &room.author,
        reason,
        None,
    )?;
    if open {
        let meeting = Meeting { base: sides.base, their_text: sides.their_text, joined: &joined, mine: sides.mine, theirs: edition.head };
        if conflict::note(room, edition, &meeting)? > 0 {
            room.note(vec![conflict::notice(edition, edition.head)]);
            return Ok(Met { head, text: joined.text, file_fault: None });
        }
    }
    let file_fault = write_file(room, edition, &joined.text).err();
    Ok(Met { head, text: joined.text, file_fault })
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
        at: clock::rfc3339(edition.updated),
        live: live(),
        siblings,
        set_aside,
        ..DraftView::default()
    };
    let session = room.sessions().get(&edition.id).cloned();
    Ok(match session {
        Some(session) => {
            let conflicts = match conflict::standing(room, edition, &session.text())? {
                Standing::Open(places) => places as u32,
                Standing::None | Standing::Decided(_) => 0,
            };
            DraftView {
                version: session.base.hex(),
                seq: session.seq as u32,
                revision: session.revision,
                recovered: session.recovered,
                editable: true,
                head: session.base_text()[..Draft::new(session.base_text()).body_start()].to_owned(),
                in_file: !edition.conflict && edition.mirror == Some(hash(session.base_text().as_bytes())),
                conflicts,
                undo: undo::trail(room, edition, &session)?,
                fields: session.fields().clone(),
                body: session.body().to_owned(),
                ..plain
            }
        }
        None => {
            let text = room.store().head_text(edition)?;
            DraftView {
                fields: Fields { title: edition.title.clone(), state: edition.state.clone(), ..Fields::default() },
                body: text,
                ..plain
            }
        }
    })
}

/// What the public can read of an edition. Nothing has been pushed anywhere yet, and nothing else makes a page live.
fn live() -> LiveView {
    LiveView { state: "never".into(), ..LiveView::default() }
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
    let placing = room.disk();
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
    // The story is in the store: a file that cannot be written now is no reason not to begin. The next save says so.
    let _ = write_file(room, &edition, &text);
    drop(placing);
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
    room.still_there()?;
    let id = i64::from(request.edition);
    let edition = room.edition(id)?;
    ensure_session(room, &edition)?;
    let mut sessions = room.sessions();
    let session = sessions
        .get_mut(&id)
        .ok_or_else(|| Fault::new("not-editable", "The front matter of this file cannot be read.", "Mend it in a text editor first."))?;
    let mut next = session.clone();
    let stale = request.revision != 0 && request.revision != session.revision;
    let rejoined = if stale { Some(next.rejoin(request)?) } else { None };
    let operations = rejoined.as_ref().map_or(&request.operations, |rejoined| &rejoined.operations);
    if rejoined.is_none() {
        for operation in operations {
            next.apply(operation)?;
        }
    }
    let lines =
        operations.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>().map_err(|error| Fault::wire("edit_draft", &error))?;
    let at = clock::now();
    next.seq = journal(room, &edition, session, &mut next, at, &lines)?;
    *session = next;
    let (answer, base) = (Journalled { seq: session.seq as u32, at: clock::rfc3339(at), revision: session.revision }, session.base);
    drop(sessions);
    if let Some(rejoined) = rejoined.filter(|rejoined| !rejoined.joined.places.is_empty()) {
        stand_apart(room, id, base, &rejoined)?;
    }
    Ok(answer)
}

/// Writes operations to the journal, on top of those that this draft has written. Where another process has taken the
/// journal into a version, or writes there too, the operations no longer fit what is in it: then its text is kept as a
/// version, and the journal begins again with all that separates this draft from its base.
fn journal(room: &Room, edition: &Edition, before: &Session, after: &mut Session, at: i64, lines: &[String]) -> Result<i64, Fault> {
    if let Some(seq) = room.store().journal(edition.id, before.base, at, lines, before.seq, &|| before.is_dirty())? {
        return Ok(seq);
    }
    // The version that it was taken into is what both sides have in common now.
    let text = before.text();
    let taken = room.store().versions(edition.id)?.into_iter().find(|version| version.content == hash(text.as_bytes()));
    if let Some(version) = taken {
        after.rebase(version.id, text, before.seq);
    }
    begin_again(room, edition.id, before, after)
}

/// Puts all that separates a draft from its base in the place of what is journalled. What another process journalled
/// there is a version first.
fn begin_again(room: &Room, edition: i64, before: &Session, after: &Session) -> Result<i64, Fault> {
    let at = clock::now();
    let entries = room.store().journalled(edition)?;
    if entries.last().is_some_and(|last| last.seq != before.seq)
        && let Some((session, text)) = replay(room, &entries)?
        && text != before.text()
    {
        room.store().keep_beside(edition, &[session.base], &text, at, &room.author, Reason::Pause)?;
    }
    Ok(room.store().rejournal(edition, after.base, at, &after.whole()?, before.seq)?)
}

/// The text that a journal leads to.
fn replay(room: &Room, entries: &[Entry]) -> Result<Option<(Session, String)>, Fault> {
    let Some(first) = entries.first() else { return Ok(None) };
    let mut session = Session::new(first.base, room.store().version_text(&first.base)?)?;
    for entry in entries {
        let operation: Operation = serde_json::from_str(&entry.operation).map_err(|error| Fault::wire("journal", &error))?;
        session.apply(&operation)?;
        session.seq = entry.seq;
    }
    let text = session.text();
    Ok(Some((session, text)))
}

/// What was typed on an older text touches a place that somebody else changed: both sides are versions, and the place
/// is kept for a decision.
fn stand_apart(room: &Room, id: i64, base: VersionId, rejoined: &Rejoined) -> Result<(), Fault> {
    let _disk = room.disk();
    let edition = room.edition(id)?;
    let at = clock::now();
    let mine = room.store().keep_beside(id, &[base], &rejoined.mine, at, &room.author, Reason::BeforeMerge)?;
    let theirs = room.store().keep_beside(id, &[base], &rejoined.theirs, at, &room.author, Reason::OutsideEdit)?;
    let meeting = Meeting { base: &rejoined.before, their_text: &rejoined.theirs, joined: &rejoined.joined, mine, theirs };
    if conflict::note(room, &edition, &meeting)? > 0 {
        room.note(vec![conflict::notice(&edition, theirs)]);
    }
    Ok(())
}

/// Makes a version of an open draft and writes its file.
pub fn save(room: &Room, request: &SaveDraft) -> Result<Saved, Fault> {
    let reason = if request.reason == "save" { Reason::Save } else { Reason::Pause };
    save_because(room, i64::from(request.edition), reason)
}

/// As [`save`], for a reason that no window gives.
pub(crate) fn save_because(room: &Room, id: i64, reason: Reason) -> Result<Saved, Fault> {
    room.still_there()?;
    let edition = room.edition(id)?;
    ensure_session(room, &edition)?;
    // A change that the watch has not reported yet must not be written over.
    let found = sync::one(room, &edition)?;
    room.note(found.notices);
    let _disk = room.disk();
    commit(room, id, reason)
}

/// Makes a version of what was typed, where anything was, and sees to the file. With `disk` held.
pub(crate) fn commit(room: &Room, id: i64, reason: Reason) -> Result<Saved, Fault> {
    let edition = room.edition(id)?;
    let (text, dirty, seq, base) = {
        let sessions = room.sessions();
        let session = sessions.get(&id).ok_or_else(|| {
            Fault::new("not-editable", "The front matter of this file cannot be read.", "Mend it in a text editor first.")
        })?;
        (session.text(), session.is_dirty(), session.seq, session.base)
    };
    let at = clock::now();
    let standing = conflict::standing(room, &edition, &text)?;
    let decided = if let Standing::Decided(theirs) = standing { Some(theirs) } else { None };
    if !dirty && decided.is_none() {
        if reason == Reason::Save
            && let Some(session) = room.sessions().get_mut(&id)
        {
            session.known_slug = Some(edition.slug.clone());
        }
        room.store().forget_journal(id, seq)?;
        if let Some(session) = room.sessions().get_mut(&id) {
            session.holds(seq);
        }
        let file = if edition.conflict { Ok(()) } else { catch_up(room, &edition) };
        return Ok(saved(room, &edition, edition.head, at, false, file.err(), &standing));
    }
    let mut facts = facts::facts(&text, &edition.path);
    let renamed = new_name(room, &edition, &text, &facts)?;
    if let Some(path) = &renamed {
        facts.slug = mirror::stem(path).to_owned();
    }
    let text = match &renamed {
        Some(_) => text,
        None => with_old_slug(room, &edition, text, &facts.slug, reason),
    };
    let parents: Vec<VersionId> = std::iter::once(base).chain(decided).collect();
    let reason = if decided.is_some() { Reason::Merge } else { reason };
    let made = room.store().save_with_parents(id, base, &parents, &text, &facts, at, &room.author, reason, Some(seq));
    let head = match made {
        Err(StoreError::Stale) => return merge_and_save(room, &edition, base, &text),
        other => other?,
    };
    if let Some(session) = room.sessions().get_mut(&id) {
        session.rebase(head, text.clone(), seq);
    }
    if decided.is_some() {
        room.store().drop_conflict(id)?;
    }
    let edition = match renamed {
        Some(path) => rename(room, &room.edition(id)?, &path)?,
        None => room.edition(id)?,
    };
    room.touched();
    let file = if edition.conflict { Ok(()) } else { write_file(room, &edition, &text) };
    Ok(saved(room, &edition, head, at, true, file.err(), &standing))
}

fn saved(
    room: &Room,
    edition: &Edition,
    version: VersionId,
    at: i64,
    changed: bool,
    file_fault: Option<Fault>,
    standing: &Standing,
) -> Saved {
    Saved {
        story: stories::row(edition),
        version: version.hex(),
        at: clock::rfc3339(at),
        changed,
        revision: revision(room, edition.id),
        in_file: file_fault.is_none() && !edition.conflict,
        file_fault: file_fault.as_ref().map(|fault| format!("{} {}", fault.message, fault.hint)).unwrap_or_default(),
        file_code: file_fault.map(|fault| fault.code).unwrap_or_default(),
        conflicts: if let Standing::Open(places) = standing { *places as u32 } else { 0 },
        live: live(),
    }
}

fn revision(room: &Room, edition: i64) -> u32 {
    room.sessions().get(&edition).map_or(0, |session| session.revision)
}

/// Another process made a version meanwhile: ours is kept beside it, and the two are joined.
pub(crate) fn merge_and_save(room: &Room, edition: &Edition, base: VersionId, text: &str) -> Result<Saved, Fault> {
    let edition = room.edition(edition.id)?;
    let at = clock::now();
    let base_text = room.store().version_text(&base)?;
    let their_text = room.store().head_text(&edition)?;
    let beside = room.store().keep_beside(edition.id, &[base], text, at, &room.author, Reason::BeforeMerge)?;
    let met = meet(room, &edition, &Sides { base: &base_text, ours: text, mine: beside, their_text: &their_text })?;
    follow(room, edition.id, met.head, &met.text, text)?;
    room.touched();
    let edition = room.edition(edition.id)?;
    let standing = conflict::standing(room, &edition, &met.text)?;
    Ok(saved(room, &edition, met.head, at, true, met.file_fault, &standing))
}

/// Makes another text the draft's, in the midst of an editing session, as a version. With `disk` held.
pub(crate) fn put_in(room: &Room, edition: &Edition, text: &str) -> Result<(), Fault> {
    let (base, seq) = match room.sessions().get(&edition.id) {
        Some(session) => (session.base, session.seq),
        None => (edition.head, i64::MAX),
    };
    let facts = facts::facts(text, &edition.path);
    let head = room.store().save(edition.id, base, text, &facts, clock::now(), &room.author, Reason::Merge, Some(seq))?;
    if let Some(session) = room.sessions().get_mut(&edition.id) {
        session.retarget(head, text);
    }
    Ok(())
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

/// A draft whose slug has changed keeps the one that readers may know in `old_slugs`, from where it leads on. What the
/// slug was while somebody typed it is none; one the story has again is none either.
fn with_old_slug(room: &Room, edition: &Edition, text: String, slug: &str, reason: Reason) -> String {
    let newsroom = room.newsroom();
    let mut sessions = room.sessions();
    let Some(session) = sessions.get_mut(&edition.id) else { return text };
    let Some(known) = session.known_slug.clone() else { return text };
    let now = jiff::Timestamp::from_millisecond(clock::now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let was = session.base_article();
    let was_out = edition.kind == Kind::Story && crate::site::may_leave(was.state, was.embargo, &newsroom.publish.states, now);
    let mut draft = Draft::new(text.clone());
    let Ok(article) = draft.article() else { return text };
    let mut old: Vec<String> = article.old_slugs.iter().filter(|old| *old != slug).cloned().collect();
    if known != slug && was_out && !known.starts_with("untitled") && slug::is_slug(&known) && !old.contains(&known) {
        old.push(known);
    }
    if reason == Reason::Save {
        session.known_slug = Some(slug.to_owned());
    }
    if old == article.old_slugs {
        return text;
    }
    let value = (!old.is_empty()).then(|| serde_json::json!(old));
    match draft.set("old_slugs", value.as_ref()) {
        Ok(()) => draft.into_text(),
        Err(_) => text,
    }
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

/// Writes the mirror file and notes what it holds now. What another program wrote there since `edition` was read is
/// kept and merged.
pub(crate) fn write_file(room: &Room, edition: &Edition, text: &str) -> Result<(), Fault> {
    room.still_there()?;
    let mut theirs = None;
    mirror::write_over(&room.root, &edition.path, text.as_bytes(), edition.mirror, &mut |bytes| {
        theirs = sync::keep_displaced(room, edition, bytes)?;
        Ok(())
    })?;
    room.store().mirrored(&[(edition.id, hash(text.as_bytes()))])?;
    match theirs {
        Some(theirs) => sync::join_displaced(room, edition, theirs),
        None => Ok(()),
    }
}

/// Puts an open draft on a version that was made otherwise than by typing here. `seen` is the text of the draft that
/// the version takes into account; what was typed since then is joined with it and journalled anew.
pub(crate) fn follow(room: &Room, edition: i64, head: VersionId, text: &str, seen: &str) -> Result<(), Fault> {
    let mut sessions = room.sessions();
    let Some(session) = sessions.get_mut(&edition) else { return Ok(()) };
    let typed = session.text();
    let before = session.clone();
    session.retarget(head, text);
    if typed == seen {
        return Ok(room.store().forget_journal_on(edition, &before.base, before.seq)?);
    }
    let joined = join(seen, &typed, text);
    session.put_on_top(joined.text.clone())?;
    session.seq = begin_again(room, edition, &before, session)?;
    drop(sessions);
    if joined.places.is_empty() {
        return Ok(());
    }
    let mine = room.store().keep_beside(edition, &[head], &typed, clock::now(), &room.author, Reason::BeforeMerge)?;
    let edition = room.edition(edition)?;
    let meeting = Meeting { base: seen, their_text: text, joined: &joined, mine, theirs: head };
    if conflict::note(room, &edition, &meeting)? > 0 {
        room.note(vec![conflict::notice(&edition, head)]);
    }
    Ok(())
}

/// Writes the file again where an earlier write failed.
fn catch_up(room: &Room, edition: &Edition) -> Result<(), Fault> {
    let text = room.store().head_text(edition)?;
    let emptied = matches!(mirror::read(&room.root, &edition.path), Ok(mirror::Held::Hollow | mirror::Held::Missing));
    if emptied || edition.mirror != Some(hash(text.as_bytes())) { write_file(room, edition, &text) } else { Ok(()) }
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

/// The file's text as it stands, with what another program, or one that crashed, has journalled on top of the head.
/// Nothing is changed: the journal stays where it is.
pub fn text_with_journal(room: &Room, edition: &Edition) -> Result<String, Fault> {
    if let Some(session) = room.sessions().get(&edition.id) {
        return Ok(session.text());
    }
    let entries = room.store().journalled(edition.id)?;
    let Some(first) = entries.first().filter(|_| edition.fault.is_none()) else { return Ok(room.store().head_text(edition)?) };
    let base = room.store().version_text(&first.base)?;
    replayed(first.base, &base, &entries)
}

/// Replaces an edition's text outside an editing session, as a new version (a restore, an import again).
///
/// `decides` says that the text is somebody's choice of the whole, which ends a conflict.
///
/// Errors: something was typed since the draft was last saved; nothing is changed then.
pub(crate) fn replace(room: &Room, edition: &Edition, text: &str, reason: Reason, decides: bool) -> Result<Hash, Fault> {
    let _disk = room.disk();
    // What the file holds may have changed since; whether the head has, the save will say.
    let now = room.edition(edition.id)?;
    let edition = &Edition { mirror: now.mirror, conflict: now.conflict, ..edition.clone() };
    let open = if edition.conflict { room.store().conflict(edition.id)? } else { None };
    let decided = open.as_ref().filter(|_| decides).map(|conflict| conflict.theirs);
    let facts = facts::facts(text, &edition.path);
    // Held from the look at what is typed until the text is another: a keystroke in between would be lost.
    let mut sessions = room.sessions();
    let session = sessions.get_mut(&edition.id);
    if session.as_ref().is_some_and(|session| session.is_dirty()) {
        return Err(StoreError::Stale.into());
    }
    // What another program journalled meanwhile keeps the base it was typed on, and is merged when it is saved.
    let parents: Vec<VersionId> = std::iter::once(edition.head).chain(decided).collect();
    let at = clock::now();
    let head = room.store().save_with_parents(edition.id, edition.head, &parents, text, &facts, at, &room.author, reason, None)?;
    if let Some(session) = session {
        room.store().forget_journal(edition.id, session.seq)?;
        session.retarget(head, text);
    }
    drop(sessions);
    room.touched();
    if decided.is_some() {
        room.store().drop_conflict(edition.id)?;
    }
    // Until somebody has decided, the file is left to the other side.
    if open.is_none() || decided.is_some() {
        write_file(room, edition, text)?;
    }
    Ok(head)
}

/// The version that holds exactly this text of an edition; what is being typed becomes one for the reason given.
pub(crate) fn version_holding(room: &Room, edition: &Edition, text: &str, reason: Reason) -> Result<VersionId, Fault> {
    let typed = room.sessions().get(&edition.id).map(Session::is_dirty);
    match typed {
        None => return Ok(edition.head),
        Some(true) => drop(save_because(room, edition.id, reason)?),
        Some(false) => {}
    }
    let content = hash(text.as_bytes());
    let held = room.store().versions(edition.id)?.into_iter().find(|version| version.content == content);
    match held {
        Some(version) => Ok(version.id),
        // The save merged it with another program's text.
        None => {
            let head = room.edition(edition.id)?.head;
            Ok(room.store().keep_beside(edition.id, &[head], text, clock::now(), &room.author, reason)?)
        }
    }
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
