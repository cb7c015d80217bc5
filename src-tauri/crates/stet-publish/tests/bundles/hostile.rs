//! Zip files made to do harm, byte by byte: no writer of good faith makes these.

use super::*;

/// One entry, stored as it is.
#[derive(Clone)]
struct Entry {
    name: Vec<u8>,
    /// Name in the local header, where it differs.
    local_name: Option<Vec<u8>>,
    bytes: Vec<u8>,
    /// Packed bytes and method, where they are not the bytes themselves.
    packed: Option<Vec<u8>>,
    mode: u32,
    /// Whether the directory lists it.
    listed: bool,
}

fn entry(name: impl AsRef<[u8]>, bytes: &[u8]) -> Entry {
    Entry { name: name.as_ref().to_vec(), local_name: None, bytes: bytes.to_vec(), packed: None, mode: 0o100_644, listed: true }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes
        .iter()
        .fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())))
}

/// A zip file (APPNOTE 4.3) of these entries, all their lies included.
fn zip_of(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    let mut count = 0_u16;
    for entry in entries {
        let at = u32::try_from(out.len()).unwrap();
        let data = entry.packed.as_ref().unwrap_or(&entry.bytes);
        let method = if entry.packed.is_some() { 8_u16 } else { 0 };
        let mut fields = Vec::new();
        for word in [20, 0x800, method, 0, 0x21] {
            fields.extend(word.to_le_bytes());
        }
        for long in [crc32(&entry.bytes), data.len() as u32, entry.bytes.len() as u32] {
            fields.extend(long.to_le_bytes());
        }
        let local = entry.local_name.as_ref().unwrap_or(&entry.name);
        out.extend(b"PK\x03\x04");
        out.extend(&fields);
        out.extend((local.len() as u16).to_le_bytes());
        out.extend(0_u16.to_le_bytes());
        out.extend(local);
        out.extend(data);
        if entry.listed {
            count += 1;
            directory.extend(b"PK\x01\x02\x14\x03");
            directory.extend(&fields);
            for word in [entry.name.len() as u16, 0, 0, 0, 0] {
                directory.extend(word.to_le_bytes());
            }
            directory.extend((entry.mode << 16).to_le_bytes());
            directory.extend(at.to_le_bytes());
            directory.extend(&entry.name);
        }
    }
    finish(out, &directory, count)
}

fn finish(mut out: Vec<u8>, directory: &[u8], count: u16) -> Vec<u8> {
    let at = out.len() as u32;
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out
}

/// The entries of a good bundle.
fn good() -> Vec<Entry> {
    let folder = tempfile::tempdir().unwrap();
    tree(&seal(folder.path(), "bundle")).iter().map(|(name, bytes)| entry(format!("b/{name}"), bytes)).collect()
}

fn judge(bytes: &[u8]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rigged.zip");
    fs::write(&path, bytes).unwrap();
    verify(&path).unwrap()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("x", zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)).unwrap();
    zip.write_all(bytes).unwrap();
    let file = zip.finish().unwrap().into_inner();
    let length = u32::from_le_bytes(file[18..22].try_into().unwrap()) as usize;
    file[31..31 + length].to_vec()
}

/// Name, the entry put among good ones, and the faults it must give.
type Case<'a> = (&'a str, Entry, &'a [(&'a str, &'a str)]);

#[test]
fn hostile_entries_are_refused_by_name() {
    assert!(judge(&zip_of(&good())).ok, "the good ones are good: {}", judge(&zip_of(&good())));
    let with = |change: fn(&mut Entry)| {
        let mut entry = entry("b/data/bad", b"x");
        change(&mut entry);
        entry
    };
    let cases: Vec<Case> = vec![
        ("climbs", entry("../out.txt", b"x"), &[("unsafe-path", "../out.txt")]),
        ("climbs inside", entry("b/data/../../out.txt", b"x"), &[("unsafe-path", "b/data/../../out.txt")]),
        ("climbs encoded", entry("b/data/%2e%2e/%2E%2E/out.txt", b"x"), &[("unsafe-path", "b/data/%2e%2e/%2E%2E/out.txt")]),
        ("climbs as a folder", entry("../", b""), &[("unsafe-path", "../")]),
        ("absolute", entry("/etc/out.txt", b"x"), &[("unsafe-path", "/etc/out.txt")]),
        ("drive", entry("C:/out.txt", b"x"), &[("unsafe-path", "C:/out.txt")]),
        ("backslash", entry("b\\..\\out.txt", b"x"), &[("unsafe-path", "b\\..\\out.txt")]),
        ("null", entry("b/data/a\0.txt", b"x"), &[("unsafe-path", "b/data/a\0.txt")]),
        ("no name", entry("", b"x"), &[("unsafe-path", "")]),
        ("two slashes", entry("b//data/x", b"x"), &[("unsafe-path", "b//data/x")]),
        ("link", with(|entry| entry.mode = 0o120_777), &[("symlink", "b/data/bad")]),
        ("device", with(|entry| entry.mode = 0o020_644), &[("special-file", "b/data/bad")]),
        ("pipe", with(|entry| entry.mode = 0o010_644), &[("special-file", "b/data/bad")]),
        ("folder that is a file", with(|entry| entry.mode = 0o040_755), &[("special-file", "b/data/bad")]),
        ("extra", entry("b/data/bad", b"x"), &[("extra", "data/bad")]),
        ("twin", entry(format!("b/{PAGE}"), b"<p>Two</p>"), &[("duplicate", "b/data/site/en/one/index.html")]),
        (
            "twin in another case",
            entry("b/data/site/EMPTY.txt", b""),
            &[("duplicate", "data/site/empty.txt"), ("extra", "data/site/EMPTY.txt")],
        ),
        ("file and folder", entry("b/data/site/en/one", b"x"), &[("duplicate", PAGE), ("extra", "data/site/en/one")]),
        ("beside", entry("c/data/bad", b"x"), &[("structure", "c")]),
        (
            "another name in its own header",
            with(|entry| entry.local_name = Some(b"b/data/evil".to_vec())),
            &[("extra", "data/bad"), ("structure", "")],
        ),
        ("not in the directory", with(|entry| entry.listed = false), &[("structure", "")]),
        (
            "a wrong checksum",
            with(|entry| {
                entry.packed = Some(deflated(b"y"));
            }),
            &[("changed", "data/bad")],
        ),
        ("rubbish for packed bytes", with(|entry| entry.packed = Some(vec![0xff; 40])), &[("changed", "data/bad")]),
    ];
    for (name, bad, expected) in cases {
        // First or last must make no difference.
        for at in [0, good().len()] {
            let mut entries = good();
            entries.insert(at, bad.clone());
            let report = judge(&zip_of(&entries));
            let mut found = codes(&report);
            found.sort_unstable();
            let twin = name == "twin" && at == 0 && found.contains(&("changed", PAGE));
            found.retain(|(code, _)| !(twin && *code == "changed"));
            assert!(!report.ok && found == expected, "{name} at {at}: {found:?}\n{report}");
        }
    }
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let zeros = vec![0_u8; 64 * 1024 * 1024];
    let mut bomb = entry("b/data/bomb", &zeros);
    bomb.packed = Some(deflated(&zeros));
    let mut entries = good();
    entries.insert(0, bomb.clone());
    assert_eq!(codes(&judge(&zip_of(&entries))), [("too-large", "data/bomb")]);

    // One that says it is small.
    let mut bytes = zip_of(&entries);
    let size = (zeros.len() as u32).to_le_bytes();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size {
            bytes[at..at + 4].copy_from_slice(&9_u32.to_le_bytes());
        }
    }
    let report = judge(&bytes);
    assert!(!report.ok && codes(&report).iter().any(|(_, path)| *path == "data/bomb"), "{report}");
}

#[test]
fn packed_bytes_that_many_entries_share_are_found() {
    let zeros = vec![0_u8; 8 * 1024 * 1024];
    let mut shared = entry("b/data/0000", &zeros);
    shared.packed = Some(deflated(&zeros));
    let mut entries = good();
    entries.insert(0, shared);
    let bytes = zip_of(&entries);
    let end = bytes.len() - 22;
    let start = u32::from_le_bytes(bytes[end + 16..end + 20].try_into().unwrap()) as usize;
    let first = &bytes[start..start + 46 + "b/data/0000".len()];
    let mut directory = bytes[start..end].to_vec();
    for number in 1..200 {
        let mut copy = first.to_vec();
        copy[46..].copy_from_slice(format!("b/data/{number:04}").as_bytes());
        directory.extend(copy);
    }
    let report = judge(&finish(bytes[..start].to_vec(), &directory, (entries.len() + 199) as u16));
    assert!(codes(&report).contains(&("structure", "")), "{report}");
    assert!(codes(&report).iter().any(|(code, _)| *code == "too-large"), "and their sum is watched: {report}");
}

#[test]
fn a_zip_file_cut_short_is_not_whole() {
    let bytes = zip_of(&good());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.zip");
    for length in (0..bytes.len()).step_by(7) {
        fs::write(&path, &bytes[..length]).unwrap();
        assert!(verify(&path).is_err(), "{length}");
    }
}
