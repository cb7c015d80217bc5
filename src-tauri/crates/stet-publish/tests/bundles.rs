//! Bundles sealed, tampered with, and found out.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

#[path = "bundles/damage.rs"]
mod damage;
#[path = "bundles/foreign.rs"]
mod foreign;
#[path = "bundles/hostile.rs"]
mod hostile;
#[path = "bundles/sealing.rs"]
mod sealing;

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use stet_publish::{BundleError, BundleInfo, CacheClass, Content, OutFile, Progress, Report, Sealed, verify, write};

/// A page of the bundle that `files` makes, as a manifest names it.
const PAGE: &str = "data/site/en/one/index.html";

fn file(path: &str, text: &str) -> OutFile {
    OutFile {
        path: path.into(),
        content: Content::Bytes(text.into()),
        media_type: "text/html".into(),
        cache: CacheClass::Revalidate,
        owner: None,
    }
}

fn files() -> Vec<OutFile> {
    let mut picture = file("site/media/quay 1.png", "not really a picture");
    picture.media_type = "image/png".into();
    picture.cache = CacheClass::Immutable;
    let mut page = file("site/en/one/index.html", "<p>One</p>");
    page.owner = Some("en/one".into());
    vec![
        page,
        file("site/ar/قصة/index.html", "<p>قصة</p>"),
        file("site/100% sure.txt", "x"),
        file("site/line\nend\r.txt", "y"),
        picture,
        file("site/empty.txt", ""),
    ]
}

fn info() -> BundleInfo {
    BundleInfo {
        organization: "The Test Post".into(),
        identifier: "test-post".into(),
        date: "2026-11-24".into(),
        agent: "Stet 0".into(),
        ..BundleInfo::default()
    }
}

fn go(_: Progress<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn try_seal(files: &[OutFile], to: &Path) -> Result<Sealed, BundleError> {
    write(files, &info(), to, &mut go)
}

fn seal(folder: &Path, name: &str) -> PathBuf {
    let to = folder.join(name);
    try_seal(&files(), &to).unwrap();
    to
}

fn codes(report: &Report) -> Vec<(&str, &str)> {
    report.faults.iter().map(|fault| (fault.code.as_str(), fault.path.as_str())).collect()
}

fn append(path: &Path, text: &str) {
    fs::OpenOptions::new().append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// The names in a folder, hidden ones included.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// All files below a folder with their bytes.
fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_symlink() {
                out.push((path.to_str().unwrap().to_owned(), Vec::new()));
            } else if path.is_dir() {
                folders.push(path);
            } else {
                out.push((path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

/// Unpacks a zip file made by a test, names as they are.
fn unzip(zip: &Path, to: &Path) {
    let mut zip = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let target = to.join(entry.name().unwrap().as_ref());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::io::copy(&mut entry, &mut fs::File::create(target).unwrap()).unwrap();
    }
}
