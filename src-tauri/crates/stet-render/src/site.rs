//! The site: what every page is rendered against.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use jiff::{Timestamp, tz};
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use stet_core::newsroom::{ByLang, Section};
use stet_core::{Newsroom, lang};

use crate::files::{FeedForm, FeedOf};
use crate::index::{Index, Names};
use crate::input::{Card, Pictures, SiteInput, StandingPage};
use crate::markdown::picture::{Files, Found, Place, files, find};
use crate::markdown::{Around, Body};
use crate::moved;
use crate::page::{Page, PageKey};
use crate::strings::Strings;
use crate::theme::{self, Asset, Assets, ThemeError};
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
    templates: Environment<'static>,
    assets: Assets,
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
    /// The moments of the cards, written when they are first asked for.
    moments: Vec<OnceLock<Option<view::When>>>,
    shared: Value,
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
        let names = Names::of(&newsroom);
        let zone = tz::TimeZone::get(&newsroom.time_zone).map_err(|_| ThemeError::TimeZone(newsroom.time_zone.clone()))?;
        let mut by_lang: HashMap<String, Vec<Card>> = HashMap::new();
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
                moments: std::iter::repeat_with(OnceLock::new).take(index.cards.len()).collect(),
                shared: shared(&newsroom, &tag, &strings, &pages, &assets),
                lang: tag,
                strings,
                index,
                pages,
                section_names,
            });
        }
        let moved = moved::addresses(&newsroom, &editions);
        Ok(Site { templates: theme.templates()?, newsroom, editions, pictures, clock, names, stories, moved, assets })
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
        let html = self.render("standing.html", edition, &head, context! { page => context! { title, body => body.html } })?;
        Ok(page(format!("{url_path}index.html"), html, body.found))
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
        crate::markdown::body(
            markdown,
            &Around {
                enlarge,
                lang: &edition.lang,
                root,
                pictures: &self.pictures,
                strings: &edition.strings,
                resolve: &|path| self.resolve(edition, path),
                number: &|number| edition.calendar.number(number),
                day: &|day| edition.calendar.day(day),
            },
        )
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

    pub(crate) fn render(&self, template: &str, edition: &Edition, head: &view::Head, more: Value) -> Result<String, RenderError> {
        let render = || {
            let values = context! { head => Value::from(Serde(head)), ..more };
            self.templates.get_template(template)?.render(context! { ..values, ..edition.shared.clone() })
        };
        render().map(|html| self.on_hosts(edition, &head.root, html)).map_err(|error| RenderError::Template {
            file: error.name().unwrap_or(template).to_owned(),
            line: error.line().unwrap_or(1),
            message: theme::said(&error),
        })
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
    pub(crate) fn teaser(&self, edition: &Edition, card: &Card, root: &str, with_picture: bool, found: &mut Found) -> view::Teaser {
        let published = match edition.index.place(&card.slug) {
            Some(place) => edition.moments[place].get_or_init(|| card.date.map(|date| self.when(edition, date.0))).clone(),
            None => card.date.map(|date| self.when(edition, date.0)),
        };
        view::Teaser {
            title: card.title.clone(),
            href: address::encoded(&address::page(&edition.lang, &card.slug)),
            kicker: filled(card.kicker.as_deref()),
            section: card.section.as_deref().and_then(|path| self.section_link(edition, path)),
            standfirst: filled(card.standfirst.as_deref()),
            published,
            picture: card.lead.as_ref().filter(|_| with_picture).and_then(|lead| self.shown(lead, root, view::TEASER, found)),
        }
    }

    pub(crate) fn when(&self, edition: &Edition, moment: Timestamp) -> view::When {
        let calendar = &edition.calendar;
        view::When {
            iso: calendar.machine(moment),
            text: calendar.moment(moment),
            day: calendar.day_of(moment),
            relative: calendar.relative(moment, self.clock),
        }
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

pub(crate) fn page(path: String, html: String, found: Found) -> Page {
    Page { path, html, pictures: found.pictures, missing: found.missing }
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

/// The values that every page of an edition shares, converted for templates once.
fn shared(newsroom: &Newsroom, tag: &str, strings: &Strings, pages: &[StandingPage], assets: &Assets) -> Value {
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
    context! { edition => Value::from(Serde(&edition)), t => Value::from(Serde(strings.all())) }
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
