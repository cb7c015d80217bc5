//! Taking one block or one field of an older text into the present one. Nothing else of the present text changes.

use serde_json::Value;

use super::align::Budget;
use super::pair;
use super::prose::prose;
use crate::Draft;

/// Why a part was not taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRestored {
    /// The older text has fewer blocks.
    #[error("it has {0} paragraphs (headings, lists and pictures counted)")]
    NoBlock(usize),
    /// Neither text has the field.
    #[error("neither it nor the text as it stands has a field `{0}`")]
    NoField(String),
    /// The front matter of one of them cannot be read.
    #[error("{0}")]
    Unreadable(String),
}

/// The present file with block `number` (from 1) of the older one: in the place of what became of it, or, where it is
/// gone, after the block that it followed.
pub fn restore_block(present: &str, older: &str, number: usize) -> Result<String, NotRestored> {
    let (present, older) = (Draft::new(present), Draft::new(older));
    let (was, now) = (prose(older.body()), prose(present.body()));
    let at = number.checked_sub(1).filter(|at| *at < was.len()).ok_or(NotRestored::NoBlock(was.len()))?;
    let source = &older.body()[was[at].1.clone()];
    let crlf = present.body().contains("\r\n");
    let source = source.trim_end().replace("\r\n", "\n");
    let source = if crlf { source.replace('\n', "\r\n") } else { source };
    let gap = if crlf { "\r\n\r\n" } else { "\n\n" };
    let side = |blocks: &[(super::ProseBlock, _)]| blocks.iter().map(|(block, _)| block.clone()).collect::<Vec<_>>();
    let pairs = pair::pairs(&side(&was), &side(&now), &mut Budget::new());
    let partner = |old: usize| pairs.iter().find(|pair| pair.old == old).map(|pair| now[pair.new].1.clone());
    let body = present.body();
    let body = match partner(at) {
        Some(range) => {
            let end = range.start + body[range.clone()].trim_end().len();
            format!("{}{source}{}", &body[..range.start], &body[end..])
        }
        None => {
            // After the nearest block before it that is still there, or at the top.
            let after =
                (0..at).rev().find_map(|old| pairs.iter().find(|pair| pair.old == old && !pair.moved)).map(|pair| now[pair.new].1.end);
            match after {
                Some(end) => {
                    let end = body[..end].trim_end().len();
                    format!("{}{gap}{source}{}", &body[..end], parted(&body[end..], gap))
                }
                None if body.trim().is_empty() => format!("{source}{}", if crlf { "\r\n" } else { "\n" }),
                None => format!("{source}{gap}{body}"),
            }
        }
    };
    let mut out = present;
    out.set_body(&body);
    Ok(out.into_text())
}

/// What follows a block that is put in: with a blank line before it, unless it is the end.
fn parted<'a>(rest: &'a str, gap: &'a str) -> std::borrow::Cow<'a, str> {
    let blank = rest.len() - rest.trim_start().len();
    if rest.trim().is_empty() || rest[..blank].matches('\n').count() >= 2 {
        return rest.into();
    }
    format!("{gap}{}", rest.trim_start_matches(['\n', '\r'])).into()
}

/// The present file with a field as the older one has it. A dot leads to a part: `lead.alt`.
pub fn restore_field(present: &str, older: &str, field: &str) -> Result<String, NotRestored> {
    let (mut present, older) = (Draft::new(present), Draft::new(older));
    let read = |draft: &Draft| draft.keys().map_err(|error| NotRestored::Unreadable(error.to_string()));
    let (now, was) = (read(&present)?, read(&older)?);
    let (key, part) = field.split_once('.').map_or((field, None), |(key, part)| (key, Some(part)));
    let key = if key == "source_url" { "source" } else { key };
    if !now.contains_key(key) && !was.contains_key(key) {
        return Err(NotRestored::NoField(field.to_owned()));
    }
    let value = match part {
        None => was.get(key).cloned(),
        Some(part) => {
            let mut parts = parts(key, now.get(key), now.get("source_url"));
            let before = parts_of(key, was.get(key), was.get("source_url"), part);
            if before.is_none() && !parts.contains_key(part) {
                return Err(NotRestored::NoField(field.to_owned()));
            }
            match before {
                Some(before) => parts.insert(part.to_owned(), before),
                None => parts.shift_remove(part),
            };
            if parts.is_empty() { None } else { Some(Value::Object(parts)) }
        }
    };
    let set = |draft: &mut Draft, key: &str, value: Option<&Value>| {
        draft.set(key, value).map_err(|error| NotRestored::Unreadable(error.to_string()))
    };
    set(&mut present, key, value.as_ref())?;
    if key == "source" {
        let beside = if part.is_some() { None } else { was.get("source_url") };
        set(&mut present, "source_url", beside)?;
    }
    Ok(present.into_text())
}

/// A structured value; the short forms of source and lead are written out.
fn parts(key: &str, value: Option<&Value>, beside: Option<&Value>) -> serde_json::Map<String, Value> {
    let mut out = match value {
        Some(Value::Object(parts)) => parts.clone(),
        None | Some(Value::Null) => serde_json::Map::new(),
        Some(other) => {
            let name = if key == "lead" { "image" } else { "name" };
            serde_json::Map::from_iter([(name.to_owned(), other.clone())])
        }
    };
    if key == "source"
        && let Some(url) = beside
    {
        out.entry("url").or_insert_with(|| url.clone());
    }
    out
}

fn parts_of(key: &str, value: Option<&Value>, beside: Option<&Value>, part: &str) -> Option<Value> {
    parts(key, value, beside).get(part).cloned()
}
