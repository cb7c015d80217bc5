//! The texts of a bag (RFC 8493): written and read.

use crate::path::{decode, encode};

/// `bagit.txt`.
pub(crate) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// The first word of the program named in `bag-info.txt`, by which Stet knows a bag for its own.
pub(crate) const AGENT: &str = "Stet";

/// A manifest: one `hash  path` line a file, in the order given.
pub(crate) fn manifest<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    files.map(|(path, hash)| format!("{hash}  {}\n", encode(path))).collect()
}

/// `bag-info.txt`. A value is one line, which 2.2.2 allows at any length: line ends in it become blanks.
pub(crate) fn info(fields: &[(&str, &str)]) -> String {
    let one_line = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ");
    fields.iter().filter(|(_, value)| !value.trim().is_empty()).map(|(label, value)| format!("{label}: {}\n", one_line(value))).collect()
}

/// The lines of a tag file that say something. LF, CR and CRLF all end one (2.1.3).
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).filter(|line| !line.trim().is_empty())
}

/// One line of a manifest.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Lower-case hexadecimal.
    pub hash: String,
    /// The path, decoded as 2.1.3 says.
    pub path: String,
    /// The path as it stands: tools older than the RFC encode nothing, and meant this.
    pub raw: String,
}

/// Reads one line of a manifest; `None` where it is not a hash of `digits` digits and a path.
pub(crate) fn manifest_line(line: &str, digits: usize) -> Option<Line> {
    let (hash, path) = line.split_once([' ', '\t'])?;
    let path = path.trim_start_matches([' ', '\t']);
    // `*` is how md5sum and its kin mark binary mode; `./` is how find names things.
    let path = path.strip_prefix('*').unwrap_or(path);
    let path = path.strip_prefix("./").unwrap_or(path);
    let hex = hash.len() == digits && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    (hex && !path.is_empty()).then(|| Line { hash: hash.to_ascii_lowercase(), path: decode(path), raw: path.to_owned() })
}

/// The first value of a label in a tag file, such as `BagIt-Version`. Labels know no case, and a line that begins
/// with a blank goes on where the one before it ended (2.2.2).
pub(crate) fn value(text: &str, label: &str) -> Option<String> {
    let mut lines = lines(text).peekable();
    while let Some(line) = lines.next() {
        let Some((_, first)) = line.split_once(':').filter(|(name, _)| name.trim().eq_ignore_ascii_case(label)) else { continue };
        let mut value = first.trim().to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
            value.push(' ');
            value.push_str(more.trim());
        }
        return Some(value);
    }
    None
}

/// Whether a `bag-info.txt` says that Stet made the bag.
pub(crate) fn is_ours(info: &str) -> bool {
    value(info, "Bag-Software-Agent").is_some_and(|agent| agent.split_whitespace().next() == Some(AGENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifest_lines_of_many_tools() {
        let hash = "0123456789abcdef";
        let cases = [
            (format!("{hash}  data/a"), Some("data/a")),
            (format!("{} data/a b", hash.to_uppercase()), Some("data/a b")),
            (format!("{hash}\t*data/a"), Some("data/a")),
            (format!("{hash} *./data/a"), Some("data/a")),
            (format!("{hash}  data/100%25%0a"), Some("data/100%\n")),
            (hash.into(), None),
            (format!("{hash}  "), None),
            (format!("{}  data/a", &hash[1..]), None),
            (format!("{}g  data/a", &hash[1..]), None),
            ("data/a".into(), None),
        ];
        for (line, path) in cases {
            let read = manifest_line(&line, 16);
            assert_eq!(read.as_ref().map(|line| line.path.as_str()), path, "{line}");
            assert!(read.is_none_or(|line| line.hash == hash));
        }
    }

    #[test]
    fn values_fold_and_labels_know_no_case() {
        let text = "Source-organization: The Post\r\nDescription: a long\r\n  story, told\n\ttwice\nPayload-Oxum : 3.1\n";
        for (label, expected) in [
            ("Source-Organization", Some("The Post")),
            ("description", Some("a long story, told twice")),
            ("Payload-Oxum", Some("3.1")),
            ("Bag-Size", None),
        ] {
            assert_eq!(value(text, label).as_deref(), expected);
        }
        assert_eq!(info(&[("A", "one\n two\r\nthree"), ("B", " ")]), "A: one two three\n");
    }
}
