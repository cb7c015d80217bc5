//! Pictures: which the newsroom has, what they are, and the files they are published as.

mod album;
mod renditions;

use std::fs;
use std::path::Path;

use stet_core::slug;

pub use album::{Album, Known, Original};
pub use renditions::Renditions;

use crate::{Fault, mirror};

/// Endings of picture files that are offered for use. What a file is, its content decides.
const TYPES: [(&str, &str); 6] = [
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("gif", "image/gif"),
    ("jfif", "image/jpeg"),
];

/// The media type of a picture, by its file's ending.
pub fn media_type(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    TYPES.iter().find(|(known, _)| *known == ending).map(|(_, media_type)| *media_type)
}

/// Whether the newsroom has a file at a path such as `media/quay.jpg`, whatever it may hold.
pub fn exists(root: &Path, path: &str) -> bool {
    is_inside(path) && root.join(path).is_file()
}

/// Whether a path stays inside the media folder.
fn is_inside(path: &str) -> bool {
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
