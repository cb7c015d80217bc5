//! Values of front-matter keys, one function for each kind of field. None where a value does not fit.

use serde_json::Value;

use super::source_line::{self, is_web};
use super::{byline, dates};
use crate::article::{Byline, Embargo, Lead, Moment, Source, SourceKind};
use crate::{lang, slug};

/// Text, or a number that stands for itself; none if empty.
pub(super) fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A ULID: 26 digits of Crockford's base 32, the first at most 7.
pub(super) fn ulid(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let digits =
        text.len() == 26 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() && !b"ILOU".contains(&byte));
    (digits && text.as_bytes()[0] <= b'7').then(|| text.to_owned())
}

pub(super) fn moment(value: &Value) -> Option<Moment> {
    let text = value.as_str()?;
    Moment::parse(text).or_else(|| dates::written_date(text))
}

pub(super) fn embargo(value: &Value) -> Option<Embargo> {
    match value {
        Value::Bool(true) => Some(Embargo::Indefinite),
        Value::String(word) if word.trim().eq_ignore_ascii_case("indefinite") => Some(Embargo::Indefinite),
        Value::Object(keys) if keys.len() == 1 => keys.get("until").and_then(moment).map(Embargo::Until),
        _ => moment(value).map(Embargo::Until),
    }
}

pub(super) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::String(word) => match word.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// One text or a list of texts.
pub(super) fn words(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(values) => values.iter().map(plain).collect::<Option<Vec<_>>>(),
        _ => plain(value).map(|text| vec![text]),
    }
}

/// A list, `a, b`, or `#a #b` as Obsidian has it.
pub(super) fn tags(value: &Value) -> Option<Vec<String>> {
    let named = |name: &str| match name.strip_prefix('#') {
        Some(hashtag) => hashtag.replace('_', " "),
        None => name.to_owned(),
    };
    match value {
        Value::Array(_) => Some(words(value)?.iter().map(|name| named(name)).collect()),
        Value::String(text) if text.trim_start().starts_with('#') => {
            Some(text.split([' ', ',']).filter(|word| !word.is_empty()).map(named).collect())
        }
        _ => Some(plain(value)?.split([',', '،']).map(|name| named(name.trim())).filter(|name| !name.is_empty()).collect()),
    }
}

pub(super) fn people(value: &Value) -> Option<Vec<Byline>> {
    match value {
        Value::String(text) => {
            let people: Vec<Byline> = byline::split_names(byline::without_opening(text)).into_iter().map(unlinked).collect();
            (!people.is_empty()).then_some(people)
        }
        Value::Object(_) => Some(vec![person(value)?]),
        Value::Array(values) => values.iter().map(person).collect(),
        _ => None,
    }
}

/// One entry of a list of authors. An object with more than a name and a role is left to the extra keys.
pub(super) fn person(value: &Value) -> Option<Byline> {
    match value {
        Value::Object(keys) => {
            let known = keys.keys().all(|key| ["name", "role", "title", "job"].contains(&key.as_str()));
            let role = ["role", "title", "job"].iter().find_map(|key| keys.get(*key)).and_then(plain);
            let name = keys.get("name").and_then(plain)?;
            known.then_some(Byline { name, role })
        }
        _ => plain(value).map(|name| unlinked(Byline { name: byline::without_opening(&name).to_owned(), role: None })),
    }
}

/// Obsidian writes a person as a link to a note: `[[Ann Poe]]`.
pub(super) fn unlinked(byline: Byline) -> Byline {
    Byline { name: byline.name.trim_start_matches("[[").trim_end_matches("]]").to_owned(), ..byline }
}

pub(super) fn section_path(text: &str) -> Option<String> {
    let path: Vec<String> = text.split('/').map(slug::slug).filter(|part| !part.is_empty()).collect();
    (!path.is_empty()).then(|| path.join("/"))
}

/// A slug from a slug, a path or an address.
pub(super) fn slug_of(text: &str) -> Option<String> {
    let path = if is_web(text) { text.splitn(4, '/').nth(3).unwrap_or_default() } else { text };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut last = path.split('/').rfind(|part| !part.is_empty() && !part.starts_with("index."))?;
    for extension in [".html", ".htm", ".md", ".php"] {
        last = last.strip_suffix(extension).unwrap_or(last);
    }
    let slug = if slug::is_slug(last) { last.to_owned() } else { slug::slug(last) };
    slug::is_slug(&slug).then_some(slug)
}

pub(super) fn language(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim().replace('_', "-");
    let tag = match text.split_once('-') {
        Some((primary, rest)) => format!("{}-{rest}", primary.to_lowercase()),
        None => text.to_lowercase(),
    };
    lang::is_tag(&tag).then_some(tag)
}

pub(super) fn kind(value: &Value) -> Option<SourceKind> {
    serde_json::from_value(value.clone()).ok()
}

pub(super) fn web(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| is_web(text)).map(str::to_owned)
}

/// A source, and whether it holds everything that the value says.
pub(super) fn source(value: &Value) -> Option<(Source, bool)> {
    let Value::Object(keys) = value else { return plain(value).map(|text| (source_line::name_and_url(&text), true)) };
    let url = keys.get("url").and_then(web);
    let name = keys.get("name").and_then(plain).or_else(|| url.as_deref().map(source_line::host))?;
    let licence = keys.get("licence").or_else(|| keys.get("license")).and_then(plain);
    let source = Source { name, url, kind: keys.get("kind").and_then(kind), licence };
    let found = 1 + usize::from(source.url.is_some()) + usize::from(source.kind.is_some()) + usize::from(source.licence.is_some());
    let named = usize::from(!keys.contains_key("name"));
    Some((source, found - named == keys.len()))
}

/// A picture, and whether it holds everything that the value says.
pub(super) fn picture(value: &Value) -> Option<(Lead, bool)> {
    match value {
        Value::String(_) => Some((Lead { image: image_path(value)?, ..Lead::default() }, true)),
        // Hugo's list of pictures; and Obsidian's link without quotation marks, which YAML reads as lists.
        Value::Array(values) => values.first().and_then(picture).map(|(lead, whole)| (lead, whole && values.len() == 1)),
        Value::Object(keys) => {
            let mut used = 0;
            let mut text = |names: &[&str], read: fn(&Value) -> Option<String>| {
                let found = names.iter().find_map(|name| keys.get(*name).and_then(read));
                used += usize::from(found.is_some());
                found
            };
            let image = text(&["image", "src", "path", "url"], image_path)?;
            // An empty alternative text says that the picture is decoration.
            let alt = text(&["alt"], |value| value.as_str().map(str::to_owned));
            let (caption, credit) = (text(&["caption", "title"], plain), text(&["credit"], plain));
            Some((Lead { image, alt, caption, credit }, used == keys.len()))
        }
        _ => None,
    }
}

pub(super) fn image_path(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let text = text.trim_start_matches('!').trim_start_matches("[[").trim_end_matches("]]");
    (!text.is_empty()).then(|| text.to_owned())
}
