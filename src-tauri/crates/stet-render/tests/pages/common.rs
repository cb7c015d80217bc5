//! A small newsroom to render in.

use std::collections::BTreeMap;
use std::sync::Arc;

use stet_core::newsroom::{ByLang, Tag};
use stet_core::{Article, Draft, Moment, Newsroom};
use stet_render::{Card, Picture, Site, SiteInput, StandingPage, Theme};

/// Names in English and Arabic.
fn names(en: &str, ar: &str) -> ByLang {
    BTreeMap::from([("en".into(), en.into()), ("ar".into(), ar.into())])
}

/// An English and Arabic newsroom with two stories, a standing page and two pictures.
pub fn input() -> SiteInput {
    let mut newsroom = Newsroom::starter("The Quay", &["en".into(), "ar".into()]);
    newsroom.base_url = "https://quay.example".into();
    newsroom.tags =
        vec![Tag { slug: "harbour".into(), name: names("Harbour", "الميناء"), aliases: vec!["Port".into()], ..Tag::default() }];
    let picture = |stem: &str| Picture {
        stem: stem.into(),
        width: 1600,
        height: 1067,
        placeholder: "data:image/webp;base64,AAAA".into(),
        ..Picture::default()
    };
    SiteInput {
        newsroom,
        cards: vec![
            Arc::new(card("en", "ferry", "S1", "Ferry returns", "2026-11-20")),
            Arc::new(card("ar", "العبارة", "S1", "عودة العبارة", "2026-11-20")),
            Arc::new(card("en", "harbour-wall", "S2", "Harbour wall to rise", "2026-11-24")),
        ],
        pages: vec![StandingPage { lang: "en".into(), slug: "about".into(), title: "About us".into() }],
        pictures: BTreeMap::from([
            ("media/quay.jpg".into(), picture("media/quay-0a1b")),
            ("media/رصيف.jpg".into(), picture("media/رصيف-2c3d")),
        ])
        .into(),
        clock: "2026-11-24T12:00:00Z".parse().unwrap(),
        theme: Theme::built_in(),
    }
}

/// The site of [`input`].
pub fn site() -> Site {
    Site::new(input()).unwrap()
}

/// A story's card.
pub fn card(lang: &str, slug: &str, story: &str, title: &str, date: &str) -> Card {
    Card {
        story: story.into(),
        lang: lang.into(),
        slug: slug.into(),
        title: title.into(),
        section: Some("news".into()),
        tags: vec!["Port".into()],
        date: Moment::parse(date),
        ..Card::default()
    }
}

/// A story with a body and little else.
pub fn story(body: &str) -> Article {
    Article { title: "A headline".into(), body: body.into(), ..Article::default() }
}

/// Reads a draft file.
pub fn draft(text: &str) -> Article {
    Draft::new(text.to_owned()).article().unwrap()
}

/// What the page's body element holds.
pub fn body_of(html: &str) -> &str {
    let start = html.split_once("<div class=\"body e-content entry-content\">\n").expect("a body").1;
    start.split_once("</div>\n<footer class=\"story-foot\">").expect("an end of the body").0
}

/// All that is made of a file's text: blocks, page, ninjs document and record. Gives the bytes that came of it.
pub fn whole_way(site: &Site, text: &str) -> usize {
    let draft = Draft::new(text);
    let Ok(article) = draft.article() else { return 0 };
    let blocks = stet_core::block::blocks(&article.body).len();
    let page = site.story("en", "x", &article).unwrap();
    let record = site.metadata("en", "x", &article).to_string();
    let ninjs = site.ninjs("en", "x", &article).unwrap().to_string();
    blocks + page.html.len() + record.len() + ninjs.len()
}
