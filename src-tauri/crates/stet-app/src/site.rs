//! The site as the newsroom stands: the index that every page is rendered against.
//!
//! Preview and export share it, which is why they give the same bytes. It is built again only after something that
//! pages are made of has changed, and only what changed is read again.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::sync::{Arc, PoisonError};

use rayon::prelude::*;
use stet_core::{Article, Draft};
use stet_publish::{CacheClass, Content, OutFile};
use stet_render::{Card, FileKey, Page, PageKey, Site, SiteInput, StandingPage, Theme};
use stet_store::{Edition, Hash, Kind};

use crate::pictures::Album;
use crate::{Fault, Room, clock, mirror, stories};

/// The site and what it was built from.
pub struct Built {
    /// Renders pages.
    pub site: Site,
    /// The pictures that its pages are made from.
    pub album: Arc<Album>,
    /// Editions that may leave the house now, in path order.
    pub stories: Vec<Edition>,
    /// Standing pages, in path order.
    pub pages: Vec<Edition>,
    /// Date of the newest copy, `YYYY-MM-DD`: what a bundle is dated by.
    pub date: String,
}

/// What is kept between builds.
#[derive(Default)]
pub struct Cache {
    built: Option<(u64, Arc<Built>)>,
    articles: HashMap<Hash, Arc<Article>>,
}

/// The site as the newsroom stands.
pub fn built(room: &Room) -> Result<Arc<Built>, Fault> {
    let mut cache = room.site.lock().unwrap_or_else(PoisonError::into_inner);
    let generation = room.generation();
    if let Some((at, built)) = &cache.built
        && *at == generation
    {
        return Ok(Arc::clone(built));
    }
    let built = Arc::new(build(room, &mut cache)?);
    cache.built = Some((generation, Arc::clone(&built)));
    Ok(built)
}

/// Whether an edition may leave the house: its state is one the newsroom publishes, and no embargo holds.
pub fn may_leave(article: &Article, states: &[stet_core::State], now: jiff::Timestamp) -> bool {
    states.contains(&article.state) && !article.embargo.is_some_and(|embargo| embargo.holds_at(now))
}

fn build(room: &Room, cache: &mut Cache) -> Result<Built, Fault> {
    let newsroom = room.newsroom();
    let now = jiff::Timestamp::from_millisecond(clock::now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let editions: Vec<Edition> = stories::all(room)?.into_iter().filter(|edition| edition.fault.is_none()).collect();
    let articles = articles(room, cache, &editions)?;
    let (mut cards, mut standing, mut stories, mut pages) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut newest = jiff::Timestamp::UNIX_EPOCH;
    for (edition, article) in editions.into_iter().zip(articles) {
        match edition.kind {
            Kind::Page => {
                standing.push(StandingPage { lang: edition.lang.clone(), slug: edition.slug.clone(), title: article.title.clone() });
                pages.push(edition);
            }
            Kind::Story if may_leave(&article, &newsroom.publish.states, now) => {
                let dated = [article.date, article.updated].into_iter().flatten().map(|moment| moment.0).max();
                newest = newest.max(dated.unwrap_or(newest));
                cards.push(Card::of(&edition.lang, &edition.slug, &edition.story, &article));
                stories.push(edition);
            }
            Kind::Story => {}
        }
    }
    let album = room.album();
    let input =
        SiteInput { newsroom: (*newsroom).clone(), cards, pages: standing, pictures: album.pictures(), clock: newest, theme: theme(room)? };
    let site = Site::new(input).map_err(|error| {
        Fault::new(
            "theme",
            format!("The theme cannot be used: {error}."),
            "Mend the file in the newsroom's theme folder, or take it away to use the built-in one.",
        )
    })?;
    Ok(Built { site, album, stories, pages, date: newest.strftime("%Y-%m-%d").to_string() })
}

/// The articles of editions, without their bodies: read again only where the head moved.
fn articles(room: &Room, cache: &mut Cache, editions: &[Edition]) -> Result<Vec<Arc<Article>>, Fault> {
    let mut texts = Vec::new();
    for edition in editions.iter().filter(|edition| !cache.articles.contains_key(&edition.head)) {
        texts.push((edition.head, room.store().head_text(edition)?));
    }
    let read: Vec<(Hash, Arc<Article>)> = texts
        .into_par_iter()
        .map(|(head, text)| {
            let mut article = Draft::new(text).article().unwrap_or_default();
            if !Card::needs_body(&article.body) {
                article.body = String::new();
            }
            (head, Arc::new(article))
        })
        .collect();
    cache.articles.extend(read);
    let kept: HashMap<Hash, Arc<Article>> = editions
        .iter()
        .filter_map(|edition| cache.articles.get(&edition.head).map(|article| (edition.head, Arc::clone(article))))
        .collect();
    cache.articles = kept;
    Ok(editions.iter().filter_map(|edition| cache.articles.get(&edition.head).cloned()).collect())
}

/// The built-in theme with the newsroom's own files over it.
fn theme(room: &Room) -> Result<Theme, Fault> {
    let folder = room.root.join("theme");
    let mut overrides = BTreeMap::new();
    if folder.is_dir() {
        for entry in walkdir::WalkDir::new(&folder).follow_links(false) {
            let entry = entry.map_err(|error| Fault::file("read", &folder, &std::io::Error::other(error)))?;
            if entry.file_type().is_file()
                && !entry.file_name().to_string_lossy().starts_with('.')
                && let Ok(relative) = entry.path().strip_prefix(&folder)
            {
                let text = fs::read_to_string(entry.path()).map_err(|error| Fault::file("read", entry.path(), &error))?;
                overrides.insert(mirror::slashed(relative), text);
            }
        }
    }
    Ok(Theme::with_overrides(overrides))
}

/// Renders one edition's page from an article: the one way to a page, for preview, export and command line.
pub fn page(built: &Built, edition: &Edition, article: &Article) -> Result<Page, Fault> {
    let page = match edition.kind {
        Kind::Story => built.site.story(&edition.lang, &edition.slug, article),
        Kind::Page => built.site.standing(&edition.lang, &edition.slug, &article.title, &article.body),
    };
    page.map_err(|error| {
        Fault::new(
            "render",
            format!("{} cannot be rendered: {error}.", edition.path),
            "If you have changed the theme, mend the file and line named here.",
        )
    })
}

/// Every file of the site that is no story's own: home, sections, tags, feeds, sitemaps, and what else the theme makes.
pub fn lists(built: &Built) -> Result<Vec<OutFile>, Fault> {
    let keys = built.site.keys();
    let pages = keys.par_iter().map(|key| list_page(built, key));
    let files = built.site.files();
    let files = files.par_iter().map(|key| list_file(built, key));
    pages.chain(files).collect()
}

/// The one of them at an output path, if there is one.
pub fn list(built: &Built, path: &str) -> Result<Option<OutFile>, Fault> {
    if let Some(key) = built.site.keys().into_iter().find(|key| key.path() == path) {
        return list_page(built, &key).map(Some);
    }
    built.site.files().into_iter().find(|key| key.path() == path).map(|key| list_file(built, &key)).transpose()
}

fn list_page(built: &Built, key: &PageKey) -> Result<OutFile, Fault> {
    let page = built.site.list(key).map_err(list_fault)?;
    Ok(list_out(&page.path, page.html.into_bytes(), "text/html; charset=utf-8"))
}

fn list_file(built: &Built, key: &FileKey) -> Result<OutFile, Fault> {
    let file = built.site.file(key).map_err(list_fault)?;
    Ok(list_out(&file.path, file.bytes, &file.media_type))
}

fn list_fault(error: stet_render::RenderError) -> Fault {
    Fault::new(
        "render",
        format!("A list cannot be rendered: {error}."),
        "If you have changed the theme, mend the file and line named here.",
    )
}

fn list_out(path: &str, bytes: Vec<u8>, media_type: &str) -> OutFile {
    OutFile {
        path: format!("site/{path}"),
        content: Content::Bytes(bytes),
        media_type: media_type.to_owned(),
        cache: CacheClass::Revalidate,
        owner: None,
    }
}
