//! What sealing promises: whole or not at all, the same bytes each time, nothing lost that was there.

use super::*;

#[test]
fn what_is_sealed_verifies() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["bundle", "bundle.zip", "Bundle.ZIP", "new/deep/er"] {
        let report = verify(&seal(folder.path(), name)).unwrap();
        assert!(report.ok, "{name}: {report}");
        assert_eq!((report.files, report.pages, report.bag_version.as_str(), report.notes.len()), (7, 2, "1.0", 0));
        let release = report.release.unwrap();
        assert_eq!(
            (release.organization.as_str(), release.identifier.as_str(), release.date.as_str(), release.files, release.editions),
            ("The Test Post", "test-post", "2026-11-24", 6, 1)
        );
    }
    assert_eq!(names(folder.path()), ["Bundle.ZIP", "bundle", "bundle.zip", "new"], "nothing else is left behind");
}

#[test]
fn a_bundle_has_the_files_of_the_rfc() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = seal(folder.path(), "bundle");
    let read = |name: &str| fs::read_to_string(bundle.join(name)).unwrap();
    assert_eq!(read("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    let size: usize = tree(&bundle.join("data")).iter().map(|(_, bytes)| bytes.len()).sum();
    assert_eq!(
        read("bag-info.txt"),
        format!(
            "Source-Organization: The Test Post\nExternal-Identifier: test-post\nBagging-Date: 2026-11-24\nPayload-Oxum: {size}.7\nBag-Software-Agent: Stet 0\n"
        )
    );
    let manifest = read("manifest-sha256.txt");
    let listed: Vec<&str> = manifest.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    assert_eq!(
        listed,
        [
            "data/release.json",
            "data/site/100%25 sure.txt",
            "data/site/ar/قصة/index.html",
            "data/site/empty.txt",
            PAGE,
            "data/site/line%0Aend%0D.txt",
            "data/site/media/quay 1.png"
        ]
    );
    assert!(read("tagmanifest-sha256.txt").lines().map(|line| &line[66..]).eq(["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]));
    let release: serde_json::Value = serde_json::from_str(&read("data/release.json")).unwrap();
    let page = release["files"].as_array().unwrap().iter().find(|file| file["owner"] == "en/one").unwrap();
    assert_eq!(
        (&page["path"], &page["size"], &page["media_type"], &page["cache_class"]),
        (&"site/en/one/index.html".into(), &10.into(), &"text/html".into(), &"revalidate".into())
    );
}

#[test]
fn the_same_files_give_the_same_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let one = seal(folder.path(), "one.zip");
    let as_folder = seal(folder.path(), "one");
    let mut turned = files();
    turned.reverse();
    turned.swap(1, 3);
    // From a file or from memory, into a new place or over an older bundle: it is all the same.
    let original = folder.path().join("original");
    fs::write(&original, "<p>One</p>").unwrap();
    for file in turned.iter_mut().filter(|file| file.owner.is_some()) {
        file.content = Content::File(original.clone());
    }
    let two = folder.path().join("another name.zip");
    let hash = try_seal(&turned, &two).unwrap().hash;
    assert_eq!(try_seal(&turned, &two).unwrap().hash, hash);
    assert!(fs::read(&one).unwrap() == fs::read(&two).unwrap());
    let unzipped = folder.path().join("unzipped");
    unzip(&one, &unzipped);
    assert_eq!(names(&unzipped), ["test-post"]);
    assert!(tree(&unzipped.join("test-post")) == tree(&as_folder), "folder and zip file hold the same");
    assert_eq!(verify(&as_folder).unwrap().hash, hash);
}

#[test]
fn a_stopped_export_leaves_the_older_bundle_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["bundle", "bundle.zip"] {
        let to = seal(folder.path(), name);
        let before = verify(&to).unwrap();
        let mut more = files();
        more.push(file("site/more.txt", &"0123456789abcdef".repeat(200_000)));
        let mut tellings = 0;
        while {
            let mut told = 0;
            let result = write(&more, &info(), &to, &mut |_| {
                told += 1;
                if told > tellings { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            tellings += 1;
            assert!(matches!(result, Ok(_) | Err(BundleError::Cancelled)), "{name} {tellings}: {result:?}");
            result.is_err()
        } {
            assert_eq!(verify(&to).unwrap(), before, "{name} {tellings}");
            assert_eq!(names(folder.path()).iter().filter(|name| name.starts_with('.')).count(), 0, "{name} {tellings}");
        }
        assert!(tellings > more.len() + 3, "a large file can be stopped in its middle");
        assert_eq!(verify(&to).unwrap().files, before.files + 1, "an older bundle is replaced");
    }
    assert_eq!(names(folder.path()), ["bundle", "bundle.zip"]);
}

#[test]
fn a_failed_export_leaves_no_folders() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("kept")).unwrap();
    let gone = OutFile { content: Content::File(folder.path().join("gone.jpg")), ..file("site/z.jpg", "") };
    let folder_for_file = OutFile { content: Content::File(folder.path().join("kept")), ..file("site/z.jpg", "") };
    for name in ["kept/a/b/bundle", "kept/a/b/bundle.zip", "kept/bundle", "bundle.zip"] {
        for (bad, told) in [(&gone, "gone.jpg"), (&folder_for_file, "not a file")] {
            let mut files = files();
            files.push(bad.clone());
            let error = try_seal(&files, &folder.path().join(name)).unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
        }
    }
    assert_eq!(names(folder.path()), ["kept"]);
    assert_eq!(names(&folder.path().join("kept")), [""; 0]);
}

#[test]
fn only_a_bundle_of_ours_or_an_empty_folder_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("empty")).unwrap();
    try_seal(&files(), &at("empty")).unwrap();
    assert!(verify(&at("empty")).unwrap().ok);

    fs::create_dir(at("letters")).unwrap();
    fs::write(at("letters/mine.txt"), "mine").unwrap();
    fs::write(at("letter"), "mine").unwrap();
    fs::write(at("letter.zip"), "mine").unwrap();
    fs::create_dir(at("folder.zip")).unwrap();
    std::os::unix::fs::symlink(at("empty"), at("link")).unwrap();
    std::os::unix::fs::symlink(at("nowhere"), at("dangling.zip")).unwrap();
    let other = seal(folder.path(), "other");
    replace(&other.join("bag-info.txt"), "Stet 0", "bagit.py 1");
    let mut zip = zip::ZipWriter::new(fs::File::create(at("other.zip")).unwrap());
    zip.start_file("other/bag-info.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"Bag-Software-Agent: bagit.py\n").unwrap();
    zip.finish().unwrap();
    seal(folder.path(), "bundle");
    let before = tree(folder.path());
    for name in ["letters", "letter", "letter.zip", "folder.zip", "link", "dangling.zip", "other", "other.zip"] {
        assert!(matches!(try_seal(&files(), &at(name)), Err(BundleError::Occupied(_))), "{name}");
    }
    for name in ["..", "/"] {
        assert!(matches!(try_seal(&files(), &at(name)), Err(BundleError::Io { .. } | BundleError::Occupied(_))), "{name}");
    }
    // A zip file must not come over a folder, nor a folder over a zip file.
    assert!(matches!(stet_publish::write_zip(&files(), &info(), &at("bundle"), &mut go), Err(BundleError::Occupied(_))));
    assert!(matches!(stet_publish::write_folder(&files(), &info(), &at("letter.zip"), &mut go), Err(BundleError::Occupied(_))));
    assert!(tree(folder.path()) == before);
}

#[test]
fn places_that_cannot_be_are_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let cases: &[&[&str]] = &[
        &["a.html", "a.html"],
        &["a.html", "A.html"],
        &["caf\u{e9}", "cafe\u{301}"],
        &["a", "a/b"],
        &["A/b", "a"],
        &["release.json"],
        &["Release.JSON"],
        &["../a"],
        &["/a"],
        &["a\\b"],
        &["c:a"],
        &["%2e%2e/a"],
        &["a\0b"],
        &[""],
        &["a//b"],
    ];
    for paths in cases {
        let files: Vec<OutFile> = paths.iter().map(|path| file(path, "x")).collect();
        for name in ["t", "t.zip"] {
            let error = try_seal(&files, &folder.path().join(name)).unwrap_err();
            assert!(matches!(error, BundleError::Duplicate(_) | BundleError::UnsafePath(_)), "{paths:?}: {error}");
        }
    }
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn what_packs_too_well_is_stored_so_that_it_is_no_bomb() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("bundle.zip");
    let mut files = files();
    files.push(file("site/dull.txt", &"a".repeat(50 * 1024 * 1024)));
    let sealed = try_seal(&files, &to).unwrap();
    let report = verify(&to).unwrap();
    assert!(report.ok, "{report}");
    assert_eq!((report.files, report.bytes, &report.hash), (sealed.files, sealed.bytes, &sealed.hash));
}

#[test]
fn progress_counts_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = files();
    files.push(file("site/large.txt", &"0123456789abcdef".repeat(200_000)));
    for name in ["bundle", "bundle.zip"] {
        let mut told = Vec::new();
        write(&files, &info(), &folder.path().join(name), &mut |progress| {
            told.push((progress.done, progress.bytes, progress.total));
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!(told.iter().all(|(done, _, total)| done <= total && *total == files.len()));
        assert!(told.is_sorted(), "{told:?}");
        assert_eq!(told.last().unwrap().0, files.len());
    }
}
