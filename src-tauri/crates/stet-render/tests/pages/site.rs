//! The site as a whole: addresses, languages, lists, themes, and the same bytes every time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::common;
use rayon::prelude::*;
use stet_core::{Article, Lead, Moment};
use stet_render::{Card, FeedForm, FeedOf, FileKey, PageKey, RenderError, Site, Theme, ThemeError};

fn full() -> Article {
    Article {
        id: Some("S1".into()),
        standfirst: Some("It sails.".into()),
        section: Some("news".into()),
        tags: vec!["Port".into(), "Sea level".into()],
        date: Moment::parse("2026-11-20T09:30:00Z"),
        lead: Some(Lead { image: "/media/quay.jpg".into(), alt: Some("A quay".into()), caption: Some("Dawn".into()), credit: None }),
        ..common::story("Words. ![](media/gone.jpg)")
    }
}

#[test]
fn a_page_says_what_it_is() {
    let page = common::site().story("en", "ferry", &full()).unwrap();
    assert_eq!(page.path, "en/ferry/index.html");
    assert_eq!(page.pictures, BTreeSet::from(["media/quay.jpg".to_owned()]));
    assert_eq!(page.missing, BTreeSet::from(["media/gone.jpg".to_owned()]));
    for part in [
        "<html lang=\"en\" dir=\"ltr\">",
        "<link rel=\"canonical\" href=\"https://quay.example/en/ferry/\">",
        "<link rel=\"alternate\" hreflang=\"ar\" href=\"https://quay.example/ar/%D8%A7%D9%84%D8%B9%D8%A8%D8%A7%D8%B1%D8%A9/\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://quay.example/en/ferry/\">",
        "<meta property=\"og:locale:alternate\" content=\"ar_AR\">",
        "<time class=\"dt-published published\" datetime=\"2026-11-20T09:30:00Z\">November 20, 2026 at 9:30\u{202f}AM UTC</time>",
        "data-ago=\"2026-11-20T09:30:00Z\">4 days ago</span>",
        "<a class=\"p-category\" rel=\"tag\" href=\"../../en/tag/harbour/\"><bdi>#Harbour</bdi></a>",
        "<bdi>#Sea_level</bdi>",
        "<img src=\"../../media/0a1b-quay.jpg\" width=\"1600\" height=\"1067\" alt=\"A quay\" fetchpriority=\"high\"",
        "© 2026 <bdi>The Quay</bdi>",
        "\"@type\":\"NewsArticle\"",
    ] {
        assert!(page.html.contains(part), "{part}\n{}", page.html);
    }
}

#[test]
fn an_arabic_page_runs_right_to_left() {
    let article = Article {
        title: "عودة العبارة".into(),
        date: Moment::parse("2026-11-20T09:30:00Z"),
        tags: vec!["Port".into()],
        id: Some("S1".into()),
        ..common::story("نص.")
    };
    let page = common::site().story("ar", "العبارة", &article).unwrap();
    assert_eq!(page.path, "ar/العبارة/index.html");
    for part in [
        "<html lang=\"ar\" dir=\"rtl\">",
        "20 نوفمبر 2026",
        "قبل 4 أيام",
        "<bdi>#الميناء</bdi>",
        "href=\"../../en/ferry/\" lang=\"en\" dir=\"ltr\" hreflang=\"en\">English</a>",
        "og:locale\" content=\"ar_AR\"",
    ] {
        assert!(page.html.contains(part), "{part}\n{}", page.html);
    }
}

#[test]
fn every_link_inside_the_site_leads_somewhere() {
    let site = common::site();
    let mut pages: BTreeMap<String, String> =
        site.keys().iter().map(|key| site.list(key).unwrap()).map(|page| (page.path, page.html)).collect();
    for (lang, slug) in [("en", "ferry"), ("ar", "العبارة"), ("en", "harbour-wall")] {
        let page = site.story(lang, slug, &Article { id: None, tags: vec!["Port".into()], ..full() }).unwrap();
        pages.insert(page.path, page.html);
    }
    let page = site.standing("en", "about", "About us", "Words").unwrap();
    pages.insert(page.path, page.html);
    let assets: BTreeSet<String> =
        site.assets().into_iter().map(|asset| asset.path).chain(site.files().iter().map(FileKey::path)).collect();
    for (path, html) in &pages {
        for href in html.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            if href.starts_with("https://") || href.starts_with('#') {
                continue;
            }
            let base = url::Url::parse("https://x.example/").unwrap().join(path).unwrap();
            let target = stet_core::address::percent_decoded(base.join(href).unwrap().path().trim_start_matches('/'));
            let there = assets.contains(&target) || pages.contains_key(&format!("{target}index.html"));
            assert!(there, "{path} leads to {href}, which is {target}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_thread() {
    let (one, other) = (common::site(), common::site());
    let all = |site: &Site| -> Vec<String> {
        let mut pages: Vec<String> = site.keys().par_iter().map(|key| site.list(key).unwrap().html).collect();
        pages.push(site.story("en", "ferry", &full()).unwrap().html);
        pages.push(site.metadata("en", "ferry", &full()).to_string());
        pages
    };
    assert_eq!(all(&one), all(&other));
    assert_eq!(one.assets(), other.assets());
}

#[test]
fn long_lists_have_pages() {
    let mut input = common::input();
    input.cards = (0..120)
        .map(|number| common::card("en", &format!("story-{number:03}"), &format!("T{number}"), "A story", "2026-01-01").into())
        .collect();
    let site = Site::new(input).unwrap();
    let paths: Vec<String> = site.keys().iter().map(PageKey::path).collect();
    for path in [
        "en/index.html",
        "en/page/3/index.html",
        "en/section/news/page/2/index.html",
        "en/tag/harbour/page/3/index.html",
        "ar/section/sport/index.html",
    ] {
        assert!(paths.iter().any(|other| other == path), "{path}");
    }
    let tag = PageKey::Tag { lang: "en".into(), slug: "harbour".into(), page: 2 };
    let page = site.list(&tag).unwrap();
    assert_eq!(page.path, "en/tag/harbour/page/2/index.html");
    for part in [
        "Page 2 of 3",
        "href=\"../../../../../en/tag/harbour/\"",
        "href=\"../../../../../en/tag/harbour/page/3/\"",
        "href=\"../../../../../en/story-050/\"",
    ] {
        assert!(page.html.contains(part), "{part}\n{}", page.html);
    }
    assert!(!page.html.contains("story-049/") && !page.html.contains("story-100/"));
    assert!(matches!(site.list(&PageKey::Tag { lang: "en".into(), slug: "harbour".into(), page: 4 }), Err(RenderError::NoPage(_))));
}

#[test]
fn pages_that_stand_apart() {
    let site = common::site();
    let root = site.list(&PageKey::Root).unwrap();
    assert_eq!(root.path, "index.html");
    assert!(root.html.contains("url=en/") && root.html.contains("href=\"ar/\""), "{}", root.html);
    let lost = site.list(&PageKey::NotFound { lang: Some("ar".into()) }).unwrap();
    assert_eq!(lost.path, "ar/404.html");
    assert!(lost.html.contains("href=\"/ar/\"") && lost.html.contains("content=\"noindex\""), "{}", lost.html);
    let mut input = common::input();
    input.newsroom.base_url = "https://x.example/paper/".into();
    let lost = Site::new(input).unwrap().list(&PageKey::NotFound { lang: None }).unwrap();
    assert!(lost.html.contains("href=\"/paper/en/\""), "{}", lost.html);
}

#[test]
fn a_newsroom_without_an_address_names_none() {
    let mut input = common::input();
    input.newsroom.base_url = String::new();
    let html = Site::new(input).unwrap().story("en", "ferry", &full()).unwrap().html;
    assert!(!html.contains("canonical") && !html.contains("og:url") && !html.contains("x-default") && !html.contains("og:image"));
}

fn text(site: &Site, key: &FileKey) -> String {
    String::from_utf8(site.file(key).unwrap().bytes).unwrap()
}

#[test]
fn feeds_announce_the_newest_stories() {
    let mut input = common::input();
    Arc::make_mut(&mut input.cards[0]).title = "Ferry <b> & \u{1}co".into();
    let site = Site::new(input).unwrap();
    let feed = |of: FeedOf, form: FeedForm| FileKey::Feed { lang: "en".into(), of, form };
    let rss = text(&site, &feed(FeedOf::Edition, FeedForm::Rss));
    for part in [
        "<title>Ferry &lt;b&gt; &amp; co</title>",
        "<link>https://quay.example/en/ferry/</link>",
        "<pubDate>Fri, 20 Nov 2026 00:00:00 +0000</pubDate>",
        "rel=\"self\"",
        "https://quay.example/en/#S1</guid>",
    ] {
        assert!(rss.contains(part), "{part}\n{rss}");
    }
    let key = feed(FeedOf::Tag("harbour".into()), FeedForm::Atom);
    assert_eq!(key.path(), "en/feed/tag/harbour/atom.xml");
    let atom = text(&site, &key);
    assert!(atom.contains("<updated>2026-11-24T00:00:00+00:00</updated>") && atom.contains("xml:lang=\"en\""), "{atom}");
    let json: serde_json::Value = serde_json::from_str(&text(&site, &feed(FeedOf::Section("news".into()), FeedForm::Json))).unwrap();
    assert_eq!(json["items"][0]["url"], "https://quay.example/en/harbour-wall/");
    assert!(matches!(site.file(&feed(FeedOf::Tag("none".into()), FeedForm::Rss)), Err(RenderError::NoPage(_))));
}

#[test]
fn sitemaps_name_every_page_and_recent_news() {
    let site = common::site();
    assert!(text(&site, &FileKey::SitemapIndex).contains("<loc>https://quay.example/sitemaps/ar-1.xml</loc>"));
    let map = text(&site, &FileKey::Sitemap { lang: "en".into(), number: 1 });
    for path in ["en/", "en/section/news/", "en/tag/harbour/", "en/about/", "en/ferry/", "en/harbour-wall/"] {
        assert!(map.contains(&format!("<loc>https://quay.example/{path}</loc>")), "{path}\n{map}");
    }
    let news = text(&site, &FileKey::NewsSitemap);
    assert!(news.contains("harbour-wall") && !news.contains("ferry"), "only the last two days: {news}");
    assert!(text(&site, &FileKey::Robots).ends_with("Sitemap: https://quay.example/sitemap.xml\n"));
    let mut input = common::input();
    input.newsroom.base_url = String::new();
    assert!(Site::new(input).unwrap().files().is_empty());
}

#[test]
fn a_story_as_ninjs() {
    let article = Article {
        source: Some(stet_core::Source { name: "Wire".into(), url: Some("https://wire.example/1".into()), ..Default::default() }),
        ..full()
    };
    let ninjs = common::site().ninjs("en", "ferry", &article).unwrap();
    assert_eq!(ninjs["uri"], "https://quay.example/en/#S1");
    assert_eq!(ninjs["headlines"][0]["value"], "A headline");
    assert_eq!(ninjs["infoSources"], serde_json::json!([{ "name": "Wire", "role": "source", "uri": "https://wire.example/1" }]));
    assert_eq!(ninjs["associations"][0]["renditions"][0]["href"], "https://quay.example/media/0a1b-quay.jpg");
    assert_eq!(ninjs["subjects"][1]["name"], "Harbour");
    // The schema allows these keys and no others.
    let known = [
        "standard",
        "uri",
        "type",
        "representationType",
        "pubStatus",
        "language",
        "title",
        "slugline",
        "firstCreated",
        "contentCreated",
        "versionCreated",
        "headlines",
        "descriptions",
        "by",
        "people",
        "copyrightHolder",
        "subjects",
        "infoSources",
        "usageTerms",
        "bodies",
        "associations",
        "altIds",
    ];
    assert!(ninjs.as_object().unwrap().keys().all(|key| known.contains(&key.as_str())), "{ninjs:#}");
}

#[test]
fn the_record_of_a_story() {
    let record = common::site().metadata("en", "ferry", &full());
    assert_eq!(record["url"], "https://quay.example/en/ferry/");
    assert_eq!(record["section"], serde_json::json!({ "path": "news", "name": "News" }));
    assert_eq!(record["tags"][1], serde_json::json!({ "name": "Sea level", "slug": "sea-level", "hashtag": "Sea_level" }));
    assert_eq!(record["tags"][0]["slug"], "harbour");
    assert_eq!(record["pictures"][0]["path"], "media/0a1b-quay.jpg");
    assert_eq!(record["editions"][1]["path"], "ar/العبارة/index.html");
    assert_eq!(record["date"], "2026-11-20T09:30:00Z");
    assert!(record.get("state").is_none(), "editorial state stays in the house");
}

fn themed(name: &str, text: &str) -> Result<Site, ThemeError> {
    let mut input = common::input();
    input.theme = Theme::with_overrides(BTreeMap::from([(name.to_owned(), text.to_owned())]));
    Site::new(input)
}

#[test]
fn a_theme_overrides_single_files() {
    let site = themed("standing.html", "{% extends \"base.html\" %}{% block main %}<p>Mine: {{ page.title }}</p>{% endblock %}").unwrap();
    assert!(site.standing("en", "about", "A <b>", "").unwrap().html.contains("<p>Mine: A &lt;b&gt;</p>"));
    let site = themed("strings/en.toml", "source = \"From:\"").unwrap();
    let article = Article { source: Some(stet_core::Source { name: "Wire".into(), ..Default::default() }), ..full() };
    let html = site.story("en", "ferry", &article).unwrap().html;
    assert!(html.contains("From: <bdi") && html.contains("Skip to content"), "{html}");
    let site = themed("css/zz-own.css", ".mine{}").unwrap();
    let css = site.assets().into_iter().find(|asset| asset.path.ends_with(".css")).unwrap();
    assert!(String::from_utf8(css.bytes).unwrap().ends_with(".mine{}"));
    assert_ne!(css.path, common::site().assets().into_iter().find(|asset| asset.path.ends_with(".css")).unwrap().path);
}

#[test]
fn an_error_in_a_theme_names_its_place() {
    match themed("story.html", "fine\n{% if %}").map(|_| ()) {
        Err(ThemeError::Template { file, line, .. }) => assert_eq!((file.as_str(), line), ("story.html", 2)),
        other => panic!("{other:?}"),
    }
    match themed("story.html", "\n\n{{ story.titel.x }}").unwrap().story("en", "x", &full()) {
        Err(RenderError::Template { file, line, message }) => {
            assert_eq!((file.as_str(), line), ("story.html", 3), "{message}");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(themed("strings/ar.toml", "= nonsense"), Err(ThemeError::Strings { file, .. }) if file == "strings/ar.toml"));
}

#[test]
fn the_style_sheet_and_script_stay_small() {
    for asset in common::site().assets() {
        assert!(asset.bytes.len() < 60_000, "{} has {} bytes", asset.path, asset.bytes.len());
    }
}

#[test]
fn a_card_is_everything_but_the_body() {
    let article = full();
    let card = Card::of("en", "ferry", "S1", &article);
    assert_eq!((card.title, card.tags, card.lead), (article.title, article.tags, article.lead));
}
