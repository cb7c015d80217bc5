//! What is odd about a `newsroom.toml` that can be read: keys that Stet does not know, and settings at odds with
//! each other.

use std::collections::BTreeSet;

use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use toml::de::{DeTable, DeValue};

use super::{Backups, EditionSettings, Newsroom, Publish, Section, Tag};

/// Something odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Line of the file, from 1; 0 where it is no line's fault.
    pub line: u32,
    /// What is odd.
    pub message: String,
    /// What was probably meant, or what to do.
    pub hint: String,
}

/// Looks through the text of a `newsroom.toml`, in the order of its lines. Nothing is said of one that cannot be read.
pub fn doubts(text: &str) -> Vec<Doubt> {
    let Ok(newsroom) = Newsroom::parse(text) else { return Vec::new() };
    let mut out = unknown_keys(text);
    out.extend(at_odds(&newsroom));
    out.sort_by_key(|doubt| doubt.line);
    out
}

/// One step from the top of the file to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Place(usize),
}

fn unknown_keys(text: &str) -> Vec<Doubt> {
    let Ok(deserializer) = toml::Deserializer::parse(text) else { return Vec::new() };
    let mut found: Vec<Vec<Step>> = Vec::new();
    let read: Result<Newsroom, _> = serde_ignored::deserialize(deserializer, |path| found.push(steps(&path)));
    if read.is_err() {
        return Vec::new();
    }
    let tree = DeTable::parse(text).ok();
    found
        .into_iter()
        .map(|path| {
            let start = tree.as_ref().and_then(|tree| key_start(tree.get_ref(), &path)).unwrap_or(0);
            let line = text[..start.min(text.len())].matches('\n').count() as u32 + 1;
            let key = match path.last() {
                Some(Step::Key(key)) => key.as_str(),
                _ => "",
            };
            let known = known_keys(&path[..path.len().saturating_sub(1)]);
            let near = known.iter().map(|name| (strsim::damerau_levenshtein(name, key), *name)).min();
            let hint = match near {
                Some((distance, name)) if distance <= 1 + key.chars().count() / 3 => format!("Did you mean `{name}`?"),
                _ if known.is_empty() => "Take it out, or update Stet if a newer one wrote it.".to_owned(),
                _ => format!("Known here: {}.", known.join(", ")),
            };
            Doubt { line, message: format!("`{}` is no key that Stet knows, and was passed over.", shown(&path)), hint }
        })
        .collect()
}

fn steps(path: &serde_ignored::Path<'_>) -> Vec<Step> {
    use serde_ignored::Path;
    let (parent, step) = match path {
        Path::Root => return Vec::new(),
        Path::Seq { parent, index } => (parent, Some(Step::Place(*index))),
        Path::Map { parent, key } => (parent, Some(Step::Key(key.clone()))),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => (parent, None),
    };
    let mut out = steps(parent);
    out.extend(step);
    out
}

fn shown(path: &[Step]) -> String {
    let names: Vec<&str> = path
        .iter()
        .filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Place(_) => None,
        })
        .collect();
    names.join(".")
}

/// Byte at which a key stands.
fn key_start(tree: &DeTable<'_>, path: &[Step]) -> Option<usize> {
    let (Step::Key(name), rest) = path.split_first()? else { return None };
    let (key, value) = tree.iter().find(|(key, _)| key.get_ref().as_ref() == name.as_str())?;
    if rest.is_empty() { Some(key.span().start) } else { below(value.get_ref(), rest) }
}

fn below(value: &DeValue<'_>, path: &[Step]) -> Option<usize> {
    match (value, path.split_first()?) {
        (DeValue::Table(table), _) => key_start(table, path),
        (DeValue::Array(array), (Step::Place(place), rest)) => below(array.get(*place)?.get_ref(), rest),
        _ => None,
    }
}

/// The keys that a table of the file may have.
fn known_keys(table: &[Step]) -> &'static [&'static str] {
    let names: Vec<&str> = table
        .iter()
        .filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Place(_) => None,
        })
        .collect();
    match names.as_slice() {
        [] => fields_of::<Newsroom>(),
        ["editions"] => fields_of::<EditionSettings>(),
        ["tags"] => fields_of::<Tag>(),
        ["publish"] => fields_of::<Publish>(),
        ["backup"] => fields_of::<Backups>(),
        [.., "sections"] => fields_of::<Section>(),
        _ => &[],
    }
}

/// The names of a struct's fields, as its reader asks for them.
fn fields_of<T: Deserialize<'static>>() -> &'static [&'static str] {
    struct Ask<'a>(&'a mut &'static [&'static str]);
    impl<'de> Deserializer<'de> for Ask<'_> {
        type Error = Error;
        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(Error::custom("asked for its fields only"))
        }
        fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], _: V) -> Result<V::Value, Error> {
            *self.0 = fields;
            Err(Error::custom("asked for its fields only"))
        }
        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
    let mut fields: &'static [&'static str] = &[];
    let _ = T::deserialize(Ask(&mut fields));
    fields
}

fn at_odds(newsroom: &Newsroom) -> Vec<Doubt> {
    let mut out = Vec::new();
    let mut say = |message: String, hint: &str| out.push(Doubt { line: 0, message, hint: hint.to_owned() });
    if let Some(lang) = newsroom.default_lang.as_deref().filter(|lang| newsroom.edition(lang).is_none()) {
        say(format!("`default_lang` is `{lang}`, which is no edition."), "Name the language of one of the editions.");
    }
    if !newsroom.base_url.is_empty() && !newsroom.base_url.starts_with("http://") && !newsroom.base_url.starts_with("https://") {
        say(format!("`base_url` is `{}`, which is no web address.", newsroom.base_url), "Begin it with `https://`.");
    }
    for lang in twice(newsroom.editions.iter().map(|edition| edition.lang.as_str())) {
        say(format!("There are two editions in `{lang}`."), "Keep one of them: the second is passed over.");
    }
    let paths: Vec<String> = newsroom.section_paths().into_iter().map(|(path, _)| path).collect();
    for path in twice(paths.iter().map(String::as_str)) {
        say(format!("There are two sections `{path}`."), "Keep one of them: the second is passed over.");
    }
    for slug in twice(newsroom.tags.iter().map(|tag| tag.slug.as_str())) {
        say(format!("There are two tags `{slug}`."), "Keep one of them: the second is passed over.");
    }
    out
}

fn twice<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    names.filter(|name| !seen.insert(*name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "name = \"A\"\nbase_url = \"https://a.example\"\n\n[[editions]]\nlang = \"en\"\n\n[[sections]]\nslug = \"world\"\nname = { en = \"World\" }\n\n[[sections.sections]]\nslug = \"asia\"\nname = { en = \"Asia\" }\n\n[[tags]]\nslug = \"sea\"\nname = { en = \"Sea\" }\n\n[publish]\nstates = [\"ready\"]\n\n[backup]\nevery_minutes = 5\n";

    #[test]
    fn odd_settings() {
        for (from, to, line, said, hint) in [
            ("base_url", "baseurl", 2, "`baseurl`", "Did you mean `base_url`?"),
            ("lang = \"en\"", "lang = \"en\"\ntitel = \"T\"", 6, "`editions.titel`", "Did you mean `title`?"),
            (
                "slug = \"asia\"",
                "slug = \"asia\"\ndescripton = { en = \"x\" }",
                13,
                "`sections.sections.descripton`",
                "Did you mean `description`?",
            ),
            ("slug = \"sea\"", "slug = \"sea\"\nalias = [\"x\"]", 17, "`tags.alias`", "Did you mean `aliases`?"),
            ("[publish]", "[publish]\nembargo = true", 20, "`publish.embargo`", "Known here: states."),
            ("every_minutes", "every_minute", 23, "`backup.every_minute`", "Did you mean `every_minutes`?"),
            ("[backup]", "[weather]\nx = 1\n\n[backup]", 22, "`weather`", "Known here: name, base_url"),
            ("https://a", "a", 0, "`base_url` is `a.example`", "Begin it"),
            ("[[tags]]", "[[tags]]\nslug = \"sea\"\nname = {}\n[[tags]]", 0, "two tags `sea`", "Keep one"),
            ("[[editions]]", "[[editions]]\nlang = \"en\"\n[[editions]]", 0, "two editions in `en`", "Keep one"),
            ("name = \"A\"", "name = \"A\"\ndefault_lang = \"fr\"", 0, "`default_lang` is `fr`", "Name the language"),
        ] {
            let found = doubts(&GOOD.replacen(from, to, 1));
            let one = found.first().unwrap_or_else(|| panic!("{to}: nothing found"));
            assert_eq!((found.len(), one.line), (1, line), "{to}: {found:?}");
            assert!(one.message.contains(said), "{}", one.message);
            assert!(one.hint.starts_with(hint), "{}", one.hint);
        }
        assert_eq!(doubts(GOOD), []);
        assert_eq!(doubts("name = "), [], "what cannot be read at all is said elsewhere");
    }

    #[test]
    fn a_new_newsroom_raises_no_doubt() {
        let newsroom = Newsroom::starter("The Test Post", &["en".into(), "ar".into()]);
        assert_eq!(doubts(&toml::to_string_pretty(&newsroom).unwrap()), []);
    }
}
