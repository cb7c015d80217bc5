//! Front matter as Hugo, Zola, Eleventy, Jekyll, Obsidian and exports of Ghost write it: YAML between `---`, TOML
//! between `+++`, or a JSON object.

use serde_json::{Map, Value};
use serde_saphyr::{MessageFormatter, UserMessageFormatter};

use super::{ImportError, Imported};

/// A file cut at the end of its front matter.
pub(super) struct Parts<'a> {
    /// The keys, in order.
    pub keys: Map<String, Value>,
    /// What follows, without the blank lines that part it from the front matter.
    pub body: &'a str,
    /// Line of the file that the body begins in, from 1.
    pub body_line: u32,
}

/// Cuts off the front matter and parses it; none where the file does not open with front matter.
///
/// A first line of `---` may be a rule in prose too. It opens front matter where the line below it looks like a key.
/// JSON is looked for in Markdown files alone.
pub(super) fn split(text: &str, markdown: bool) -> Result<Option<Parts<'_>>, ImportError> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end() {
        "---" if opens_keys(rest, &["---", "..."], ":") => fenced(rest, &["---", "..."], yaml).map(Some),
        "+++" if opens_keys(rest, &["+++"], "=") => fenced(rest, &["+++"], toml_table).map(Some),
        _ if markdown && text.starts_with('{') && text[1..].trim_start().starts_with(['"', '}']) => json(text).map(Some),
        _ => Ok(None),
    }
}

/// Reads every known key into the story; the others stay as extra keys.
pub(super) fn read(keys: Map<String, Value>, imported: &mut Imported) {
    super::meta_fields::Keys::new(keys).read(imported);
}

/// Whether the first line that says something is a key, a comment, a table's head or the closing mark.
fn opens_keys(rest: &str, marks: &[&str], sign: &str) -> bool {
    let Some(line) = rest.lines().find(|line| !line.trim().is_empty()) else { return false };
    let line = line.trim_end();
    if marks.contains(&line) || line.starts_with(['#', '{', '[', '?', '%']) {
        return true;
    }
    line.split_once(sign).is_some_and(|(key, value)| {
        let key = key.trim();
        let quoted = key.len() > 1 && key.starts_with(['"', '\'']);
        let bare = !key.is_empty()
            && key.split_whitespace().count() <= 3
            && key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ' '));
        (quoted || bare) && (sign == "=" || value.is_empty() || value.starts_with([' ', '\t']))
    })
}

type Parse = fn(&str) -> Result<Map<String, Value>, (u32, String)>;

fn fenced<'a>(rest: &'a str, marks: &[&str], parse: Parse) -> Result<Parts<'a>, ImportError> {
    let mut at = 0;
    let mut number = 1_u32;
    for line in rest.split_inclusive('\n') {
        number += 1;
        if marks.contains(&line.trim_end()) {
            let keys = parse(&rest[..at]).map_err(|(line, message)| ImportError::FrontMatter { line: line + 1, message })?;
            let (body, body_line) = after(&rest[at + line.len()..], number + 1);
            return Ok(Parts { keys, body, body_line });
        }
        at += line.len();
    }
    Err(ImportError::FrontMatter { line: 1, message: format!("it opens here, and no line with `{}` closes it", marks[0]) })
}

fn after(rest: &str, line: u32) -> (&str, u32) {
    let mut body = rest;
    let mut line = line;
    while let Some((blank, next)) = body.split_once('\n') {
        if !blank.trim().is_empty() {
            break;
        }
        body = next;
        line += 1;
    }
    if body.trim().is_empty() { ("", line) } else { (body, line) }
}

fn yaml(text: &str) -> Result<Map<String, Value>, (u32, String)> {
    let options = serde_saphyr::options! {
        // `slug: 0042` and `phone: 1_000` are names, not numbers.
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Value>(text, options) {
        Ok(Value::Object(keys)) => Ok(keys),
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => Err((1, "it is no list of keys with values".into())),
        // An empty document has nothing to deserialise.
        Err(_) if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) => Ok(Map::new()),
        Err(error) => {
            let line = error.location().map_or(1, |location| u32::try_from(location.line()).unwrap_or(1).max(1));
            Err((line, one_line(&UserMessageFormatter.format_message(error.without_snippet()))))
        }
    }
}

fn toml_table(text: &str) -> Result<Map<String, Value>, (u32, String)> {
    match toml::from_str::<toml::Table>(text) {
        Ok(table) => Ok(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let line = 1 + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
            Err((u32::try_from(line).unwrap_or(u32::MAX - 1), one_line(error.message())))
        }
    }
}

/// TOML's times become text, as YAML's are.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => serde_json::Number::from_f64(number).map_or_else(|| Value::String(number.to_string()), Value::Number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(values) => Value::Array(values.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect()),
    }
}

fn json(text: &str) -> Result<Parts<'_>, ImportError> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    match values.next() {
        Some(Ok(keys)) => {
            let end = values.byte_offset();
            let rest = &text[end..];
            let rest = rest.strip_prefix('\n').unwrap_or(rest);
            let line = 1 + text[..text.len() - rest.len()].matches('\n').count();
            let (body, body_line) = after(rest, u32::try_from(line).unwrap_or(u32::MAX));
            Ok(Parts { keys, body, body_line })
        }
        Some(Err(error)) => {
            Err(ImportError::FrontMatter { line: u32::try_from(error.line()).unwrap_or(1).max(1), message: one_line(&error.to_string()) })
        }
        None => Err(ImportError::FrontMatter { line: 1, message: "it is empty".into() }),
    }
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut() {
        for (text, keys, body, line) in [
            ("---\ntitle: A\n---\n\nBody\n", "{\"title\":\"A\"}", "Body\n", 5),
            ("---\n---\nBody", "{}", "Body", 3),
            ("---\n# nothing\n...\nBody", "{}", "Body", 4),
            ("+++\ndate = 2026-11-24\n[extra]\na = 1\n+++\nBody", "{\"date\":\"2026-11-24\",\"extra\":{\"a\":1}}", "Body", 6),
            ("{\n\"title\": \"A\"\n}\n\nBody", "{\"title\":\"A\"}", "Body", 5),
            ("---\nslug: 0042\nn: .nan\n---", "{\"slug\":\"0042\",\"n\":\".nan\"}", "", 5),
        ] {
            let parts = split(text, true).expect(text).expect(text);
            assert_eq!((Value::Object(parts.keys).to_string().as_str(), parts.body, parts.body_line), (keys, body, line), "{text}");
        }
        for text in ["---\n\nA rule above prose.\n\n---\n", "+++", "{{< figure >}}", "---"] {
            assert!(split(text, true).expect(text).is_none(), "{text}");
        }
    }

    #[test]
    fn broken() {
        for (text, line) in [
            ("---\ntitle: A\ntitle: B\n---\n", 3),
            ("---\ntitle: A\ntags: [a, b\n---\n", 3),
            ("---\ntitle: The mayor: a plan\n---\n", 2),
            ("---\ntitle: A\n\nBody", 1),
            ("+++\ntitle = \"A\"\nb = \n+++\n", 3),
            ("{\"title\": }\n", 1),
        ] {
            match split(text, true) {
                Err(ImportError::FrontMatter { line: found, message }) => {
                    assert!(found.abs_diff(line) <= 1 && !message.contains('\n'), "{text}: {found} {message}");
                }
                other => panic!("{text}: {:?}", other.map(|parts| parts.map(|parts| parts.keys))),
            }
        }
    }
}
