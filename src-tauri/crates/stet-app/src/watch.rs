//! Watching the newsroom's folder while the window is open.
//!
//! An event is a hint of where to look, never a fact: what is there is read and compared by content. Where hints are
//! lost (an overflow arrives as an event without a path) everything is looked at, as it is from time to time anyway.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify_debouncer_full::notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use crate::sync::Found;
use crate::wire::{Changed, Event};
use crate::{Fault, Room, mirror, room, sync};

/// A watch that runs for as long as it is kept.
pub struct Watch {
    hints: Sender<Message>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.hints.send(Message::Stop);
    }
}

/// How long a watch waits for what.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm {
    /// Quiet time after the last event before Stet looks.
    pub quiet: Duration,
    /// Before a second look at what was half written or not there.
    pub again: Duration,
    /// Between two looks at everything where events are told.
    pub everything: Duration,
    /// Between two looks at everything where they are not: on a network's disk, or when the system watches no more.
    pub untold: Duration,
}

impl Default for Rhythm {
    fn default() -> Rhythm {
        Rhythm {
            quiet: Duration::from_millis(250),
            again: Duration::from_secs(2),
            everything: Duration::from_secs(15 * 60),
            untold: Duration::from_secs(20),
        }
    }
}

/// Begins to watch a newsroom; `tell` hears of what changed.
pub fn start(room: Arc<Room>, tell: Arc<dyn Fn(Event) + Send + Sync>) -> Result<Watch, Fault> {
    start_with(room, tell, Rhythm::default())
}

/// As [`start`], at another rhythm.
pub fn start_with(room: Arc<Room>, tell: Arc<dyn Fn(Event) + Send + Sync>, rhythm: Rhythm) -> Result<Watch, Fault> {
    let (sender, receiver) = mpsc::channel();
    let mut watcher = Watcher { room, tell, rhythm, hints: sender.clone(), events: None, halves: BTreeSet::new(), failed: false };
    watcher.listen();
    std::thread::Builder::new()
        .name("watch".into())
        .spawn(move || watcher.run(&receiver))
        .map_err(|error| Fault::new("watch", format!("The folder cannot be watched: {error}."), "Open the newsroom again."))?;
    Ok(Watch { hints: sender })
}

enum Message {
    Hints(Hints),
    Stop,
}

/// Where to look.
#[derive(Debug, Default, PartialEq, Eq)]
struct Hints {
    everything: bool,
    settings: bool,
    /// Pages are made of pictures and theme files too.
    furniture: bool,
    /// From the newsroom's root.
    paths: BTreeSet<String>,
}

/// With more paths than this it is quicker to look at everything.
const MANY: usize = 2_000;

impl Hints {
    /// What a burst of events says.
    fn of(root: &Path, result: &DebounceEventResult) -> Hints {
        let Ok(events) = result else { return Hints { everything: true, ..Hints::default() } };
        let mut hints = Hints::default();
        for event in events {
            if matches!(event.kind, EventKind::Access(_)) {
                continue;
            }
            hints.everything |= event.need_rescan() || event.paths.is_empty();
            for path in &event.paths {
                // A link to the folder: what is meant cannot be told, so everything is.
                let Ok(inside) = path.strip_prefix(root) else {
                    hints.everything = true;
                    continue;
                };
                let inside = mirror::slashed(inside);
                match inside.split('/').next() {
                    Some("") | None => hints.everything = true,
                    Some(room::SETTINGS_FILE) => hints.settings = true,
                    Some("theme" | "media") => hints.furniture = true,
                    _ if inside.split('/').any(|part| part.starts_with('.')) => {}
                    _ => {
                        hints.paths.insert(inside);
                    }
                }
            }
        }
        hints
    }

    fn add(&mut self, other: Hints) {
        self.everything |= other.everything;
        self.settings |= other.settings;
        self.furniture |= other.furniture;
        self.paths.extend(other.paths);
    }

    fn is_empty(&self) -> bool {
        *self == Hints::default()
    }
}

struct Watcher {
    room: Arc<Room>,
    tell: Arc<dyn Fn(Event) + Send + Sync>,
    rhythm: Rhythm,
    hints: Sender<Message>,
    events: Option<Debouncer<RecommendedWatcher, RecommendedCache>>,
    /// Files that were half written at the last look.
    halves: BTreeSet<String>,
    failed: bool,
}

impl Watcher {
    /// Asks the system for events, from the beginning.
    fn listen(&mut self) {
        self.events = None;
        let (root, hints) = (self.room.root.clone(), self.hints.clone());
        let begun = new_debouncer(self.rhythm.quiet, None, move |result: DebounceEventResult| {
            let found = Hints::of(&root, &result);
            if !found.is_empty() {
                let _ = hints.send(Message::Hints(found));
            }
        })
        .and_then(|mut events| events.watch(&self.room.root, RecursiveMode::Recursive).map(|()| events));
        match begun {
            Ok(events) => self.events = Some(events),
            Err(error) => self.room.note(vec![format!(
                "The system does not tell of changes made by other programs ({error}). Stet looks for them every {} seconds instead.",
                self.rhythm.untold.as_secs()
            )]),
        }
    }

    fn run(mut self, hints: &Receiver<Message>) {
        let told = tells_of_others(&self.room.root);
        let mut last = Instant::now();
        loop {
            let every = if told && self.events.is_some() { self.rhythm.everything } else { self.rhythm.untold };
            let wait = if self.failed || !self.halves.is_empty() { self.rhythm.again } else { every.saturating_sub(last.elapsed()) };
            let mut wanted = Hints::default();
            match hints.recv_timeout(wait) {
                Ok(Message::Hints(some)) => wanted.add(some),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
            while let Ok(message) = hints.try_recv() {
                match message {
                    Message::Hints(some) => wanted.add(some),
                    Message::Stop => return,
                }
            }
            let due = last.elapsed() >= every;
            wanted.everything |= due || self.failed || wanted.settings || wanted.paths.len() > MANY;
            if wanted.everything {
                last = Instant::now();
            }
            self.look(wanted, due);
        }
    }

    fn look(&mut self, wanted: Hints, due: bool) {
        if wanted.settings
            && let Err(fault) = self.room.reload_settings()
        {
            self.room.note(vec![format!("{} {}", fault.message, fault.hint)]);
        }
        if wanted.furniture {
            self.room.touched();
        }
        let before = std::mem::take(&mut self.halves);
        let scope: Vec<String> =
            if wanted.everything { vec![String::new()] } else { wanted.paths.into_iter().chain(before.iter().cloned()).collect() };
        let found = if due {
            sync::due(&self.room).and_then(|reading| sync::full(&self.room, reading, &mut |_, _, _| {}))
        } else {
            sync::look_below(&self.room, &scope)
        };
        let (found, back) = match found {
            Ok(found) => {
                let back = std::mem::take(&mut self.failed);
                if back {
                    // The system forgot a folder that went.
                    self.listen();
                }
                (found, back)
            }
            Err(fault) => {
                // Everything is looked at again until that succeeds; it is said once.
                let news = !std::mem::replace(&mut self.failed, true);
                self.halves = before;
                if news {
                    self.room.note(vec![format!("{} {}", fault.message, fault.hint)]);
                    (self.tell)(Event::Changed(Changed { editions: Vec::new(), outside: true }));
                }
                return;
            }
        };
        let Found { changed, mut notices, hollow, .. } = found;
        for path in hollow {
            // Empty twice: nobody is in the middle of writing it.
            if before.contains(&path) {
                notices.push(sync::hollow(&path));
            } else {
                self.halves.insert(path);
            }
        }
        let news = wanted.settings || wanted.furniture || back || !notices.is_empty() || !changed.is_empty();
        self.room.note(notices);
        if news {
            (self.tell)(Event::Changed(Changed { editions: changed.iter().map(|id| *id as u32).collect(), outside: true }));
        }
    }
}

/// Whether the system tells of changes that other machines make to a disk.
#[cfg(target_os = "linux")]
fn tells_of_others(root: &Path) -> bool {
    // NFS, SMB (three numbers), 9P, FUSE (sshfs and the like), Ceph, AFS.
    const NETWORK: [u32; 8] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x0102_1997, 0x6573_5546, 0x00C3_6400, 0x6B41_4653];
    rustix::fs::statfs(root).map_or(true, |disk| !NETWORK.contains(&(disk.f_type as u32)))
}

#[cfg(not(target_os = "linux"))]
fn tells_of_others(_root: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use notify_debouncer_full::DebouncedEvent;
    use notify_debouncer_full::notify::event::{Flag, ModifyKind, RemoveKind};
    use notify_debouncer_full::notify::{self, Event};

    use super::*;

    fn hints(kind: EventKind, paths: &[&str]) -> Hints {
        let event = Event { kind, paths: paths.iter().map(|path| Path::new("/desk").join(path)).collect(), attrs: Default::default() };
        Hints::of(Path::new("/desk"), &Ok(vec![DebouncedEvent::new(event, Instant::now())]))
    }

    #[test]
    fn what_events_say() {
        let changed = EventKind::Modify(ModifyKind::Any);
        let paths = |paths: &[&str]| Hints { paths: paths.iter().map(|path| (*path).to_owned()).collect(), ..Hints::default() };
        for (kind, given, wanted) in [
            (changed, &["en/2026/a.md"][..], paths(&["en/2026/a.md"])),
            (EventKind::Remove(RemoveKind::Any), &["en/2026"], paths(&["en/2026"])),
            (changed, &["en/.a.md.swp", "en/a.md"], paths(&["en/a.md"])),
            (changed, &[".stet/newsroom.sqlite-wal"], Hints::default()),
            (changed, &["en/.git/index"], Hints::default()),
            (EventKind::Access(notify::event::AccessKind::Any), &["en/a.md"], Hints::default()),
            (changed, &["newsroom.toml"], Hints { settings: true, ..Hints::default() }),
            (changed, &["media/quay.jpg"], Hints { furniture: true, ..Hints::default() }),
            (changed, &[""], Hints { everything: true, ..Hints::default() }),
            (changed, &["/elsewhere/a.md"], Hints { everything: true, ..Hints::default() }),
        ] {
            assert_eq!(hints(kind, given), wanted, "{given:?}");
        }
    }

    #[test]
    fn an_overflow_and_an_error_mean_everything() {
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        let everything = Hints { everything: true, ..Hints::default() };
        assert_eq!(Hints::of(Path::new("/desk"), &Ok(vec![DebouncedEvent::new(overflow, Instant::now())])), everything);
        assert_eq!(Hints::of(Path::new("/desk"), &Err(vec![notify::Error::generic("lost")])), everything);
    }
}
