//! What a site is made from: settings, the metadata of every story, and the pictures there are.
//!
//! Bodies are not among it. They are handed in one page at a time, so that memory does not grow with the archive.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use stet_core::block::BlockKind;
use stet_core::{Article, Byline, Lead, Moment, Newsroom, Source, slug};

use crate::picture::{self, Facts, Kind, Look, Rendition};
use crate::theme::Theme;

/// What lists, tags and neighbours need of a story in one language: everything of an [`Article`] but its body.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct Card {
    /// The story's id, the same in every language edition.
    pub story: String,
    /// Language tag of the edition.
    pub lang: String,
    /// The edition's name in URLs.
    pub slug: String,
    /// Headline.
    pub title: String,
    /// Short label above the headline.
    pub kicker: Option<String>,
    /// Path in the section tree.
    pub section: Option<String>,
    /// One or two sentences under the headline.
    pub standfirst: Option<String>,
    /// Who wrote it.
    pub byline: Vec<Byline>,
    /// Where the copy comes from.
    pub source: Option<Source>,
    /// Display names of tags.
    pub tags: Vec<String>,
    /// When it was published.
    pub date: Option<Moment>,
    /// When it last changed in substance.
    pub updated: Option<Moment>,
    /// Picture at the top of the page.
    pub lead: Option<Lead>,
    /// Slugs it went by before, in this edition.
    pub old_slugs: Vec<String>,
    /// Addresses on another site that lead here.
    pub aliases: Vec<String>,
    /// Corrections in its body, in order.
    pub corrections: Vec<Noted>,
}

/// A correction in a story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Noted {
    /// When it was made.
    pub date: Option<jiff::civil::Date>,
    /// What it says, plain text.
    pub text: String,
    /// Id of its place on the story's page, such as `p-4`.
    pub id: String,
}

/// The mark of a correction in a body. A body without it has none.
const CORRECTION: &str = "[!correction]";

impl Card {
    /// Whether a card needs an article's body: for the corrections in it.
    pub fn needs_body(body: &str) -> bool {
        body.contains(CORRECTION)
    }

    /// The card of an article. Its body may be left out where [`Card::needs_body`] says so.
    pub fn of(lang: &str, slug: &str, story: &str, article: &Article) -> Card {
        Card {
            story: story.to_owned(),
            lang: lang.to_owned(),
            slug: slug.to_owned(),
            title: article.title.clone(),
            kicker: article.kicker.clone(),
            section: article.section.clone(),
            standfirst: article.standfirst.clone(),
            byline: article.byline.clone(),
            source: article.source.clone(),
            tags: article.tags.clone(),
            date: article.date,
            updated: article.updated,
            lead: article.lead.clone(),
            old_slugs: article.old_slugs.clone(),
            aliases: article.aliases.clone(),
            corrections: if Card::needs_body(&article.body) { corrections(&article.body) } else { Vec::new() },
        }
    }

    /// The article of the card: without a body, state or embargo.
    pub fn article(&self) -> Article {
        Article {
            id: Some(self.story.clone()),
            title: self.title.clone(),
            kicker: self.kicker.clone(),
            section: self.section.clone(),
            standfirst: self.standfirst.clone(),
            byline: self.byline.clone(),
            source: self.source.clone(),
            tags: self.tags.clone(),
            slug: Some(self.slug.clone()),
            old_slugs: self.old_slugs.clone(),
            aliases: self.aliases.clone(),
            date: self.date,
            updated: self.updated,
            lead: self.lead.clone(),
            ..Article::default()
        }
    }
}

fn corrections(body: &str) -> Vec<Noted> {
    let blocks = stet_core::block::blocks(body);
    let kept = blocks.into_iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Correction);
    kept.map(|(at, block)| Noted { date: correction_date(&block.title), text: block.words, id: format!("p-{}", at + 1) }).collect()
}

/// The day that a correction's title begins with.
pub(crate) fn correction_date(title: &str) -> Option<jiff::civil::Date> {
    title.split_whitespace().next().and_then(|word| word.parse().ok())
}

/// A page that belongs to no story, such as "about us". Its body is handed in when it is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StandingPage {
    /// Language tag of the edition.
    pub lang: String,
    /// Its name in URLs.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// A picture as pages show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Picture {
    /// Output path of its files without width and ending, such as `media/quay-3f2a9c0d11ee`.
    pub stem: String,
    /// Width of the original in pixels, upright.
    pub width: u32,
    /// Height of the original in pixels, upright.
    pub height: u32,
    /// What its pixels are like.
    pub kind: Kind,
    /// A `data:` address to stand in its place while it loads, or empty.
    pub placeholder: String,
    /// What the original states about itself.
    pub facts: Facts,
}

impl Picture {
    /// The picture that a look at an original gives. `name` is the original's path (`media/quay.jpg`), `hash` its SHA-256
    /// in hexadecimal.
    pub fn of(name: &str, hash: &str, look: Look) -> Picture {
        let file = name.rsplit('/').next().unwrap_or(name);
        let words = slug::slug(file.rsplit_once('.').map_or(file, |(words, _)| words));
        let words = if words.is_empty() { "picture" } else { &words };
        Picture {
            stem: format!("media/{words}-{}", picture::key(hash)),
            width: look.width,
            height: look.height,
            kind: look.kind,
            placeholder: look.placeholder,
            facts: look.facts,
        }
    }

    /// The files it is published as, form by form, narrow before wide.
    pub fn renditions(&self) -> Vec<Rendition> {
        picture::renditions(self.width, self.height, self.kind)
    }

    /// Output path of one of them below the site's root, such as `media/quay-3f2a9c0d11ee-640.webp`.
    pub fn path(&self, rendition: Rendition) -> String {
        format!("{}-{}.{}", self.stem, rendition.width, rendition.form.ending())
    }

    /// The one for cards, feeds and machines: the form that everything reads, at about 1,280 pixels.
    pub fn plain(&self) -> Rendition {
        let last = || Rendition { form: picture::Form::Jpeg, width: self.width, height: self.height };
        self.renditions().pop().unwrap_or_else(last)
    }
}

/// Where a site finds its pictures, by the path that copy names them by, such as `media/quay.jpg`.
///
/// A picture is looked up when the first page shows it, so that a site need not know all that lies in the media folder.
/// The answer for a path must stay the same for as long as the site lives: it is part of what pages are made from.
#[derive(Clone)]
pub struct Pictures(Arc<Find>);

type Find = dyn Fn(&str) -> Option<Arc<Picture>> + Send + Sync;

impl Pictures {
    /// Pictures that `find` knows.
    pub fn new(find: impl Fn(&str) -> Option<Arc<Picture>> + Send + Sync + 'static) -> Pictures {
        Pictures(Arc::new(find))
    }

    /// The picture of a path.
    pub fn get(&self, name: &str) -> Option<Arc<Picture>> {
        (self.0)(name)
    }
}

impl From<BTreeMap<String, Picture>> for Pictures {
    fn from(known: BTreeMap<String, Picture>) -> Pictures {
        let known: BTreeMap<String, Arc<Picture>> = known.into_iter().map(|(name, picture)| (name, Arc::new(picture))).collect();
        Pictures::new(move |name| known.get(name).cloned())
    }
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Pictures")
    }
}

/// Everything that pages are made from, bodies apart.
#[derive(Debug, Clone)]
pub struct SiteInput {
    /// The newsroom's settings.
    pub newsroom: Newsroom,
    /// Every story that is published, in every language.
    pub cards: Vec<Arc<Card>>,
    /// Standing pages, in the order of the footer.
    pub pages: Vec<StandingPage>,
    /// Where its pictures are found.
    pub pictures: Pictures,
    /// The moment that words such as "4 months ago" are counted from.
    pub clock: jiff::Timestamp,
    /// Templates, styles and strings.
    pub theme: Theme,
}
