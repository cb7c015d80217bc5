//! The files that pictures are published as: made once for an original's bytes and a recipe, and kept.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use rayon::prelude::*;
use stet_publish::{CacheClass, Content, OutFile};
use stet_render::picture::{self, Pixels, RECIPE, Rendition};

use super::Original;
use crate::{Fault, mirror};

/// A file of fewer bytes holds no picture: it was being written when the machine stopped.
const LEAST: u64 = 32;
/// Originals that may lie in the folder unused before it is tidied.
const SPARE: usize = 200;

/// The folder that renditions are kept in: one folder for each original, named for the recipe and the original's bytes.
/// It may be deleted at any time, and several newsrooms may share one.
#[derive(Debug, Clone)]
pub struct Renditions {
    folder: PathBuf,
    shared: bool,
}

impl Renditions {
    /// The folder of a newsroom: `.stet/renditions`, or the one that `STET_RENDITIONS` names.
    pub fn of(root: &Path) -> Renditions {
        match std::env::var_os("STET_RENDITIONS").filter(|folder| !folder.is_empty()) {
            Some(folder) => Renditions { folder: folder.into(), shared: true },
            None => Renditions { folder: root.join(".stet/renditions"), shared: false },
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn name(original: &Original, rendition: Rendition) -> String {
        format!("{RECIPE}-{}/{}.{}", original.hash, rendition.width, rendition.form.ending())
    }

    fn file(&self, original: &Original, rendition: Rendition) -> PathBuf {
        self.folder.join(Renditions::name(original, rendition))
    }

    fn has(&self, original: &Original, rendition: Rendition) -> bool {
        fs::metadata(self.file(original, rendition)).is_ok_and(|file| file.len() >= LEAST)
    }

    /// The bytes of one file, made now if need be.
    ///
    /// Errors: an original that is no longer what it was, a disk that fails.
    pub fn one(&self, original: &Original, rendition: Rendition) -> Result<Vec<u8>, Fault> {
        let file = self.file(original, rendition);
        if !self.has(original, rendition) {
            self.make(original, rendition, &open(original)?)?;
        }
        fs::read(&file).map_err(|error| Fault::file("read", &file, &error))
    }

    /// Makes every file of some originals that is not there yet, on all cores, and gives all of them as files of the
    /// site. `progress` hears of files made, files to make, and the one made last; `Break` stops it, and what is made by
    /// then is kept.
    ///
    /// Errors: `cancelled`; an original that is no longer what it was; a disk that fails.
    pub fn all(
        &self,
        originals: &[Arc<Original>],
        progress: &mut dyn FnMut(usize, usize, &str) -> ControlFlow<()>,
    ) -> Result<Vec<OutFile>, Fault> {
        let missing: Vec<(&Original, Vec<Rendition>)> = originals
            .par_iter()
            .map(|original| {
                let missing = original.picture.renditions().into_iter().filter(|one| !self.has(original, *one)).collect();
                (original.as_ref(), missing)
            })
            .filter(|(_, missing): &(_, Vec<Rendition>)| !missing.is_empty())
            .collect();
        let total: usize = missing.iter().map(|(_, renditions)| renditions.len()).sum();
        if total > 0 {
            self.make_all(&missing, total, progress)?;
            mirror::flush(&self.folder)?;
        }
        Ok(originals.iter().flat_map(|original| self.out_files(original)).collect())
    }

    fn make_all(
        &self,
        missing: &[(&Original, Vec<Rendition>)],
        total: usize,
        progress: &mut dyn FnMut(usize, usize, &str) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        let stop = AtomicBool::new(false);
        let (told, made) = mpsc::channel::<String>();
        let made_one = |told: &mpsc::Sender<String>, original: &Original, one: Rendition, pixels: &Pixels| -> Result<(), Fault> {
            if stop.load(Ordering::Relaxed) {
                return Err(cancelled());
            }
            // Another process that shares the folder may have made it meanwhile.
            if !self.has(original, one) {
                self.make(original, one, pixels)?;
            }
            // The listener outlives every sender.
            let _ = told.send(original.picture.path(one));
            Ok(())
        };
        std::thread::scope(|scope| {
            let work = scope.spawn(|| {
                let told = told;
                // Few originals share the cores file by file. Of many, each keeps to one core, so that no more are
                // unpacked in memory than there are cores.
                if missing.len() < 2 * rayon::current_num_threads() {
                    missing.iter().try_for_each(|(original, renditions)| {
                        let pixels = open(original)?;
                        renditions.par_iter().try_for_each_with(told.clone(), |told, one| made_one(told, original, *one, &pixels))
                    })
                } else {
                    missing.par_iter().try_for_each_with(told.clone(), |told, (original, renditions)| {
                        let pixels = open(original)?;
                        renditions.iter().try_for_each(|one| made_one(told, original, *one, &pixels))
                    })
                }
            });
            for (done, path) in made.iter().enumerate() {
                if progress(done + 1, total, &path).is_break() {
                    stop.store(true, Ordering::Relaxed);
                }
            }
            work.join().unwrap_or_else(|_| Err(broken("A picture could not be made.".into())))
        })
    }

    fn make(&self, original: &Original, rendition: Rendition, pixels: &Pixels) -> Result<(), Fault> {
        let bytes = picture::encode(pixels, rendition)
            .map_err(|refused| broken(format!("{} could not be published: {refused}.", original.name)))?;
        mirror::write_unflushed(&self.folder, &Renditions::name(original, rendition), &bytes)
    }

    fn out_files(&self, original: &Original) -> Vec<OutFile> {
        original
            .picture
            .renditions()
            .into_iter()
            .map(|one| OutFile {
                path: format!("site/{}", original.picture.path(one)),
                content: Content::File(self.file(original, one)),
                media_type: one.form.media_type().into(),
                cache: CacheClass::Immutable,
                owner: None,
            })
            .collect()
    }

    /// Removes the renditions of originals that a build of the whole site no longer uses, once there are many of them.
    pub fn tidy(&self, used: &[Arc<Original>]) {
        if self.shared {
            return;
        }
        let used: BTreeSet<String> = used.iter().map(|original| format!("{RECIPE}-{}", original.hash)).collect();
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let unused: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .filter(|entry| !used.contains(&*entry.file_name().to_string_lossy()))
            .map(|entry| entry.path())
            .collect();
        if unused.len() > SPARE {
            for folder in unused {
                // One that cannot be removed is removed another time.
                let _ = fs::remove_dir_all(folder);
            }
        }
    }
}

/// The pixels of an original, if its file still holds what was looked at.
fn open(original: &Original) -> Result<Pixels, Fault> {
    let bytes = fs::read(&original.file).map_err(|error| Fault::file("read", &original.file, &error))?;
    if stet_store::hash(&bytes).hex() != original.hash {
        return Err(Fault::new("picture", format!("{} changed while it was being published.", original.name), "Try again."));
    }
    picture::open(&bytes)
        .map_err(|refused| Fault::new("picture", format!("{} cannot be published: {refused}.", original.name), refused.hint()))
}

fn broken(message: String) -> Fault {
    Fault::new("picture", message, "Save the picture anew as JPEG, and report this.")
}

fn cancelled() -> Fault {
    Fault::new("cancelled", "The export was stopped.", "Nothing was written.")
}
