//! Who stands beside whom: stories by slug, tag and section, newest first.
//!
//! Everything is looked up in maps made once, so that a page costs the same whether the archive has ten stories or a
//! hundred thousand.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use stet_core::newsroom::Tag;
use stet_core::{Newsroom, slug};

use crate::input::Card;
use crate::print::Print;
use crate::time::Words;

/// How far from a story, in the list of a tag, its relations are sought. Neighbours in time, not the newest: so that a
/// new story changes the pages of a few others and not of all.
const REACH: usize = 6;

/// One language edition's stories.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Newest first; those of one moment by slug.
    pub(crate) cards: Vec<Listed>,
    /// The places of all of them, in order.
    pub(crate) all: Vec<usize>,
    by_slug: HashMap<String, usize>,
    /// Stories of each tag by its slug, newest first.
    pub(crate) tags: BTreeMap<String, Tagged>,
    /// Stories of each section and all below it, newest first.
    pub(crate) sections: BTreeMap<String, Vec<usize>>,
    /// Stories of each author by the slug of the name, newest first.
    pub(crate) authors: BTreeMap<String, Tagged>,
    /// Stories of each source by the slug of its name, newest first.
    pub(crate) sources: BTreeMap<String, Tagged>,
    /// Stories of each day, newest first. One without a date is in none.
    pub(crate) days: BTreeMap<Date, Vec<usize>>,
    /// Corrections, the newest first: the place of the story, and which of its corrections.
    pub(crate) corrections: Vec<(usize, usize)>,
}

/// A card in its place, with what has been worked out from it.
#[derive(Debug)]
pub(crate) struct Listed {
    card: Arc<Card>,
    /// What pages may show of it; see [`crate::site::Site::card_print`].
    pub(crate) print: OnceLock<Print>,
    /// Its date in words.
    pub(crate) words: OnceLock<Option<Box<Words>>>,
}

impl Deref for Listed {
    type Target = Card;

    fn deref(&self) -> &Card {
        &self.card
    }
}

/// Whose names lead to whose pages.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) tags: TagSlugs,
    pub(crate) authors: TagSlugs,
    pub(crate) sources: TagSlugs,
}

impl Names {
    /// Names as the settings describe them and as cards carry them.
    pub(crate) fn of(newsroom: &Newsroom, cards: &[Arc<Card>]) -> Names {
        let mut names = Names {
            tags: TagSlugs::of(&newsroom.tags),
            authors: TagSlugs::of(&newsroom.authors),
            sources: TagSlugs::of(&newsroom.sources),
        };
        names.tags.know(cards.iter().flat_map(|card| &card.tags));
        names.authors.know(cards.iter().flat_map(|card| card.byline.iter().map(|one| &one.name)));
        names.sources.know(cards.iter().filter_map(|card| Some(&card.source.as_ref()?.name)));
        names
    }
}

/// The stories of a tag.
#[derive(Debug, Default)]
pub(crate) struct Tagged {
    /// Its name as the newest of its stories writes it.
    pub(crate) name: String,
    /// Places in [`Index::cards`].
    pub(crate) cards: Vec<usize>,
}

impl Index {
    /// The index of one edition's cards.
    pub(crate) fn of(mut cards: Vec<Arc<Card>>, names: &Names, zone: &TimeZone) -> Index {
        cards.sort_by(|one, other| moment(other).cmp(&moment(one)).then_with(|| one.slug.cmp(&other.slug)));
        let mut index = Index::default();
        for (place, card) in cards.iter().enumerate() {
            index.by_slug.entry(card.slug.clone()).or_insert(place);
            for name in &card.tags {
                put(&mut index.tags, &names.tags, name, place);
            }
            for one in &card.byline {
                put(&mut index.authors, &names.authors, &one.name, place);
            }
            if let Some(source) = &card.source {
                put(&mut index.sources, &names.sources, &source.name, place);
            }
            if let Some(date) = card.date {
                index.days.entry(date.0.to_zoned_datetime(zone.clone()).date()).or_default().push(place);
            }
            index.corrections.extend((0..card.corrections.len()).map(|number| (place, number)));
            let mut path = card.section.as_deref().map(section_path).unwrap_or_default();
            while !path.is_empty() {
                index.sections.entry(path.to_owned()).or_default().push(place);
                path = path.rsplit_once('/').map_or("", |(parent, _)| parent);
            }
        }
        // Of one day, the later place in a story is the later correction.
        let made = |(place, number): &(usize, usize)| {
            let card: &Card = &cards[*place];
            (card.corrections[*number].date.or_else(|| card.date.map(|date| date.0.to_zoned_datetime(zone.clone()).date())), *number)
        };
        index.corrections.sort_by(|one, other| made(other).cmp(&made(one)).then(one.0.cmp(&other.0)));
        index.all = (0..cards.len()).collect();
        index.cards = cards.into_iter().map(|card| Listed { card, print: OnceLock::new(), words: OnceLock::new() }).collect();
        index
    }

    /// Where a slug's card is.
    pub(crate) fn place(&self, slug: &str) -> Option<usize> {
        self.by_slug.get(slug).copied()
    }

    /// The stories before and after one, in time, in its section (in the edition where it has none): older, newer.
    pub(crate) fn neighbours(&self, place: usize) -> (Option<&Listed>, Option<&Listed>) {
        let section = self.cards[place].section.as_deref().map(section_path).and_then(|path| self.sections.get(path));
        let (older, newer) = match section {
            Some(list) => match list.binary_search(&place) {
                Ok(at) => (list.get(at + 1).copied(), at.checked_sub(1).map(|at| list[at])),
                Err(_) => (None, None),
            },
            None => (Some(place + 1), place.checked_sub(1)),
        };
        (older.and_then(|at| self.cards.get(at)), newer.and_then(|at| self.cards.get(at)))
    }

    /// Up to `most` stories that share tags with one: most shared first, then newest.
    pub(crate) fn related(&self, place: Option<usize>, date: Option<Timestamp>, tags: &[String], most: usize) -> Vec<&Listed> {
        let mut near_by: Vec<usize> = Vec::with_capacity(tags.len().min(20) * (2 * REACH + 1));
        for tagged in tags.iter().take(20).filter_map(|tag| self.tags.get(tag)) {
            // A story that is not in the index yet stands where its date would put it.
            let at = match place {
                Some(place) => tagged.cards.partition_point(|other| *other < place),
                None => tagged.cards.partition_point(|other| moment(&self.cards[*other]) > date.unwrap_or(Timestamp::MAX)),
            };
            let near = &tagged.cards[at.saturating_sub(REACH)..(at + REACH + 1).min(tagged.cards.len())];
            near_by.extend(near.iter().filter(|other| Some(**other) != place));
        }
        near_by.sort_unstable();
        // How often each occurs is how many tags it shares.
        let mut ranked: Vec<(usize, usize)> = near_by.chunk_by(usize::eq).map(|same| (same[0], same.len())).collect();
        ranked.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        ranked.into_iter().take(most).map(|(place, _)| &self.cards[place]).collect()
    }
}

fn put(lists: &mut BTreeMap<String, Tagged>, slugs: &TagSlugs, name: &str, place: usize) {
    let slug = slugs.slug(name);
    if slug.is_empty() {
        return;
    }
    let tagged = lists.entry(slug).or_default();
    if tagged.name.is_empty() {
        name.trim().clone_into(&mut tagged.name);
    }
    if tagged.cards.last() != Some(&place) {
        tagged.cards.push(place);
    }
}

/// A section path without slashes at its ends; empty where it cannot be one of folders below the site's root.
pub(crate) fn section_path(path: &str) -> &str {
    let path = path.trim_matches('/');
    let part = |part: &str| {
        !part.is_empty()
            && part.len() <= LONGEST
            && !part.starts_with('.')
            && part.trim() == part
            && !part.chars().any(|letter| letter.is_control() || matches!(letter, '\\' | '<' | '>' | ':' | '"' | '|' | '?' | '*'))
    };
    if path.len() <= 4 * LONGEST && path.split('/').all(part) { path } else { "" }
}

/// Bytes in one part of an address. File systems take 255; what servers and tools put beside a name needs room too.
const LONGEST: usize = 150;

/// A slug of at most [`LONGEST`] bytes: a longer one is cut, and told apart by its hash.
fn bounded(slug: String) -> String {
    if slug.len() <= LONGEST {
        return slug;
    }
    let hash: String = Sha256::digest(slug.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let end = (0..=LONGEST - hash.len() - 1).rev().find(|at| slug.is_char_boundary(*at)).unwrap_or(0);
    format!("{}-{hash}", slug[..end].trim_end_matches('-'))
}

fn moment(card: &Card) -> Timestamp {
    // A story without a date is one that is being written: newest of all.
    card.date.map_or(Timestamp::MAX, |date| date.0)
}

/// The slug of a tag's page by the tag's display name: as [`Newsroom::tag_slug`], with the described tags looked up once.
/// Authors and sources are looked up in the same way.
#[derive(Debug, Default)]
pub(crate) struct TagSlugs {
    described: HashMap<String, usize>,
    slugs: Vec<String>,
    /// Slugs of the names that stories carry: the same few names stand in thousands of stories.
    known: HashMap<String, String>,
}

impl TagSlugs {
    pub(crate) fn of(tags: &[Tag]) -> TagSlugs {
        let mut out = TagSlugs::default();
        for (place, tag) in tags.iter().enumerate() {
            out.slugs.push(tag.slug.clone());
            out.described.entry(tag.slug.clone()).or_insert(place);
            for name in tag.name.values().chain(&tag.aliases) {
                out.described.entry(slug::slug(name)).or_insert(place);
            }
        }
        out
    }

    /// Works out the slugs of names that stories carry, once each.
    fn know<'c>(&mut self, names: impl Iterator<Item = &'c String>) {
        for name in names {
            if !self.known.contains_key(name) {
                let slug = self.slug(name);
                self.known.insert(name.clone(), slug);
            }
        }
    }

    /// The slug of a tag's page.
    pub(crate) fn slug(&self, name: &str) -> String {
        if let Some(slug) = self.known.get(name) {
            return slug.clone();
        }
        let slug = slug::slug(name);
        self.place(&slug).map_or_else(|| bounded(slug), |place| self.slugs[place].clone())
    }

    /// Where a described tag is in the settings, by its slug.
    pub(crate) fn place(&self, slug: &str) -> Option<usize> {
        self.described.get(slug).copied()
    }
}

#[cfg(test)]
mod tests {
    use stet_core::Moment;

    use super::*;

    fn card(slug: &str, date: &str, section: &str, tags: &[&str]) -> Arc<Card> {
        Arc::new(Card {
            slug: slug.into(),
            date: Moment::parse(date),
            section: (!section.is_empty()).then(|| section.into()),
            tags: tags.iter().map(|tag| (*tag).into()).collect(),
            ..Card::default()
        })
    }

    fn slugs(cards: Vec<&Listed>) -> Vec<&str> {
        cards.into_iter().map(|card| card.slug.as_str()).collect()
    }

    #[test]
    fn neighbours_and_relations() {
        let cards = vec![
            card("a", "2026-01-01", "news", &["Harbour"]),
            card("b", "2026-01-02", "news/city", &["Harbour", "Sea level"]),
            card("c", "2026-01-03", "news", &["Sea level"]),
            card("d", "2026-01-04", "", &[]),
        ];
        let index = Index::of(cards, &Names::default(), &TimeZone::UTC);
        let place = |slug| index.place(slug).unwrap();
        let around = |slug| {
            let (older, newer) = index.neighbours(place(slug));
            (older.map(|card| card.slug.as_str()), newer.map(|card| card.slug.as_str()))
        };
        assert_eq!(around("b"), (None, None), "alone in its own section");
        assert_eq!(around("a"), (None, Some("b")), "a section holds those below it");
        assert_eq!(around("d"), (Some("c"), None));
        assert_eq!(index.sections["news"].len(), 3);
        let tags: Vec<String> = vec!["harbour".into(), "sea-level".into()];
        assert_eq!(slugs(index.related(Some(place("b")), None, &tags, 4)), ["c", "a"]);
        assert_eq!(slugs(index.related(None, None, &tags, 4)), ["b", "c", "a"]);
    }

    #[test]
    fn names_make_parts_of_paths() {
        let slugs = TagSlugs::default();
        let long = slugs.slug(&"ميناء ".repeat(100));
        assert!(long.len() <= LONGEST && long.starts_with("ميناء-ميناء"), "{long}");
        assert_ne!(long, slugs.slug(&"ميناء ".repeat(101)));
        for (path, wanted) in [
            ("/world/middle-east/", "world/middle-east"),
            ("../../x", ""),
            ("a/../b", ""),
            ("a//b", ""),
            ("a\\b", ""),
            ("C:/x", ""),
            ("الشرق الأوسط", "الشرق الأوسط"),
            ("a\nb", ""),
        ] {
            assert_eq!(section_path(path), wanted, "{path:?}");
        }
    }

    #[test]
    fn the_work_for_relations_is_bounded() {
        let cards: Vec<Arc<Card>> = (0..5_000).map(|number| card(&format!("s{number:04}"), "2026-01-01", "", &["Harbour"])).collect();
        let index = Index::of(cards, &Names::default(), &TimeZone::UTC);
        let found = index.related(Some(2_500), None, &["harbour".into()], 100);
        assert_eq!(found.len(), 2 * REACH);
    }
}
