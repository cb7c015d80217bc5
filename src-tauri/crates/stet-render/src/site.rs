//! The site: what every page is rendered against.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use jiff::{Timestamp, tz};
use minijinja::value::Serde;
use minijinja::{Environment, Value};
use stet_core::newsroom::{ByLang, Section};
use stet_core::{Newsroom, lang};

use crate::files::{FeedForm, FeedOf};
use crate::index::{Index, Listed, Names};
use crate::input::{Card, Pictures, SiteInput, StandingPage};
use crate::markdown::picture::{Files, Found, Place, files, find};
use crate::markdown::{Around, Body};
use crate::moved;
use crate::page::{Page, PageKey};
use crate::print::{Print, Taker};
use crate::sheet::Sheet;
use crate::strings::Strings;
use crate::theme::{self, Asset, Assets, Theme, ThemeError};
use crate::time::{Calendar, og_locale};
use crate::view;
use crate::{address, archive};

/// A newsroom's site as it stands: settings, index and theme, ready to render any page on any thread.
pub struct Site {
    pub(crate) newsroom: Newsroom,
    pub(crate) editions: Vec<Edition>,
    pub(crate) pictures: Pictures,
    pub(crate) clock: Timestamp,
    pub(crate) names: Names,
    /// The editions of each story: places in `editions`, and in that edition's index.
    pub(crate) stories: HashMap<String, Vec<(usize, usize)>>,
    /// Addresses that stories had before, and where those are: places in `editions`, and in that edition's index.
    pub(crate) moved: BTreeMap<String, (usize, usize)>,
    pub(crate) templates: Environment<'static>,
    assets: Assets,
    house: Print,
}

/// One language of the site.
pub(crate) struct Edition {
    pub(crate) lang: String,
    pub(crate) label: String,
    pub(crate) og_locale: String,
    pub(crate) strings: Strings,
    pub(crate) calendar: Calendar,
    pub(crate) index: Index,
    pub(crate) pages: Vec<StandingPage>,
    /// Names of sections by path.
    pub(crate) section_names: HashMap<String, String>,
    /// What every template is given, converted once.
    pub(crate) shared: [(&'static str, Value); 2],
}

/// Why a page cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The newsroom has no edition in that language.
    #[error("the newsroom has no edition `{0}`")]
    NoEdition(String),
    /// There is no such list.
    #[error("the site has no page {0}")]
    NoPage(String),
    /// A template failed.
    #[error("{file}, line {line}: {message}")]
    Template {
        /// The file of the theme, such as `story.html`.
        file: String,
        /// Line in it, from 1.
        line: usize,
        /// What went wrong.
        message: String,
    },
}

impl Site {
    /// Indexes the cards and compiles the theme.
    ///
    /// # Errors
    /// Where a template or a file of strings cannot be read, or there is no data for a language or time zone.
    pub fn new(input: SiteInput) -> Result<Site, ThemeError> {
        let SiteInput { newsroom, cards, pages, pictures, clock, theme } = input;
        let assets = theme.assets();
        let house = house(&newsroom, &pages, &theme);
        let names = Names::of(&newsroom, &cards);
        let zone = tz::TimeZone::get(&newsroom.time_zone).map_err(|_| ThemeError::TimeZone(newsroom.time_zone.clone()))?;
        let mut by_lang: HashMap<String, Vec<Arc<Card>>> = HashMap::new();
        for card in cards {
            by_lang.entry(card.lang.clone()).or_default().push(card);
        }
        let mut words = theme::strings(&theme, newsroom.editions.iter().map(|edition| edition.lang.clone()))?;
        let mut editions = Vec::with_capacity(newsroom.editions.len());
        let mut stories: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (number, settings) in newsroom.editions.iter().enumerate() {
            let tag = settings.lang.clone();
            let index = Index::of(by_lang.remove(&tag).unwrap_or_default(), &names, &zone);
            for (place, card) in index.cards.iter().enumerate() {
                stories.entry(card.story.clone()).or_default().push((number, place));
            }
            let strings = words.remove(&tag).unwrap_or_default();
            let pages: Vec<StandingPage> = pages.iter().filter(|page| page.lang == tag).cloned().collect();
            let section_names = newsroom
                .section_paths()
                .into_iter()
                .map(|(path, section)| (path, named(&section.name, &tag, &newsroom, &section.slug)))
                .collect();
            editions.push(Edition {
                label: settings.label.clone().unwrap_or_else(|| lang::own_name(&tag).to_owned()),
                og_locale: og_locale(&tag),
                calendar: Calendar::of(&tag, settings.digits.as_deref().unwrap_or(strings.get("digits")), &newsroom.time_zone)?,
                shared: shared(&newsroom, &tag, &strings, &pages, &assets),
                lang: tag,
                strings,
                index,
                pages,
                section_names,
            });
        }
        let moved = moved::addresses(&newsroom, &editions);
        Ok(Site { templates: theme.templates()?, newsroom, editions, pictures, clock, names, stories, moved, assets, house })
    }

    /// Style sheet, scripts and icon, in path order.
    pub fn assets(&self) -> Vec<Asset> {
        let mut assets = vec![self.assets.css.clone(), self.assets.script.clone(), self.assets.search.clone(), self.assets.icon.clone()];
        assets.sort_by(|one, other| one.path.cmp(&other.path));
        assets
    }

    pub(crate) fn icon_path(&self) -> &str {
        &self.assets.icon.path
    }

    /// A standing page, such as "about us".
    ///
    /// # Errors
    /// Where there is no such edition, or a template fails.
    pub fn standing(&self, lang: &str, slug: &str, title: &str, body: &str) -> Result<Page, RenderError> {
        self.standing_sheet(lang, slug, title, body)?.page()
    }

    fn standing_sheet(&self, lang: &str, slug: &str, title: &str, body: &str) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let url_path = address::page(lang, slug);
        let body = self.body(edition, body, &address::to_root(&url_path));
        let head = view::Head {
            title: format!("{title} – {}", self.newsroom.title(lang)),
            languages: self
                .languages(edition, |other| other.pages.iter().any(|page| page.slug == slug).then(|| address::page(&other.lang, slug))),
            alternates: self.alternates(|other| other.pages.iter().any(|page| page.slug == slug).then(|| address::page(&other.lang, slug))),
            script: body.gallery,
            ..self.head(edition, &url_path)
        };
        let standing = view::Standing { title: title.to_owned(), body: body.html };
        let mut sheet =
            Sheet::new(self, edition, "standing.html", format!("{url_path}index.html"), head).with("page", standing).found(body.found);
        sheet.asked = body.asked;
        Ok(sheet)
    }

    /// What all pages have in common: the settings, the theme, the standing pages that each footer names, and the
    /// program that makes them. Where it changes, every page is made again.
    pub fn house(&self) -> Print {
        self.house
    }

    /// What the things that a page's copy asked for come to now: where its links lead, and the pictures it names.
    ///
    /// # Errors
    /// Where there is no such edition.
    pub fn answers<'n>(&self, lang: &str, asked: &[String], pictures: impl Iterator<Item = &'n String>) -> Result<Print, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let mut print = Taker::new();
        for path in asked {
            (path, self.resolve(edition, path)).hash(&mut print);
        }
        for name in pictures {
            (name, self.pictures.get(name)).hash(&mut print);
        }
        Ok(print.print())
    }

    /// Everything that another page may show of a card.
    pub(crate) fn card_print(&self, card: &Listed) -> Print {
        *card.print.get_or_init(|| {
            let picture = card.lead.as_ref().and_then(|lead| self.pictures.get(&stet_core::address::picture_path(&lead.image)?));
            let distance = |moment: Option<stet_core::Moment>| moment.map(|moment| Calendar::distance(moment.0, self.clock));
            Print::of(&(&**card, picture, distance(card.date), distance(card.updated)))
        })
    }

    pub(crate) fn edition(&self, lang: &str) -> Result<(usize, &Edition), RenderError> {
        self.editions.iter().enumerate().find(|(_, edition)| edition.lang == lang).ok_or_else(|| RenderError::NoEdition(lang.to_owned()))
    }

    pub(crate) fn body(&self, edition: &Edition, markdown: &str, root: &str) -> Body {
        self.body_with(edition, markdown, root, true)
    }

    /// A body for other readers than a browser: pictures of a gallery do not open larger.
    pub(crate) fn plain_body(&self, edition: &Edition, markdown: &str, root: &str) -> Body {
        self.body_with(edition, markdown, root, false)
    }

    fn body_with(&self, edition: &Edition, markdown: &str, root: &str, enlarge: bool) -> Body {
        let asked = RefCell::new(BTreeSet::<String>::new());
        let resolve = |path: &str| {
            asked.borrow_mut().insert(path.to_owned());
            self.resolve(edition, path)
        };
        let mut body = crate::markdown::body(
            markdown,
            &Around {
                enlarge,
                lang: &edition.lang,
                root,
                pictures: &self.pictures,
                strings: &edition.strings,
                resolve: &resolve,
                number: &|number| edition.calendar.number(number),
                day: &|day| edition.calendar.day(day),
            },
        );
        body.asked = asked.into_inner().into_iter().collect();
        body
    }

    /// What the heads of all pages have; the rest is for the page to fill in.
    pub(crate) fn head(&self, edition: &Edition, url_path: &str) -> view::Head {
        view::Head {
            root: address::to_root(url_path),
            title: self.newsroom.title(&edition.lang).to_owned(),
            canonical: self.absolute(url_path),
            og_type: "website",
            og_locale: edition.og_locale.clone(),
            feeds: if self.newsroom.base_url.is_empty() {
                Vec::new()
            } else {
                FeedForm::ALL
                    .map(|form| view::FeedLink {
                        href: Site::feed_href(&edition.lang, FeedOf::Edition, form),
                        media_type: form.media_type(),
                    })
                    .into()
            },
            year: edition.calendar.number(u32::try_from(edition.calendar.year(self.clock)).unwrap_or_default()),
            ..view::Head::default()
        }
    }

    /// A picture given in a field, with its words and its files up to a width. `root` leads from the page to the site's
    /// root. Where the copy credits nobody, whom the original credits is credited.
    pub(crate) fn shown(&self, lead: &stet_core::Lead, root: &str, most: u32, found: &mut Found) -> Option<view::Shown> {
        let Place::Here(picture) = find(&lead.image, &self.pictures, found) else { return None };
        let Files { sources, srcset, plain } = files(&picture, root, most);
        Some(view::Shown {
            src: address::encoded(&picture.path(plain)),
            srcset,
            sources,
            width: plain.width,
            height: plain.height,
            placeholder: picture.placeholder.clone(),
            alt: lead.alt.as_deref().unwrap_or_default().trim().to_owned(),
            caption: filled(lead.caption.as_deref()),
            credit: filled(lead.credit.as_deref()).or_else(|| picture.facts.credit_line()),
        })
    }

    /// A story in a list.
    pub(crate) fn teaser<'s>(
        &'s self,
        edition: &'s Edition,
        card: &'s Listed,
        root: &str,
        with_picture: bool,
        found: &mut Found,
    ) -> view::Teaser<'s> {
        if let Some(lead) = card.lead.as_ref().filter(|_| with_picture) {
            find(&lead.image, &self.pictures, found);
        }
        view::Teaser { site: self, edition, card, root: root.to_owned(), with_picture }
    }

    /// A story in a list, in words.
    pub(crate) fn teaser_words<'s>(&self, teaser: &view::Teaser<'s>) -> view::TeaserWords<'s> {
        let view::Teaser { edition, card, with_picture, .. } = *teaser;
        let words = || card.date.map(|date| Box::new(edition.calendar.words(date.0, self.clock)));
        view::TeaserWords {
            title: &card.title,
            href: address::encoded(&address::page(&edition.lang, &card.slug)),
            kicker: filled(card.kicker.as_deref()),
            section: card.section.as_deref().and_then(|path| self.section_link(edition, path)),
            standfirst: filled(card.standfirst.as_deref()),
            published: card.words.get_or_init(words).as_deref(),
            picture: card
                .lead
                .as_ref()
                .filter(|_| with_picture)
                .and_then(|lead| self.shown(lead, &teaser.root, view::TEASER, &mut Found::default())),
        }
    }

    pub(crate) fn when<'s>(&self, edition: &'s Edition, moment: Timestamp) -> view::When<'s> {
        view::When { iso: edition.calendar.machine(moment), moment, now: self.clock, calendar: &edition.calendar }
    }

    /// Every page that is made from the index alone.
    pub fn keys(&self) -> Vec<PageKey> {
        let mut keys = vec![PageKey::Root, PageKey::NotFound { lang: None }];
        keys.extend(self.moved.keys().map(|from| PageKey::Moved { from: from.clone() }));
        for edition in &self.editions {
            let lang = &edition.lang;
            keys.push(PageKey::NotFound { lang: Some(lang.clone()) });
            keys.extend((1..=pages_of(edition.index.cards.len())).map(|page| PageKey::Home { lang: lang.clone(), page }));
            let mut sections: BTreeMap<String, usize> = self.newsroom.section_paths().into_iter().map(|(path, _)| (path, 0)).collect();
            sections.extend(edition.index.sections.iter().map(|(path, cards)| (path.clone(), cards.len())));
            for (path, cards) in sections {
                keys.extend((1..=pages_of(cards)).map(|page| PageKey::Section { lang: lang.clone(), path: path.clone(), page }));
            }
            for (slug, tagged) in &edition.index.tags {
                keys.extend((1..=pages_of(tagged.cards.len())).map(|page| PageKey::Tag { lang: lang.clone(), slug: slug.clone(), page }));
            }
            for (slug, by) in &edition.index.authors {
                keys.extend((1..=pages_of(by.cards.len())).map(|page| PageKey::Author { lang: lang.clone(), slug: slug.clone(), page }));
            }
            for (slug, from) in &edition.index.sources {
                keys.extend((1..=pages_of(from.cards.len())).map(|page| PageKey::Source { lang: lang.clone(), slug: slug.clone(), page }));
            }
            // A standing page of the newsroom's own takes the place of one that the site makes.
            if !edition.takes("archive") {
                keys.extend(
                    archive::periods(&edition.index)
                        .into_iter()
                        .flat_map(|(period, pages)| (1..=pages).map(move |page| PageKey::Archive { lang: lang.clone(), period, page })),
                );
            }
            if !edition.takes("corrections") {
                let pages = pages_of(edition.index.corrections.len());
                keys.extend((1..=pages).map(|page| PageKey::Corrections { lang: lang.clone(), page }));
            }
            if !edition.takes("search") {
                keys.push(PageKey::Search { lang: lang.clone() });
            }
        }
        keys
    }
}

impl Edition {
    /// Whether a story or a standing page goes by that slug.
    pub(crate) fn takes(&self, slug: &str) -> bool {
        self.index.place(slug).is_some() || self.pages.iter().any(|page| page.slug == slug)
    }

    /// The name of a section; its path's last part where the settings do not know it.
    pub(crate) fn section_name(&self, path: &str) -> String {
        self.section_names.get(path).cloned().unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path).replace('-', " "))
    }
}

/// Stories on one page of a list.
pub(crate) const PER_PAGE: usize = 50;

/// Pages of a list; an empty one has a page too.
pub(crate) fn pages_of(stories: usize) -> usize {
    stories.div_ceil(PER_PAGE).max(1)
}

/// A text that says something.
pub(crate) fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A name in a language, in the default language, in any, or else the fallback.
pub(crate) fn named(names: &ByLang, tag: &str, newsroom: &Newsroom, fallback: &str) -> String {
    names
        .get(tag)
        .or_else(|| names.get(lang::primary(tag)))
        .or_else(|| names.get(newsroom.default_lang()))
        .or_else(|| names.values().next())
        .map_or(fallback, String::as_str)
        .to_owned()
}

/// See [`Site::house`].
fn house(newsroom: &Newsroom, pages: &[StandingPage], theme: &Theme) -> Print {
    // Settings are maps in order all the way down, so their JSON is one text for one meaning.
    let settings = serde_json::to_string(newsroom).unwrap_or_default();
    Print::of(&(env!("CARGO_PKG_VERSION"), settings, pages, theme))
}

/// The values that every page of an edition shares, converted for templates once.
fn shared(newsroom: &Newsroom, tag: &str, strings: &Strings, pages: &[StandingPage], assets: &Assets) -> [(&'static str, Value); 2] {
    fn sections(newsroom: &Newsroom, tag: &str, above: &str, below: &[Section]) -> Vec<view::SectionLink> {
        let link = |section: &Section| {
            let path = if above.is_empty() { section.slug.clone() } else { format!("{above}/{}", section.slug) };
            view::SectionLink {
                name: named(&section.name, tag, newsroom, &section.slug),
                href: address::encoded(&address::section(tag, &path)),
                sections: sections(newsroom, tag, &path, &section.sections),
                path,
            }
        };
        below.iter().map(link).collect()
    }
    let settings = newsroom.edition(tag);
    let title = newsroom.title(tag).to_owned();
    let edition = view::Edition {
        dir: lang::direction(tag).as_str(),
        tagline: settings.and_then(|edition| filled(edition.tagline.as_deref())),
        copyright: settings.and_then(|edition| filled(edition.copyright.as_deref())).unwrap_or_else(|| title.clone()),
        home: address::encoded(&format!("{tag}/")),
        sections: sections(newsroom, tag, "", &newsroom.sections),
        pages: pages
            .iter()
            .map(|page| view::Link { name: page.title.clone(), href: address::encoded(&address::page(tag, &page.slug)) })
            .collect(),
        tools: [("archive", "archive"), ("corrections", "corrections")]
            .map(|(folder, word)| view::Link { name: strings.get(word).to_owned(), href: address::encoded(&format!("{tag}/{folder}/")) })
            .into(),
        search: address::encoded(&format!("{tag}/search/")),
        css: address::encoded(&assets.css.path),
        script: address::encoded(&assets.script.path),
        search_script: address::encoded(&assets.search.path),
        icon: address::encoded(&assets.icon.path),
        lang: tag.to_owned(),
        title,
    };
    [("edition", Value::from(Serde(&edition))), ("t", Value::from(Serde(strings.all())))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_may_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Site>();
    }
}
