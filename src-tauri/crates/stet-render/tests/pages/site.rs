//! The site as a whole: addresses, languages, lists, themes, and the same bytes every time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::common;
use rayon::prelude::*;
use stet_core::{Article, Byline, Lead, Moment};
use stet_render::{Card, FeedForm, FeedOf, FileKey, Noted, PageKey, Period, RedirectForm, RenderError, Site, SiteInput, Theme, ThemeError};

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
        "<source type=\"image/avif\" media=\"(max-width: 1000px)\" srcset=\"../../media/quay-0a1b-480.avif 480w, ../../media/quay-0a1b-960.avif 960w\" sizes=",
        "../../media/quay-0a1b-1600.webp 1600w\"",
        "<img src=\"../../media/quay-0a1b-1280.jpg\" srcset=\"../../media/quay-0a1b-640.jpg 640w, ../../media/quay-0a1b-1280.jpg 1280w\"",
        "width=\"1280\" height=\"854\" alt=\"A quay\" class=\"u-photo\" fetchpriority=\"high\" decoding=\"async\" style=\"background-image:url(data:image/webp;base64,AAAA)\"></picture>",
        "<meta property=\"og:image\" content=\"https://quay.example/media/quay-0a1b-1280.jpg\">",
        "<meta property=\"og:image:width\" content=\"1280\">",
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
    let left = Site::new(input).unwrap().files();
    assert!(left.iter().all(|key| matches!(key, FileKey::SearchIndex { .. } | FileKey::SearchPart { .. })), "{left:?}");
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
    assert_eq!(ninjs["associations"][0]["renditions"][0]["href"], "https://quay.example/media/quay-0a1b-1280.jpg");
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
        "copyrightNotice",
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
    assert_eq!(record["pictures"][0]["path"], "media/quay-0a1b-1280.jpg");
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
fn a_page_is_light() {
    let assets = common::site().assets();
    let size = |ending: &str| assets.iter().filter(|asset| asset.path.ends_with(ending)).map(|asset| asset.bytes.len()).sum::<usize>();
    let css = assets.iter().find(|asset| asset.path.ends_with(".css")).unwrap();
    // Styles and fonts of a story come to less than 60 kB: there are no fonts, and the sheet asks for nothing else.
    assert!(size(".css") < 60_000, "{} bytes of styles", size(".css"));
    let text = String::from_utf8_lossy(&css.bytes);
    assert!(!text.contains("url(") && !text.contains("@import") && !text.contains("@font-face"));
    assert!(size(".js") < 20_000, "{} bytes of scripts", size(".js"));
}

#[test]
fn a_card_is_everything_but_the_body() {
    let article = full();
    let card = Card::of("en", "ferry", "S1", &article);
    assert_eq!((card.title, card.tags, card.lead), (article.title, article.tags, article.lead));
}

/// A site whose first story has been through a lot.
fn storied() -> SiteInput {
    let mut input = common::input();
    let ferry = Arc::make_mut(&mut input.cards[0]);
    ferry.byline =
        vec![Byline { name: "Rima Abu Nawras".into(), role: None }, Byline { name: "B. Editor".into(), role: Some("Pictures".into()) }];
    ferry.source = Some(stet_core::Source { name: "City Wire".into(), url: Some("https://wire.example/1".into()), ..Default::default() });
    ferry.old_slugs = vec!["old-ferry".into(), "harbour-wall".into(), "archive".into(), "../x".into()];
    ferry.aliases =
        vec!["/2019/ferry.html".into(), "/2019/ferry.html/more/".into(), "/assets/x/".into(), "/ar/قديم/".into(), "/en/".into()];
    ferry.corrections = vec![
        Noted { date: "2026-11-21".parse().ok(), text: "It sails at <six>.".into(), id: "p-4".into() },
        Noted { date: "2026-11-22".parse().ok(), text: "At seven.".into(), id: "p-5".into() },
    ];
    input
}

fn list(site: &Site, key: &PageKey) -> String {
    site.list(key).unwrap().html
}

#[test]
fn authors_and_sources_have_pages() {
    let site = Site::new(storied()).unwrap();
    let key = PageKey::Author { lang: "en".into(), slug: "rima-abu-nawras".into(), page: 1 };
    assert!(site.keys().contains(&key));
    assert_eq!(site.list(&key).unwrap().path, "en/author/rima-abu-nawras/index.html");
    let html = list(&site, &key);
    assert!(html.contains("<h1><bdi>Rima Abu Nawras</bdi></h1>") && html.contains("href=\"../../../en/ferry/\""), "{html}");
    let html = list(&site, &PageKey::Source { lang: "en".into(), slug: "city-wire".into(), page: 1 });
    assert!(html.contains("<h1><bdi>City Wire</bdi></h1>") && html.contains("en/ferry/"), "{html}");
    let article = Article {
        byline: vec![Byline { name: "Rima Abu Nawras".into(), role: None }, Byline { name: "Nobody Yet".into(), role: None }],
        source: Some(stet_core::Source { name: "City Wire".into(), ..Default::default() }),
        ..full()
    };
    let html = site.story("en", "ferry", &article).unwrap().html;
    for part in [
        "href=\"../../en/author/rima-abu-nawras/\"><bdi class=\"p-name fn\">Rima",
        "href=\"../../en/source/city-wire/\"",
        "vcard\"><bdi class=\"p-name fn\">Nobody Yet</bdi>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn described_authors_go_by_one_name_in_every_spelling() {
    let mut input = storied();
    let names = BTreeMap::from([("en".to_owned(), "Rima Abu Nawras".to_owned()), ("ar".to_owned(), "ريما أبو نورس".to_owned())]);
    input.newsroom.authors = vec![stet_core::newsroom::Tag {
        slug: "rima".into(),
        name: names,
        description: BTreeMap::from([("en".to_owned(), "Covers the port.".to_owned())]),
        ..Default::default()
    }];
    Arc::make_mut(&mut input.cards[1]).byline = vec![Byline { name: "ريما أبو نورس".into(), role: None }];
    let site = Site::new(input).unwrap();
    let html = list(&site, &PageKey::Author { lang: "en".into(), slug: "rima".into(), page: 1 });
    assert!(html.contains("Covers the port.") && html.contains("hreflang=\"ar\" href=\"https://quay.example/ar/author/rima/\""), "{html}");
}

#[test]
fn the_archive_leads_from_years_to_days() {
    let mut input = common::input();
    input.newsroom.time_zone = "Asia/Beirut".into();
    input.cards.push(Arc::new(common::card("en", "late", "S3", "Late on New Year's Eve", "2025-12-31T23:30:00Z")));
    input.cards.push(Arc::new(Card { date: None, ..common::card("en", "undated", "S4", "Undated", "") }));
    let site = Site::new(input).unwrap();
    let at = |period| PageKey::Archive { lang: "en".into(), period, page: 1 };
    let paths: Vec<String> = site.keys().iter().map(PageKey::path).filter(|path| path.starts_with("en/archive")).collect();
    assert_eq!(
        paths,
        [
            "en/archive/index.html",
            "en/archive/2026/index.html",
            "en/archive/2026/01/index.html",
            "en/archive/2026/01/01/index.html",
            "en/archive/2026/11/index.html",
            "en/archive/2026/11/20/index.html",
            "en/archive/2026/11/24/index.html",
        ],
        "days are those of the newsroom's own time zone"
    );
    for (period, parts) in [
        (Period::All, vec!["en/archive/2026/\"", "November 2026</a> <span class=\"tally\">2</span>"]),
        (Period::Year(2026), vec!["en/archive/2026/11/20/\">20</a>", "January 2026"]),
        (
            Period::Month(2026, 11),
            vec![
                "Friday, November 20, 2026",
                "en/ferry/\">Ferry returns",
                "class=\"older\" href=\"../../../../en/archive/2026/01/\">January 2026",
            ],
        ),
        (
            Period::Day("2026-11-20".parse().unwrap()),
            vec!["Friday, November 20, 2026", "en/ferry/", "class=\"newer\" href=\"../../../../../en/archive/2026/11/24/\""],
        ),
    ] {
        let html = list(&site, &at(period));
        for part in parts {
            assert!(html.contains(part), "{period:?}: {part}\n{html}");
        }
        assert!(!html.contains("Undated"));
    }
    assert!(matches!(site.list(&at(Period::Year(2024))), Err(RenderError::NoPage(_))));
    assert!(list(&site, &PageKey::Archive { lang: "ar".into(), period: Period::Month(2026, 11), page: 1 }).contains("نوفمبر 2026"));
}

#[test]
fn corrections_are_listed_newest_first() {
    let html = list(&Site::new(storied()).unwrap(), &PageKey::Corrections { lang: "en".into(), page: 1 });
    let (seven, six) = (html.find("At seven.").unwrap(), html.find("It sails at &lt;six&gt;.").unwrap());
    assert!(seven < six && html.contains("href=\"../../en/ferry/#p-5\"") && html.contains("November 22, 2026"), "{html}");
    assert!(list(&common::site(), &PageKey::Corrections { lang: "en".into(), page: 1 }).contains("Nothing has had to be corrected."));
    let article = common::draft("---\ntitle: A\n---\n\nOne.\n\n> [!correction] 2026-11-21\n> It was *six*.\n");
    let card = Card::of("en", "a", "S1", &article);
    assert_eq!(card.corrections, [Noted { date: "2026-11-21".parse().ok(), text: "It was six.".into(), id: "p-2".into() }]);
    assert!(common::site().story("en", "a", &article).unwrap().html.contains("<aside class=\"correction\" id=\"p-2\""));
}

#[test]
fn old_addresses_lead_on_and_to_what_is_there_only() {
    let site = Site::new(storied()).unwrap();
    let moved: Vec<String> = site.keys().iter().filter(|key| matches!(key, PageKey::Moved { .. })).map(PageKey::path).collect();
    assert_eq!(moved, ["2019/ferry.html", "ar/قديم/index.html", "en/old-ferry/index.html"]);
    let html = list(&site, &PageKey::Moved { from: "en/old-ferry".into() });
    for part in ["content=\"0; url=../../en/ferry/\"", "content=\"noindex\"", "rel=\"canonical\" href=\"https://quay.example/en/ferry/\""] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(list(&site, &PageKey::Moved { from: "2019/ferry.html".into() }).contains("url=../en/ferry/"));
    for (form, parts) in [
        (RedirectForm::Nginx, vec!["\"/en/old-ferry/\" /en/ferry/;", "\"/2019/ferry.html\" /en/ferry/;", "\"/ar/قديم/\" /en/ferry/;"]),
        (RedirectForm::Apache, vec!["RedirectMatch 301 \"^/en/old-ferry(/|/index\\.html)?$\" \"/en/ferry/\"", "\"^/2019/ferry\\.html$\""]),
        (RedirectForm::Netlify, vec!["/en/old-ferry /en/ferry/ 301", "/ar/%D9%82%D8%AF%D9%8A%D9%85 /en/ferry/ 301"]),
    ] {
        let file = text(&site, &FileKey::Redirects(form));
        for part in parts {
            assert!(file.contains(part), "{part}\n{file}");
        }
    }
    // A story that left the site takes its old addresses with it.
    let mut input = storied();
    input.cards.remove(0);
    let site = Site::new(input).unwrap();
    assert!(!site.keys().iter().any(|key| matches!(key, PageKey::Moved { .. })));
    assert!(!site.files().iter().any(|key| matches!(key, FileKey::Redirects(_))));
}

#[test]
fn the_search_index_comes_in_parts_of_bounded_size() {
    let mut input = common::input();
    input.cards = (0..900).map(|number| common::card("en", &format!("s{number:03}"), "S", "Ferry é", "2026-01-02").into()).collect();
    input.cards.push(Arc::new(common::card("en", "older", "S", "Older", "2025-03-01")));
    let site = Site::new(input).unwrap();
    let index: serde_json::Value = serde_json::from_str(&text(&site, &FileKey::SearchIndex { lang: "en".into() })).unwrap();
    assert_eq!(index["parts"], serde_json::json!(["2026-01-3.json", "2026-01-2.json", "2026-01-1.json", "2025-03-1.json"]));
    let mut found = 0;
    for key in site.files().iter().filter(|key| matches!(key, FileKey::SearchPart { .. })) {
        let part: serde_json::Value = serde_json::from_str(&text(&site, key)).unwrap();
        found += part["stories"].as_array().unwrap().len();
        assert!(part["stories"].as_array().unwrap().len() <= 400 && text(&site, key).len() < 200_000);
    }
    assert_eq!(found, 901);
    let part = text(&site, &FileKey::SearchPart { lang: "en".into(), part: (Some((2025, 3)), 1) });
    assert!(part.contains("\" older news harbour port \""), "{part}");
    let html = list(&site, &PageKey::Search { lang: "en".into() });
    assert!(html.contains(" hidden ") && html.contains("en/archive/2025/"), "no form without the script: {html}");
}

#[test]
fn a_page_of_the_newsrooms_own_takes_the_place_of_a_built_in_one() {
    let mut input = common::input();
    input.pages.push(stet_render::StandingPage { lang: "en".into(), slug: "corrections".into(), title: "Our corrections".into() });
    let site = Site::new(input).unwrap();
    let keys = site.keys();
    assert!(
        !keys.contains(&PageKey::Corrections { lang: "en".into(), page: 1 })
            && keys.contains(&PageKey::Corrections { lang: "ar".into(), page: 1 })
    );
}

#[test]
fn a_story_can_be_passed_on_without_a_script() {
    let html = common::site().story("en", "ferry", &full()).unwrap().html;
    for part in [
        "href=\"mailto:?subject=A%20headline&amp;body=https%3A%2F%2Fquay.example%2Fen%2Fferry%2F\"",
        "https://t.me/share/url?url=https%3A%2F%2Fquay.example%2Fen%2Fferry%2F",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn the_style_sheet_is_the_same_in_both_directions() {
    let css = common::site().assets().into_iter().find(|asset| asset.path.ends_with(".css")).unwrap();
    let css = String::from_utf8(css.bytes).unwrap();
    for (line, text) in css.lines().enumerate() {
        for word in
            ["left:", "right:", "text-align: left", "text-align: right", "float: left", " width:", " height:", "max-width:", "max-height:"]
        {
            let media = text.trim_start().starts_with("@media");
            assert!(media || !text.contains(word), "line {}: {text}", line + 1);
        }
    }
}

/// What a story's page says to machines, one row for each thing it has to say.
#[test]
fn a_story_says_everything_to_machines() {
    let mut input = storied();
    Arc::make_mut(&mut input.cards[1]).byline = vec![Byline { name: "Rima Abu Nawras".into(), role: None }];
    let site = Site::new(input).unwrap();
    let article = Article {
        byline: vec![
            Byline { name: "Rima Abu Nawras".into(), role: None },
            Byline { name: "B. Editor".into(), role: Some("Pictures".into()) },
            Byline { name: "The Quay".into(), role: None },
        ],
        source: Some(stet_core::Source {
            name: "City Wire".into(),
            url: Some("https://wire.example/1".into()),
            kind: Some(stet_core::SourceKind::Agency),
            licence: Some("https://wire.example/terms".into()),
        }),
        updated: Moment::parse("2026-11-21T10:00:00Z"),
        lead: Some(Lead {
            image: "media/quay.jpg".into(),
            alt: Some("A quay".into()),
            caption: Some("Dawn".into()),
            credit: Some("A. Name".into()),
        }),
        body: "Words here.\n\n> [!correction] 2026-11-21\n> It was six.\n".into(),
        ..full()
    };
    let html = site.story("en", "ferry", &article).unwrap().html;
    let json = html.split_once("<script type=\"application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
    let ld: serde_json::Value = serde_json::from_str(json).unwrap();
    let story = &ld["@graph"][0];
    for (pointer, wanted) in [
        ("/@type", "NewsArticle"),
        ("/@id", "https://quay.example/en/ferry/"),
        ("/mainEntityOfPage", "https://quay.example/en/ferry/"),
        ("/headline", "A headline"),
        ("/description", "It sails."),
        ("/articleSection", "News"),
        ("/inLanguage", "en"),
        ("/datePublished", "2026-11-20T09:30:00Z"),
        ("/dateModified", "2026-11-21T10:00:00Z"),
        ("/author/0/@type", "Person"),
        ("/author/0/url", "https://quay.example/en/author/rima-abu-nawras/"),
        ("/author/1/@type", "Organization"),
        ("/contributor/0/jobTitle", "Pictures"),
        ("/publisher/@type", "NewsMediaOrganization"),
        ("/publisher/name", "The Quay"),
        ("/publisher/logo/@type", "ImageObject"),
        ("/publisher/correctionsPolicy", "https://quay.example/en/corrections/"),
        ("/image/0/url", "https://quay.example/media/quay-0a1b-1280.jpg"),
        ("/image/0/creditText", "A. Name"),
        ("/sourceOrganization/name", "City Wire"),
        ("/isBasedOn", "https://wire.example/1"),
        ("/license", "https://wire.example/terms"),
        ("/correction/0/@type", "CorrectionComment"),
        ("/correction/0/datePublished", "2026-11-21"),
        ("/keywords/0", "Harbour"),
        ("/workTranslation/0/inLanguage", "ar"),
        ("/identifier/value", "S1"),
    ] {
        assert_eq!(story.pointer(pointer).and_then(serde_json::Value::as_str), Some(wanted), "{pointer}\n{story:#}");
    }
    assert_eq!(story["image"][0]["width"]["value"], 1280);
    let crumbs: Vec<_> =
        ld["@graph"][1]["itemListElement"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(crumbs, ["The Quay", "News", "A headline"]);
    for part in [
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:title\" content=\"A headline\">",
        "<meta property=\"og:url\" content=\"https://quay.example/en/ferry/\">",
        "<meta property=\"og:description\" content=\"It sails.\">",
        "<meta property=\"og:image:width\" content=\"1280\">",
        "<meta property=\"og:image:alt\" content=\"A quay\">",
        "<meta property=\"og:locale\" content=\"en_US\">",
        "<meta property=\"article:author\" content=\"https://quay.example/en/author/rima-abu-nawras/\">",
        "<meta property=\"article:section\" content=\"News\">",
        "<meta property=\"article:tag\" content=\"Harbour\">",
        "<meta property=\"article:modified_time\" content=\"2026-11-21T10:00:00Z\">",
        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        "<meta name=\"twitter:image:alt\" content=\"A quay\">",
        "class=\"u-photo\"",
        "class=\"p-name entry-title\"",
        "class=\"standfirst p-summary\"",
        "class=\"body e-content entry-content\"",
        "class=\"dt-updated updated\"",
        "class=\"u-citation\"",
        "rel=\"author\"",
        "rel=\"tag\"",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let arabic = site.story("ar", "العبارة", &Article { id: Some("S1".into()), ..common::story("نص") }).unwrap().html;
    assert!(arabic.contains("\"translationOfWork\":{") && arabic.contains("\"@id\":\"https://quay.example/en/ferry/\""), "{arabic}");
    let ninjs = site.ninjs("en", "ferry", &article).unwrap();
    assert_eq!(
        ninjs["descriptions"][1],
        serde_json::json!({ "role": "correction", "contentType": "text/plain", "value": "2026-11-21: It was six." })
    );
    assert_eq!(ninjs["people"][1]["rel"], "contributor");
    assert_eq!(ninjs["people"][0]["uri"], "https://quay.example/en/author/rima-abu-nawras/");
}

#[test]
fn an_edition_may_have_a_host_of_its_own() {
    let mut input = common::input();
    input.newsroom.editions[1].base_url = Some("https://ar.quay.example/".into());
    Arc::make_mut(&mut input.cards[1]).old_slugs = vec!["قديم".into()];
    let site = Site::new(input).unwrap();
    let arabic = site
        .story(
            "ar",
            "العبارة",
            &Article { id: Some("S1".into()), title: "عودة العبارة".into(), ..common::story("[أخرى](/ar/tag/harbour/)") },
        )
        .unwrap();
    assert_eq!(arabic.path, "ar/العبارة/index.html", "it is a folder all the same");
    let here = "https://ar.quay.example/%D8%A7%D9%84%D8%B9%D8%A8%D8%A7%D8%B1%D8%A9/";
    for part in [
        &*format!("rel=\"canonical\" href=\"{here}\""),
        &*format!("hreflang=\"ar\" href=\"{here}\""),
        "hreflang=\"x-default\" href=\"https://quay.example/en/ferry/\"",
        "class=\"languages\"",
        "href=\"https://quay.example/en/ferry/\" lang=\"en\"",
        "href=\"../section/news/\"",
        "href=\"../tag/harbour/\">أخرى",
        "href=\"../\" rel=\"home\"",
        "href=\"../../assets/stet.",
    ] {
        assert!(arabic.html.contains(part), "{part}\n{}", arabic.html);
    }
    assert!(!arabic.html.contains("../ar/"), "{}", arabic.html);
    let english = site.story("en", "ferry", &Article { id: Some("S1".into()), ..common::story("x") }).unwrap().html;
    assert!(english.contains(&format!("href=\"{here}\" lang=\"ar\"")) && english.contains("href=\"../../en/section/news/\""), "{english}");
    let home = list(&site, &PageKey::Home { lang: "ar".into(), page: 1 });
    assert!(
        home.contains("href=\"./%D8%A7%D9%84%D8%B9%D8%A8%D8%A7%D8%B1%D8%A9/\"")
            && home.contains("rel=\"canonical\" href=\"https://ar.quay.example/\""),
        "{home}"
    );
    assert!(list(&site, &PageKey::NotFound { lang: Some("ar".into()) }).contains("href=\"/section/news/\""));
    assert!(text(&site, &FileKey::Sitemap { lang: "ar".into(), number: 1 }).contains(&format!("<loc>{here}</loc>")));
    assert!(
        text(&site, &FileKey::Feed { lang: "ar".into(), of: FeedOf::Edition, form: FeedForm::Rss })
            .contains("https://ar.quay.example/feed/rss.xml")
    );
    assert!(list(&site, &PageKey::Moved { from: "ar/قديم".into() }).contains("url=../%D8%A7%D9%84"));
    assert!(text(&site, &FileKey::Redirects(RedirectForm::Netlify)).contains(&format!(" {here} 301")));
    assert!(list(&site, &PageKey::Root).contains("href=\"https://ar.quay.example/\""));
}
