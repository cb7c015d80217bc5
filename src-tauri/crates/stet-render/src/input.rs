//! What a site is made from: settings, the metadata of every story, and the pictures there are.
//!
//! Bodies are not among it. They are handed in one page at a time, so that memory does not grow with the archive.

use std::collections::BTreeMap;

use stet_core::block::BlockKind;
use stet_core::{Article, Byline, Lead, Moment, Newsroom, Source};

use crate::theme::Theme;

/// What lists, tags and neighbours need of a story in one language: everything of an [`Article`] but its body.
#[derive(Debug, Clone, Default, PartialEq)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingPage {
    /// Language tag of the edition.
    pub lang: String,
    /// Its name in URLs.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// A picture as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Output path below the site's root, such as `media/3f2a9c0d11ee-quay.jpg`.
    pub path: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Media type (RFC 6838), such as `image/jpeg`.
    pub media_type: String,
}

/// Everything that pages are made from, bodies apart.
#[derive(Debug, Clone)]
pub struct SiteInput {
    /// The newsroom's settings.
    pub newsroom: Newsroom,
    /// Every story that is published, in every language.
    pub cards: Vec<Card>,
    /// Standing pages, in the order of the footer.
    pub pages: Vec<StandingPage>,
    /// Pictures by the path that copy names them by, such as `media/quay.jpg`.
    pub pictures: BTreeMap<String, Picture>,
    /// The moment that words such as "4 months ago" are counted from.
    pub clock: jiff::Timestamp,
    /// Templates, styles and strings.
    pub theme: Theme,
}
