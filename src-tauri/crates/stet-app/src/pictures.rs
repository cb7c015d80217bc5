//! The media folder: which pictures there are, how large they are, and what they are called when published.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use stet_core::slug;
use stet_render::Picture;

use crate::{Fault, mirror};

/// Picture formats that browsers show.
const TYPES: [(&str, &str); 7] = [
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("gif", "image/gif"),
    ("avif", "image/avif"),
    ("jfif", "image/jpeg"),
];

/// The media type of a picture, by its file's ending.
pub fn media_type(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    TYPES.iter().find(|(known, _)| *known == ending).map(|(_, media_type)| *media_type)
}

/// Whether the newsroom has a picture at a path such as `media/quay.jpg`.
pub fn exists(root: &Path, path: &str) -> bool {
    inside(path) && media_type(path).is_some() && root.join(path).is_file()
}

/// Whether a path stays inside the media folder.
fn inside(path: &str) -> bool {
    path.starts_with("media/") && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..") && !path.contains('\\')
}

/// The pictures in the media folder, such as `media/quay.jpg`, sorted.
pub fn names(root: &Path) -> Result<Vec<String>, Fault> {
    let folder = root.join("media");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for entry in walkdir::WalkDir::new(&folder).follow_links(false) {
        let entry = entry.map_err(|error| Fault::file("read", &folder, &std::io::Error::other(error)))?;
        if entry.file_type().is_file()
            && let Ok(relative) = entry.path().strip_prefix(root)
        {
            let path = mirror::slashed(relative);
            if media_type(&path).is_some() {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}

/// A picture of the newsroom as it will be published.
#[derive(Debug, Clone)]
pub struct Original {
    /// The file.
    pub file: PathBuf,
    /// Output path, size and type.
    pub picture: Picture,
}

/// Every picture of the media folder by its path. Files that are no picture after all are left out.
///
/// The published name begins with the content's hash, so that a browser may keep it for good.
pub fn all(root: &Path) -> Result<BTreeMap<String, Original>, Fault> {
    let names = names(root)?;
    Ok(names.par_iter().filter_map(|name| original(root, name).map(|original| (name.clone(), original))).collect())
}

fn original(root: &Path, name: &str) -> Option<Original> {
    let file = root.join(name);
    let size = imagesize::size(&file).ok()?;
    let hash = file_hash(&file).ok()?;
    let (stem, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
    let stem = slug::slug(stem);
    let path = format!("media/{}-{}.{}", &hash[..12], if stem.is_empty() { "picture" } else { &stem }, ending.to_ascii_lowercase());
    Some(Original {
        file,
        picture: Picture { path, width: size.width as u32, height: size.height as u32, media_type: media_type(name)?.to_owned() },
    })
}

fn file_hash(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => digest.update(&buffer[..read]),
        }
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Copies a picture into the media folder and gives its path there. The same bytes under the same name are one file;
/// other bytes under a name that is taken get a number.
pub fn take_in(root: &Path, from: &Path) -> Result<String, Fault> {
    let failed = |doing: &str, path: &Path, error: std::io::Error| Fault::file(doing, path, &error);
    let bytes = fs::read(from).map_err(|error| failed("read", from, error))?;
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "jpg"));
    let stem = slug::slug(stem);
    let stem = if stem.is_empty() { "picture" } else { &stem };
    for number in 1..10_000 {
        let name =
            if number == 1 { format!("{stem}.{}", ending.to_lowercase()) } else { format!("{stem}-{number}.{}", ending.to_lowercase()) };
        let path = format!("media/{name}");
        match fs::read(root.join(&path)) {
            Ok(there) if there == bytes => return Ok(path),
            Ok(_) => {}
            Err(_) => {
                mirror::write(root, &path, &bytes)?;
                return Ok(path);
            }
        }
    }
    Err(Fault::new("picture", format!("There are too many pictures named {name}."), "Give this one another name."))
}
