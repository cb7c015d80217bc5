//! The texts of a bag (RFC 8493).

use crate::path::encode;

/// `bagit.txt`.
pub(crate) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// A manifest: one `hash  path` line a file, in path order.
pub(crate) fn manifest<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    files.map(|(path, hash)| format!("{hash}  {}\n", encode(path))).collect()
}

/// `bag-info.txt`. A value is one line: line ends in it become blanks.
pub(crate) fn info(fields: &[(&str, &str)]) -> String {
    fields.iter().filter(|(_, value)| !value.trim().is_empty()).map(|(label, value)| format!("{label}: {}\n", value.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}

/// One line of a manifest: hash and path. `None` where it is not of that form.
pub(crate) fn manifest_line(line: &str) -> Option<(String, String)> {
    let (hash, path) = line.split_once([' ', '\t'])?;
    let path = path.trim_start_matches([' ', '\t']);
    let path = path.strip_prefix('*').unwrap_or(path);
    let hex = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    (hex && !path.is_empty()).then(|| (hash.to_ascii_lowercase(), crate::path::decode(path)))
}

/// The value of a label in a tag file, such as `BagIt-Version`.
pub(crate) fn value<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.split_once(':').filter(|(name, _)| name.trim() == label).map(|(_, value)| value.trim()))
}
