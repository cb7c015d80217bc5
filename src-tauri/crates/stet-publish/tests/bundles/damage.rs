//! Every damage to a bundle is named, once.

use super::*;

type Damage = fn(&Path);
type Case<'a> = (&'a str, Damage, &'a [(&'a str, &'a str)]);

/// Name, what is done to a sealed folder, and the faults it must give and no others.
const CASES: &[Case] = &[
    ("a changed byte", |root| fs::write(root.join(PAGE), "<p>0ne</p>").unwrap(), &[("changed", PAGE)]),
    ("a byte more", |root| append(&root.join(PAGE), "."), &[("changed", PAGE)]),
    ("a missing file", |root| fs::remove_file(root.join(PAGE)).unwrap(), &[("missing", PAGE)]),
    ("an extra file", |root| fs::write(root.join("data/more.txt"), "x").unwrap(), &[("extra", "data/more.txt")]),
    ("an extra empty file", |root| fs::write(root.join("data/site/.hidden"), "").unwrap(), &[("extra", "data/site/.hidden")]),
    ("an extra tag file", |root| fs::write(root.join("more.txt"), "x").unwrap(), &[("extra", "more.txt")]),
    ("a renamed file", |root| fs::rename(root.join(PAGE), root.join("data/moved")).unwrap(), &[("extra", "data/moved"), ("missing", PAGE)]),
    ("a link", |root| std::os::unix::fs::symlink("/etc/hostname", root.join("data/link")).unwrap(), &[("symlink", "data/link")]),
    (
        "a link for a file",
        |root| {
            fs::rename(root.join(PAGE), root.join("../page")).unwrap();
            std::os::unix::fs::symlink("../../../../../page", root.join(PAGE)).unwrap();
        },
        &[("symlink", PAGE)],
    ),
    (
        "a link for a tag file",
        |root| {
            fs::rename(root.join("bag-info.txt"), root.join("../info")).unwrap();
            std::os::unix::fs::symlink("../info", root.join("bag-info.txt")).unwrap();
        },
        &[("symlink", "bag-info.txt")],
    ),
    (
        "a pipe",
        |root| rustix::fs::mknodat(rustix::fs::CWD, root.join("data/pipe"), rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap(),
        &[("special-file", "data/pipe")],
    ),
    ("a backslash", |root| fs::write(root.join("data/..\\up"), "x").unwrap(), &[("unsafe-path", "data/..\\up")]),
    ("an encoded climb", |root| fs::write(root.join("data/%2e%2e%2fup"), "x").unwrap(), &[("unsafe-path", "data/%2e%2e%2fup")]),
    (
        "a twin in another case",
        |root| fs::write(root.join("data/site/EMPTY.txt"), "").unwrap(),
        &[("duplicate", "data/site/empty.txt"), ("extra", "data/site/EMPTY.txt")],
    ),
    (
        "an unreadable line",
        |root| append(&root.join("manifest-sha256.txt"), "x\n"),
        &[("changed", "manifest-sha256.txt"), ("manifest", "manifest-sha256.txt")],
    ),
    (
        "a broken line",
        |root| replace(&root.join("manifest-sha256.txt"), "  data/site/100", "\n  data/site/100"),
        &[("changed", "manifest-sha256.txt"), ("extra", "data/site/100% sure.txt"), ("manifest", "manifest-sha256.txt")],
    ),
    ("a climbing path", |root| list(root, "data/../../up"), &[("changed", "manifest-sha256.txt"), ("unsafe-path", "data/../../up")]),
    ("an absolute path", |root| list(root, "/etc/passwd"), &[("changed", "manifest-sha256.txt"), ("unsafe-path", "/etc/passwd")]),
    (
        "a path with an encoded climb",
        |root| list(root, "data/%252e%252e/%252e%252e/up"),
        &[("changed", "manifest-sha256.txt"), ("unsafe-path", "data/%2e%2e/%2e%2e/up")],
    ),
    ("a drive", |root| list(root, "C:/up"), &[("changed", "manifest-sha256.txt"), ("unsafe-path", "C:/up")]),
    ("a path with a null", |root| list(root, "data/a\0b"), &[("changed", "manifest-sha256.txt"), ("unsafe-path", "data/a\0b")]),
    ("a tag file among the payload", |root| list(root, "bagit.txt"), &[("changed", "manifest-sha256.txt"), ("manifest", "bagit.txt")]),
    ("a path listed twice", |root| list(root, PAGE), &[("changed", PAGE), ("changed", "manifest-sha256.txt"), ("duplicate", PAGE)]),
    ("a file listed and not there", |root| list(root, "data/gone"), &[("changed", "manifest-sha256.txt"), ("missing", "data/gone")]),
    ("no declaration", |root| fs::remove_file(root.join("bagit.txt")).unwrap(), &[("missing", "bagit.txt"), ("not-a-bag", "bagit.txt")]),
    ("another version", |root| replace(&root.join("bagit.txt"), "1.0", "9.9"), &[("changed", "bagit.txt"), ("version", "bagit.txt")]),
    (
        "another encoding",
        |root| replace(&root.join("bagit.txt"), "UTF-8", "UTF-16"),
        &[("changed", "bagit.txt"), ("encoding", "bagit.txt")],
    ),
    (
        "a byte order mark",
        |root| replace(&root.join("bagit.txt"), "BagIt", "\u{feff}BagIt"),
        &[("changed", "bagit.txt"), ("encoding", "bagit.txt")],
    ),
    (
        "files to fetch",
        |root| fs::write(root.join("fetch.txt"), "https://x.example/a 1 data/a\n").unwrap(),
        &[("extra", "fetch.txt"), ("incomplete", "fetch.txt")],
    ),
    (
        "a wrong sum",
        |root| replace(&root.join("bag-info.txt"), "Payload-Oxum: ", "Payload-Oxum: 9"),
        &[("changed", "bag-info.txt"), ("payload-oxum", "bag-info.txt")],
    ),
    (
        "a release that says another size",
        |root| replace(&root.join("data/release.json"), "\"size\": 10", "\"size\": 11"),
        &[("changed", "data/release.json"), ("release", PAGE)],
    ),
    (
        "a release that names another file",
        |root| replace(&root.join("data/release.json"), "site/empty.txt", "site/gone.txt"),
        &[("changed", "data/release.json"), ("release", "data/site/empty.txt"), ("release", "data/site/gone.txt")],
    ),
    (
        "a release that cannot be read",
        |root| replace(&root.join("data/release.json"), "\"files\"", "\"flies\""),
        &[("changed", "data/release.json")],
    ),
    (
        "no payload manifest",
        |root| fs::remove_file(root.join("manifest-sha256.txt")).unwrap(),
        &[("manifest", "manifest-sha256.txt"), ("missing", "manifest-sha256.txt")],
    ),
    ("no tag manifest", |root| fs::remove_file(root.join("tagmanifest-sha256.txt")).unwrap(), &[("missing", "tagmanifest-sha256.txt")]),
];

/// A line more in the payload manifest, its path as given.
fn list(root: &Path, path: &str) {
    append(&root.join("manifest-sha256.txt"), &format!("{}  {path}\n", "0".repeat(64)));
}

#[test]
fn every_damage_to_a_folder_is_named_and_nothing_else() {
    for (name, damage, expected) in CASES {
        let folder = tempfile::tempdir().unwrap();
        let bundle = seal(folder.path(), "bundle");
        damage(&bundle);
        let report = verify(&bundle).unwrap();
        let mut found = codes(&report);
        found.sort_unstable();
        found.dedup();
        assert!(!report.ok && found == *expected, "{name}: {found:?}\n{report}");
    }
}

/// Files and hashes put right again by somebody who knows how: only what the RFC and a release forbid is left to see.
#[test]
fn a_forger_who_mends_the_manifests_is_still_found() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = seal(folder.path(), "bundle");
    let hash = |name: &str| {
        use sha2::Digest;
        sha2::Sha256::digest(fs::read(bundle.join(name)).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let forge = |name: &str, change: &dyn Fn()| {
        let (file, manifest) = (hash(name), hash("manifest-sha256.txt"));
        change();
        replace(&bundle.join("manifest-sha256.txt"), &file, &hash(name));
        replace(&bundle.join("tagmanifest-sha256.txt"), &manifest, &hash("manifest-sha256.txt"));
    };
    forge(PAGE, &|| fs::write(bundle.join(PAGE), "<p>0ne</p>").unwrap());
    assert_eq!(codes(&verify(&bundle).unwrap()), [("release", PAGE)]);
    // The sum of the payload stays right, for the two names are of one length.
    forge("data/release.json", &|| replace(&bundle.join("data/release.json"), "\"files\"", "\"flies\""));
    assert_eq!(codes(&verify(&bundle).unwrap()), [("release", "data/release.json")]);
}

#[test]
fn a_fault_says_what_was_expected_and_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = seal(folder.path(), "bundle");
    fs::write(bundle.join(PAGE), "<p>0ne</p>").unwrap();
    let words = verify(&bundle).unwrap().to_string();
    for part in ["NOT whole: 1 fault", PAGE, "[changed]", "exported again"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let hashes = words.split(|letter: char| !letter.is_ascii_hexdigit()).filter(|word| word.len() == 64).count();
    assert!(hashes >= 2, "{words}");
    fs::write(bundle.join("data/\u{1b}[2Jgone\u{202e}"), "x").unwrap();
    let words = verify(&bundle).unwrap().to_string();
    assert!(!words.contains(['\u{1b}', '\u{202e}']), "a name must not play with the terminal: {words}");
}

#[test]
fn what_cannot_be_looked_at_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("no.zip"), "not a zip").unwrap();
    fs::write(folder.path().join("empty.zip"), "").unwrap();
    for name in ["no.zip", "empty.zip", "gone"] {
        assert!(verify(&folder.path().join(name)).is_err(), "{name}");
    }
    let report = verify(folder.path()).unwrap();
    assert!(codes(&report).contains(&("not-a-bag", "bagit.txt")), "a folder that is no bag is looked at, and told so: {report}");
}

/// Each byte of a zip file turned in its turn: whatever it is part of, the bundle is whole no more, or it is as it was.
#[test]
fn no_turned_byte_of_a_zip_file_goes_unseen() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = seal(folder.path(), "bundle.zip");
    let whole = verify(&bundle).unwrap();
    let bytes = fs::read(&bundle).unwrap();
    let damaged = folder.path().join("damaged.zip");
    let mut unseen = 0;
    for at in 0..bytes.len() {
        let mut turned = bytes.clone();
        turned[at] ^= 0x55;
        fs::write(&damaged, &turned).unwrap();
        match verify(&damaged) {
            Err(_) => {}
            Ok(report) if !report.ok => {}
            Ok(report) => {
                assert_eq!(report, whole, "byte {at}");
                unseen += 1;
            }
        }
    }
    // Times, permissions and the like: nothing of what the bundle says.
    println!("{unseen} of {} bytes do not matter", bytes.len());
    assert!(unseen < bytes.len() / 4, "{unseen} of {}", bytes.len());
}
