//! What a site is made from: settings, the metadata of every story, and the pictures there are.
//!
//! Bodies are not among it. They are handed in one page at a time, so that memory does not grow with the archive.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use stet_core::{Article, Byline, Lead, Moment, Newsroom, Source};

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
}

impl Card {
    /// The card of an article.
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
            date: self.date,
            updated: self.updated,
            lead: self.lead.clone(),
            ..Article::default()
        }
    }
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

/// A picture as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    pub cards: Vec<Arc<Card>>,
    /// Standing pages, in the order of the footer.
    pub pages: Vec<StandingPage>,
    /// Pictures by the path that copy names them by, such as `media/quay.jpg`.
    pub pictures: BTreeMap<String, Picture>,
    /// The moment that words such as "4 months ago" are counted from.
    pub clock: jiff::Timestamp,
    /// Templates, styles and strings.
    pub theme: Theme,
}
