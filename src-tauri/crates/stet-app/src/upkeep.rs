//! What a running Stet does beside the writing: the look at all files after a newsroom was opened, the check of its
//! store, and the upkeep that keeps saving and searching quick.

use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::wire::{Changed, Event};
use crate::{App, Fault, Room, jobs, sync};

/// Between two times that the window is told of what has been found so far.
const TELL_EVERY: Duration = Duration::from_millis(400);
/// A look that is shorter than this is not worth telling of.
const SILENT: Duration = Duration::from_millis(300);
/// Between two looks at whether anybody is busy.
const TICK: Duration = Duration::from_secs(2);
/// Pages of the index tended to at once: a few milliseconds, so that a save in between hardly waits.
const PAGES: u32 = 64;
/// Editions whose versions are packed again at once.
const PACKED_AT_ONCE: usize = 8;

/// Begins the look at the files of a newsroom just opened, and its upkeep for as long as it is open.
pub(crate) fn start(app: &App, room: &Arc<Room>) {
    let (looked, kept, tell) = (Arc::clone(room), Arc::downgrade(room), Arc::clone(&app.tell));
    jobs::start(app, "look", move |teller, _stop| {
        let (began, mut told, mut known) = (Instant::now(), Instant::now(), 0);
        let changed = |editions: &[i64]| {
            tell(Event::Changed(Changed { editions: editions.iter().map(|id| *id as u32).collect(), outside: true }));
        };
        let result = sync::look(&looked, sync::Reading::Whole, &mut |done, total, found| {
            if began.elapsed() > SILENT {
                teller.progress(done.min(total), total, "");
            }
            if found.changed.len() > known && told.elapsed() > TELL_EVERY {
                changed(&found.changed[known..]);
                (told, known) = (Instant::now(), found.changed.len());
            }
        });
        // Work that waits for the look must not wait for ever where it failed.
        looked.has_looked();
        let found = result?;
        let notices = !found.notices.is_empty();
        looked.note(found.notices);
        if notices || found.changed.len() > known {
            changed(&found.changed[known..]);
        }
        if let Err(fault) = looked.check_store() {
            tell(Event::Warning(fault));
        }
        drop(looked);
        thread::spawn(move || keep(&kept));
        Ok(())
    });
}

/// Tends to the store whenever nothing has been written for a moment, until the newsroom is closed.
fn keep(room: &Weak<Room>) {
    let (mut before, mut tended) = (0, 0);
    loop {
        thread::sleep(TICK);
        let Some(room) = room.upgrade() else { return };
        let now = room.generation();
        // What fails now is tried again after the next change; nothing of it is anybody's text.
        if now == before && now != tended && tend(&room).is_ok_and(|done| done) {
            tended = now;
        }
        before = now;
    }
}

/// Gives whether all is done: not where somebody began to write meanwhile.
fn tend(room: &Room) -> Result<bool, Fault> {
    let before = room.generation();
    while room.store().tidy_index(PAGES)? {
        if room.generation() != before {
            return Ok(false);
        }
    }
    room.store().checkpoint()?;
    loop {
        let loose = room.store().unpacked(PACKED_AT_ONCE)?;
        if loose.is_empty() {
            return Ok(true);
        }
        for edition in loose {
            room.store().pack(edition)?;
            if room.generation() != before {
                return Ok(false);
            }
        }
    }
}

/// Tends to the index until all is done: after a command has written much.
pub fn tidy(room: &Room) -> Result<(), Fault> {
    while room.store().tidy_index(PAGES * 16)? {}
    Ok(())
}
