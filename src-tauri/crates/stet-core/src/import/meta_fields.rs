//! Front-matter keys to fields. A key whose value does not fit its field stays an extra key, so that nothing is lost.

use serde_json::{Map, Value};

use super::Imported;
use super::meta_values::*;
use super::source_line::{self, is_web};
use crate::article::{Lead, Source, State};

/// Keys that have not found a field yet, in the order of the file.
pub(super) struct Keys(Map<String, Value>);

/// Tables in which Zola and others put keys of the site's own.
const NESTED: [&str; 4] = ["extra", "taxonomies", "params", "meta"];

impl Keys {
    /// All keys of a file.
    pub(super) fn new(keys: Map<String, Value>) -> Keys {
        Keys(keys)
    }

    /// Takes every key that is known, in order of preference where several mean the same field.
    pub(super) fn read(mut self, imported: &mut Imported) {
        let article = &mut imported.article;
        article.id = self.take(&["id"], ulid);
        article.title = self.take(&["title", "headline"], plain).unwrap_or_default();
        article.kicker = self.take(&["kicker", "eyebrow", "overline"], plain);
        article.standfirst =
            self.take(&["standfirst", "subtitle", "deck", "dek", "description", "summary", "excerpt", "custom_excerpt"], plain);
        article.date =
            self.take(&["date", "published", "publishDate", "published_at", "pubDate", "publishedAt", "created", "created_at"], moment);
        article.updated = self.take(&["updated", "lastmod", "modified", "updated_at", "last_modified_at", "updatedAt"], moment);
        article.embargo = self.take(&["embargo"], embargo);
        article.lead = self.lead();
        article.source = self.source();
        let people = self.take(&["byline", "authors", "author", "by"], people);
        article.byline = people.unwrap_or_default();
        self.state(imported);
        self.section(imported);
        for name in self.take(&["tags", "tag", "keywords"], tags).unwrap_or_default() {
            imported.tag(&name);
        }
        self.slug(imported);
        imported.lang = self.take(&["lang", "language", "locale"], language);
        self.drop_empty_tables();
        if !self.0.is_empty() {
            let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
            imported.note("extra", format!("Kept as they are, as Stet has no field for them: {}.", names.join(", ")));
        }
        imported.extra = self.0;
    }

    /// The first of several keys whose value can be read, taken out; at the top first, then in nested tables.
    fn take<T>(&mut self, names: &[&str], read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let (table, key, value) = self.find(names, &read)?;
        self.remove(table.as_deref(), &key);
        Some(value)
    }

    fn find<T>(&self, names: &[&str], read: &impl Fn(&Value) -> Option<T>) -> Option<(Option<String>, String, T)> {
        let nested = self
            .0
            .iter()
            .filter(|(key, _)| NESTED.contains(&key.as_str()))
            .filter_map(|(key, value)| Some((Some(key.clone()), value.as_object()?)));
        let tables: Vec<(Option<String>, &Map<String, Value>)> = std::iter::once((None, &self.0)).chain(nested).collect();
        names.iter().find_map(|name| {
            tables.iter().find_map(|(table, keys)| {
                let (key, value) = keys.iter().find(|(key, _)| same_key(key, name))?;
                Some((table.clone(), key.clone(), read(value)?))
            })
        })
    }

    fn remove(&mut self, table: Option<&str>, key: &str) {
        let keys = match table {
            Some(table) => self.0.get_mut(table).and_then(Value::as_object_mut),
            None => Some(&mut self.0),
        };
        if let Some(keys) = keys {
            keys.shift_remove(key);
        }
    }

    fn drop_empty_tables(&mut self) {
        self.0.retain(|key, value| !(NESTED.contains(&key.as_str()) && value.as_object().is_some_and(Map::is_empty)));
    }

    fn state(&mut self, imported: &mut Imported) {
        let word = self.take(&["state", "status"], |value| {
            let word = value.as_str()?;
            State::parse(word).or_else(|| ["published", "publish"].contains(&word.trim()).then_some(State::Ready))
        });
        let draft = self.take(&["draft"], truth).or_else(|| self.take(&["published"], truth).map(|published| !published));
        imported.article.state = match (word, draft) {
            (Some(state), _) => state,
            (None, Some(false)) => State::Ready,
            (None, _) => State::Draft,
        };
    }

    /// A section, or the first of several categories; the list then stays too.
    fn section(&mut self, imported: &mut Imported) {
        let Some((table, key, (name, only))) = self.find(&["section", "sections", "categories", "category"], &|value| {
            let names = words(value)?;
            let first = names.first()?.clone();
            section_path(&first).map(|_| (first, names.len() == 1))
        }) else {
            return;
        };
        if only {
            self.remove(table.as_deref(), &key);
        }
        if let Some(path) = section_path(&name) {
            if path != name {
                imported.note("section", format!("The section “{name}” became the path {path}."));
            }
            imported.article.section = Some(path);
        }
    }

    /// A slug as given, or the last part of an address; the address then stays, since other pages may link to it.
    fn slug(&mut self, imported: &mut Imported) {
        imported.article.slug = self.take(&["slug"], |value| slug_of(plain(value)?.as_str())).or_else(|| {
            let (_, _, slug) = self.find(&["url", "permalink", "path"], &|value| {
                let address = value.as_str()?;
                (!address.contains(['{', ':']) || is_web(address)).then(|| slug_of(address)).flatten()
            })?;
            Some(slug)
        });
    }

    fn source(&mut self) -> Option<Source> {
        let named = self.take_whole(&["source", "source_name"], source);
        let url = || ["source_url", "original_url", "source_link"];
        let mut source = match named {
            Some(source) => source,
            None => {
                let url = self.take(&url(), web)?;
                Source { name: source_line::host(&url), url: Some(url), ..Source::default() }
            }
        };
        source.url = source.url.or_else(|| self.take(&url(), web));
        source.kind = source.kind.or_else(|| self.take(&["source_kind"], kind)).or_else(|| source_line::agency(&source.name));
        source.licence = source.licence.or_else(|| self.take(&["source_licence", "source_license"], plain));
        Some(source)
    }

    fn lead(&mut self) -> Option<Lead> {
        const NAMES: [&str; 10] =
            ["lead", "image", "cover", "featured_image", "feature_image", "cover_image", "hero", "banner", "thumbnail", "images"];
        let mut lead = self.take_whole(&NAMES, picture)?;
        for (field, what) in [(&mut lead.alt, "alt"), (&mut lead.caption, "caption"), (&mut lead.credit, "credit")] {
            if field.is_none() {
                let names: Vec<String> = NAMES.iter().map(|name| format!("{name}_{what}")).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                *field = self.take(&names, plain);
            }
        }
        Some(lead)
    }

    /// As [`Keys::take`]; a value of which only a part was understood stays as an extra key too.
    fn take_whole<T>(&mut self, names: &[&str], read: impl Fn(&Value) -> Option<(T, bool)>) -> Option<T> {
        let (table, key, (value, whole)) = self.find(names, &read)?;
        if whole {
            self.remove(table.as_deref(), &key);
        }
        Some(value)
    }
}

/// `publishDate`, `publish_date` and `publish-date` are one key.
fn same_key(key: &str, name: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect::<String>();
    letters(key) == letters(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::article::SourceKind;

    fn read(keys: Value) -> Imported {
        let mut imported = Imported::default();
        let Value::Object(keys) = keys else { panic!("an object") };
        Keys::new(keys).read(&mut imported);
        imported
    }

    #[test]
    fn names_of_fields() {
        let imported = read(json!({
            "title": "A", "subtitle": "B", "description": "C", "publishDate": "2026-11-24 09:30:00 +0200", "lastmod": "2026-11-25",
            "author": "By Ann Poe and Ben Roe", "source": "City Wire", "sourceURL": "https://wire.example/1", "url": "/2026/11/harbour-wall.html",
            "cover": {"image": "quay.jpg", "alt": "", "relative": false}, "categories": ["World", "Coast"], "tags": "#Harbour_City #Sea", "draft": false,
            "locale": "en_GB", "weight": 3
        }));
        let article = &imported.article;
        assert_eq!((article.title.as_str(), article.standfirst.as_deref(), article.section.as_deref()), ("A", Some("B"), Some("world")));
        assert_eq!(article.date.map(|date| date.to_string()).as_deref(), Some("2026-11-24T07:30:00Z"));
        assert_eq!(article.byline.iter().map(|byline| byline.name.as_str()).collect::<Vec<_>>(), ["Ann Poe", "Ben Roe"]);
        assert_eq!(
            article.source,
            Some(Source {
                name: "City Wire".into(),
                url: Some("https://wire.example/1".into()),
                kind: Some(SourceKind::Agency),
                licence: None
            })
        );
        assert_eq!(article.lead, Some(Lead { image: "quay.jpg".into(), alt: Some(String::new()), caption: None, credit: None }));
        assert_eq!(
            (article.slug.as_deref(), article.state, &article.tags[..]),
            (Some("harbour-wall"), State::Ready, &["Harbour City".to_owned(), "Sea".to_owned()][..])
        );
        assert_eq!(imported.lang.as_deref(), Some("en-GB"));
        // What was understood in part, or has no field, stays in the order of the file.
        assert_eq!(imported.extra.keys().map(String::as_str).collect::<Vec<_>>(), ["description", "url", "cover", "categories", "weight"]);
    }

    #[test]
    fn states() {
        for (keys, wanted) in [
            (json!({}), State::Draft),
            (json!({"draft": true}), State::Draft),
            (json!({"draft": "no"}), State::Ready),
            (json!({"published": false}), State::Draft),
            (json!({"status": "published"}), State::Ready),
            (json!({"status": "copy edit", "draft": false}), State::CopyEdit),
            (json!({"status": "who knows"}), State::Draft),
        ] {
            assert_eq!(read(keys.clone()).article.state, wanted, "{keys}");
        }
    }

    #[test]
    fn what_does_not_fit_stays() {
        for keys in [
            json!({"date": "soon"}),
            json!({"author": 5}),
            json!({"tags": [{"a": 1}]}),
            json!({"id": "post-7"}),
            json!({"source_url": "ftp://x"}),
            json!({"authors": [{"name": "Ann Poe", "email": "ann@post.example"}]}),
            json!({"slug": "???"}),
            json!({"section": "?"}),
            json!({"extra": {"date": 1}}),
        ] {
            assert_eq!(Value::Object(read(keys.clone()).extra), keys);
        }
        assert_eq!(read(json!({"id": "01JD3V7Y5ZQ8N4K2M6P0R1S3T5"})).article.id.as_deref(), Some("01JD3V7Y5ZQ8N4K2M6P0R1S3T5"));
    }
}
