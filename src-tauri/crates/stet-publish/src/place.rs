//! Getting a finished bundle to its place in one step, and leaving nothing behind where that fails.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::bag;
use crate::error::{BundleError, io as failed};

/// Folders made for a bundle, taken away again unless it gets there.
pub(crate) struct Made(Vec<PathBuf>);

impl Made {
    pub(crate) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // Innermost first; one that somebody else has put something in stays, for it is not empty.
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Makes a folder and those it lies in, as far as they are missing.
pub(crate) fn make_folders(folder: &Path) -> Result<Made, BundleError> {
    let mut missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    missing.reverse();
    let mut made = Made(Vec::new());
    for folder in missing {
        match fs::create_dir(folder) {
            Ok(()) => made.0.push(folder.to_path_buf()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(folder)(error)),
        }
    }
    Ok(made)
}

/// A folder beside the place of the bundle, to make it in: on the same file system, so that it can be moved.
pub(crate) fn part_folder(to: &Path, parent: &Path) -> Result<TempDir, BundleError> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.prefix(&prefix(to)).tempdir_in(parent).map_err(failed(to))
}

/// A file beside the place of the bundle, to make it in.
pub(crate) fn part_file(to: &Path, parent: &Path) -> Result<NamedTempFile, BundleError> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(&prefix(to)).tempfile_in(parent).map_err(failed(to))
}

fn prefix(to: &Path) -> String {
    // Cut, because a name may not be longer than 255 bytes.
    let name: String = to.file_name().unwrap_or_default().to_string_lossy().chars().take(40).collect();
    format!(".{name}.part-")
}

/// Whether a bundle may take the place of what is at a path: an empty folder, or an older bundle of Stet's.
pub(crate) fn folder_is_free(path: &Path) -> bool {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir());
    let is_empty = || fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
    let says = |name: &str, holds: fn(&str) -> bool| fs::read_to_string(path.join(name)).is_ok_and(|text| holds(&text));
    is_folder && (is_empty() || says("bagit.txt", |text| text.starts_with("BagIt-Version:")) && says("bag-info.txt", bag::is_ours))
}

/// Moves a finished folder to its place. What was there is removed last.
pub(crate) fn settle_folder(part: TempDir, to: &Path) -> Result<(), BundleError> {
    if fs::symlink_metadata(to).is_err() {
        fs::rename(part.path(), to).map_err(failed(to))?;
    } else if !folder_is_free(to) {
        // Somebody has put something there since the export began.
        return Err(BundleError::Occupied(to.to_path_buf()));
    } else if !exchange(part.path(), to).map_err(failed(to))? {
        step_aside(part.path(), to)?;
    }
    flush_parent(to);
    // After an exchange this removes the older bundle. Should that fail, the new one is sealed all the same.
    drop(part);
    Ok(())
}

/// Where the system cannot exchange two folders: the older one steps aside, and comes back if the new one cannot
/// take its place.
fn step_aside(part: &Path, to: &Path) -> Result<(), BundleError> {
    let parent = to.parent().unwrap_or(Path::new("/"));
    let aside = part_folder(to, parent)?;
    let old = aside.path().join("old");
    fs::rename(to, &old).map_err(failed(to))?;
    if let Err(error) = fs::rename(part, to) {
        if fs::rename(&old, to).is_err() {
            // It must not be removed with the folder that it waits in.
            let _ = aside.keep();
        }
        return Err(failed(to)(error));
    }
    Ok(())
}

/// Exchanges two folders, with no moment in which either place is empty. `false` where the system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_os = "macos", target_os = "ios"))]
fn exchange(one: &Path, two: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, two, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos", target_os = "ios")))]
fn exchange(_one: &Path, _two: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Makes sure that all that is below a folder is on the disk, so that no crash can leave a bundle in its place with
/// files that are empty.
pub(crate) fn flush_tree(root: &Path) -> Result<(), BundleError> {
    // One call for the whole file system: for thousands of files that takes a fraction of the time.
    #[cfg(target_os = "linux")]
    if File::open(root).is_ok_and(|folder| rustix::fs::syncfs(&folder).is_ok()) {
        return Ok(());
    }
    flush_each(root)
}

fn flush_each(folder: &Path) -> Result<(), BundleError> {
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.is_dir() {
            flush_each(&path)?;
        } else {
            File::open(&path).and_then(|file| file.sync_all()).map_err(failed(&path))?;
        }
    }
    flush_folder(folder);
    Ok(())
}

/// Makes a move last. After a crash the older bundle or the new one stands, both whole: no reason to fail, then.
pub(crate) fn flush_parent(path: &Path) {
    if let Some(parent) = path.parent() {
        flush_folder(parent);
    }
}

fn flush_folder(folder: &Path) {
    // Some file systems, those of network shares among them, cannot do this for folders.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_steps_aside_where_two_cannot_be_exchanged() {
        let root = tempfile::tempdir().unwrap();
        let (part, to) = (root.path().join("part"), root.path().join("to"));
        for (folder, text) in [(&part, "new"), (&to, "old")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("file"), text).unwrap();
        }
        step_aside(&part, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("file")).unwrap(), "new");
        assert!(step_aside(&part, &to).is_err(), "there is nothing to move any more");
        assert_eq!(fs::read_to_string(to.join("file")).unwrap(), "new", "and what stood comes back");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn each_file_can_be_flushed_on_its_own() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/b")).unwrap();
        fs::write(root.path().join("a/b/c"), "x").unwrap();
        flush_each(root.path()).unwrap();
        assert!(flush_each(&root.path().join("gone")).is_err());
    }
}
