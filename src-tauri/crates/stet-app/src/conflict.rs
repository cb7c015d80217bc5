//! Two sides that changed one place of a draft: kept side by side until somebody decides, without holding up anybody.
//!
//! Both sides are versions before anything else happens. The draft goes on with ours at the open places and theirs
//! everywhere else; its file is left to the other side until the last place is decided, and then a version with both
//! sides as parents is made.

use stet_core::Draft;
use stet_core::join::{Joined, Place, WHOLE_FRONT_MATTER, join, reopen};
use stet_store::{Conflict, Edition, Reason, VersionId, hash};

use crate::wire::{Changed, ConflictPlace, ConflictView, EditionRef, Event, SettleConflict};
use crate::{App, Fault, Room, clock, draft, fields};

/// Front-matter keys that the window has boxes for.
const BOXES: [&str; 14] = [
    "title",
    "kicker",
    "section",
    "standfirst",
    "byline",
    "source",
    "source_url",
    "tags",
    "slug",
    "state",
    "date",
    "updated",
    "embargo",
    "lead",
];

/// Two sides of a draft that met.
pub(crate) struct Meeting<'a> {
    /// The text on which the other side began.
    pub base: &'a str,
    /// The other side's text.
    pub their_text: &'a str,
    /// Our side's text and theirs, joined.
    pub joined: &'a Joined,
    /// Our side's version.
    pub mine: VersionId,
    /// Their side's version.
    pub theirs: VersionId,
}

/// Notes what a join left open, together with what was open before. Gives how many places are open now.
pub(crate) fn note(room: &Room, edition: &Edition, meeting: &Meeting<'_>) -> Result<usize, Fault> {
    let Meeting { base, their_text, joined, mine, theirs } = meeting;
    let before = room.store().conflict(edition.id)?;
    let (base_text, theirs_text) = match &before {
        None => (joined.base.clone(), joined.theirs.clone()),
        // The very same side again, as after a crash between noting it and noting what the file holds.
        Some(before) if room.store().version_text(&before.theirs)? == *their_text => (before.base_text.clone(), before.theirs_text.clone()),
        // What the other side did since goes into both texts of the conflict that stands.
        Some(before) => (join(base, &before.base_text, their_text).base, join(base, &before.theirs_text, their_text).theirs),
    };
    let open = reopen(&base_text, &joined.text, &theirs_text, |_, _| false);
    if open.places.is_empty() {
        room.store().drop_conflict(edition.id)?;
        return Ok(0);
    }
    let mine = before.map_or(*mine, |before| before.mine);
    let conflict = Conflict { at: clock::now(), mine, theirs: *theirs, base_text: open.base, theirs_text: open.theirs };
    room.store().put_conflict(edition.id, &conflict)?;
    Ok(open.places.len())
}

/// What is said of a conflict when it begins.
pub(crate) fn notice(edition: &Edition, theirs: VersionId) -> String {
    format!(
        "“{}” was changed elsewhere in the same place as here. Both are kept: yours in the editor, the other one as version {}. Compare them in the window, or go on writing.",
        if edition.title.is_empty() { &edition.path } else { &edition.title },
        &theirs.hex()[..12]
    )
}

/// Where a conflict stands.
pub(crate) enum Standing {
    /// There is none.
    None,
    /// So many places are open.
    Open(usize),
    /// The text says of every place what the other side says, or was decided: only the version with both parents is
    /// missing.
    Decided(VersionId),
}

/// Where the conflict of an edition stands with a text.
pub(crate) fn standing(room: &Room, edition: &Edition, text: &str) -> Result<Standing, Fault> {
    if !edition.conflict {
        return Ok(Standing::None);
    }
    let Some(conflict) = room.store().conflict(edition.id)? else { return Ok(Standing::None) };
    let open = reopen(&conflict.base_text, text, &conflict.theirs_text, |_, _| false);
    Ok(if open.places.is_empty() { Standing::Decided(conflict.theirs) } else { Standing::Open(open.places.len()) })
}

/// The open places of an edition's draft as it stands.
pub fn view(room: &Room, id: i64) -> Result<ConflictView, Fault> {
    let _disk = room.disk();
    look(room, id)
}

fn look(room: &Room, id: i64) -> Result<ConflictView, Fault> {
    let edition = room.edition(id)?;
    let Some(conflict) = room.store().conflict(id)? else {
        return Ok(ConflictView { edition: id as u32, ..ConflictView::default() });
    };
    let text = draft::current_text(room, &edition)?;
    let open = reopen(&conflict.base_text, &text, &conflict.theirs_text, |_, _| false);
    let start = Draft::new(text.as_str()).body_start();
    let units = |byte: usize| text.get(start..byte.max(start)).map_or(0, |before| before.encode_utf16().count() as u32);
    let places = open.places.iter().map(|place| wire_place(place, &units)).collect();
    let other = room.store().versions(id)?.into_iter().find(|version| version.id == conflict.theirs);
    let view = ConflictView {
        edition: id as u32,
        at: clock::rfc3339(conflict.at),
        mine: conflict.mine.hex(),
        theirs: conflict.theirs.hex(),
        their_author: other.as_ref().map(|version| version.author.clone()).unwrap_or_default(),
        their_at: other.map(|version| clock::rfc3339(version.at)).unwrap_or_default(),
        their_fields: Draft::new(conflict.theirs_text.as_str()).article().map(|article| fields::from_article(&article)).unwrap_or_default(),
        places,
    };
    advance(room, id, conflict, open)?;
    Ok(view)
}

/// What was typed outside the open places since is no part of the conflict.
fn advance(room: &Room, id: i64, conflict: Conflict, open: Joined) -> Result<(), Fault> {
    if open.base != conflict.base_text || open.theirs != conflict.theirs_text {
        room.store().put_conflict(id, &Conflict { base_text: open.base, theirs_text: open.theirs, ..conflict })?;
    }
    Ok(())
}

fn wire_place(place: &Place, units: &impl Fn(usize) -> u32) -> ConflictPlace {
    let plain = ConflictPlace { token: token(place), ..ConflictPlace::default() };
    match &place.field {
        None => ConflictPlace {
            kind: "body".into(),
            base: place.base.clone(),
            mine: place.ours.clone(),
            theirs: place.theirs.clone(),
            from: units(place.at.start),
            to: units(place.at.end),
            ..plain
        },
        Some(key) if key == WHOLE_FRONT_MATTER => ConflictPlace {
            kind: "unreadable".into(),
            field: key.clone(),
            base: place.base.clone(),
            mine: place.ours.clone(),
            theirs: place.theirs.clone(),
            ..plain
        },
        Some(key) => ConflictPlace {
            kind: if BOXES.contains(&key.as_str()) { "field".into() } else { "other".into() },
            field: if key == "source_url" { "source".into() } else { key.clone() },
            base: words(&place.base),
            mine: words(&place.ours),
            theirs: words(&place.theirs),
            ..plain
        },
    }
}

fn token(place: &Place) -> String {
    hash(format!("{:?}\0{}\0{}", place.field, place.base, place.theirs).as_bytes()).hex()[..16].to_owned()
}

/// The value of a front-matter entry, in words.
fn words(entry: &str) -> String {
    fn said(value: &serde_json::Value) -> String {
        match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Null => String::new(),
            serde_json::Value::Array(items) => items.iter().map(said).collect::<Vec<_>>().join(", "),
            serde_json::Value::Object(parts) => parts.values().map(said).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            other => other.to_string(),
        }
    }
    let keys = stet_core::front_matter::read(entry, 1).ok();
    keys.as_ref().and_then(|keys| keys.values().next()).map_or_else(|| entry.trim().to_owned(), said)
}

/// Decides places. The window has put what was chosen into the text already; keys that it has no boxes for are put in
/// here. With the last place the conflict ends in a version with both sides as parents, and in the file.
pub fn settle(room: &Room, request: &SettleConflict) -> Result<ConflictView, Fault> {
    let id = i64::from(request.edition);
    draft::ready(room, id)?;
    let _disk = room.disk();
    let edition = room.edition(id)?;
    let Some(conflict) = room.store().conflict(id)? else {
        return Ok(ConflictView { edition: request.edition, ..ConflictView::default() });
    };
    let text = draft::current_text(room, &edition)?;
    let chosen = |place: &Place| request.tokens.contains(&token(place));
    if request.take == "theirs" {
        let open = reopen(&conflict.base_text, &text, &conflict.theirs_text, |_, _| false);
        let ours_to_put = |place: &&Place| chosen(place) && place.field.as_ref().is_some_and(|key| !BOXES.contains(&key.as_str()));
        let mut next = text.clone();
        for place in open.places.iter().filter(ours_to_put).rev() {
            next.replace_range(place.at.clone(), &place.theirs);
        }
        if next != text {
            Draft::new(next.as_str()).article().map_err(|error| {
                Fault::new(
                    "front-matter",
                    format!("The other side's front matter cannot be read: {error}."),
                    "Keep yours, and mend the other file.",
                )
            })?;
            draft::put_in(room, &edition, &next)?;
        }
    }
    let text = draft::current_text(room, &edition)?;
    let open = reopen(&conflict.base_text, &text, &conflict.theirs_text, |_, place| chosen(place));
    let decided = open.places.is_empty();
    advance(room, id, conflict, open)?;
    if decided {
        draft::commit(room, id, Reason::Merge)?;
    }
    look(room, id)
}

pub(crate) fn request(app: &App, request: EditionRef) -> Result<ConflictView, Fault> {
    view(&*app.room()?, i64::from(request.edition))
}

pub(crate) fn settle_request(app: &App, request: SettleConflict) -> Result<ConflictView, Fault> {
    let view = settle(&*app.room()?, &request)?;
    app.tell(Event::Changed(Changed { editions: vec![request.edition], outside: false }));
    Ok(view)
}

/// The two heads of an edition that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Heads {
    /// The version that Stet has now: this side.
    pub now: String,
    /// The other side's version, which the file holds.
    pub theirs: String,
    /// Open places.
    pub places: usize,
}

/// The heads of an edition that waits for a decision; `None` for one that does not.
pub fn heads(room: &Room, edition: &Edition) -> Result<Option<Heads>, Fault> {
    if !edition.conflict {
        return Ok(None);
    }
    let text = draft::current_text(room, edition)?;
    let Some(conflict) = room.store().conflict(edition.id)? else { return Ok(None) };
    let places = reopen(&conflict.base_text, &text, &conflict.theirs_text, |_, _| false).places.len();
    Ok(Some(Heads { now: edition.head.hex(), theirs: conflict.theirs.hex(), places }))
}
