//! A draft file: its exact text, and the article read from it.

use serde_json::{Map, Value, json};

use crate::article::{Article, Byline, Embargo, Lead, Moment, Source, SourceKind, State};
use crate::front_matter::{self, FrontMatterError, Split};

/// The order in which Stet writes the keys it knows.
pub const KEY_ORDER: [&str; 19] = [
    "id",
    "title",
    "kicker",
    "section",
    "standfirst",
    "byline",
    "source",
    "source_url",
    "tags",
    "slug",
    "old_slugs",
    "state",
    "date",
    "updated",
    "embargo",
    "lead",
    "schedule",
    "lang",
    "note",
];

/// A draft file as it is on disk. Reading never changes it, and an edit touches only what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    text: String,
}

/// Why a file cannot be read as a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// The front matter is not YAML that Stet can read.
    #[error("line {}: the front matter cannot be read: {}", .0.line, .0.message)]
    FrontMatter(#[from] FrontMatterError),
    /// The front matter opens with `---` and never closes.
    #[error("line 1: the front matter opens with `---` but never closes")]
    Unclosed,
}

/// So many keys of [`KEY_ORDER`], the first ones, have typed fields. `source_url` belongs to `source`.
const KNOWN: usize = 16;

impl Draft {
    /// A draft from a file's text, kept exactly as it is.
    pub fn new(text: impl Into<String>) -> Draft {
        Draft { text: text.into() }
    }

    /// A draft file made from fields, in Stet's own key order, with `extra` keys after the known ones.
    pub fn compose(article: &Article, extra: &Map<String, Value>) -> Draft {
        let mut yaml = String::new();
        for (key, value) in fields(article) {
            if let Some(value) = value {
                yaml.push_str(&front_matter::write_entry(key, &value));
            }
        }
        for (key, value) in extra.iter().filter(|(key, _)| !KEY_ORDER[..KNOWN].contains(&key.as_str())) {
            yaml.push_str(&front_matter::write_entry(key, value));
        }
        let body = article.body.trim_start_matches('\n');
        Draft { text: format!("---\n{yaml}---\n\n{body}") }
    }

    /// The file's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file's text, given away.
    pub fn into_text(self) -> String {
        self.text
    }

    fn split(&self) -> Result<Option<Split>, DraftError> {
        let found = front_matter::split(&self.text);
        let opens = self.text.trim_start_matches('\u{feff}').lines().next().is_some_and(|line| line.trim_end() == "---");
        if found.is_none() && opens && self.text.lines().nth(1).is_some_and(|line| line.contains(':')) {
            return Err(DraftError::Unclosed);
        }
        Ok(found)
    }

    /// The body: everything after the front matter and the blank line that follows it.
    pub fn body(&self) -> &str {
        &self.text[self.body_start()..]
    }

    /// First byte of the body in the file.
    pub fn body_start(&self) -> usize {
        let start = front_matter::split(&self.text).map_or(0, |split| split.body_start);
        let rest = &self.text[start..];
        let blank = if start == 0 { 0 } else { rest.len() - rest.trim_start_matches(['\n', '\r']).len() };
        start + blank
    }

    /// All front-matter keys and values, in order.
    pub fn keys(&self) -> Result<Map<String, Value>, DraftError> {
        match self.split()? {
            Some(split) => Ok(front_matter::read(&self.text[split.yaml_start..split.yaml_end], 2)?),
            None => Ok(Map::new()),
        }
    }

    /// The typed view of the file.
    pub fn article(&self) -> Result<Article, DraftError> {
        Ok(article(&self.keys()?, self.body()))
    }

    /// First byte and byte after the entry of a front-matter key, in the file.
    pub fn entry(&self, key: &str) -> Option<std::ops::Range<usize>> {
        let split = front_matter::split(&self.text)?;
        let range = front_matter::entry(&self.text[split.yaml_start..split.yaml_end], key)?;
        Some(split.yaml_start + range.start..split.yaml_start + range.end)
    }

    /// Sets one front-matter key, or takes it out. Every other byte stays.
    ///
    /// A value equal to the one the file already has changes nothing, whatever way the file writes it.
    pub fn set(&mut self, key: &str, value: Option<&Value>) -> Result<(), DraftError> {
        if self.keys()?.get(key) == value {
            return Ok(());
        }
        match self.split()? {
            Some(split) => {
                let yaml = front_matter::set(&self.text[split.yaml_start..split.yaml_end], key, value, &KEY_ORDER);
                self.text.replace_range(split.yaml_start..split.yaml_end, &yaml);
            }
            None => {
                if let Some(value) = value {
                    let mark = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
                    let gap = if self.text.len() == mark { "" } else { "\n" };
                    self.text.insert_str(mark, &format!("---\n{}---\n{gap}", front_matter::write_entry(key, value)));
                }
            }
        }
        Ok(())
    }

    /// Puts a new body in place of the old one.
    pub fn set_body(&mut self, body: &str) {
        let start = self.body_start();
        if start > 0 && !self.text[..start].ends_with('\n') {
            self.text.push('\n');
        }
        let start = self.body_start();
        self.text.replace_range(start.., body);
    }

    /// Writes the fields of `article` that differ from what the file says, and its body. A field that the file
    /// states in another but equal form (a plain-string source, a list in block style) stays as written.
    pub fn apply(&mut self, wanted: &Article) -> Result<(), DraftError> {
        let current = self.article()?;
        let now: Vec<(&str, Option<Value>)> = fields(&current).collect();
        for ((key, new), (_, old)) in fields(wanted).zip(now) {
            if new != old {
                let new = new.map(|new| with_unknown_parts(new, old.as_ref(), self.keys().ok().and_then(|keys| keys.get(key).cloned())));
                self.set(key, new.as_ref())?;
                // A source that was a plain string with `source_url` beside it becomes one entry.
                if key == "source" {
                    self.set("source_url", None)?;
                }
            }
        }
        if self.body() != wanted.body {
            self.set_body(&wanted.body);
        }
        Ok(())
    }
}

/// Carries over the parts of a structured value that Stet has no field for, such as `lead: {focus: …}`.
fn with_unknown_parts(new: Value, typed: Option<&Value>, written: Option<Value>) -> Value {
    match (new, written) {
        (Value::Object(mut new), Some(Value::Object(written))) => {
            for (part, value) in written {
                if !new.contains_key(&part) && typed.is_none_or(|typed| typed.get(&part).is_none()) {
                    new.insert(part, value);
                }
            }
            Value::Object(new)
        }
        (new, _) => new,
    }
}

/// The typed fields as front-matter values, in Stet's key order. `None` is a key that is not written.
fn fields(article: &Article) -> impl Iterator<Item = (&'static str, Option<Value>)> {
    let text = |value: &Option<String>| value.as_ref().filter(|text| !text.is_empty()).map(|text| json!(text));
    let byline: Vec<Value> = article
        .byline
        .iter()
        .filter(|by| !by.name.is_empty())
        .map(|by| {
            by.role.as_ref().filter(|role| !role.is_empty()).map_or_else(|| json!(by.name), |role| json!({"name": by.name, "role": role}))
        })
        .collect();
    let source = article.source.as_ref().filter(|source| !source.name.is_empty()).map(|source| {
        let map = serde_json::to_value(source).unwrap_or_default();
        if map.as_object().is_some_and(|map| map.len() == 1) { json!(source.name) } else { map }
    });
    let lead = article.lead.as_ref().filter(|lead| !lead.image.is_empty()).map(|lead| serde_json::to_value(lead).unwrap_or_default());
    [
        ("id", text(&article.id)),
        ("title", Some(json!(article.title))),
        ("kicker", text(&article.kicker)),
        ("section", text(&article.section)),
        ("standfirst", text(&article.standfirst)),
        ("byline", (!byline.is_empty()).then_some(Value::Array(byline))),
        ("source", source),
        ("tags", (!article.tags.is_empty()).then(|| json!(article.tags))),
        ("slug", text(&article.slug)),
        ("old_slugs", (!article.old_slugs.is_empty()).then(|| json!(article.old_slugs))),
        ("state", Some(json!(article.state.as_str()))),
        ("date", article.date.map(|moment| json!(moment.to_string()))),
        ("updated", article.updated.map(|moment| json!(moment.to_string()))),
        (
            "embargo",
            article.embargo.map(|embargo| match embargo {
                Embargo::Until(moment) => json!(moment.to_string()),
                Embargo::Indefinite => json!("indefinite"),
            }),
        ),
        ("lead", lead),
    ]
    .into_iter()
}

/// Reads the typed fields out of front-matter values. A value of the wrong type reads as absent; a check says so.
pub fn article(keys: &Map<String, Value>, body: &str) -> Article {
    let text = |key: &str| keys.get(key).and_then(plain).filter(|text| !text.is_empty());
    Article {
        id: text("id"),
        title: text("title").unwrap_or_default(),
        kicker: text("kicker"),
        section: text("section").map(|path| path.trim_matches('/').to_owned()),
        standfirst: text("standfirst"),
        byline: keys.get("byline").map(byline).unwrap_or_default(),
        source: source(keys),
        tags: keys.get("tags").map(strings).unwrap_or_default(),
        slug: text("slug"),
        old_slugs: keys.get("old_slugs").map(strings).unwrap_or_default(),
        aliases: ["aliases", "redirect_from"]
            .iter()
            .filter_map(|key| keys.get(*key))
            .flat_map(strings)
            .filter(|address| address.contains('/'))
            .collect(),
        state: text("state").or_else(|| text("status")).and_then(|word| State::parse(&word)).unwrap_or_default(),
        date: text("date").and_then(|text| Moment::parse(&text)),
        updated: text("updated").and_then(|text| Moment::parse(&text)),
        embargo: keys.get("embargo").and_then(embargo),
        lead: keys.get("lead").and_then(lead),
        body: body.to_owned(),
    }
}

/// A scalar as text. Numbers and booleans are what YAML makes of an unquoted `2026` or `yes`.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(plain).filter(|text| !text.is_empty()).collect(),
        other => plain(other)
            .map(|text| text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect())
            .unwrap_or_default(),
    }
}

fn byline(value: &Value) -> Vec<Byline> {
    let one = |item: &Value| match item {
        Value::Object(map) => {
            let name = map.get("name").and_then(plain)?;
            Some(Byline { name, role: map.get("role").and_then(plain).filter(|role| !role.is_empty()) })
        }
        other => plain(other).filter(|name| !name.is_empty()).map(|name| Byline { name, role: None }),
    };
    match value {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

fn source(keys: &Map<String, Value>) -> Option<Source> {
    let beside = || keys.get("source_url").and_then(plain).filter(|url| !url.is_empty());
    match keys.get("source")? {
        Value::Object(map) => {
            let field = |key: &str| map.get(key).and_then(plain).filter(|text| !text.is_empty());
            let kind = field("kind")
                .and_then(|kind| serde_json::from_value::<SourceKind>(json!(kind.to_lowercase().replace([' ', '_'], "-"))).ok());
            Some(Source {
                name: field("name").unwrap_or_default(),
                url: field("url").or_else(beside),
                kind,
                licence: field("licence").or_else(|| field("license")),
            })
        }
        other => plain(other).filter(|name| !name.is_empty()).map(|name| Source { name, url: beside(), ..Source::default() }),
    }
}

fn embargo(value: &Value) -> Option<Embargo> {
    let text = plain(value)?;
    match text.as_str() {
        "" | "false" => None,
        // An embargo that cannot be read holds: better late than leaked.
        text => Some(Moment::parse(text).map_or(Embargo::Indefinite, Embargo::Until)),
    }
}

fn lead(value: &Value) -> Option<Lead> {
    match value {
        Value::Object(map) => {
            let field = |key: &str| map.get(key).and_then(plain);
            Some(Lead {
                image: field("image").filter(|path| !path.is_empty())?,
                alt: field("alt"),
                caption: field("caption"),
                credit: field("credit"),
            })
        }
        other => plain(other).filter(|path| !path.is_empty()).map(|image| Lead { image, ..Lead::default() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "---\nid: 01JD3V7Y5Z0000000000000000\ntitle: Harbour wall # working title\nmine: {a: [1, 2]}\nsource: City Wire\nsource_url: https://wire.example/1\ntags:\n  - Harbour\n  - Sea level\nbyline: [A. Writer, {name: B. Editor, role: Additional reporting}]\nstate: draft\n---\n\nFirst.\n\n\tcode  \n";

    #[test]
    fn reads_both_forms_of_source() {
        let article = Draft::new(FILE).article().unwrap();
        assert_eq!(
            article.source,
            Some(Source { name: "City Wire".into(), url: Some("https://wire.example/1".into()), ..Source::default() })
        );
        let structured = "---\nsource: {name: City Wire, url: 'https://x.example', kind: own reporting, licence: CC BY 4.0}\n---\n";
        let source = Draft::new(structured).article().unwrap().source.unwrap();
        assert_eq!((source.kind, source.licence.as_deref()), (Some(SourceKind::OwnReporting), Some("CC BY 4.0")));
        assert_eq!(article.byline[1].role.as_deref(), Some("Additional reporting"));
        assert_eq!(article.body, "First.\n\n\tcode  \n");
    }

    #[test]
    fn applying_what_was_read_changes_nothing() {
        for text in [
            FILE,
            "No front matter.\n",
            "",
            "---\ntitle: 2026\ndate: 2026-11-24\n---\nx",
            "---\r\ntitle: A\r\n---\r\n\r\nB\r\n",
            "---\nsource:\n  name: X\n---\n",
        ] {
            let mut draft = Draft::new(text);
            let article = draft.article().unwrap();
            draft.apply(&article).unwrap();
            assert_eq!(draft.text(), text);
        }
    }

    #[test]
    fn an_edit_keeps_comments_unknown_keys_and_order() {
        let mut draft = Draft::new(FILE);
        let mut article = draft.article().unwrap();
        article.kicker = Some("News".into());
        article.source = Some(Source { name: "Port Agency".into(), kind: Some(SourceKind::Agency), ..Source::default() });
        article.body = "New body.\n".into();
        draft.apply(&article).unwrap();
        let wanted = FILE
            .replace("working title\n", "working title\nkicker: News\n")
            .replace("source: City Wire\nsource_url: https://wire.example/1\n", "source:\n  name: Port Agency\n  kind: agency\n")
            .replace("First.\n\n\tcode  \n", "New body.\n");
        assert_eq!(draft.text(), wanted);
        assert_eq!(draft.article().unwrap(), article);
    }

    #[test]
    fn composed_files_read_back() {
        let article = Draft::new(FILE).article().unwrap();
        let mut extra = Map::new();
        extra.insert("mine".into(), json!({"a": [1, 2], "b": null}));
        let draft = Draft::compose(&article, &extra);
        assert_eq!(draft.article().unwrap(), article);
        assert_eq!(draft.keys().unwrap()["mine"], extra["mine"]);
    }

    #[test]
    fn front_matter_is_added_to_a_bare_file() {
        let mut draft = Draft::new("Words.\n");
        draft.set("title", Some(&json!("T"))).unwrap();
        assert_eq!(draft.text(), "---\ntitle: T\n---\n\nWords.\n");
        let mut empty = Draft::new("---\ntitle: A\n---");
        empty.set_body("Text");
        assert_eq!(empty.text(), "---\ntitle: A\n---\nText");
    }

    #[test]
    fn broken_front_matter_is_an_error_with_a_line() {
        assert!(matches!(Draft::new("---\ntitle: a\nbody").article(), Err(DraftError::Unclosed)));
        let error = Draft::new("---\ntitle: a\nx: [\n---\n").article().unwrap_err().to_string();
        assert!(error.starts_with("line "), "{error}");
        assert_eq!(Draft::new("---\n\nA thematic break, not front matter.\n").article().unwrap().title, "");
    }

    #[test]
    fn earlier_addresses_are_read_from_every_key_that_holds_them() {
        for (text, old_slugs, aliases) in [
            ("old_slugs: [quay, pier]\naliases: [/2019/quay.html]", vec!["quay", "pier"], vec!["/2019/quay.html"]),
            ("redirect_from: /blog/quay/", vec![], vec!["/blog/quay/"]),
            ("aliases: [The old quay, Quay wall]", vec![], vec![]),
        ] {
            let file = format!("---\n{text}\nmine: 1\n---\n");
            let mut draft = Draft::new(file.clone());
            let mut article = draft.article().unwrap();
            assert_eq!(
                (article.old_slugs.clone(), article.aliases.clone()),
                (old_slugs.iter().map(|one| (*one).into()).collect(), aliases.iter().map(|one| (*one).into()).collect())
            );
            draft.apply(&article).unwrap();
            assert_eq!(draft.text(), file, "nothing was changed, so nothing is written");
            article.old_slugs.push("mole".into());
            draft.apply(&article).unwrap();
            assert_eq!(draft.article().unwrap().old_slugs, article.old_slugs);
            assert!(draft.text().contains("mine: 1") && (aliases.is_empty() || draft.text().contains(aliases[0])));
        }
    }

    #[test]
    fn an_unreadable_embargo_holds() {
        let article = Draft::new("---\nembargo: next week\n---\n").article().unwrap();
        assert_eq!(article.embargo, Some(Embargo::Indefinite));
    }
}
