//! An open newsroom: its folder, its settings, its store and the drafts that are open.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use stet_core::Newsroom;
use stet_store::{Edition, Store};

use crate::draft::Session;
use crate::{Fault, backup, hold, mirror, site, swap, sync};

/// Name of the settings file, which makes a folder a newsroom.
pub const SETTINGS_FILE: &str = "newsroom.toml";

/// An open newsroom.
pub struct Room {
    /// Absolute path of the folder.
    pub root: PathBuf,
    /// Name that versions are signed with.
    pub author: String,
    newsroom: RwLock<Arc<Newsroom>>,
    store: Mutex<Store>,
    sessions: Mutex<HashMap<i64, Session>>,
    disk: Mutex<()>,
    generation: AtomicU64,
    pub(crate) site: Mutex<site::Cache>,
    notices: Mutex<Vec<String>>,
    /// Nobody replaces the store while it is in use here.
    _hold: hold::Hold,
}

impl Room {
    /// Opens the newsroom in a folder, brings the store up to date with the files, and finishes what a crash left
    /// undone. Journalled work stays journalled until its draft is opened.
    pub fn open(root: &Path, author: &str) -> Result<Room, Fault> {
        let root = std::path::absolute(root).map_err(|error| Fault::file("opened", root, &error))?;
        let newsroom = read_settings(&root)?;
        let hold = hold::shared(&root)?;
        swap::finish(&root)?;
        let kept = backup::before_update(&root)?;
        let store = Store::open(&swap::store(&root))?;
        if let Some(damage) = store.integrity()? {
            return Err(Fault::store_damaged(&damage));
        }
        let room = Room {
            root,
            author: author.to_owned(),
            newsroom: RwLock::new(Arc::new(newsroom)),
            store: Mutex::new(store),
            sessions: Mutex::default(),
            disk: Mutex::default(),
            generation: AtomicU64::new(1),
            site: Mutex::default(),
            notices: Mutex::default(),
            _hold: hold,
        };
        room.note(
            kept.map(|backup| format!("The store was brought up to date. As it was before it is kept as {}.", backup.name))
                .into_iter()
                .collect(),
        );
        let found = sync::all(&room)?;
        room.note(found.notices);
        Ok(room)
    }

    /// The newsroom at or above a folder.
    pub fn find(from: &Path) -> Option<PathBuf> {
        let from = std::path::absolute(from).ok()?;
        from.ancestors().find(|folder| folder.join(SETTINGS_FILE).is_file()).map(Path::to_path_buf)
    }

    /// The newsroom's settings.
    pub fn newsroom(&self) -> Arc<Newsroom> {
        self.newsroom.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the settings file again.
    pub fn reload_settings(&self) -> Result<(), Fault> {
        let newsroom = read_settings(&self.root)?;
        *self.newsroom.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(newsroom);
        self.touched();
        Ok(())
    }

    /// The store, for as long as the guard lives.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The open drafts.
    pub(crate) fn sessions(&self) -> MutexGuard<'_, HashMap<i64, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held while a version and its file are written, and while a file is compared with its version, so that a look at
    /// the files never sees one without the other. Taken before the store and the sessions.
    pub(crate) fn disk(&self) -> MutexGuard<'_, ()> {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number that grows whenever anything that pages are made of may have changed.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Says that something that pages are made of changed.
    pub(crate) fn touched(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
    }

    /// Adds to what the user should be told about this newsroom; what was said before is not said again.
    pub(crate) fn note(&self, notices: Vec<String>) {
        let mut told = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        for notice in notices {
            if !told.contains(&notice) {
                told.push(notice);
            }
        }
    }

    /// What the user should be told about this newsroom.
    pub fn notices(&self) -> Vec<String> {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The editions that a name on the command line means: `slug`, `lang/slug`, or the file's path.
    pub fn by_name(&self, name: &str) -> Result<Vec<Edition>, Fault> {
        let name = name.trim_start_matches("./");
        let store = self.store();
        if name.ends_with(".md") {
            let from_here = std::path::absolute(name).ok().and_then(|path| path.strip_prefix(&self.root).ok().map(mirror::slashed));
            for path in [Some(name.to_owned()), from_here].into_iter().flatten() {
                if let Some(edition) = store.edition_at(&path)? {
                    return Ok(vec![edition]);
                }
            }
        }
        let newsroom = self.newsroom();
        let (lang, slug) = match name.split_once('/') {
            Some((lang, slug)) if newsroom.edition(lang).is_some() => (Some(lang), slug),
            _ => (None, name),
        };
        let found = store.editions_by_slug(lang, slug)?;
        if found.is_empty() { Err(Fault::no_story(name)) } else { Ok(found) }
    }

    /// The one edition that a name means; the default language wins where several editions share a slug.
    pub fn one_by_name(&self, name: &str) -> Result<Edition, Fault> {
        let found = self.by_name(name)?;
        let newsroom = self.newsroom();
        let default = found.iter().position(|edition| edition.lang == newsroom.default_lang()).unwrap_or(0);
        found.into_iter().nth(default).ok_or_else(|| Fault::no_story(name))
    }

    /// The edition of a row id.
    pub fn edition(&self, id: i64) -> Result<Edition, Fault> {
        self.store().edition(id)?.ok_or_else(|| {
            Fault::new("no-story", "That story is no longer in the newsroom.", "Its file may have been deleted or moved; refresh the list.")
        })
    }
}

pub(crate) fn read_settings(root: &Path) -> Result<Newsroom, Fault> {
    let path = root.join(SETTINGS_FILE);
    let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Fault::new(
            "not-a-newsroom",
            format!("{} is not a newsroom: it has no {SETTINGS_FILE}.", root.display()),
            "Make one with `stet init`, or open the folder that holds it.",
        ),
        _ => Fault::file("read", &path, &error),
    })?;
    Newsroom::parse(&text).map_err(|error| {
        Fault::new("settings", format!("{}: {error}", path.display()), "Mend the file in a text editor and open the newsroom again.")
    })
}
