//! The newsroom's settings: `newsroom.toml`.

pub mod doubts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::State;
use crate::lang;
use crate::slug;

/// Text by language tag, such as `{ en = "World", ar = "العالم" }`.
pub type ByLang = BTreeMap<String, String>;

/// What `newsroom.toml` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Newsroom {
    /// Name of the publication, for every edition that has no `title` of its own.
    pub name: String,
    /// Absolute URL of the site's root, without a trailing slash. Empty while nobody has decided.
    #[serde(default)]
    pub base_url: String,
    /// The language offered to a reader who speaks none of the others; the first edition where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_lang: Option<String>,
    /// IANA time zone that published times are shown in.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// Language editions in order.
    #[serde(default)]
    pub editions: Vec<EditionSettings>,
    /// The section tree.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Tags with something to say about them. A story may carry others.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// Authors with something to say about them: a name by language, a sentence, other spellings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Tag>,
    /// Sources with something to say about them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Tag>,
    /// The publisher's logo: a picture of the media folder, such as `media/logo.png`. The theme's icon where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// What an export without a list of stories takes.
    #[serde(default)]
    pub publish: Publish,
    /// Backups that the window makes by itself.
    #[serde(default, skip_serializing_if = "Backups::is_default")]
    pub backup: Backups,
}

fn utc() -> String {
    "UTC".into()
}

/// One language edition of the site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EditionSettings {
    /// BCP 47 tag; also the name of the edition's folder.
    pub lang: String,
    /// The language's own name, as the language switch shows it; a known one where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// CLDR numbering system of dates and counts, such as `latn` or `arab`; the language's own where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<String>,
    /// Absolute URL of an edition that has a host of its own, such as `https://ar.paper.example`; a folder of the site
    /// where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// Masthead of this edition; the newsroom's name where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Line under the masthead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// Holder named in the copyright line; the edition's title where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
}

/// A section and the sections inside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its part of the path, such as `middle-east` in `world/middle-east`.
    pub slug: String,
    /// Its name in each language.
    pub name: ByLang,
    /// One sentence on it, in each language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub description: ByLang,
    /// Sections inside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
}

/// A tag that the newsroom has described; an author or a source likewise.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    /// Its part of the URL, the same in every language.
    pub slug: String,
    /// Its display name in each language.
    pub name: ByLang,
    /// One sentence on it, in each language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub description: ByLang,
    /// Other spellings that mean this tag, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// What an export without a list of stories takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    /// Editorial states that may leave the house.
    pub states: Vec<State>,
}

impl Default for Publish {
    fn default() -> Self {
        Publish { states: vec![State::Draft, State::Desk, State::CopyEdit, State::Ready] }
    }
}

/// Backups that the window makes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Backups {
    /// Minutes between two of them, at least; 0 for none.
    pub every_minutes: u32,
    /// Megabytes that all of them may take together; 0 to leave it to Stet.
    pub at_most_mb: u32,
}

impl Default for Backups {
    fn default() -> Self {
        Backups { every_minutes: 15, at_most_mb: 0 }
    }
}

impl Backups {
    fn is_default(&self) -> bool {
        *self == Backups::default()
    }
}

/// Why `newsroom.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NewsroomError {
    /// Not TOML, or a key has the wrong type.
    #[error("newsroom.toml cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A language edition's tag is not BCP 47.
    #[error("`{0}` is not a language tag such as `en`, `ar` or `pt-BR`")]
    Lang(String),
    /// The time zone is not in the IANA database.
    #[error("`{0}` is not a time zone such as `UTC` or `Asia/Beirut`")]
    TimeZone(String),
    /// There is no language edition at all.
    #[error("newsroom.toml names no edition: it needs at least one `[[editions]]` with a `lang`")]
    NoEdition,
}

impl Newsroom {
    /// Reads the text of a `newsroom.toml`.
    pub fn parse(text: &str) -> Result<Newsroom, NewsroomError> {
        let newsroom: Newsroom = toml::from_str(text)?;
        if newsroom.editions.is_empty() {
            return Err(NewsroomError::NoEdition);
        }
        if let Some(bad) = newsroom.editions.iter().find(|edition| !lang::is_tag(&edition.lang)) {
            return Err(NewsroomError::Lang(bad.lang.clone()));
        }
        if jiff::tz::TimeZone::get(&newsroom.time_zone).is_err() {
            return Err(NewsroomError::TimeZone(newsroom.time_zone));
        }
        Ok(newsroom)
    }

    /// The settings of a new newsroom, with the sections most newsrooms start from.
    pub fn starter(name: &str, langs: &[String]) -> Newsroom {
        let section = |slug: &str, en: &str, ar: &str| Section {
            slug: slug.into(),
            name: langs
                .iter()
                .map(|lang| (lang.clone(), if lang::primary(lang) == "ar" { ar.to_owned() } else { en.to_owned() }))
                .collect(),
            ..Section::default()
        };
        Newsroom {
            name: name.to_owned(),
            base_url: String::new(),
            default_lang: langs.first().cloned(),
            time_zone: utc(),
            editions: langs.iter().map(|lang| EditionSettings { lang: lang.clone(), ..EditionSettings::default() }).collect(),
            sections: vec![
                section("news", "News", "أخبار"),
                section("world", "World", "العالم"),
                section("business", "Business", "اقتصاد"),
                section("culture", "Culture", "ثقافة"),
                section("sport", "Sport", "رياضة"),
            ],
            tags: Vec::new(),
            authors: Vec::new(),
            sources: Vec::new(),
            logo: None,
            publish: Publish::default(),
            backup: Backups::default(),
        }
    }

    /// The settings of one edition.
    pub fn edition(&self, lang: &str) -> Option<&EditionSettings> {
        self.editions.iter().find(|edition| edition.lang == lang)
    }

    /// The language offered to a reader who speaks none of the others (`x-default`).
    pub fn default_lang(&self) -> &str {
        self.default_lang.as_deref().or(self.editions.first().map(|edition| edition.lang.as_str())).unwrap_or("en")
    }

    /// Masthead of an edition.
    pub fn title(&self, lang: &str) -> &str {
        self.edition(lang).and_then(|edition| edition.title.as_deref()).unwrap_or(&self.name)
    }

    /// Every section with its full path, parents before children.
    pub fn section_paths(&self) -> Vec<(String, &Section)> {
        fn walk<'a>(prefix: &str, sections: &'a [Section], out: &mut Vec<(String, &'a Section)>) {
            for section in sections {
                let path = if prefix.is_empty() { section.slug.clone() } else { format!("{prefix}/{}", section.slug) };
                out.push((path.clone(), section));
                walk(&path, &section.sections, out);
            }
        }
        let mut out = Vec::new();
        walk("", &self.sections, &mut out);
        out
    }

    /// The section at a path such as `world/middle-east`.
    pub fn section(&self, path: &str) -> Option<&Section> {
        let mut sections = &self.sections;
        let mut found = None;
        for part in path.split('/') {
            let section = sections.iter().find(|section| section.slug == part)?;
            sections = &section.sections;
            found = Some(section);
        }
        found
    }

    /// The described tag that a name means, by its display name, slug or alias.
    pub fn tag(&self, name: &str) -> Option<&Tag> {
        let wanted = slug::slug(name);
        self.tags.iter().find(|tag| {
            tag.slug == wanted || tag.name.values().chain(&tag.aliases).any(|other| other == name || slug::slug(other) == wanted)
        })
    }

    /// The slug of a tag's page: that of the described tag, or one made from the name.
    pub fn tag_slug(&self, name: &str) -> String {
        self.tag(name).map_or_else(|| slug::slug(name), |tag| tag.slug.clone())
    }
}
