//! The one rule for places inside a bundle, shared by writer and verifier.

use unicode_normalization::UnicodeNormalization;

/// Why a path must not be in a bundle. `None` for one that may.
pub(crate) fn unsafe_because(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.starts_with('/') || path.starts_with('\\') {
        return Some("it is absolute");
    }
    if path.contains('\\') {
        return Some("it has a backslash in it");
    }
    if path.contains('\0') {
        return Some("it has a null character in it");
    }
    if path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic() {
        return Some("it names a drive");
    }
    if path.starts_with('~') {
        return Some("it begins with a tilde, which RFC 8493 does not allow");
    }
    path.split('/').find_map(|part| match part {
        "" => Some("it has an empty part"),
        "." | ".." => Some("it climbs out"),
        _ => None,
    })
}

/// What a path is on systems that ignore case and Unicode's different spellings of one letter.
pub(crate) fn same_place(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase()
}

/// A path in a manifest line (RFC 8493, 2.1.3).
pub(crate) fn encode(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

/// A manifest line's path as it is.
pub(crate) fn decode(path: &str) -> String {
    let mut out = path.to_owned();
    for (code, letter) in [("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r"), ("%25", "%")] {
        out = out.replace(code, letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn climbing_and_odd_paths_are_unsafe() {
        for path in ["", "/a", "../a", "a/../b", "a//b", "./a", "a/.", "C:/a", "c:a", "a\\b", "\\a", "~/a", "a\0b", "a/"] {
            assert!(unsafe_because(path).is_some(), "{path:?}");
        }
        for path in ["a", "data/en/قصة/index.html", "a..b/c", "...", "a b/100%.txt"] {
            assert!(unsafe_because(path).is_none(), "{path:?}");
        }
    }

    #[test]
    fn manifest_paths_survive() {
        for path in ["plain", "100%", "a\nb\rc", "%0A", "%2525"] {
            assert_eq!(decode(&encode(path)), path);
        }
    }
}
