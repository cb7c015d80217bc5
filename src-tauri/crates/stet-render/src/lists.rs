//! Pages made from the index alone: front pages, sections, tags, the way in, and the page for what is not there.

use crate::address;
use crate::files::{FeedForm, FeedOf};
use crate::index::Listed;
use crate::markdown::picture::Found;
use crate::page::{Page, PageKey, Period};
use crate::sheet::Sheet;
use crate::site::{Edition, PER_PAGE, RenderError, Site, named, pages_of};
use crate::view;

/// Stories beside the lead on a front page.
const SECOND: usize = 5;
/// Stories of each section on a front page.
const STRIP: usize = 4;

impl Site {
    /// The page of a key.
    ///
    /// # Errors
    /// Where the site has no such page, or a template fails.
    pub fn list(&self, key: &PageKey) -> Result<Page, RenderError> {
        self.list_sheet(key)?.page()
    }

    /// The page of a key before its template has run.
    ///
    /// # Errors
    /// Where the site has no such page.
    pub fn list_sheet(&self, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        match key {
            PageKey::Root => self.way_in(),
            PageKey::NotFound { lang } => self.not_found(lang.as_deref(), key),
            PageKey::Home { lang, page: 1 } => self.front(lang, key),
            PageKey::Home { lang, page } => self.latest(lang, *page, key),
            PageKey::Section { lang, path, page } => self.section(lang, path, *page, key),
            PageKey::Tag { lang, slug, page } => self.tag(lang, slug, *page, key),
            PageKey::Author { lang, slug, page } => self.author(lang, slug, *page, key),
            PageKey::Source { lang, slug, page } => self.source(lang, slug, *page, key),
            PageKey::Archive { lang, period: Period::Day(day), page } => self.day(lang, *day, *page, key),
            PageKey::Archive { lang, period, page: 1 } => self.span(lang, *period, key),
            PageKey::Archive { .. } => Err(RenderError::NoPage(key.path())),
            PageKey::Corrections { lang, page } => self.corrections(lang, *page, key),
            PageKey::Search { lang } => self.search_page(lang, key),
            PageKey::Moved { from } => self.moved_page(from, key),
        }
    }

    /// The page at the site's root leads to the default language, and offers the others.
    fn way_in(&self) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(self.newsroom.default_lang())?;
        let head = view::Head {
            languages: self
                .editions
                .iter()
                .map(|other| view::Language {
                    lang: other.lang.clone(),
                    dir: stet_core::lang::direction(&other.lang).as_str(),
                    label: other.label.clone(),
                    href: address::encoded(&format!("{}/", other.lang)),
                    current: other.lang == edition.lang,
                })
                .collect(),
            alternates: self.alternates(|other| Some(format!("{}/", other.lang))),
            canonical: self.absolute(&format!("{}/", edition.lang)),
            ..self.head(edition, "")
        };
        Ok(Sheet::new(self, edition, "root.html", "index.html".into(), head))
    }

    /// Servers show this page at any address, so its links begin at the site's root as the web sees it.
    fn not_found(&self, lang: Option<&str>, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang.unwrap_or(self.newsroom.default_lang()))?;
        let root = url::Url::parse(&self.newsroom.base_url).map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        let head = view::Head {
            root: format!("{root}/"),
            title: format!("{} – {}", edition.strings.get("not_found"), self.newsroom.title(&edition.lang)),
            languages: self.languages(edition, |_| None),
            robots: Some("noindex"),
            canonical: None,
            ..self.head(edition, "")
        };
        Ok(Sheet::new(self, edition, "not-found.html", key.path(), head))
    }

    fn front(&self, lang: &str, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let index = &edition.index;
        let mut found = Found::default();
        let root = address::to_root(&key.url_path());
        // Stories with a picture lead; where none has one, the newest does.
        let newest = &index.cards[..index.cards.len().min(PER_PAGE)];
        let has_picture = |card: &Listed| {
            card.lead
                .as_ref()
                .and_then(|lead| stet_core::address::picture_path(&lead.image))
                .is_some_and(|name| self.pictures.get(&name).is_some())
        };
        let lead = newest.iter().take(5).position(has_picture).unwrap_or(0);
        let mut taken = vec![false; newest.len()];
        let take = |place: usize, picture: bool, taken: &mut Vec<bool>, found: &mut Found| {
            if let Some(mark) = taken.get_mut(place) {
                *mark = true;
            }
            index.cards.get(place).map(|card| self.teaser(edition, card, &root, picture, found))
        };
        let lead = take(lead, true, &mut taken, &mut found);
        let second: Vec<usize> = (0..newest.len()).filter(|place| !taken[*place]).take(SECOND).collect();
        let second = second.into_iter().filter_map(|place| take(place, true, &mut taken, &mut found)).collect();
        let mut sections = Vec::new();
        for section in &self.newsroom.sections {
            let places: Vec<usize> = index
                .sections
                .get(&section.slug)
                .into_iter()
                .flatten()
                .copied()
                .filter(|place| taken.get(*place) != Some(&true))
                .take(STRIP)
                .collect();
            if places.is_empty() {
                continue;
            }
            let name = named(&section.name, lang, &self.newsroom, &section.slug);
            let stories = places.into_iter().enumerate().filter_map(|(at, place)| take(place, at == 0, &mut taken, &mut found)).collect();
            sections.push(view::Strip { name, href: address::encoded(&address::section(lang, &section.slug)), stories });
        }
        let more: Vec<usize> = (0..newest.len()).filter(|place| !taken[*place]).collect();
        let more = more.into_iter().filter_map(|place| take(place, false, &mut taken, &mut found)).collect();
        let older = (pages_of(index.cards.len()) > 1).then(|| address::encoded(&key.at(2).url_path()));
        let front = view::Front { lead, second, sections, more, older };
        let url_path = key.url_path();
        let tagline = self.newsroom.edition(lang).and_then(|edition| edition.tagline.clone());
        let head = view::Head {
            description: tagline,
            languages: self.languages(edition, |_| None),
            alternates: self.alternates(|other| Some(format!("{}/", other.lang))),
            ..self.head(edition, &url_path)
        };
        Ok(Sheet::new(self, edition, "home.html", key.path(), head).with("front", front).found(found))
    }

    fn latest(&self, lang: &str, number: usize, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let list = view::List { kind: "home", title: edition.strings.get("latest").to_owned(), ..view::List::default() };
        self.listed(edition, key, number, &edition.index.all, list, |_| None, "")
    }

    fn section(&self, lang: &str, path: &str, number: usize, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let settings = self.newsroom.section(path);
        let places = edition.index.sections.get(path);
        if settings.is_none() && places.is_none() {
            return Err(RenderError::NoPage(key.path()));
        }
        let mut up = Vec::new();
        for (at, _) in path.match_indices('/') {
            up.extend(self.section_link(edition, &path[..at]));
        }
        let below = settings.map(|section| {
            section.sections.iter().filter_map(|below| self.section_link(edition, &format!("{path}/{}", below.slug))).collect()
        });
        let list = view::List {
            kind: "section",
            label: edition.strings.get("section").to_owned(),
            title: edition.section_name(path),
            description: settings.and_then(|section| section.description.get(lang).cloned()),
            up,
            below: below.unwrap_or_default(),
            ..view::List::default()
        };
        let there =
            |other: &Edition| (settings.is_some() || other.index.sections.contains_key(path)).then(|| address::section(&other.lang, path));
        self.listed(edition, key, number, places.map_or(&[], Vec::as_slice), list, there, path)
    }

    fn tag(&self, lang: &str, slug: &str, number: usize, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let tagged = edition.index.tags.get(slug).ok_or_else(|| RenderError::NoPage(key.path()))?;
        let described = self.names.tags.place(slug).map(|place| &self.newsroom.tags[place]);
        let list = view::List {
            kind: "tag",
            label: edition.strings.get("tag").to_owned(),
            title: self.tag_name(edition, slug).unwrap_or_else(|| tagged.name.clone()),
            description: described.and_then(|tag| tag.description.get(lang).cloned()),
            ..view::List::default()
        };
        let there = |other: &Edition| other.index.tags.contains_key(slug).then(|| address::tag(&other.lang, slug));
        self.listed(edition, key, number, &tagged.cards, list, there, "")
    }

    /// Where a page stands among the pages of its list.
    pub(crate) fn paging(&self, edition: &Edition, key: &PageKey, number: usize, total: usize) -> view::Paging {
        let count = |number: usize| edition.calendar.number(number as u32);
        view::Paging {
            words: edition.strings.fill("page_of", &[("n", &count(number)), ("total", &count(total))]),
            newer: (number > 1).then(|| address::encoded(&key.at(number - 1).url_path())),
            older: (number < total).then(|| address::encoded(&key.at(number + 1).url_path())),
        }
    }

    fn author(&self, lang: &str, slug: &str, number: usize, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let by = edition.index.authors.get(slug).ok_or_else(|| RenderError::NoPage(key.path()))?;
        let described = self.names.authors.place(slug).map(|place| &self.newsroom.authors[place]);
        let list = view::List {
            kind: "author",
            label: edition.strings.get("author").to_owned(),
            title: name_in(described, lang).unwrap_or_else(|| by.name.clone()),
            description: described.and_then(|author| author.description.get(lang).cloned()),
            ..view::List::default()
        };
        let there = |other: &Edition| other.index.authors.contains_key(slug).then(|| address::author(&other.lang, slug));
        self.listed(edition, key, number, &by.cards, list, there, "")
    }

    fn source(&self, lang: &str, slug: &str, number: usize, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let from = edition.index.sources.get(slug).ok_or_else(|| RenderError::NoPage(key.path()))?;
        let described = self.names.sources.place(slug).map(|place| &self.newsroom.sources[place]);
        let list = view::List {
            kind: "source",
            label: edition.strings.get("source_label").to_owned(),
            title: name_in(described, lang).unwrap_or_else(|| from.name.clone()),
            description: described.and_then(|source| source.description.get(lang).cloned()),
            ..view::List::default()
        };
        let there = |other: &Edition| other.index.sources.contains_key(slug).then(|| address::source(&other.lang, slug));
        self.listed(edition, key, number, &from.cards, list, there, "")
    }

    #[expect(clippy::too_many_arguments, reason = "the kinds of list differ in exactly these")]
    pub(crate) fn listed<'s>(
        &'s self,
        edition: &'s Edition,
        key: &PageKey,
        number: usize,
        places: &[usize],
        mut list: view::List<'s>,
        there: impl Fn(&Edition) -> Option<String>,
        section: &str,
    ) -> Result<Sheet<'s>, RenderError> {
        let total = pages_of(places.len());
        if number == 0 || number > total {
            return Err(RenderError::NoPage(key.path()));
        }
        let mut found = Found::default();
        let root = address::to_root(&key.url_path());
        let start = (number - 1) * PER_PAGE;
        let shown = &places[start..(start + PER_PAGE).min(places.len())];
        list.stories = shown.iter().map(|place| self.teaser(edition, &edition.index.cards[*place], &root, true, &mut found)).collect();
        let paging = self.paging(edition, key, number, total);
        let words = paging.words.clone();
        if total > 1 {
            list.paging = Some(paging);
        }
        let url_path = key.url_path();
        let of = match key {
            PageKey::Section { path, .. } => FeedOf::Section(path.clone()),
            PageKey::Tag { slug, .. } => FeedOf::Tag(slug.clone()),
            _ => FeedOf::Edition,
        };
        let title = if number > 1 { format!("{} – {words}", list.title) } else { list.title.clone() };
        let shared = self.head(edition, &url_path);
        let feeds = if shared.feeds.is_empty() || shown.is_empty() {
            shared.feeds
        } else {
            FeedForm::ALL
                .map(|form| view::FeedLink { href: Site::feed_href(&edition.lang, of.clone(), form), media_type: form.media_type() })
                .into()
        };
        let head = view::Head {
            feeds,
            title: format!("{title} – {}", self.newsroom.title(&edition.lang)),
            description: list.description.clone(),
            languages: self.languages(edition, &there),
            alternates: if number == 1 { self.alternates(&there) } else { Vec::new() },
            section: section.to_owned(),
            ..self.head(edition, &url_path)
        };
        Ok(Sheet::new(self, edition, "list.html", key.path(), head).with("list", list).found(found))
    }
}

/// The name of something described in a language, where it has one.
fn name_in(described: Option<&stet_core::newsroom::Tag>, lang: &str) -> Option<String> {
    let names = &described?.name;
    names.get(lang).or_else(|| names.get(stet_core::lang::primary(lang))).cloned()
}
