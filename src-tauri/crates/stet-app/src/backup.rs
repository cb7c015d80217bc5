//! Backups of the store: made while it is in use, checked, packed, thinned out by a rule, restored.
//!
//! A backup is `newsroom-20261124T093000Z-timer-1a2b3c4d.sqlite.zst` in `.stet/backups`: when it was made, why, and
//! the first letters of the SHA-256 of its bytes. The letters tell a whole backup from a damaged one, and one of
//! Stet's from a file that somebody else put there under such a name.

pub mod retention;
pub mod timer;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};
use stet_store::StoreError;

use crate::{Fault, clock, mirror, space, swap};

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The window makes one now and then.
    Timer,
    /// Somebody asked for it.
    Asked,
    /// A newer Stet was about to change the store's tables.
    Update,
}

impl Why {
    /// The word in a backup's name and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Timer => "timer",
            Why::Asked => "asked",
            Why::Update => "update",
        }
    }

    fn from_word(word: &str) -> Option<Why> {
        [Why::Timer, Why::Asked, Why::Update].into_iter().find(|why| why.as_str() == word)
    }
}

/// One backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its file's name.
    pub name: String,
    /// When it was made, in milliseconds since 1970 UTC.
    pub at: i64,
    /// Why.
    pub why: Why,
    /// First eight letters of the SHA-256 of its bytes.
    pub mark: String,
    /// Its size.
    pub bytes: u64,
}

/// How much room is left free on the disk whatever happens.
const RESERVE: u64 = 100 << 20;

/// Level of packing: the quickest, because texts are packed already.
const LEVEL: i32 = 1;

/// The folder with a newsroom's backups.
pub fn folder(root: &Path) -> PathBuf {
    root.join(".stet/backups")
}

/// The backups of a newsroom, the newest first. Files that are no backups are passed over.
pub fn list(root: &Path) -> Result<Vec<Backup>, Fault> {
    let folder = folder(root);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(_) if !folder.is_dir() => return Ok(Vec::new()),
        Err(error) => return Err(Fault::file("read", &folder, &error)),
    };
    let mut out: Vec<Backup> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let (at, why, mark) = parse(entry.file_name().to_str()?)?;
            let about = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some(Backup { name: entry.file_name().to_string_lossy().into_owned(), at, why, mark, bytes: about.len() })
        })
        .collect();
    out.sort_by(|a, b| (b.at, &b.name).cmp(&(a.at, &a.name)));
    Ok(out)
}

fn parse(name: &str) -> Option<(i64, Why, String)> {
    let rest = name.strip_prefix("newsroom-")?.strip_suffix(".sqlite.zst")?;
    let mut parts = rest.split('-');
    let (at, why, mark) = (clock::from_compact(parts.next()?)?, Why::from_word(parts.next()?)?, parts.next()?);
    let is_mark = mark.len() == 8 && mark.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    (is_mark && parts.next().is_none()).then(|| (at, why, mark.to_owned()))
}

/// Whether a backup's bytes are those it was made of. Reads the whole file.
pub fn is_whole(root: &Path, backup: &Backup) -> bool {
    mark_of(&folder(root).join(&backup.name)).is_ok_and(|mark| mark == backup.mark)
}

fn mark_of(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(mark(&digest.finalize()));
        }
        digest.update(&buffer[..read]);
    }
}

fn mark(digest: &[u8]) -> String {
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a backup of a newsroom's store, and thins out older ones. `heard` is told how far it is and may stop it.
///
/// The store may be in use; nobody waits. Between steps the thread rests for `pause`.
///
/// Errors: `backup-space` where the disk has no room for it, before anything is written; `store-damaged` where the
/// copy fails its check. Nothing half-made is left behind.
pub fn make(root: &Path, why: Why, pause: Duration, heard: &mut dyn FnMut(usize, usize) -> ControlFlow<()>) -> Result<Backup, Fault> {
    let store = root.join(".stet/newsroom.sqlite");
    let folder = folder(root);
    mirror::make_folder(&folder)?;
    enough_room(&folder, &store)?;
    let failed = |error: &std::io::Error| Fault::file("written", &folder, error);
    let copy = part(&folder).map_err(|error| failed(&error))?;
    stet_store::copy(&store, copy.path(), pause, heard).map_err(|error| match error {
        StoreError::Unsound(found) => damaged(&found),
        StoreError::Stopped => Fault::new("cancelled", "The backup was stopped.", "Nothing was left behind."),
        other => Fault::from(other),
    })?;
    let mut packed = part(&folder).map_err(|error| failed(&error))?;
    let digest = pack(copy.path(), packed.as_file_mut(), pause).map_err(|error| failed(&error))?;
    packed.as_file().sync_all().map_err(|error| failed(&error))?;
    let bytes = packed.as_file().metadata().map_err(|error| failed(&error))?.len();
    let at = clock::now() / 1000 * 1000;
    let mark = mark(&digest);
    let name = format!("newsroom-{}-{}-{mark}.sqlite.zst", clock::compact(at), why.as_str());
    packed.persist(folder.join(&name)).map_err(|error| failed(&error.error))?;
    File::open(&folder).and_then(|folder| folder.sync_all()).map_err(|error| failed(&error))?;
    Ok(Backup { name, at, why, mark, bytes })
}

fn damaged(found: &str) -> Fault {
    Fault::new(
        "store-damaged",
        format!("The store is damaged, so no backup was made of it: {found}."),
        "Earlier backups are kept as they are. `stet doctor --repair`, or Newsroom health in the window, mends the store.",
    )
}

fn part(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(".newsroom.").suffix(".stet-part").tempfile_in(folder)
}

/// A copy and its packed form stand beside each other for a moment.
fn enough_room(folder: &Path, store: &Path) -> Result<(), Fault> {
    let size = |path: &Path| fs::metadata(path).map_or(0, |about| about.len());
    let need = 2 * (size(store) + size(&swap::beside(store, "-wal"))) + RESERVE;
    match space::free(folder) {
        Some(free) if free < need => Err(Fault::new(
            "backup-space",
            format!(
                "There is no room for a backup of the store: it needs {} and the disk has {} left.",
                space::words(need),
                space::words(free)
            ),
            "Make room on the disk. What you write is safe meanwhile, but older copies of it are not being made.",
        )),
        _ => Ok(()),
    }
}

fn pack(from: &Path, to: &mut File, pause: Duration) -> std::io::Result<Vec<u8>> {
    struct Hashed<'a> {
        file: &'a mut File,
        digest: Sha256,
    }
    impl Write for Hashed<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let written = self.file.write(bytes)?;
            self.digest.update(&bytes[..written]);
            Ok(written)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            self.file.flush()
        }
    }
    let mut from = File::open(from)?;
    let mut packer = zstd::Encoder::new(Hashed { file: to, digest: Sha256::new() }, LEVEL)?;
    packer.include_checksum(true)?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        packer.write_all(&buffer[..read])?;
        std::thread::sleep(pause);
    }
    Ok(packer.finish()?.digest.finalize().to_vec())
}

/// Removes the backups that the rule of [`retention`] gives up, after a good one was made. A file whose bytes are not
/// those that Stet wrote under its name is left alone. Gives the names of those removed.
pub fn thin_out(root: &Path, newest: &Backup, at_most: u64) -> Result<Vec<String>, Fault> {
    let all = list(root)?;
    let made: Vec<retention::Made> = all
        .iter()
        .map(|backup| retention::Made {
            at: backup.at,
            why: backup.why,
            bytes: backup.bytes,
            good: backup.name == newest.name || backup.bytes > 0,
        })
        .collect();
    let mut removed = Vec::new();
    for at in retention::surplus(&made, clock::now(), at_most) {
        let backup = &all[at];
        if backup.name == newest.name || !is_whole(root, backup) {
            continue;
        }
        let path = folder(root).join(&backup.name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Fault::file("removed", &path, &error)),
            _ => removed.push(backup.name.clone()),
        }
    }
    Ok(removed)
}

/// What backups may take together in bytes: what the settings say, or else twelve times the newest and half a gigabyte
/// at least, but no more than a quarter of what would be free without them.
pub fn at_most(root: &Path, newsroom: &stet_core::Newsroom, newest: &Backup) -> u64 {
    if newsroom.backup.at_most_mb > 0 {
        return u64::from(newsroom.backup.at_most_mb) << 20;
    }
    let taken: u64 = list(root).map_or(0, |all| all.iter().map(|backup| backup.bytes).sum());
    let quarter = space::free(root).map_or(u64::MAX, |free| (free + taken) / 4);
    (newest.bytes * 12).max(512 << 20).min(quarter)
}

/// Before a store's tables are changed to a newer form: keeps it as it is. Nothing is done where there is nothing to
/// change.
pub fn before_update(root: &Path) -> Result<Option<Backup>, Fault> {
    let store = root.join(".stet/newsroom.sqlite");
    match stet_store::step(&store)? {
        Some(step) if step.found > 0 && step.found < step.known => {
            let made = make(root, Why::Update, Duration::ZERO, &mut |_, _| ControlFlow::Continue(()));
            made.map(Some).map_err(|fault| {
                Fault::new(
                    &fault.code,
                    format!("The store was made by an older Stet and is kept before it is changed. {}", fault.message),
                    fault.hint,
                )
            })
        }
        _ => Ok(None),
    }
}

/// The backup that a name means: the whole name, or the beginning of its time.
pub fn find(root: &Path, name: &str) -> Result<Backup, Fault> {
    let all = list(root)?;
    let file = Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let found: Vec<&Backup> = all
        .iter()
        .filter(|backup| {
            backup.name == file || (file.len() >= 8 && backup.name.strip_prefix("newsroom-").is_some_and(|rest| rest.starts_with(&file)))
        })
        .collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Fault::new("no-backup", format!("There is no backup `{name}`."), "`stet backup --list` shows them all.")),
        _ => Err(Fault::new(
            "no-backup",
            format!("`{name}` begins more than one backup's name."),
            "Write more of it; `stet backup --list` shows them.",
        )),
    }
}

/// Unpacks a backup into a file and checks it.
///
/// Errors: `backup-damaged` where it is not what it was.
pub fn unpack(root: &Path, backup: &Backup, to: &Path) -> Result<(), Fault> {
    let spoilt = |why: &str| {
        Fault::new(
            "backup-damaged",
            format!("The backup {} is damaged: {why}.", backup.name),
            "Choose another one: `stet backup --list` shows them.",
        )
    };
    if !is_whole(root, backup) {
        return Err(spoilt("its bytes are not those it was made of"));
    }
    let from = folder(root).join(&backup.name);
    let read = File::open(&from).map_err(|error| Fault::file("read", &from, &error))?;
    let mut write = File::create(to).map_err(|error| Fault::file("written", to, &error))?;
    zstd::stream::copy_decode(read, &mut write).map_err(|error| spoilt(&error.to_string()))?;
    write.sync_all().map_err(|error| Fault::file("written", to, &error))?;
    stet_store::check_copy(to).map_err(|error| spoilt(&error.to_string()))
}
