//! Front matter as fields, compared by what they say and not by how YAML writes it.

use serde_json::{Map, Value};

use super::align::{Budget, Numbers, align};
use super::spans::{Became, Span, plain};
use crate::Draft;
use crate::draft::KEY_ORDER;

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name, with a dot before a part of it: `title`, `tags`, `lead.alt`, `source.url`, or a key of the file's own.
    pub field: String,
    /// `Added`, `Removed`, or `Same` for one that is on both sides and says something else now.
    pub became: Became,
    /// For a text: its words.
    pub spans: Vec<Span>,
    /// For a list (tags, byline): its entries.
    pub items: Vec<FieldItem>,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldItem {
    /// What became of it. `Restyled` is one that only changed its place in a list whose order counts.
    pub became: Became,
    /// What it says.
    pub text: String,
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    Text(String),
    /// Entries; whether their order counts.
    List(Vec<String>, bool),
}

/// The fields of a file as they are compared: name and what it says. Lists are one line an entry, those whose order says nothing
/// sorted.
///
/// Errors: what is wrong with the front matter.
pub fn fields(draft: &Draft) -> Result<Vec<(String, String)>, String> {
    let said = says(draft)?;
    Ok(said
        .into_iter()
        .map(|(name, says)| match says {
            Says::Text(text) => (name, text),
            Says::List(mut items, ordered) => {
                if !ordered {
                    items.sort_unstable();
                }
                (name, items.join("\n"))
            }
        })
        .collect())
}

pub(super) fn compare(old: &Draft, new: &Draft, budget: &mut Budget) -> Result<Vec<FieldChange>, String> {
    let (old, new) = (says(old)?, says(new)?);
    let mut names: Vec<&String> = new.iter().map(|(name, _)| name).collect();
    names.extend(old.iter().map(|(name, _)| name).filter(|name| !new.iter().any(|(other, _)| other == *name)));
    let rank = |name: &str| {
        let top = name.split('.').next().unwrap_or(name);
        KEY_ORDER.iter().position(|key| *key == top).unwrap_or(KEY_ORDER.len())
    };
    names.sort_by_key(|name| rank(name));
    let find = |side: &[(String, Says)], name: &str| side.iter().find(|(other, _)| other == name).map(|(_, says)| says.clone());
    Ok(names
        .into_iter()
        .filter_map(|name| {
            let (before, after) = (find(&old, name), find(&new, name));
            if same(&before, &after) {
                return None;
            }
            let became = match (&before, &after) {
                (None, _) => Became::Added,
                (_, None) => Became::Removed,
                _ => Became::Same,
            };
            let (spans, items) = match (before, after) {
                (Some(Says::List(a, ordered)), Some(Says::List(b, _))) => (Vec::new(), list(&a, &b, ordered, budget)),
                (None, Some(Says::List(b, ordered))) => (Vec::new(), list(&[], &b, ordered, budget)),
                (Some(Says::List(a, ordered)), None) => (Vec::new(), list(&a, &[], ordered, budget)),
                (before, after) => (plain(&text(before), &text(after), budget), Vec::new()),
            };
            Some(FieldChange { field: name.clone(), became, spans, items })
        })
        .collect())
}

fn same(before: &Option<Says>, after: &Option<Says>) -> bool {
    match (before, after) {
        (Some(Says::List(a, false)), Some(Says::List(b, false))) => {
            let (mut a, mut b): (Vec<&String>, Vec<&String>) = (a.iter().collect(), b.iter().collect());
            a.sort_unstable();
            b.sort_unstable();
            a == b
        }
        (a, b) => a == b,
    }
}

fn text(says: Option<Says>) -> String {
    match says {
        None => String::new(),
        Some(Says::Text(text)) => text,
        Some(Says::List(items, _)) => items.join("\n"),
    }
}

/// Entries of two lists: in the order of the new one, what went before what came.
fn list(old: &[String], new: &[String], ordered: bool, budget: &mut Budget) -> Vec<FieldItem> {
    let item = |became: Became, text: &String| FieldItem { became, text: text.clone() };
    let mut numbers: Numbers<&String> = Numbers::new();
    let left: Vec<u32> = old.iter().map(|entry| numbers.of(entry)).collect();
    let right: Vec<u32> = new.iter().map(|entry| numbers.of(entry)).collect();
    let kept = align(&left, &right, &|_| 1, true, budget);
    // An entry that is on both sides, but as often only as both have it.
    let mut spare: std::collections::HashMap<u32, usize> = std::collections::HashMap::new();
    for number in &left {
        *spare.entry(*number).or_default() += 1;
    }
    let stays: std::collections::HashSet<usize> = kept.iter().map(|(_, at)| *at).collect();
    kept.iter().for_each(|(at, _)| *spare.entry(left[*at]).or_default() -= 1);
    let mut out = Vec::new();
    for (at, entry) in new.iter().enumerate() {
        let became = if stays.contains(&at) {
            Became::Same
        } else {
            match spare.get_mut(&right[at]).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    if ordered { Became::Restyled } else { Became::Same }
                }
                None => Became::Added,
            }
        };
        out.push(item(became, entry));
    }
    let mut gone = Vec::new();
    for (at, entry) in old.iter().enumerate() {
        if let Some(count) = spare.get_mut(&left[at]).filter(|count| **count > 0)
            && !kept.iter().any(|(kept, _)| *kept == at)
        {
            *count -= 1;
            gone.push(item(Became::Removed, entry));
        }
    }
    gone.extend(out);
    gone
}

/// Every field of a file and what it says. A plain-string source and one with parts are the same thing here, as are a
/// name in the byline with and without braces.
fn says(draft: &Draft) -> Result<Vec<(String, Says)>, String> {
    let keys = draft.keys().map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    for (key, value) in &keys {
        match (key.as_str(), value) {
            (_, Value::Null) => {}
            ("source", Value::Object(parts)) => part(&mut out, "source", parts),
            ("source", other) => out.push(("source.name".to_owned(), Says::Text(scalar(other)))),
            ("source_url", other) => out.push(("source.url".to_owned(), Says::Text(scalar(other)))),
            ("lead", Value::Object(parts)) => part(&mut out, "lead", parts),
            ("lead", other) => out.push(("lead.image".to_owned(), Says::Text(scalar(other)))),
            ("byline", Value::Array(names)) => out.push((key.clone(), Says::List(names.iter().map(name).collect(), true))),
            ("byline", other) => out.push((key.clone(), Says::List(vec![name(other)], true))),
            ("tags", Value::Array(tags)) => out.push((key.clone(), Says::List(tags.iter().map(scalar).collect(), false))),
            ("tags", other) => {
                let tags = scalar(other);
                let tags = tags.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty());
                out.push((key.clone(), Says::List(tags.collect(), false)));
            }
            (_, Value::Object(parts)) => part(&mut out, key, parts),
            (_, Value::Array(items)) => out.push((key.clone(), Says::List(items.iter().map(scalar).collect(), true))),
            (_, other) => out.push((key.clone(), Says::Text(scalar(other)))),
        }
    }
    // `source_url` beside a source that has a link of its own says nothing.
    let mut seen = std::collections::HashSet::new();
    out.retain(|(name, _)| seen.insert(name.clone()));
    Ok(out)
}

fn part(out: &mut Vec<(String, Says)>, key: &str, parts: &Map<String, Value>) {
    if parts.is_empty() {
        out.push((key.to_owned(), Says::Text("{}".into())));
    }
    for (part, value) in parts {
        out.push((format!("{key}.{part}"), Says::Text(scalar(value))));
    }
}

fn name(value: &Value) -> String {
    match value {
        Value::Object(parts) => {
            let field = |key: &str| parts.get(key).map(scalar).unwrap_or_default();
            let (name, role) = (field("name"), field("role"));
            if role.is_empty() { name } else { format!("{name} ({role})") }
        }
        other => scalar(other),
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
