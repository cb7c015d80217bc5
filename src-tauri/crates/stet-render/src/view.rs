//! What templates are given. Addresses are encoded and lead from the site's root: a template puts `root` before them.

use std::hash::{Hash, Hasher};

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::index::Listed;
use crate::site::{self, Site};
use crate::time::{Calendar, Words};

/// What is the same on every page of an edition.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Edition {
    pub lang: String,
    pub dir: &'static str,
    pub title: String,
    pub tagline: Option<String>,
    pub copyright: String,
    pub home: String,
    pub sections: Vec<SectionLink>,
    pub pages: Vec<Link>,
    /// Archive and corrections.
    pub tools: Vec<Link>,
    pub search: String,
    pub css: String,
    pub script: String,
    pub search_script: String,
    pub icon: String,
}

/// A section in the navigation.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct SectionLink {
    pub path: String,
    pub name: String,
    pub href: String,
    pub sections: Vec<SectionLink>,
}

/// A link with its words.
#[derive(Debug, Clone, Hash, Serialize)]
pub(crate) struct Link {
    pub name: String,
    pub href: String,
}

/// The same page in another language.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Language {
    pub lang: String,
    pub dir: &'static str,
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// An alternate version for machines (`hreflang`).
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Alternate {
    pub lang: String,
    pub url: String,
}

/// A moment for readers and for machines: `iso`, `text`, `day` and `relative`. The words are written only where a
/// template runs.
#[derive(Clone)]
pub(crate) struct When<'s> {
    pub iso: String,
    pub moment: Timestamp,
    pub now: Timestamp,
    pub calendar: &'s Calendar,
}

impl Hash for When<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The language, its digits and the time zone are the house's.
        (&self.iso, self.moment, Calendar::distance(self.moment, self.now)).hash(state);
    }
}

impl Serialize for When<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.calendar.words(self.moment, self.now).serialize(to)
    }
}

/// What the head of a page says.
#[derive(Debug, Default, Hash, Serialize)]
pub(crate) struct Head {
    /// What leads to the site's root.
    pub root: String,
    pub title: String,
    pub description: Option<String>,
    pub canonical: Option<String>,
    pub og_type: &'static str,
    pub og_locale: String,
    pub og_alternates: Vec<String>,
    pub image: Option<HeadImage>,
    pub alternates: Vec<Alternate>,
    pub languages: Vec<Language>,
    pub feeds: Vec<FeedLink>,
    pub section: String,
    pub script: bool,
    pub robots: Option<&'static str>,
    pub json_ld: Option<String>,
    /// Links that offer the page elsewhere, complete addresses.
    pub share: Vec<Link>,
    pub year: String,
}

/// A feed that the page announces.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct FeedLink {
    pub href: String,
    pub media_type: &'static str,
}

/// The picture that stands for a page elsewhere.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct HeadImage {
    pub url: String,
    pub width: u32,
    pub height: u32,
    pub alt: String,
    pub media_type: &'static str,
}

/// Widest file of a picture that stands beside a headline.
pub(crate) const TEASER: u32 = 960;

/// A picture with its words. `srcset`s are whole, with the way to the root in them.
#[derive(Debug, Clone, Hash, Serialize)]
pub(crate) struct Shown {
    /// The file that every browser shows.
    pub src: String,
    /// That file's other sizes.
    pub srcset: String,
    /// Better forms of it, best first.
    pub sources: Vec<Source>,
    /// A `data:` address that stands there while it loads, or empty.
    pub placeholder: String,
    pub width: u32,
    pub height: u32,
    pub alt: String,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// A form of a picture.
#[derive(Debug, Clone, Hash, Serialize)]
pub(crate) struct Source {
    pub media_type: &'static str,
    pub srcset: String,
    /// The windows it is for, as a media query; all where absent.
    pub media: Option<&'static str>,
}

/// A story in a list: see [`TeaserWords`]. They are written only where a template runs.
#[derive(Clone)]
pub(crate) struct Teaser<'s> {
    pub site: &'s Site,
    pub edition: &'s site::Edition,
    pub card: &'s Listed,
    /// The way from the page to the site's root.
    pub root: String,
    pub with_picture: bool,
}

impl Hash for Teaser<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.site.card_print(self.card), &self.root, self.with_picture).hash(state);
    }
}

impl Serialize for Teaser<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.site.teaser_words(self).serialize(to)
    }
}

/// What a template is given of a story in a list.
#[derive(Serialize)]
pub(crate) struct TeaserWords<'s> {
    pub title: &'s str,
    pub href: String,
    pub kicker: Option<String>,
    pub section: Option<Link>,
    pub standfirst: Option<String>,
    pub published: Option<&'s Words>,
    pub picture: Option<Shown>,
}

/// A name in the byline.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Name {
    pub name: String,
    pub role: Option<String>,
    /// The author's page; none where the name makes no address.
    pub href: Option<String>,
    /// That page's absolute address, where the site has one.
    pub url: Option<String>,
}

/// Where copy comes from.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Attribution {
    pub name: String,
    pub url: Option<String>,
    /// The source's page on this site.
    pub href: Option<String>,
    pub licence_url: Option<String>,
}

/// A tag as a hashtag.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Hashtag {
    pub name: String,
    pub hashtag: String,
    pub href: String,
}

/// A story's own page.
#[derive(Hash, Serialize)]
pub(crate) struct Story<'s> {
    pub title: String,
    pub kicker: Option<String>,
    pub section: Option<Link>,
    pub standfirst: Option<String>,
    pub byline: Vec<Name>,
    pub published: Option<When<'s>>,
    pub updated: Option<When<'s>>,
    pub lead: Option<Shown>,
    pub body: String,
    pub source: Option<Attribution>,
    pub tags: Vec<Hashtag>,
    pub related: Vec<Teaser<'s>>,
    pub older: Option<Link>,
    pub newer: Option<Link>,
    pub permalink: String,
}

/// A standing page.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Standing {
    pub title: String,
    pub body: String,
}

/// A list of stories.
#[derive(Default, Hash, Serialize)]
pub(crate) struct List<'s> {
    /// `home`, `section`, `tag`, `author`, `source` or `day`.
    pub kind: &'static str,
    pub label: String,
    pub title: String,
    pub description: Option<String>,
    pub up: Vec<Link>,
    pub below: Vec<Link>,
    pub stories: Vec<Teaser<'s>>,
    pub paging: Option<Paging>,
    /// The spans of time before and after, for a day.
    pub older: Option<Link>,
    pub newer: Option<Link>,
}

/// A span of time: what it holds, and what stands beside it.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Archive {
    pub title: String,
    pub up: Vec<Link>,
    pub groups: Vec<Group>,
    pub older: Option<Link>,
    pub newer: Option<Link>,
}

/// A year of months, a month of days, or a day of headlines.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Group {
    pub name: String,
    pub href: String,
    pub iso: String,
    pub count: String,
    pub items: Vec<Item>,
    /// Whether the items are headlines, of which there may be more than are shown.
    pub headlines: bool,
    pub more: bool,
}

/// A span of time, or a headline.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Item {
    pub name: String,
    pub href: String,
    pub count: Option<String>,
}

/// A correction in the list of all.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Corrected {
    pub title: String,
    pub href: String,
    pub text: String,
    pub iso: Option<String>,
    pub day: Option<String>,
}

/// Where a page stands among the pages of its list.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Paging {
    pub words: String,
    pub newer: Option<String>,
    pub older: Option<String>,
}

/// An edition's front page.
#[derive(Hash, Serialize)]
pub(crate) struct Front<'s> {
    pub lead: Option<Teaser<'s>>,
    pub second: Vec<Teaser<'s>>,
    pub sections: Vec<Strip<'s>>,
    pub more: Vec<Teaser<'s>>,
    pub older: Option<String>,
}

/// The newest stories of a section on the front page.
#[derive(Hash, Serialize)]
pub(crate) struct Strip<'s> {
    pub name: String,
    pub href: String,
    pub stories: Vec<Teaser<'s>>,
}
