//! The use cases of Stet, for the window and the command line alike. Knows no Tauri.
//!
//! Here, and nowhere below, the clock is read, ids are drawn and files are opened.

pub mod backup;
pub mod clock;
pub mod compare;
pub mod conflict;
pub mod copy;
pub mod doctor;
pub mod draft;
pub mod export;
pub mod facts;
pub mod fault;
pub mod fields;
pub mod folder;
pub mod history;
pub mod hold;
pub mod import;
pub mod jobs;
mod leftovers;
pub mod mirror;
mod moves;
pub mod newsroom;
pub mod pictures;
pub mod place;
pub mod preview;
pub mod room;
mod seen;
pub mod serve;
pub mod session;
pub mod site;
pub mod space;
pub mod stories;
pub mod swap;
pub mod sync;
pub mod undo;
pub mod upkeep;
pub mod watch;
pub mod wire;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

pub use fault::Fault;
pub use room::Room;
pub use stet_core as core;

/// What a running Stet holds: the open newsroom, the background jobs, and whom to tell of events.
pub struct App {
    settings: Settings,
    room: RwLock<Option<Arc<Room>>>,
    jobs: Arc<jobs::Jobs>,
    tell: Arc<dyn Fn(wire::Event) + Send + Sync>,
    watch: Mutex<Option<watch::Watch>>,
    backups: Mutex<Option<backup::timer::Timer>>,
    refused: Mutex<Option<(PathBuf, Fault)>>,
}

/// What the outside decides for a running Stet.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name that versions are signed with.
    pub author: String,
    /// File that remembers the newsrooms opened before; `None` to remember nothing.
    pub recent: Option<PathBuf>,
}

impl App {
    /// A Stet without an open newsroom. `tell` gets every event, from any thread.
    pub fn new(settings: Settings, tell: impl Fn(wire::Event) + Send + Sync + 'static) -> App {
        App {
            settings,
            room: RwLock::new(None),
            jobs: Arc::default(),
            tell: Arc::new(tell),
            watch: Mutex::new(None),
            backups: Mutex::new(None),
            refused: Mutex::new(None),
        }
    }

    /// The open newsroom.
    pub fn room(&self) -> Result<Arc<Room>, Fault> {
        self.room.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(Fault::no_newsroom)
    }

    fn set_room(&self, room: Arc<Room>) {
        *self.room.write().unwrap_or_else(PoisonError::into_inner) = Some(room);
    }

    /// Closes the newsroom: nothing watches it any more, and its store is free once commands under way have ended.
    fn close_room(&self) {
        *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.backups.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.room.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn tell(&self, event: wire::Event) {
        (self.tell)(event);
    }
}
