//! The Markdown files in the newsroom: where each one is, and how it is written so that it is never torn.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use stet_core::Newsroom;
use stet_core::import::LIMIT_BYTES;
use stet_store::{Hash, Kind, hash};

use crate::Fault;

/// Which edition a mirror path belongs to: `en/2026/slug.md` is a story, `pages/en/about.md` a standing page.
pub fn place(newsroom: &Newsroom, path: &str) -> Option<(Kind, String)> {
    let mut parts = path.split('/');
    let (kind, lang) = match parts.next()? {
        "pages" => (Kind::Page, parts.next()?),
        lang => (Kind::Story, lang),
    };
    newsroom.edition(lang)?;
    path.ends_with(".md").then(|| (kind, lang.to_owned()))
}

/// The file's name without folder and ending.
pub fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".md").unwrap_or(file)
}

/// Where a new story's file goes.
pub fn path_for(lang: &str, year: i16, slug: &str) -> String {
    format!("{lang}/{year}/{slug}.md")
}

/// A relative path with `/` between its parts, on every system.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    parts.join("/")
}

/// What a look at folders found.
#[derive(Debug, Default)]
pub struct Listing {
    /// Markdown files, from the newsroom's root, sorted.
    pub files: Vec<String>,
    /// What is named like a Markdown file and is none: a link, a folder, a pipe.
    pub odd: Vec<String>,
    /// Temporary files of an atomic write.
    pub parts: Vec<String>,
    /// Folders that could not be read, and why.
    pub unread: Vec<(String, Fault)>,
}

impl Listing {
    /// Whether something stands at a path, or may stand there unseen.
    pub fn holds(&self, path: &str) -> bool {
        self.odd.iter().any(|odd| odd == path) || self.unread.iter().any(|(folder, _)| inside(path, folder))
    }
}

/// Whether a path is another one or lies below it; everything lies below the empty path.
pub fn inside(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Every Markdown file of every edition at or below some paths (`""` for all). Hidden files are left out; links are
/// not followed.
pub fn files(root: &Path, newsroom: &Newsroom, scope: &[String]) -> Listing {
    let mut folders: Vec<String> = newsroom.editions.iter().map(|edition| edition.lang.clone()).collect();
    folders.push("pages".into());
    let mut from: Vec<String> = Vec::new();
    for wanted in scope {
        from.extend(folders.iter().filter(|folder| inside(folder, wanted)).cloned());
        if folders.iter().any(|folder| folder != wanted && inside(wanted, folder)) {
            from.push(wanted.clone());
        }
    }
    from.sort();
    from.dedup();
    let mut out = Listing::default();
    for start in from {
        let hidden_above = start.split('/').any(|part| part.starts_with('.')) && !start.ends_with(PART);
        if hidden_above || fs::symlink_metadata(root.join(&start)).is_err() {
            continue;
        }
        for entry in walkdir::WalkDir::new(root.join(&start)).follow_links(false).into_iter().filter_entry(|entry| !hidden(entry)) {
            match entry {
                Ok(entry) => {
                    let Ok(relative) = entry.path().strip_prefix(root) else { continue };
                    let path = slashed(relative);
                    if path.ends_with(PART) {
                        out.parts.push(path);
                        continue;
                    }
                    if place(newsroom, &path).is_none() {
                        continue;
                    }
                    if entry.file_type().is_file() { out.files.push(path) } else { out.odd.push(path) }
                }
                // Gone between the list and the look: the next event tells of it.
                Err(error) if error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) => {}
                Err(error) => {
                    let at = error.path().unwrap_or(root).to_path_buf();
                    let path = at.strip_prefix(root).map(slashed).unwrap_or_default();
                    out.unread.push((
                        path,
                        Fault::file("read", &at, &error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links"))),
                    ));
                }
            }
        }
    }
    out.files.sort();
    out.files.dedup();
    out
}

fn hidden(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() > 0 && name.starts_with('.') && !(name.ends_with(PART) && entry.file_type().is_file())
}

/// What a mirror file holds.
#[derive(Debug)]
pub enum Held {
    /// Text.
    Text(String),
    /// Nothing but blanks or zero bytes: half a write, or what a crash of the machine left.
    Hollow,
    /// Bytes that are not UTF-8.
    NotText(Vec<u8>),
    /// More bytes than a story may have.
    TooLarge,
    /// A link, a folder, a pipe.
    Odd,
    /// There is no such file.
    Missing,
}

/// Reads a mirror file. Never follows a link, never waits for a pipe, never reads more than a story may hold.
pub fn read(root: &Path, path: &str) -> std::io::Result<Held> {
    let path = root.join(path);
    match fs::symlink_metadata(&path) {
        Ok(meta) if !meta.is_file() => return Ok(Held::Odd),
        Ok(meta) if meta.len() > LIMIT_BYTES as u64 => return Ok(Held::TooLarge),
        Ok(_) => {}
        Err(error) => return gone(error),
    }
    match fs::read(&path) {
        Ok(bytes) => Ok(held(bytes)),
        Err(error) => gone(error),
    }
}

fn gone(error: std::io::Error) -> std::io::Result<Held> {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    if matches!(error.kind(), NotFound | NotADirectory) { Ok(Held::Missing) } else { Err(error) }
}

/// What some bytes are, as the content of a mirror file.
pub fn held(bytes: Vec<u8>) -> Held {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Held::Hollow;
    }
    String::from_utf8(bytes).map_or_else(|error| Held::NotText(error.into_bytes()), Held::Text)
}

/// Makes a folder and those above it.
pub fn make_folder(path: &Path) -> Result<(), Fault> {
    fs::create_dir_all(path).map_err(|error| Fault::file("made", path, &error))
}

/// Writes a file so that at every instant it holds either the old bytes or the new ones: a temporary file beside
/// it, flushed to disk, renamed over it, and the folder flushed.
pub fn write(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Fault> {
    let target = place_below(root, path)?;
    put(&target, bytes, true).map_err(|error| Fault::file("written", &target, &error))
}

/// As [`write`], but the flush to disk is left to one [`flush`] for many files.
pub fn write_unflushed(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Fault> {
    let target = place_below(root, path)?;
    put(&target, bytes, false).map_err(|error| Fault::file("written", &target, &error))
}

/// A path that stays below a folder, whatever names it was made of.
fn place_below(root: &Path, path: &str) -> Result<PathBuf, Fault> {
    if path.is_empty() || !Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_))) {
        return Err(Fault::new("path", format!("`{path}` leads out of {}; nothing was written there.", root.display()), "Report this."));
    }
    Ok(root.join(path))
}

/// As [`write`], and shows `keep` what the file held where that is not what it was `known` to hold (`None`: no file):
/// another program wrote it at the last moment. Old and new change places in one step, so that there is no moment in
/// which such a write could be missed; what was there is gone only after `keep` has it.
pub fn write_over(
    root: &Path,
    path: &str,
    bytes: &[u8],
    known: Option<Hash>,
    keep: &mut dyn FnMut(Vec<u8>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let target = place_below(root, path)?;
    let failed = |error: std::io::Error| Fault::file("written", &target, &error);
    let file = part(&target, bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    if exchange(file.path(), &target).map_err(failed)? {
        // The temporary name now stands for what the file held.
        let held = displaced(file.path(), bytes, known).and_then(|old| old.map_or(Ok(()), &mut *keep));
        if let Err(fault) = held {
            // The next start finds it there and keeps it.
            let _ = file.keep();
            return Err(fault);
        }
        drop(file);
    } else {
        if fs::symlink_metadata(&target).is_ok_and(|meta| meta.is_file())
            && let Some(old) = displaced(&target, bytes, known)?
        {
            keep(old)?;
        }
        file.persist(&target).map_err(|error| failed(error.error))?;
    }
    flush_folder(&target).map_err(failed)
}

/// What a file holds that is neither known nor what is written now. A program that has emptied it and is about to
/// write is waited for.
fn displaced(file: &Path, bytes: &[u8], known: Option<Hash>) -> Result<Option<Vec<u8>>, Fault> {
    const BREATH: std::time::Duration = std::time::Duration::from_millis(50);
    let read = || fs::read(file).map_err(|error| Fault::file("read", file, &error));
    let mut old = read()?;
    for _ in 0..20 {
        if known == Some(hash(&old)) || old == bytes {
            return Ok(None);
        }
        std::thread::sleep(BREATH);
        let now = read()?;
        if now == old && !matches!(held(now), Held::Hollow) {
            return Ok(Some(old));
        }
        old = read()?;
    }
    Ok(Some(old))
}

/// Ending of temporary files. One that a crash leaves is dealt with at the next start.
pub const PART: &str = ".stet-part";

fn part(target: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut file =
        tempfile::Builder::new().prefix(&format!(".{}.", name.chars().take(60).collect::<String>())).suffix(PART).tempfile_in(folder)?;
    file.write_all(bytes)?;
    match fs::symlink_metadata(target) {
        Ok(old) if old.is_file() => file.as_file().set_permissions(old.permissions())?,
        _ => readable_by_all(file.as_file())?,
    }
    Ok(file)
}

fn put(target: &Path, bytes: &[u8], flush: bool) -> std::io::Result<()> {
    let file = part(target, bytes)?;
    if flush {
        file.as_file().sync_all()?;
    }
    file.persist(target).map_err(|error| error.error)?;
    if flush {
        flush_folder(target)?;
    }
    Ok(())
}

/// Lets two files change places in one step. `false` where there is no file to change with, or the file system cannot.
#[cfg(target_os = "linux")]
fn exchange(part: &Path, target: &Path) -> std::io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    if !fs::symlink_metadata(target).is_ok_and(|meta| meta.is_file()) {
        return Ok(false);
    }
    match renameat_with(CWD, part, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOENT | Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_part: &Path, _target: &Path) -> std::io::Result<bool> {
    Ok(false)
}

fn flush_folder(target: &Path) -> std::io::Result<()> {
    File::open(target.parent().unwrap_or(Path::new(".")))?.sync_all()
}

/// Temporary files are private; a newsroom's files are as any editor would make them.
#[cfg(unix)]
fn readable_by_all(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &File) -> std::io::Result<()> {
    Ok(())
}

/// Flushes everything written to the newsroom's file system to disk.
pub fn flush(root: &Path) -> Result<(), Fault> {
    let folder = File::open(root).map_err(|error| Fault::file("opened", root, &error))?;
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(&folder).map_err(|error| Fault::file("flushed", root, &error.into()))?;
    #[cfg(not(target_os = "linux"))]
    folder.sync_all().map_err(|error| Fault::file("flushed", root, &error))?;
    Ok(())
}
