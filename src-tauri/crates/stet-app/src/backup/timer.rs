//! Backups by themselves while a newsroom is open in the window.

use std::ops::ControlFlow;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::time::Duration;

use stet_store::Witness;

use crate::wire::Event;
use crate::{Fault, Room, backup, clock};

/// A timer that runs for as long as it is kept.
pub struct Timer {
    _stop: Sender<()>,
}

/// How often the timer looks whether it is time.
const LOOK: Duration = Duration::from_secs(20);

/// Rest between two steps of a copy, so that the disk is free for whoever types.
const PAUSE: Duration = Duration::from_millis(4);

/// A backup may take this share of the time at most: one that takes a minute is made every hour at most.
const SHARE: i64 = 60;

/// Begins to make backups of a newsroom whenever it has changed and the interval of its settings has passed.
pub fn start(room: &Arc<Room>, tell: Arc<dyn Fn(Event) + Send + Sync>) -> Timer {
    let (stop, stopped) = channel();
    let room = Arc::downgrade(room);
    std::thread::spawn(move || {
        let mut state = State::default();
        // Dropping the timer hangs up.
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(LOOK) {
            if !look(&room, &mut state, &tell, &|| stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Disconnected)) {
                return;
            }
        }
    });
    Timer { _stop: stop }
}

#[derive(Default)]
struct State {
    witness: Option<Witness>,
    /// Commits as they were when the last backup was made; `None` before the first look.
    commits: Option<i64>,
    /// When the next one may be made, in milliseconds.
    not_before: i64,
}

/// Makes a backup where it is time for one. False where the newsroom was closed.
fn look(room: &Weak<Room>, state: &mut State, tell: &Arc<dyn Fn(Event) + Send + Sync>, stopped: &dyn Fn() -> bool) -> bool {
    let Some(room) = room.upgrade() else { return false };
    let every = i64::from(room.newsroom().backup.every_minutes) * 60_000;
    let began = clock::now();
    if every == 0 || began < state.not_before {
        return true;
    }
    match due(&room, state, every, began) {
        Ok(false) => {}
        Ok(true) => {
            let commits = state.witness.as_ref().and_then(|witness| witness.commits().ok());
            let root = room.root.clone();
            let newsroom = room.newsroom();
            // The newsroom may be closed while it is copied.
            drop(room);
            let made = backup::make(&root, backup::Why::Timer, PAUSE, &mut |_, _| {
                if stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .and_then(|newest| backup::thin_out(&root, &newest, backup::at_most(&root, &newsroom, &newest)));
            state.not_before = clock::now() + every.max((clock::now() - began) * SHARE);
            match made {
                Ok(_) => state.commits = commits,
                Err(fault) => say(&fault, tell),
            }
            return true;
        }
        Err(fault) => {
            state.not_before = began + every;
            say(&fault, tell);
        }
    }
    true
}

/// Whether anything changed since the last backup, and that is long enough ago.
fn due(room: &Room, state: &mut State, every: i64, now: i64) -> Result<bool, Fault> {
    if state.witness.is_none() {
        state.witness = Some(Witness::new(&room.root.join(".stet/newsroom.sqlite"))?);
    }
    let Some(witness) = &state.witness else { return Ok(false) };
    let last = backup::list(&room.root)?.first().map(|backup| backup.at);
    if last.is_some_and(|at| (0..every).contains(&(now - at))) {
        return Ok(false);
    }
    let commits = witness.commits()?;
    match (state.commits, last) {
        (Some(before), Some(_)) => Ok(before != commits),
        (_, None) => Ok(true),
        // The first look: what was written after the last backup, maybe long ago.
        (None, Some(at)) => {
            let written = witness.written_after(at)?;
            if !written {
                state.commits = Some(commits);
            }
            Ok(written)
        }
    }
}

fn say(fault: &Fault, tell: &Arc<dyn Fn(Event) + Send + Sync>) {
    if fault.code != "cancelled" {
        tell(Event::Warning(fault.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{EditDraft, NewDraft, Operation};
    use crate::{draft, newsroom};

    #[test]
    fn a_backup_is_due_when_something_changed_and_the_last_one_is_old_enough() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("newsroom");
        newsroom::create(&root, "The Test Post", &["en".into()]).unwrap();
        let room = Room::open(&root, "tester").unwrap();
        let edition = draft::create(&room, &NewDraft::default()).unwrap().story.edition;
        let every = 15 * 60_000;
        let make = || backup::make(&root, backup::Why::Timer, Duration::ZERO, &mut |_, _| ControlFlow::Continue(())).unwrap();
        let mut state = State::default();
        assert!(due(&room, &mut state, every, clock::now()).unwrap(), "there is none yet");
        state.commits = Some(state.witness.as_ref().unwrap().commits().unwrap());
        let made = make();
        let later = made.at + every + 1;
        assert!(!due(&room, &mut state, every, made.at + 60_000).unwrap(), "too soon");
        assert!(!due(&room, &mut state, every, later).unwrap(), "nothing changed");
        let splice = Operation::Splice { at: 0, remove: 0, insert: "Typed.".into() };
        // A backup is named to the second: what is written in that same second counts as written after it.
        draft::edit(&room, &EditDraft { edition, revision: 0, operations: vec![splice] }).unwrap();
        assert!(due(&room, &mut state, every, later).unwrap(), "somebody typed");
        assert!(!due(&room, &mut state, every, made.at + 60_000).unwrap(), "too soon all the same");
        let mut again = State::default();
        assert!(due(&room, &mut again, every, later).unwrap(), "typed before a restart");
        let mut again = State::default();
        room.store().forget_journal(i64::from(edition), i64::MAX).unwrap();
        let quiet = backup::list(&root).unwrap();
        std::fs::rename(
            backup::folder(&root).join(&quiet[0].name),
            backup::folder(&root).join(quiet[0].name.replace(&clock::compact(made.at), &clock::compact(made.at + 120_000))),
        )
        .unwrap();
        assert!(!due(&room, &mut again, every, later + 120_000).unwrap(), "nothing was written after the last one");
        assert!(!due(&room, &mut again, every, later + 240_000).unwrap());
    }

    #[test]
    fn a_timer_stops_when_it_is_dropped_and_when_the_newsroom_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("newsroom");
        newsroom::create(&root, "The Test Post", &["en".into()]).unwrap();
        let room = Arc::new(Room::open(&root, "tester").unwrap());
        let tell: Arc<dyn Fn(Event) + Send + Sync> = Arc::new(|_| {});
        drop(start(&room, Arc::clone(&tell)));
        let weak = Arc::downgrade(&room);
        drop(room);
        assert!(!look(&weak, &mut State::default(), &tell, &|| false), "a closed newsroom is looked at no more");
    }
}
