//! An open newsroom: its folder, its settings, its store and the drafts that are open.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};

use stet_core::Newsroom;
use stet_store::{Edition, Store};

use crate::pictures::{Album, Renditions};
use crate::session::Session;
use crate::{Fault, backup, hold, mirror, site, swap, sync, upkeep};

/// Name of the settings file, which makes a folder a newsroom.
pub const SETTINGS_FILE: &str = "newsroom.toml";

/// Bytes up to which a store is checked whole before anything is done with it.
const CHECKED_AT_ONCE: u64 = 8 << 20;

/// Files taken in at once after which the index is tended to at once too.
const MANY: usize = 200;

/// An open newsroom.
pub struct Room {
    /// Absolute path of the folder.
    pub root: PathBuf,
    /// Name that versions are signed with.
    pub author: String,
    newsroom: RwLock<Arc<Newsroom>>,
    store: Mutex<Store>,
    reader: Mutex<Store>,
    sessions: Mutex<HashMap<i64, Session>>,
    disk: DiskLock,
    identity: Option<(u64, u64)>,
    looking: Mutex<()>,
    looked: (Mutex<bool>, Condvar),
    generation: AtomicU64,
    pub(crate) site: Mutex<site::Cache>,
    album: Mutex<Option<(u64, Arc<Album>)>>,
    notices: Mutex<Vec<String>>,
    /// Nobody replaces the store while it is in use here.
    _hold: hold::Hold,
}

impl Room {
    /// Opens the newsroom in a folder, brings the store up to date with the files, and finishes what a crash left
    /// undone. Journalled work stays journalled until its draft is opened.
    pub fn open(root: &Path, author: &str) -> Result<Room, Fault> {
        let room = Room::enter(root, author)?;
        // In a large store the whole check takes longer than the verb; what is read of it is checked as it is read.
        if room.store_size() <= CHECKED_AT_ONCE
            && let Some(damage) = room.store().integrity()?
        {
            return Err(Fault::store_damaged(&damage));
        }
        let reading = sync::due(&room)?;
        let found = sync::look(&room, reading, &mut |_, _, _| {})?;
        if found.changed.len() >= MANY {
            upkeep::tidy(&room)?;
        }
        room.note(found.notices);
        room.has_looked();
        Ok(room)
    }

    /// Opens the store of the newsroom in a folder as it is. The files have not been looked at yet: whoever calls this
    /// has them looked at ([`sync::look`]) and says so ([`Room::has_looked`]); opening a draft looks at its file.
    pub fn enter(root: &Path, author: &str) -> Result<Room, Fault> {
        let root = std::path::absolute(root).map_err(|error| Fault::file("opened", root, &error))?;
        let newsroom = read_settings(&root)?;
        let folder = root.join(".stet");
        mirror::make_folder(&folder)?;
        let hold = hold::shared(&root)?;
        let path = swap::store(&root);
        let disk = DiskLock::open(&folder)?;
        // One process at a time makes the tables or brings them up to date.
        let (store, reader, kept) = {
            let _turn = disk.take();
            swap::finish(&root)?;
            let kept = backup::before_update(&root)?;
            (Store::open(&path)?, Store::open_reader(&path)?, kept)
        };
        let room = Room {
            root,
            author: author.to_owned(),
            newsroom: RwLock::new(Arc::new(newsroom)),
            store: Mutex::new(store),
            reader: Mutex::new(reader),
            sessions: Mutex::default(),
            disk,
            identity: identity(&path),
            looking: Mutex::default(),
            looked: (Mutex::new(false), Condvar::new()),
            generation: AtomicU64::new(1),
            site: Mutex::default(),
            album: Mutex::default(),
            notices: Mutex::default(),
            _hold: hold,
        };
        room.note(
            kept.map(|backup| format!("The store was brought up to date. As it was before it is kept as {}.", backup.name))
                .into_iter()
                .collect(),
        );
        Ok(room)
    }

    /// Whether the store is whole, by a way in of its own, so that nobody waits for it. An error says what is wrong.
    pub fn check_store(&self) -> Result<(), Fault> {
        match Store::open_reader(&swap::store(&self.root))?.integrity()? {
            Some(damage) => Err(Fault::store_damaged(&damage)),
            None => Ok(()),
        }
    }

    fn store_size(&self) -> u64 {
        std::fs::metadata(swap::store(&self.root)).map_or(0, |meta| meta.len())
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

    /// The store for reading alone: what is committed, without waiting for a long write.
    pub fn reader(&self) -> MutexGuard<'_, Store> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held for one look at all files, so that two looks never take in the same file. Taken before every other lock.
    pub(crate) fn looking(&self) -> MutexGuard<'_, ()> {
        self.looking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that the files have been looked at since the newsroom was opened.
    pub fn has_looked(&self) {
        *self.looked.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.looked.1.notify_all();
    }

    /// Waits until the files have been looked at since the newsroom was opened: for work on all of it.
    pub fn wait_for_look(&self) {
        let mut looked = self.looked.0.lock().unwrap_or_else(PoisonError::into_inner);
        while !*looked {
            looked = self.looked.1.wait(looked).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The open drafts.
    pub(crate) fn sessions(&self) -> MutexGuard<'_, HashMap<i64, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held while a version and its file are written, and while a file is compared with its version, so that a look at
    /// the files never sees one without the other. Taken before the store and the sessions.
    /// Other processes with the same newsroom wait for it too.
    pub(crate) fn disk(&self) -> DiskGuard<'_> {
        self.disk.take()
    }

    /// Fails where the newsroom's folder is not there any more, or another one stands in its place: a disk was
    /// unmounted, the folder moved. Nothing may be taken for deleted then, nothing written, nothing acknowledged.
    pub(crate) fn still_there(&self) -> Result<(), Fault> {
        let there = self.root.join(SETTINGS_FILE).is_file() && identity(&swap::store(&self.root)) == self.identity;
        if there {
            return Ok(());
        }
        Err(Fault::new(
            "newsroom-gone",
            format!("The newsroom's folder {} is not there any more.", self.root.display()),
            "Bring the disk or the folder back, or open the newsroom where it is now. No story was removed.",
        ))
    }

    /// The newsroom's pictures as they are now.
    pub fn album(&self) -> Arc<Album> {
        let generation = self.generation();
        let mut album = self.album.lock().unwrap_or_else(PoisonError::into_inner);
        match &*album {
            Some((at, album)) if *at == generation => Arc::clone(album),
            _ => {
                let new = Arc::new(Album::new(&self.root, Renditions::of(&self.root)));
                *album = Some((generation, Arc::clone(&new)));
                new
            }
        }
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

/// One turn at a time at the files of a newsroom, among the threads of this process and among processes.
struct DiskLock {
    threads: Mutex<()>,
    /// Locked with the operating system's lock, which ends with the process however that ends.
    file: File,
}

/// A turn at the files.
pub(crate) struct DiskGuard<'a> {
    file: Option<&'a File>,
    _threads: MutexGuard<'a, ()>,
}

impl DiskLock {
    fn open(folder: &Path) -> Result<DiskLock, Fault> {
        let path = folder.join("lock");
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(|error| Fault::file("opened", &path, &error))?;
        Ok(DiskLock { threads: Mutex::default(), file })
    }

    /// Where the file system knows no locks, threads alone wait for one another.
    fn take(&self) -> DiskGuard<'_> {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        DiskGuard { file: Some(&self.file).filter(|file| file.lock().is_ok()), _threads: threads }
    }
}

impl Drop for DiskGuard<'_> {
    fn drop(&mut self) {
        if let Some(file) = self.file {
            let _ = file.unlock();
        }
    }
}

/// What tells one store file from another under the same name.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|meta| (meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<(u64, u64)> {
    path.is_file().then_some((0, 0))
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
