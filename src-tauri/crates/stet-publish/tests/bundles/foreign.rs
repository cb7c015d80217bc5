//! Bags that other tools make, and what another tool says of ours.

use std::process::Command;

use super::*;

/// `printf one | sha256sum`, and so on.
fn hash(bytes: &str, sha512: bool) -> String {
    use sha2::Digest;
    let bytes = if sha512 { sha2::Sha512::digest(bytes).to_vec() } else { sha2::Sha256::digest(bytes).to_vec() };
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes files below a folder.
fn lay(root: &Path, files: &[(&str, String)]) {
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Name, files, and how many of them are payload.
type Case<'a> = (&'a str, Vec<(&'a str, String)>, usize);

const DECLARATION: &str = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n";

#[test]
fn bags_of_other_tools_are_judged_by_the_rfc_alone() {
    let (one, two) = (|long| hash("one", long), |long| hash("two", long));
    let cases: Vec<Case> = vec![
        (
            "the least there can be",
            vec![("bagit.txt", DECLARATION.into()), ("manifest-sha256.txt", format!("{} data/a\n", one(false))), ("data/a", "one".into())],
            1,
        ),
        (
            "sha512 alone",
            vec![("bagit.txt", DECLARATION.into()), ("manifest-sha512.txt", format!("{}  data/a\n", one(true))), ("data/a", "one".into())],
            1,
        ),
        (
            "both, and an old one",
            vec![
                ("bagit.txt", DECLARATION.replace("0.97", "1.0")),
                ("manifest-sha512.txt", format!("{}  data/a\n", one(true))),
                ("manifest-sha256.txt", format!("{}  data/a\n", one(false))),
                ("manifest-md5.txt", "0  data/a\n".into()),
                ("data/a", "one".into()),
            ],
            1,
        ),
        (
            "windows line ends, stars, capitals",
            vec![
                ("bagit.txt", DECLARATION.replace('\n', "\r\n")),
                ("manifest-sha256.txt", format!("{} *./data/a\r\n", one(false).to_uppercase())),
                ("data/a", "one".into()),
            ],
            1,
        ),
        (
            "0.97 with halves",
            vec![
                ("bagit.txt", DECLARATION.into()),
                ("manifest-sha256.txt", format!("{}  data/a\n", one(false))),
                ("manifest-sha512.txt", format!("{}  data/b\n", two(true))),
                ("data/a", "one".into()),
                ("data/b", "two".into()),
            ],
            2,
        ),
        (
            "percent signs as older tools write them",
            vec![
                ("bagit.txt", DECLARATION.into()),
                ("manifest-sha256.txt", format!("{}  data/http%3A%2F%2Fx.example%2F100%25.html\n{}  data/50%\n", one(false), two(false))),
                ("data/http%3A%2F%2Fx.example%2F100%25.html", "one".into()),
                ("data/50%", "two".into()),
            ],
            2,
        ),
        (
            "letters spelt otherwise",
            vec![
                ("bagit.txt", DECLARATION.into()),
                ("manifest-sha256.txt", format!("{}  data/caf\u{e9}\n", one(false))),
                ("data/cafe\u{301}", "one".into()),
            ],
            1,
        ),
        (
            "tag files of its own, folded values",
            vec![
                ("bagit.txt", DECLARATION.into()),
                ("bag-info.txt", "source-organization: An\n  archive\nPayload-Oxum: 3.1\n".into()),
                ("metadata/dublin.xml", "<x/>".into()),
                ("manifest-sha256.txt", format!("{}  data/release.json\n", one(false))),
                ("tagmanifest-sha256.txt", format!("{}  metadata/dublin.xml\n", hash("<x/>", false))),
                ("data/release.json", "one".into()),
            ],
            1,
        ),
        (
            "nothing in it",
            vec![("bagit.txt", DECLARATION.into()), ("manifest-sha256.txt", String::new()), ("data/.keep", String::new())],
            0,
        ),
    ];
    for (name, files, count) in cases {
        let folder = tempfile::tempdir().unwrap();
        let bag = folder.path().join("bag");
        lay(&bag, &files);
        if count == 0 {
            fs::remove_file(bag.join("data/.keep")).unwrap();
        }
        let report = verify(&bag).unwrap();
        assert!(report.ok && report.release.is_none() && report.files == count && !report.notes.is_empty(), "{name}: {report}");
        if name.starts_with("tag files") {
            assert_eq!(report.organization, "An archive");
        }
    }
}

#[test]
fn a_bag_of_1_0_lists_every_file_in_every_manifest() {
    let folder = tempfile::tempdir().unwrap();
    lay(
        folder.path(),
        &[
            ("bagit.txt", DECLARATION.replace("0.97", "1.0")),
            ("manifest-sha256.txt", format!("{}  data/a\n", hash("one", false))),
            ("manifest-sha512.txt", format!("{}  data/a\n{}  data/b\n", hash("one", true), hash("two", true))),
            ("data/a", "one".into()),
            ("data/b", "two".into()),
        ],
    );
    assert_eq!(codes(&verify(folder.path()).unwrap()), [("extra", "data/b")]);
}

#[test]
fn a_bag_with_md5_alone_cannot_be_vouched_for() {
    let folder = tempfile::tempdir().unwrap();
    lay(
        folder.path(),
        &[
            ("bagit.txt", DECLARATION.into()),
            ("manifest-md5.txt", "f97c5d29941bfb1b2fdab0874906ab82  data/a\n".into()),
            ("data/a", "one".into()),
        ],
    );
    assert_eq!(codes(&verify(folder.path()).unwrap()), [("manifest", "manifest-sha256.txt")]);
}

#[test]
fn zip_files_of_other_tools_are_read() {
    let folder = tempfile::tempdir().unwrap();
    seal(folder.path(), "bundle");
    for (name, inside, what) in [("with its folder", folder.path().to_path_buf(), "bundle"), ("without", folder.path().join("bundle"), ".")]
    {
        let to = folder.path().join(format!("{name}.zip"));
        // Info-ZIP writes folder entries, extra fields and, to a pipe, sizes behind the bytes.
        let Ok(output) =
            Command::new("sh").arg("-c").arg("zip -q -r - \"$1\" > \"$2\"").arg("sh").arg(what).arg(&to).current_dir(inside).output()
        else {
            return;
        };
        if !output.status.success() {
            return;
        }
        let report = verify(&to).unwrap();
        assert!(report.ok, "{name}: {report}");
    }
}

/// Asks the `bagit` package for Python, where `STET_BAGIT_PYTHON` names an interpreter that has it.
fn python(arguments: &[&str]) -> Option<bool> {
    let python = std::env::var_os("STET_BAGIT_PYTHON")?;
    let output = Command::new(python).args(["-m", "bagit"]).args(arguments).output().unwrap();
    println!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Some(output.status.success())
}

#[test]
fn the_python_package_agrees() {
    let folder = tempfile::tempdir().unwrap();
    // It does not decode `%25`, as RFC 8493 asks, and takes a file with a percent sign in its name for missing.
    let files: Vec<OutFile> = files().into_iter().filter(|file| !file.path.contains('%')).collect();
    let (bundle, zipped) = (folder.path().join("bundle"), folder.path().join("bundle.zip"));
    try_seal(&files, &bundle).unwrap();
    try_seal(&files, &zipped).unwrap();
    unzip(&zipped, &folder.path().join("unzipped"));
    for bag in [bundle, folder.path().join("unzipped/test-post")] {
        let bag = bag.to_str().unwrap();
        let Some(valid) = python(&["--validate", bag]) else { return };
        assert!(valid);
        append(&Path::new(bag).join(PAGE), "x");
        assert_eq!(python(&["--validate", bag]), Some(false), "it must be able to say no");
    }
    // And the other way round.
    for (name, algorithm) in [("long", "--sha512"), ("short", "--sha256")] {
        let bag = folder.path().join(name);
        lay(&bag, &[("a b/قصة.txt", "one".into()), ("c\nd", "two".into()), ("50% of", "three".into()), ("100%25", "four".into())]);
        assert_eq!(python(&[algorithm, "--source-organization", "An archive", bag.to_str().unwrap()]), Some(true));
        let report = verify(&bag).unwrap();
        assert!(report.ok && report.files == 4 && report.organization == "An archive", "{name}: {report}");
        fs::write(bag.join("data/a b/قصة.txt"), "uno").unwrap();
        assert_eq!(codes(&verify(&bag).unwrap()), [("changed", "data/a b/قصة.txt")]);
    }
}
