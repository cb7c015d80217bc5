//! Watching the newsroom's folder while the window is open.
//!
//! An event only says that it is time to look: the whole newsroom is compared by content, which makes an overflow
//! (an event without a path), a burst and a save by rename all the same case.

use std::sync::Arc;
use std::time::Duration;

use notify_debouncer_full::notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use crate::wire::{Changed, Event};
use crate::{Fault, Room, room, sync};

/// A watch that runs for as long as it is kept.
pub struct Watch {
    _debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
}

/// Quiet time after the last event before Stet looks.
const QUIET: Duration = Duration::from_millis(250);

/// Begins to watch a newsroom; `tell` hears of what changed.
pub fn start(room: Arc<Room>, tell: Arc<dyn Fn(Event) + Send + Sync>) -> Result<Watch, Fault> {
    let root = room.root.clone();
    let failed = |error: notify_debouncer_full::notify::Error| {
        Fault::new(
            "watch",
            format!("Changes made by other programs cannot be watched: {error}."),
            "They are noticed when you save or open the newsroom.",
        )
    };
    let watched = root.clone();
    let mut debouncer = new_debouncer(QUIET, None, move |result: DebounceEventResult| {
        let worth_a_look = match &result {
            Ok(events) => events.iter().any(|event| {
                !matches!(event.kind, EventKind::Access(_))
                    && (event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(|path| is_copy(&watched, path)))
            }),
            Err(_) => true,
        };
        if !worth_a_look {
            return;
        }
        let settings =
            matches!(&result, Ok(events) if events.iter().any(|event| event.paths.iter().any(|path| path.ends_with(room::SETTINGS_FILE))));
        if settings && let Err(fault) = room.reload_settings() {
            room.note(vec![format!("{} {}", fault.message, fault.hint)]);
        }
        // Pages are made of pictures and theme files too.
        let furniture =
            matches!(&result, Ok(events) if events.iter().any(|event| event.paths.iter().any(|path| is_furniture(&watched, path))));
        if furniture {
            room.touched();
        }
        match sync::all(&room) {
            Ok(found) => {
                let notices = !found.notices.is_empty();
                room.note(found.notices);
                if settings || furniture || notices || !found.changed.is_empty() {
                    tell(Event::Changed(Changed { editions: found.changed.iter().map(|id| *id as u32).collect(), outside: true }));
                }
            }
            Err(fault) => room.note(vec![fault.message]),
        }
    })
    .map_err(failed)?;
    debouncer.watch(&root, RecursiveMode::Recursive).map_err(failed)?;
    Ok(Watch { _debouncer: debouncer })
}

fn is_furniture(root: &std::path::Path, path: &std::path::Path) -> bool {
    path.strip_prefix(root).is_ok_and(|inside| inside.starts_with("theme") || inside.starts_with("media"))
}

/// Whether a path can matter to copy: not the store, not a temporary file.
fn is_copy(root: &std::path::Path, path: &std::path::Path) -> bool {
    path.strip_prefix(root).is_ok_and(|inside| !inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.')))
}
