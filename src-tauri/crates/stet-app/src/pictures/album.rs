//! What the newsroom's originals are: read and looked at when somebody first asks, and not again while nothing changes.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};
use stet_render::picture::{self, HEAVIEST, Look, RECIPE, Refused};
use stet_render::{Picture, Pictures};

use super::{Renditions, is_inside, names};
use crate::mirror;

/// An original in the media folder that can be published.
#[derive(Debug)]
pub struct Original {
    /// Path from the newsroom's root, such as `media/quay.jpg`.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// The picture as pages show it.
    pub picture: Arc<Picture>,
    /// Whether the original moves; its first frame is what is published.
    pub moving: bool,
}

/// An original, or why it cannot be published.
pub type Known = Result<Arc<Original>, Refused>;

/// The originals as they are now. One album lives until anything that pages are made of may have changed, so that all
/// pages of a site are made from the same bytes.
pub struct Album {
    root: PathBuf,
    renditions: Renditions,
    known: Mutex<HashMap<String, Arc<OnceLock<Option<Known>>>>>,
}

/// A look as it is kept on disk, beside the renditions of the same bytes.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kept {
    Look(Box<Look>),
    Refused(Refused),
}

impl Album {
    pub(crate) fn new(root: &Path, renditions: Renditions) -> Album {
        Album { root: root.to_path_buf(), renditions, known: Mutex::default() }
    }

    /// Where the renditions are kept.
    pub fn renditions(&self) -> &Renditions {
        &self.renditions
    }

    /// The original at a path such as `media/quay.jpg`; `None` where there is no such file.
    pub fn get(&self, name: &str) -> Option<Known> {
        if !is_inside(name) {
            return None;
        }
        let place = Arc::clone(self.known.lock().unwrap_or_else(PoisonError::into_inner).entry(name.to_owned()).or_default());
        // Only those who ask for the same picture wait for each other.
        place.get_or_init(|| self.look(name)).clone()
    }

    /// Where a site finds its pictures: those that can be published.
    pub fn pictures(self: &Arc<Self>) -> Pictures {
        let album = Arc::clone(self);
        Pictures::new(move |name| Some(Arc::clone(&album.get(name)?.ok()?.picture)))
    }

    /// The original that the file at an output path, such as `media/quay-3f2a9c0d11ee-640.webp`, is made from.
    pub fn behind(&self, output: &str) -> Option<Arc<Original>> {
        let is_it = |known: Option<Known>| known.and_then(Result::ok).filter(|original| output.starts_with(&original.picture.stem));
        let known: Vec<Arc<OnceLock<Option<Known>>>> =
            self.known.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        // A page that names it has usually been made a moment ago.
        known
            .into_iter()
            .find_map(|place| is_it(place.get().cloned().flatten()))
            .or_else(|| names(&self.root).ok()?.iter().find_map(|name| is_it(self.get(name))))
    }

    fn look(&self, name: &str) -> Option<Known> {
        let file = self.root.join(name);
        let size = fs::metadata(&file).ok().filter(fs::Metadata::is_file)?.len();
        if size > HEAVIEST {
            return Some(Err(Refused::TooHeavy(size >> 20)));
        }
        let bytes = fs::read(&file).ok()?;
        let hash = stet_store::hash(&bytes).hex();
        let look = match self.kept(&hash) {
            Some(kept) => kept,
            None => {
                let look = picture::look(&bytes);
                self.keep(&hash, &look);
                look
            }
        };
        Some(look.map(|look| {
            let moving = look.moving;
            Arc::new(Original { name: name.to_owned(), file, picture: Arc::new(Picture::of(name, &hash, look)), hash, moving })
        }))
    }

    fn kept(&self, hash: &str) -> Option<Result<Look, Refused>> {
        let bytes = fs::read(self.renditions.folder().join(kept_name(hash))).ok()?;
        match serde_json::from_slice(&bytes).ok()? {
            Kept::Look(look) => Some(Ok(*look)),
            Kept::Refused(refused) => Some(Err(refused)),
        }
    }

    /// A look that cannot be kept is taken again the next time.
    fn keep(&self, hash: &str, look: &Result<Look, Refused>) {
        let kept = match look {
            Ok(look) => Kept::Look(Box::new(look.clone())),
            Err(refused) => Kept::Refused(refused.clone()),
        };
        if let Ok(json) = serde_json::to_vec(&kept) {
            let _ = mirror::write_unflushed(self.renditions.folder(), &kept_name(hash), &json);
        }
    }
}

fn kept_name(hash: &str) -> String {
    format!("{RECIPE}-{hash}/look.json")
}
