//! Gives this build a name by its source, so that nothing that another build worked out is taken for its own.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for root in ["src", "../stet-core/src", "../stet-render/src", "../stet-render/theme", "../../../Cargo.lock"] {
        println!("cargo::rerun-if-changed={root}");
        gather(Path::new(root), &mut files)?;
    }
    files.sort();
    // Its keys are fixed, so the same source gives the same name on any machine.
    let mut hasher = DefaultHasher::new();
    for file in files {
        (file.to_string_lossy(), fs::read(&file)?).hash(&mut hasher);
    }
    println!("cargo::rustc-env=STET_SOURCE={:016x}", hasher.finish());
    Ok(())
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        if path.exists() {
            files.push(path.to_owned());
        }
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        gather(&entry?.path(), files)?;
    }
    Ok(())
}
