//! The one rule for places inside a bundle, shared by writer and verifier.

use unicode_normalization::UnicodeNormalization;

/// Nobody encodes a name so often but to hide something, or to keep the reader busy.
const MOST_ROUNDS: usize = 8;

/// Why a path must not be in a bundle. `None` for one that may.
///
/// The path is also looked at as it would be after percent-decoding, however often: some receivers decode names, and
/// what climbs out only then climbs out all the same.
pub(crate) fn unsafe_because(path: &str) -> Option<&'static str> {
    if let Some(why) = plainly_unsafe(path) {
        return Some(why);
    }
    let mut bytes = path.as_bytes().to_vec();
    for _ in 0..MOST_ROUNDS {
        match percent_decoded(&bytes) {
            None => return None,
            Some(decoded) => bytes = decoded,
        }
        if let Some(why) = escapes(&bytes) {
            return Some(why);
        }
    }
    Some("it is percent-encoded over and over")
}

fn plainly_unsafe(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.starts_with(['/', '\\']) {
        return Some("it is absolute");
    }
    if path.contains('\\') {
        return Some("it has a backslash in it");
    }
    if path.contains('\0') {
        return Some("it has a null character in it");
    }
    if names_drive(path.as_bytes()) {
        return Some("it names a drive");
    }
    if path.starts_with('~') {
        return Some("it begins with a tilde, which some systems take for somebody's home");
    }
    path.split('/').find_map(|part| match part {
        "" => Some("it has an empty part"),
        "." | ".." => Some("it climbs out"),
        _ => None,
    })
}

/// What would lead out of the bundle after decoding. An encoded slash alone does not: web archives are full of those.
fn escapes(path: &[u8]) -> Option<&'static str> {
    if path.contains(&0) {
        return Some("it hides a null character behind percent signs");
    }
    let away = names_drive(path) || matches!(path.first(), Some(b'/' | b'\\'));
    let climbs = path.split(|byte| matches!(byte, b'/' | b'\\')).any(|part| part == b"..");
    (away || climbs).then_some("it climbs out behind percent signs")
}

fn names_drive(path: &[u8]) -> bool {
    matches!(path, [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// One round of percent-decoding (RFC 3986, 2.1). `None` where there is nothing to decode.
fn percent_decoded(path: &[u8]) -> Option<Vec<u8>> {
    let digit = |at: usize| path.get(at).and_then(|byte| (*byte as char).to_digit(16));
    let mut out = Vec::with_capacity(path.len());
    let mut at = 0;
    while at < path.len() {
        match (path[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, _, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    (out.len() < path.len()).then_some(out)
}

/// What a path is on systems that ignore case and Unicode's different spellings of one letter.
pub(crate) fn same_place(path: &str) -> String {
    // Upper case first: `ß` and `ss`, `ς` and `σ` meet only there.
    path.nfd().collect::<String>().to_uppercase().to_lowercase().nfc().collect()
}

/// What a path is on systems that spell letters otherwise: composed.
pub(crate) fn composed(path: &str) -> String {
    path.nfc().collect()
}

/// The folders that a path lies in, outermost first.
pub(crate) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// A path in a manifest line: CR, LF and the percent sign are encoded, and only those (RFC 8493, 2.1.3).
pub(crate) fn encode(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

/// A manifest line's path as it is. What is not one of the three codes stays as it stands.
pub(crate) fn decode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let (letter, length) = match rest.get(at..at + 3) {
            Some("%25") => ('%', 3),
            Some("%0A" | "%0a") => ('\n', 3),
            Some("%0D" | "%0d") => ('\r', 3),
            _ => ('%', 1),
        };
        out.push(letter);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn climbing_and_odd_paths_are_unsafe() {
        let bad = [
            "",
            "/a",
            "../a",
            "a/../b",
            "a/..",
            "a//b",
            "./a",
            "a/.",
            "C:/a",
            "c:a",
            "a\\b",
            "\\a",
            "~/a",
            "a\0b",
            "a/",
            "%2e%2e/a",
            "a/%2E%2e/b",
            "a%2f..%2fb",
            "a%5c..%5cb",
            "%252e%252e/a",
            "%2525252e./a",
            "%2fetc/passwd",
            "%43:/a",
            "a%00b",
            ".%2e/a",
            "a%25252525252525252525",
        ];
        for path in bad {
            assert!(unsafe_because(path).is_some(), "{path:?}");
        }
        let good = [
            "a",
            "data/en/قصة/index.html",
            "a..b/c",
            "...",
            "a b/100%.txt",
            "100%",
            "%",
            "a%zz",
            "a%2fb",
            "http%3A%2F%2Fwww.example%2Fpage",
            "a%2e",
            "a\nb",
        ];
        for path in good {
            assert_eq!(unsafe_because(path), None, "{path:?}");
        }
    }

    #[test]
    fn manifest_paths_survive() {
        for path in ["plain", "100%", "a\nb\rc", "%0A", "%2525", "%250A", "قصة%", "%", "%2", "a\r\nb"] {
            assert_eq!(decode(&encode(path)), path);
        }
        assert_eq!(decode("a%0ab%0dc%41"), "a\nb\rc%41");
    }

    #[test]
    fn names_that_are_one_on_some_systems() {
        let pairs =
            [("A.txt", "a.TXT"), ("caf\u{e9}", "cafe\u{301}"), ("Straße", "STRASSE"), ("ΟΔΟΣ", "οδος"), ("CAFE\u{301}", "caf\u{e9}")];
        for (one, two) in pairs {
            assert_eq!(same_place(one), same_place(two), "{one} {two}");
        }
        assert_ne!(same_place("قصة"), same_place("قصه"));
    }
}
