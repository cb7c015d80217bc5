//! A bundle as a folder.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::bundle::{BundleInfo, OutFile, Sealed};
use crate::error::{BundleError, io as failed};
use crate::place;
use crate::release::RELEASE_FILE;
use crate::seal::{Seal, Watch, stream};

pub(crate) fn write(
    files: &[&OutFile],
    info: &BundleInfo,
    to: &Path,
    parent: &Path,
    watch: &mut Watch<'_, '_, '_>,
) -> Result<Sealed, BundleError> {
    // Dropping it removes it, whatever way this function is left.
    let part = place::part_folder(to, parent)?;
    let root = part.path();
    let mut seal = Seal::default();
    for (done, file) in files.iter().enumerate() {
        watch.at(done, &file.path)?;
        let file = &*watch.ready(file)?;
        let place = format!("data/{}", file.path);
        // An error names the place that the file would have had: nobody knows the temporary one.
        let (hash, size) = stream(file, &mut create(root, &place, to)?, &to.join(&place), watch)?;
        seal.add(file, hash, size);
    }
    put(root, &format!("data/{RELEASE_FILE}"), &seal.release(info)?, to)?;
    let (tags, sealed) = seal.tag_files(info);
    for (name, text) in &tags {
        put(root, name, text.as_bytes(), to)?;
    }
    place::flush_tree(root)?;
    watch.at(files.len(), "")?;
    place::settle_folder(part, to)?;
    Ok(sealed)
}

fn put(root: &Path, place: &str, bytes: &[u8], to: &Path) -> Result<(), BundleError> {
    create(root, place, to)?.write_all(bytes).map_err(failed(to.join(place)))
}

/// A new file, and the folders it lies in.
fn create(root: &Path, place: &str, to: &Path) -> Result<File, BundleError> {
    let target = root.join(place);
    let made = target.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| File::create_new(&target)).map_err(failed(to.join(place)))
}
