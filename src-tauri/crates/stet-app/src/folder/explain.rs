//! Why a file of the site was made again, in words.
//!
//! Whether it is made again is decided by prints; this only looks for what to say about it.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};
use stet_render::{FeedOf, FileKey, PageKey};

use crate::site::outputs::Maker;
use crate::site::{Built, Story};

/// The parts of a story that other pages show, and what each is called.
const FIELDS: [&str; 11] =
    ["headline", "kicker", "section", "standfirst", "byline", "source", "tags", "date", "update time", "lead picture", "text"];

/// What a story was: a small number for each of [`FIELDS`], and the lists it stood in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// In the order of [`FIELDS`].
    pub fields: [u32; 11],
    /// Slugs of its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Slugs of its authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Slug of its source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Its section's path.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// Its id, by which the other languages are found.
    #[serde(default)]
    pub story: String,
}

/// A number that differs where two values do, as good as always: it decides nothing but a word.
fn small(value: &impl Hash) -> u32 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish() as u32
}

/// The notes of every story by `lang/slug`.
pub(super) fn notes(built: &Built) -> BTreeMap<String, Note> {
    built.stories.iter().map(|story| (name(story), note(built, story))).collect()
}

fn name(story: &Story) -> String {
    format!("{}/{}", story.edition.lang, story.edition.slug)
}

fn note(built: &Built, story: &Story) -> Note {
    let card = &story.card;
    Note {
        fields: [
            small(&card.title),
            small(&card.kicker),
            small(&card.section),
            small(&card.standfirst),
            small(&card.byline),
            small(&card.source),
            small(&card.tags),
            small(&card.date),
            small(&card.updated),
            small(&card.lead),
            small(&built.text_print(&story.edition)),
        ],
        tags: card.tags.iter().map(|tag| built.site.tag_slug(tag)).collect(),
        authors: card.byline.iter().map(|one| built.site.author_slug(&one.name)).collect(),
        source: card.source.as_ref().map(|source| built.site.source_slug(&source.name)).unwrap_or_default(),
        section: card.section.as_deref().unwrap_or_default().trim_matches('/').to_owned(),
        story: card.story.clone(),
    }
}

/// Settings and theme files, each as a small number.
pub(super) fn house(built: &Built) -> BTreeMap<String, u32> {
    built.house.iter().map(|(name, text)| (name.clone(), small(text))).collect()
}

/// What changed in the newsroom between two builds.
pub(super) struct Changes<'a> {
    built: &'a Built,
    /// Stories that are new, gone or different, with the words for it.
    stories: BTreeMap<String, Change<'a>>,
    /// What changed for every page.
    house: Vec<String>,
    first: bool,
}

struct Change<'a> {
    words: String,
    before: Option<&'a Note>,
    after: Option<&'a Note>,
}

impl Change<'_> {
    fn notes(&self) -> impl Iterator<Item = &Note> {
        self.before.into_iter().chain(self.after)
    }
}

/// No more reasons than this are named for a file.
const MOST: usize = 4;

impl<'a> Changes<'a> {
    pub(super) fn between(before: &'a super::Record, after: &'a super::Record, built: &'a Built) -> Changes<'a> {
        let mut stories = BTreeMap::new();
        let names: BTreeSet<&String> = before.stories.keys().chain(after.stories.keys()).collect();
        for name in names {
            let (old, new) = (before.stories.get(name), after.stories.get(name));
            let words = match (old, new) {
                (None, _) => format!("{name} is new"),
                (_, None) => format!("{name} is gone"),
                (Some(old), Some(new)) if old != new => {
                    let all = FIELDS.iter().zip(old.fields).zip(new.fields);
                    let differing: Vec<&str> = all.filter(|((_, old), new)| old != new).map(|((field, _), _)| *field).collect();
                    // The text is all of the file: it differs whenever anything does.
                    let named: Vec<&str> = if differing.len() > 1 { differing[..differing.len() - 1].to_vec() } else { differing };
                    format!("{name} has another {}", named.join(", "))
                }
                _ => continue,
            };
            stories.insert(name.clone(), Change { words, before: old, after: new });
        }
        let names: BTreeSet<&String> = before.house.keys().chain(after.house.keys()).collect();
        let house = names
            .into_iter()
            .filter(|name| before.house.get(*name) != after.house.get(*name))
            .map(|name| format!("{name} changed"))
            .collect();
        Changes { built, stories, house, first: before.house.is_empty() }
    }

    /// The reasons for one file, the weightiest first; never none.
    pub(super) fn reasons(&self, path: &str, maker: Option<&Maker>, was_there: bool, is_there: bool) -> Vec<String> {
        if self.first {
            return vec!["the first build".into()];
        }
        let mut out = self.house.clone();
        let Some(maker) = maker else {
            if !is_there {
                // A page that went with its story.
                let own = path.strip_suffix("/index.html").unwrap_or(path);
                out.extend(self.stories.get(own).map(|change| change.words.clone()));
            }
            if out.is_empty() {
                out.push(if is_there { "a page shows it".into() } else { "no page needs it any more".into() });
            }
            return out;
        };
        out.extend(self.because_of(path, maker));
        if out.is_empty() {
            out.push(if was_there { "the words for its dates moved on, or the file was altered".into() } else { "it was missing".into() });
        }
        if out.len() > MOST {
            let more = out.len() - MOST;
            out.truncate(MOST);
            out.push(format!("and {more} more"));
        }
        out
    }

    fn because_of(&self, path: &str, maker: &Maker) -> Vec<String> {
        let all = |concerns: &dyn Fn(&str, &Change<'_>) -> bool| -> Vec<String> {
            self.stories.iter().filter(|(name, change)| concerns(name, change)).map(|(_, change)| change.words.clone()).collect()
        };
        let of_lang = |name: &str, lang: &str| name.strip_prefix(lang).is_some_and(|rest| rest.starts_with('/'));
        let tagged = |change: &Change<'_>, slug: &String| change.notes().any(|note| note.tags.contains(slug));
        let within = |change: &Change<'_>, section: &str| {
            change
                .notes()
                .any(|note| note.section == section || note.section.strip_prefix(section).is_some_and(|rest| rest.starts_with('/')))
        };
        match maker {
            Maker::Story(at) => {
                let story = &self.built.stories[*at];
                let own = name(story);
                if let Some(change) = self.stories.get(&own) {
                    return vec![change.words.clone()];
                }
                let beside: BTreeSet<String> = self.built.site.beside(&story.edition.lang, &story.edition.slug).into_iter().collect();
                let tags: Vec<String> = story.card.tags.iter().map(|tag| self.built.site.tag_slug(tag)).collect();
                let section = story.card.section.as_deref().unwrap_or_default().trim_matches('/');
                all(&|name, change| {
                    if !of_lang(name, &story.edition.lang) {
                        return change.notes().any(|note| note.story == story.edition.story);
                    }
                    let shown = name.split_once('/').is_some_and(|(_, slug)| beside.contains(slug));
                    // One that is shown no longer can only be told by what they had in common.
                    let gone = change.before.is_some_and(|note| note.section == section || note.tags.iter().any(|tag| tags.contains(tag)));
                    shown || (gone && change.after.is_none_or(|note| change.before != Some(note)))
                })
            }
            Maker::List(PageKey::Home { lang, .. }) => all(&|name, _| of_lang(name, lang)),
            Maker::List(PageKey::Section { lang, path, .. }) => all(&|name, change| of_lang(name, lang) && within(change, path)),
            Maker::List(PageKey::Tag { lang, slug, .. }) => all(&|name, change| of_lang(name, lang) && tagged(change, slug)),
            Maker::List(PageKey::Author { lang, slug, .. }) => {
                all(&|name, change| of_lang(name, lang) && change.notes().any(|note| note.authors.contains(slug)))
            }
            Maker::List(PageKey::Source { lang, slug, .. }) => {
                all(&|name, change| of_lang(name, lang) && change.notes().any(|note| note.source == *slug))
            }
            Maker::List(PageKey::Archive { lang, .. } | PageKey::Corrections { lang, .. } | PageKey::Search { lang })
            | Maker::File(FileKey::SearchIndex { lang } | FileKey::SearchPart { lang, .. }) => all(&|name, _| of_lang(name, lang)),
            Maker::File(FileKey::Feed { lang, of, .. }) => match of {
                FeedOf::Edition => all(&|name, _| of_lang(name, lang)),
                FeedOf::Section(path) => all(&|name, change| of_lang(name, lang) && within(change, path)),
                FeedOf::Tag(slug) => all(&|name, change| of_lang(name, lang) && tagged(change, slug)),
            },
            Maker::List(_) | Maker::File(_) => all(&|_, _| true),
            Maker::Standing(_) | Maker::Asset(_) => vec![format!("what {path} is made from changed")],
        }
    }
}
