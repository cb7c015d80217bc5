//! The YAML block at the top of a draft file: found, read, and edited without touching what was not meant.
//!
//! No YAML library keeps comments, key order and the way a value was written. So a library reads the block, and
//! an edit replaces only the lines of the one top-level key that changed, leaving every other byte as it was.

use serde_json::{Map, Value};

/// Where front matter and body lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// First byte of the YAML text, after the opening `---` line.
    pub yaml_start: usize,
    /// Byte after the YAML text: where the closing `---` line begins.
    pub yaml_end: usize,
    /// First byte of the body, after the closing line.
    pub body_start: usize,
}

/// Finds the front matter. `None` where the file does not open with a `---` line, or that block never closes.
pub fn split(text: &str) -> Option<Split> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = lines_from(text, start);
    let (_, first, first_end) = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    for (line_start, line, line_end) in lines {
        if matches!(line.trim_end(), "---" | "...") && !line.starts_with(char::is_whitespace) {
            return Some(Split { yaml_start: first_end, yaml_end: line_start, body_start: line_end });
        }
    }
    None
}

/// Lines with their first byte and the first byte after their line end.
fn lines_from(text: &str, start: usize) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let from = at;
        at += line.len();
        (from, line, at)
    })
}

/// Why front matter cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FrontMatterError {
    /// Line within the file, from 1.
    pub line: u32,
    /// Column within the line, from 1.
    pub column: u32,
    /// The parser's words.
    pub message: String,
}

/// Reads the YAML text into keys and values, in order. `first_line` is the file's line on which the text begins.
pub fn read(yaml: &str, first_line: u32) -> Result<Map<String, Value>, FrontMatterError> {
    if yaml.trim().is_empty() || yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Map::new());
    }
    let at = |line: u32, column: u32, message: String| FrontMatterError { line: first_line + line.saturating_sub(1), column, message };
    match serde_saphyr::from_str::<Value>(yaml) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => Err(at(1, 1, "front matter must be a list of `key: value` lines".into())),
        Err(error) => {
            let (line, column) = error.location().map_or((1, 1), |place| (place.line() as u32, place.column() as u32));
            // The parser draws the source under its message; the first line says what is wrong.
            let message = error.without_snippet().to_string();
            Err(at(line, column, message.lines().next().unwrap_or("not YAML").to_owned()))
        }
    }
}

/// The bytes of a top-level key's entry within the YAML text: from its line to the line after its last one.
///
/// Comments and blank lines that follow an entry belong to what comes next, so that removing or replacing an
/// entry never eats them.
pub fn entry(yaml: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let mut found: Option<std::ops::Range<usize>> = None;
    let mut in_block_text = false;
    for (start, line, end) in lines_from(yaml, 0) {
        let indented = line.starts_with([' ', '\t']);
        let blank = line.trim().is_empty();
        let list_item = line.starts_with("- ") || line.trim_end() == "-";
        if let Some(range) = &mut found {
            let comment = line.starts_with('#');
            let closes_flow = line.starts_with(['}', ']']);
            if indented || list_item || closes_flow {
                range.end = end;
                continue;
            }
            if blank || (comment && !in_block_text) {
                continue;
            }
            return found;
        }
        if !indented && !list_item && key_of(line) == Some(key) {
            in_block_text = false;
            found = Some(start..end);
        }
    }
    found
}

/// The YAML text in pieces that concatenate to it: each entry with its key, and what stands between entries (comments,
/// blank lines) without one. `None` where a key of the text is written in a way whose lines cannot be told.
pub fn entries(yaml: &str) -> Option<Vec<(Option<String>, &str)>> {
    let mut out = Vec::new();
    let mut at = 0;
    for key in read(yaml, 1).ok()?.keys() {
        let range = entry(yaml, key).filter(|range| range.start >= at)?;
        if range.start > at {
            out.push((None, &yaml[at..range.start]));
        }
        out.push((Some(key.clone()), &yaml[range.clone()]));
        at = range.end;
    }
    if at < yaml.len() {
        out.push((None, &yaml[at..]));
    }
    Some(out)
}

/// The key at the start of a top-level line, unquoted.
fn key_of(line: &str) -> Option<&str> {
    let line = line.trim_end();
    for quote in ['"', '\''] {
        if let Some(rest) = line.strip_prefix(quote) {
            let end = rest.find(quote)?;
            return rest[end + 1..].trim_start().starts_with(':').then(|| &rest[..end]);
        }
    }
    let end = line.find(':')?;
    let after = &line[end + 1..];
    (after.is_empty() || after.starts_with(char::is_whitespace)).then(|| line[..end].trim_end())
}

/// Puts a value under a top-level key, or takes the key out where the value is `None`. A key that is new is
/// written after the entries named in `order` that stand before it, so that files Stet writes read the same way.
pub fn set(yaml: &str, key: &str, value: Option<&Value>, order: &[&str]) -> String {
    let newline = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let written = value.map(|value| write_entry(key, value).replace('\n', newline));
    if let Some(range) = entry(yaml, key) {
        return format!("{}{}{}", &yaml[..range.start], written.unwrap_or_default(), &yaml[range.end..]);
    }
    let Some(written) = written else { return yaml.to_owned() };
    let rank = order.iter().position(|other| *other == key);
    let after = rank.and_then(|rank| order[..rank].iter().rev().find_map(|other| entry(yaml, other)));
    let at = match (rank, after) {
        (_, Some(range)) => range.end,
        (Some(_), None) => 0,
        (None, None) => yaml.len(),
    };
    let before = &yaml[..at];
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { newline };
    format!("{before}{gap}{written}{}", &yaml[at..])
}

/// One entry in YAML, ending in a line feed. Strings are quoted only where YAML would read them otherwise.
pub fn write_entry(key: &str, value: &Value) -> String {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let mut out = format!("{}:\n", scalar(key));
            for (name, inner) in map {
                for line in write_entry(name, inner).lines() {
                    out.push_str("  ");
                    out.push_str(line);
                    out.push('\n');
                }
            }
            out
        }
        Value::Array(items) if !items.is_empty() && items.iter().any(|item| item.is_object() || item.is_array()) => {
            let mut out = format!("{}:\n", scalar(key));
            for item in items {
                out.push_str(&format!("  - {}\n", flow(item)));
            }
            out
        }
        _ => format!("{}: {}\n", scalar(key), flow(value)),
    }
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow_inside).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let inner: Vec<String> = map.iter().map(|(name, inner)| format!("{}: {}", scalar_inside(name), flow_inside(inner))).collect();
            format!("{{{}}}", inner.join(", "))
        }
        other => other.to_string(),
    }
}

fn flow_inside(value: &Value) -> String {
    match value {
        Value::String(text) => scalar_inside(text),
        other => flow(other),
    }
}

/// A string as YAML would read it back: bare where that is safe.
fn scalar(text: &str) -> String {
    let bare = bare_is_safe(text);
    if bare { text.to_owned() } else { quoted(text) }
}

/// The same within `[…]` and `{…}`, where commas and brackets mean something too.
fn scalar_inside(text: &str) -> String {
    let bare = bare_is_safe(text) && !text.contains([',', '[', ']', '{', '}']);
    if bare { text.to_owned() } else { quoted(text) }
}

fn bare_is_safe(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let special = "!&*-?|>@`\"'%#,[]{}:=~<";
    let looks_typed = {
        let lower = text.to_ascii_lowercase();
        matches!(
            lower.as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n" | ".inf" | "-.inf" | "+.inf" | ".nan" | "nan" | "inf"
        ) || (first.is_ascii_digit() || matches!(first, '+' | '.'))
            && text.chars().all(|letter| letter.is_ascii_hexdigit() || matches!(letter, '.' | '_' | '+' | '-' | 'x' | 'o' | ':'))
            && Moment::is_not(text)
    };
    !looks_typed
        && !special.contains(first)
        && !first.is_whitespace()
        && !text.ends_with(char::is_whitespace)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(|letter| !letter.is_control() && !matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{85}'))
}

/// RFC 3339 moments are left bare, as everyone writes them; other things that begin with a digit are not.
struct Moment;

impl Moment {
    fn is_not(text: &str) -> bool {
        !(text.len() >= 20 && text.as_bytes().get(4) == Some(&b'-') && text.contains('T'))
    }
}

/// Double-quoted YAML.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{85}') => {
                out.push_str(&format!("\\u{:04X}", letter as u32));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const FILE: &str = "# the desk's own note\ntitle: Old # keep\ntags:\n  - A\n  - B\n\n# about the source\nsource: {name: X}\nmine: 1\n";

    #[test]
    fn an_edit_changes_one_entry_and_no_other_byte() {
        for (key, value, wanted) in [
            ("title", Some(json!("New: title")), FILE.replace("title: Old # keep", "title: \"New: title\"")),
            ("tags", Some(json!(["C"])), FILE.replace("tags:\n  - A\n  - B\n", "tags: [C]\n")),
            ("tags", None, FILE.replace("tags:\n  - A\n  - B\n", "")),
            ("mine", Some(json!(2)), FILE.replace("mine: 1", "mine: 2")),
            ("kicker", Some(json!("News")), FILE.replace("keep\n", "keep\nkicker: News\n")),
            ("absent", None, FILE.to_owned()),
        ] {
            assert_eq!(set(FILE, key, value.as_ref(), &["id", "title", "kicker", "tags"]), wanted, "{key}");
        }
    }

    #[test]
    fn multi_line_entries_are_whole() {
        let yaml = "a: |\n  one\n\n  # not a comment\n  two\nb: {\n  x: 1\n}\nc:\n- 1\n- 2\n# end\n";
        for (key, wanted) in [("a", "a: |\n  one\n\n  # not a comment\n  two\n"), ("b", "b: {\n  x: 1\n}\n"), ("c", "c:\n- 1\n- 2\n")] {
            assert_eq!(&yaml[entry(yaml, key).unwrap()], wanted);
        }
    }

    #[test]
    fn crlf_files_stay_crlf() {
        let text = "---\r\ntitle: A\r\n---\r\nBody\r\n";
        let split = split(text).unwrap();
        assert_eq!(&text[split.body_start..], "Body\r\n");
        assert_eq!(
            set(&text[split.yaml_start..split.yaml_end], "kicker", Some(&json!("K")), &["title", "kicker"]),
            "title: A\r\nkicker: K\r\n"
        );
    }

    #[test]
    fn errors_name_the_line_in_the_file() {
        let error = read("title: a\ntitle: b\n", 2).unwrap_err();
        assert_eq!(error.line, 3, "{error}");
        assert!(read("a: [1\n", 2).is_err());
        assert!(read("just words\n", 2).is_err());
        assert!(read("# only a comment\n", 2).unwrap().is_empty());
    }

    proptest! {
        /// What is written is what is read, for any string in any position.
        #[test]
        fn strings_survive(text in "\\PC*|[\\x00-\\x7f]*", key in "[a-z]{1,8}") {
            for value in [json!(text), json!([text, "b"]), json!({"name": text}), json!([{"name": text, "role": text}])] {
                let written = set("", &key, Some(&value), &[]);
                let read = read(&written, 1).unwrap();
                prop_assert_eq!(&read[&key], &value, "{}", written);
            }
        }

        /// Taking out what was put in gives the same bytes back.
        #[test]
        fn set_then_remove(text in "\\PC{0,40}") {
            let with = set(FILE, "kicker", Some(&json!(text)), &["title", "kicker"]);
            prop_assert_eq!(set(&with, "kicker", None, &[]), FILE);
        }
    }
}
