//! Reading one file of a bundle: hashed as it streams by, never loaded whole.

use std::io::{self, Read};

use sha2::{Digest, Sha256, Sha512};

use super::Found;
use crate::release::RELEASE_FILE;

/// The most that is kept of a tag file: enough for the manifest of two million files.
const LONGEST_TEXT: u64 = 512 * 1024 * 1024;

/// Whether the text of a file is needed beyond its hash.
fn keeps_text(path: &str) -> bool {
    path.strip_prefix("data/").is_none_or(|below| below == RELEASE_FILE)
}

/// Whether a name is that of a manifest in SHA-512: most bundles have none, and then the time for it is saved.
pub(super) fn wants_sha512(path: &str) -> bool {
    matches!(path, "manifest-sha512.txt" | "tagmanifest-sha512.txt")
}

/// Reads a file to its end, or `None` where it has more than `allowed` bytes.
pub(super) fn look(from: &mut dyn Read, path: &str, with_sha512: bool, allowed: u64) -> io::Result<Option<Found>> {
    let (mut sha256, mut sha512) = (Sha256::new(), Sha512::new());
    let mut text = keeps_text(path).then(Vec::new);
    let allowed = if text.is_some() { allowed.min(LONGEST_TEXT) } else { allowed };
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        size += read as u64;
        if size > allowed {
            return Ok(None);
        }
        sha256.update(&buffer[..read]);
        if with_sha512 {
            sha512.update(&buffer[..read]);
        }
        if let Some(text) = &mut text {
            text.extend_from_slice(&buffer[..read]);
        }
    }
    let mut found = Found { sha256: sha256.finalize().into(), sha512: [0; 64], size, text };
    if with_sha512 {
        found.sha512 = sha512.finalize().into();
    }
    Ok(Some(found))
}
