//! The Markdown files in the newsroom: where each one is, and how it is written so that it is never torn.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use stet_core::Newsroom;
use stet_store::Kind;

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

/// Every Markdown file of every edition, from the newsroom's root, sorted. Hidden files and links are left out.
pub fn files(root: &Path, newsroom: &Newsroom) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    let mut folders: Vec<PathBuf> = newsroom.editions.iter().map(|edition| PathBuf::from(&edition.lang)).collect();
    folders.push("pages".into());
    for folder in folders {
        let from = root.join(&folder);
        if !from.is_dir() {
            continue;
        }
        for entry in walkdir::WalkDir::new(&from).follow_links(false).into_iter().filter_entry(|entry| !hidden(entry)) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&from).to_path_buf();
                Fault::file("read", &path, &error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links")))
            })?;
            if entry.file_type().is_file()
                && let Ok(relative) = entry.path().strip_prefix(root)
            {
                let path = slashed(relative);
                if place(newsroom, &path).is_some() {
                    out.push(path);
                }
            }
        }
    }
    out.sort();
    Ok(out)
}

fn hidden(entry: &walkdir::DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
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

fn put(target: &Path, bytes: &[u8], flush: bool) -> std::io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut file = tempfile::Builder::new()
        .prefix(&format!(".{}.", name.chars().take(60).collect::<String>()))
        .suffix(".stet-part")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(target) {
        file.as_file().set_permissions(old.permissions())?;
    } else {
        readable_by_all(file.as_file())?;
    }
    if flush {
        file.as_file().sync_all()?;
    }
    file.persist(target).map_err(|error| error.error)?;
    if flush {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
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
