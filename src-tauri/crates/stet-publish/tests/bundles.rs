//! Bundles sealed, tampered with, and found out.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use stet_publish::{BundleError, BundleInfo, CacheClass, Content, OutFile, Report, verify, write};

fn file(path: &str, text: &str) -> OutFile {
    OutFile { path: path.into(), content: Content::Bytes(text.into()), media_type: "text/html".into(), cache: CacheClass::Revalidate, owner: None }
}

fn files() -> Vec<OutFile> {
    vec![file("site/en/one/index.html", "<p>One</p>"), file("site/ar/قصة/index.html", "<p>قصة</p>"), file("site/100% sure.txt", "x"), file("site/line\nend.txt", "y")]
}

fn info() -> BundleInfo {
    BundleInfo { organization: "The Test Post".into(), identifier: "test-post".into(), date: "2026-11-24".into(), agent: "Stet 0".into(), ..BundleInfo::default() }
}

fn seal(folder: &Path, name: &str) -> PathBuf {
    let to = folder.join(name);
    write(&files(), &info(), &to, &mut |_| ControlFlow::Continue(())).unwrap();
    to
}

fn codes(report: &Report) -> Vec<(String, String)> {
    report.faults.iter().map(|fault| (fault.code.clone(), fault.path.clone())).collect()
}

#[test]
fn what_is_sealed_verifies() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["bundle", "bundle.zip"] {
        let report = verify(&seal(folder.path(), name)).unwrap();
        assert!(report.ok, "{name}: {report}");
        assert_eq!((report.files, report.pages, report.bag_version.as_str()), (5, 2, "1.0"));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left behind");
}

#[test]
fn the_same_files_give_the_same_zip() {
    let folder = tempfile::tempdir().unwrap();
    let one = seal(folder.path(), "one.zip");
    let mut turned = files();
    turned.reverse();
    let two = folder.path().join("another name.zip");
    write(&turned, &info(), &two, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(fs::read(one).unwrap() == fs::read(two).unwrap());
}

type Damage = fn(&Path);

#[test]
fn every_damage_to_a_folder_is_named() {
    const PAGE: &str = "data/site/en/one/index.html";
    let cases: &[(&str, Damage, &str, &str)] = &[
        ("a changed byte", |root| fs::write(root.join(PAGE), "<p>0ne</p>").unwrap(), "changed", PAGE),
        ("a missing file", |root| fs::remove_file(root.join(PAGE)).unwrap(), "missing", PAGE),
        ("an extra file", |root| fs::write(root.join("data/more.txt"), "x").unwrap(), "extra", "data/more.txt"),
        ("an extra tag file", |root| fs::write(root.join("more.txt"), "x").unwrap(), "extra", "more.txt"),
        ("a link", |root| std::os::unix::fs::symlink("/etc/hostname", root.join("data/link")).unwrap(), "symlink", "data/link"),
        ("a changed manifest", |root| append(&root.join("manifest-sha256.txt"), "x\n"), "changed", "manifest-sha256.txt"),
        ("a climbing path", |root| append(&root.join("manifest-sha256.txt"), &format!("{}  data/../../up\n", "0".repeat(64))), "unsafe-path", "data/../../up"),
        ("an absolute path", |root| append(&root.join("manifest-sha256.txt"), &format!("{}  /etc/passwd\n", "0".repeat(64))), "unsafe-path", "/etc/passwd"),
        ("no declaration", |root| fs::remove_file(root.join("bagit.txt")).unwrap(), "not-a-bag", "bagit.txt"),
        ("another version", |root| fs::write(root.join("bagit.txt"), "BagIt-Version: 9.9\nTag-File-Character-Encoding: UTF-8\n").unwrap(), "version", "bagit.txt"),
        ("files to fetch", |root| fs::write(root.join("fetch.txt"), "https://x.example/a 1 data/a\n").unwrap(), "incomplete", "fetch.txt"),
        ("a wrong sum", |root| replace(&root.join("bag-info.txt"), "Payload-Oxum: ", "Payload-Oxum: 9"), "payload-oxum", "bag-info.txt"),
        ("a release that says otherwise", |root| replace(&root.join("data/release.json"), "\"size\": 10", "\"size\": 11"), "release", PAGE),
        ("no payload manifest", |root| fs::remove_file(root.join("manifest-sha256.txt")).unwrap(), "manifest", "manifest-sha256.txt"),
    ];
    for (name, damage, code, path) in cases {
        let folder = tempfile::tempdir().unwrap();
        let bundle = seal(folder.path(), "bundle");
        damage(&bundle);
        let report = verify(&bundle).unwrap();
        assert!(!report.ok && codes(&report).contains(&((*code).to_owned(), (*path).to_owned())), "{name}: {report}");
    }
}

fn append(path: &Path, text: &str) {
    fs::OpenOptions::new().append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// A zip made by hand: names and contents as given, links with a mode.
fn rig(path: &Path, entries: &[(&str, &[u8], u32)]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes, mode) in entries {
        let options = zip::write::SimpleFileOptions::default();
        if *mode == 0o120_777 {
            zip.add_symlink((*name).to_owned(), String::from_utf8_lossy(bytes).into_owned(), options).unwrap();
        } else {
            zip.start_file((*name).to_owned(), options).unwrap();
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap();
}

#[test]
fn hostile_zips_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let bomb = vec![0_u8; 40 * 1024 * 1024];
    let cases: &[(&str, &[(&str, &[u8], u32)], &str)] = &[
        ("climbs", &[("b/bagit.txt", b"x", 0), ("../out.txt", b"x", 0)], "unsafe-path"),
        ("climbs inside", &[("b/bagit.txt", b"x", 0), ("b/data/../../out.txt", b"x", 0)], "unsafe-path"),
        ("absolute", &[("/etc/out.txt", b"x", 0)], "unsafe-path"),
        ("backslash", &[("b\\..\\out.txt", b"x", 0)], "unsafe-path"),
        ("link", &[("b/data/link", b"/etc/passwd", 0o120_777)], "symlink"),
        ("case twins", &[("b/data/a.txt", b"x", 0), ("b/data/A.txt", b"x", 0)], "duplicate"),
        ("bomb", &[("b/data/bomb", &bomb, 0)], "too-large"),
        ("two tops", &[("b/bagit.txt", b"x", 0), ("c/data/a", b"x", 0)], "structure"),
    ];
    for (name, entries, code) in cases {
        let path = folder.path().join(format!("{name}.zip"));
        rig(&path, entries);
        let report = verify(&path).unwrap();
        assert!(codes(&report).iter().any(|(found, _)| found == code), "{name}: {report}");
    }
    // Two entries of exactly one name: the writer refuses to make that, so one of another length is renamed in place.
    let path = folder.path().join("twins.zip");
    rig(&path, &[("b/data/aaa.txt", b"one", 0), ("b/data/bbb.txt", b"two", 0)]);
    let bytes = String::from_utf8_lossy(&fs::read(&path).unwrap()).contains("bbb");
    assert!(bytes);
    let patched: Vec<u8> = {
        let mut bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() - 3 {
            if &bytes[at..at + 3] == b"bbb" {
                bytes[at..at + 3].copy_from_slice(b"aaa");
            }
        }
        bytes
    };
    fs::write(&path, patched).unwrap();
    let report = verify(&path).unwrap();
    assert!(codes(&report).iter().any(|(found, _)| found == "duplicate"), "{report}");
    fs::write(folder.path().join("no.zip"), "not a zip").unwrap();
    assert!(verify(&folder.path().join("no.zip")).is_err());
}

#[test]
fn a_stopped_export_leaves_the_older_bundle_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["bundle", "bundle.zip"] {
        let to = seal(folder.path(), name);
        let before = verify(&to).unwrap();
        let mut more = files();
        more.push(file("site/more.html", "more"));
        for stop_at in 0..=more.len() {
            let result = write(&more, &info(), &to, &mut |progress| if progress.done == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
            assert!(matches!(result, Err(BundleError::Cancelled)), "{name} {stop_at}");
            assert_eq!(verify(&to).unwrap(), before);
        }
        write(&more, &info(), &to, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(verify(&to).unwrap().files, before.files + 1, "an older bundle is replaced");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn nothing_else_is_ever_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    fs::create_dir(&kept).unwrap();
    fs::write(kept.join("mine.txt"), "mine").unwrap();
    let text = folder.path().join("mine.zip");
    fs::write(&text, "mine").unwrap();
    for to in [&kept, &text] {
        assert!(matches!(write(&files(), &info(), to, &mut |_| ControlFlow::Continue(())), Err(BundleError::Occupied(_))));
    }
    assert_eq!(fs::read_to_string(kept.join("mine.txt")).unwrap(), "mine");
    let twice = [file("a.html", "x"), file("A.html", "y")];
    assert!(matches!(write(&twice, &info(), &folder.path().join("t"), &mut |_| ControlFlow::Continue(())), Err(BundleError::Duplicate(_))));
    let climbing = [file("../a.html", "x")];
    assert!(matches!(write(&climbing, &info(), &folder.path().join("t"), &mut |_| ControlFlow::Continue(())), Err(BundleError::UnsafePath(_))));
    assert!(!folder.path().join("t").exists());
}
