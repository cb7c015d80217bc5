//! What Undo would take back in a draft, kept over restarts.
//!
//! The window's editor writes its history; it is stored with the version whose body it belongs to. When the draft is
//! opened again, the window gets that body and the way from there to the text as it stands: a history never meets a
//! text that it does not fit.

use stet_core::Draft;
use stet_store::{Edition, Undo, Version, VersionId};

use crate::session::Session;
use crate::wire::{KeepUndo, Nothing, Operation, UndoStep, UndoTrail};
use crate::{App, Fault, Room};

/// A history longer than this is not kept: the window sends less.
const LARGEST: usize = 1 << 20;

/// Versions that are looked through for the one that a history belongs to.
const STEPS: usize = 200;

/// Keeps the history of a draft, where it fits the version it names. One that does not is not kept: the one before stays,
/// with the way from its version to the present one.
pub fn keep(room: &Room, request: &KeepUndo) -> Result<(), Fault> {
    let id = i64::from(request.edition);
    let base = {
        let sessions = room.sessions();
        sessions.get(&id).filter(|session| session.holds_just(i64::from(request.seq))).map(|session| session.base)
    };
    let Some(version) = base.filter(|base| base.hex() == request.version && request.history.len() <= LARGEST) else {
        return Ok(());
    };
    room.store().keep_undo(id, &Undo { version, history: request.history.clone() })?;
    Ok(())
}

pub(crate) fn keep_request(app: &App, request: KeepUndo) -> Result<Nothing, Fault> {
    keep(&*app.room()?, &request)?;
    Ok(Nothing {})
}

/// The history of a draft and the way from its text to the present one. Empty where there is none that leads here.
pub(crate) fn trail(room: &Room, edition: &Edition, session: &Session) -> Result<UndoTrail, Fault> {
    let kept = room.store().undo(edition.id)?;
    let entries = room.store().journalled(edition.id)?;
    let mut steps = Vec::new();
    let mut trail = UndoTrail::default();
    if let Some(undo) = kept {
        let own = if undo.version == session.base {
            Some(true)
        } else {
            only_typed_since(&room.store().versions(edition.id)?, undo.version, session.base)
        };
        if let Some(own) = own {
            trail.history = undo.history;
            trail.before = body_of(&room.store().version_text(&undo.version)?);
            if undo.version != session.base {
                steps.push(UndoStep { at: 0, own, body: Some(body_of(session.base_text())), operations: Vec::new() });
            }
        }
    }
    let mut fits = true;
    for entry in entries.iter().filter(|entry| entry.seq <= session.seq) {
        fits &= entry.base == session.base;
        match serde_json::from_str::<Operation>(&entry.operation) {
            Ok(operation @ Operation::Splice { .. }) => {
                steps.push(UndoStep { at: entry.at, own: true, body: None, operations: vec![operation] });
            }
            Ok(Operation::Fields { .. }) => {}
            Err(_) => fits = false,
        }
    }
    if !fits {
        // Typed on another base than the present one: how it came here is in the versions, not in the keys.
        steps.retain(|step| step.body.is_some());
        steps.push(UndoStep { at: 0, own: false, body: Some(session.body().to_owned()), operations: Vec::new() });
    }
    if trail.history.is_empty() {
        trail.before = body_of(session.base_text());
    }
    if steps.is_empty() {
        // The text as it stands, which the window has.
        trail.before.clear();
    }
    trail.steps = steps;
    Ok(trail)
}

fn body_of(text: &str) -> String {
    Draft::new(text).body().to_owned()
}

/// Whether all that happened between two versions was typed here. `None` where one does not lead to the other.
fn only_typed_since(versions: &[Version], from: VersionId, to: VersionId) -> Option<bool> {
    let (mut at, mut own) = (to, true);
    for _ in 0..STEPS {
        if at == from {
            return Some(own);
        }
        let version = versions.iter().find(|version| version.id == at)?;
        own &= matches!(version.reason.as_str(), "pause" | "save" | "before-merge" | "before-restore");
        at = *version.parents.first()?;
    }
    None
}
