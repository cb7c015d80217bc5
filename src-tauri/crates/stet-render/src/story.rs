//! A story's own page: the one that preview, `render` and export all come to.

use std::collections::{BTreeSet, HashSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use stet_core::{Article, block, lang, slug};

use crate::address;
use crate::index::Listed;
use crate::markdown::Body;
use crate::markdown::picture::Found;
use crate::page::Page;
use crate::print::Print;
use crate::sheet::Sheet;
use crate::site::{Edition, RenderError, Site, filled};
use crate::{json_ld, view};

/// How many related stories a page shows.
const RELATED: usize = 4;

impl Site {
    /// The page of a story. It need not be in the index: a story that is not published can be looked at too.
    ///
    /// # Errors
    /// Where there is no such edition, or a template fails.
    pub fn story(&self, lang: &str, slug: &str, article: &Article) -> Result<Page, RenderError> {
        Ok(self.story_made(lang, slug, article)?.0)
    }

    /// The page of a story, and what it is made from beside its own text: see [`Site::story_print`].
    ///
    /// # Errors
    /// Where there is no such edition, or a template fails.
    pub fn story_made(&self, lang: &str, slug: &str, article: &Article) -> Result<(Page, Print), RenderError> {
        let (_, edition) = self.edition(lang)?;
        let body = self.body(edition, &article.body, &address::to_root(&address::page(lang, slug)));
        let (sheet, print) = self.story_sheet(lang, slug, article, Some(body))?;
        Ok((sheet.page()?, print))
    }

    /// What the page of a story is made from beside its own text: neighbours, relations, other languages, the words for
    /// its dates. Taken by the code that makes the page, before the body comes in, so `article` needs none.
    ///
    /// # Errors
    /// Where there is no such edition.
    pub fn story_print(&self, lang: &str, slug: &str, article: &Article) -> Result<Print, RenderError> {
        Ok(self.story_sheet(lang, slug, article, None)?.1)
    }

    /// A story before its template has run, and its print without the body. Without one it is good for nothing else.
    fn story_sheet(&self, lang: &str, slug: &str, article: &Article, body: Option<Body>) -> Result<(Sheet<'_>, Print), RenderError> {
        let (_, edition) = self.edition(lang)?;
        let url_path = address::page(lang, slug);
        let mut found = Found::default();
        let root = address::to_root(&url_path);
        let lead = article.lead.as_ref().and_then(|lead| self.shown(lead, &root, u32::MAX, &mut found));
        // Neighbours are named by their headlines: their pictures are shown, so they are used.
        let mut view = self.story_view(edition, slug, article, lead, &mut found);
        let there =
            |other: &Edition| if other.lang == lang { Some(url_path.clone()) } else { self.edition_of(other, edition, slug, article) };
        let year = article.date.map_or(self.clock, |date| date.0);
        let mut head = view::Head {
            title: format!("{} – {}", article.title, self.newsroom.title(lang)),
            description: view.standfirst.clone(),
            og_type: "article",
            og_alternates: self
                .editions
                .iter()
                .filter(|other| other.lang != lang && there(other).is_some())
                .map(|other| other.og_locale.clone())
                .collect(),
            image: self.head_image(article),
            alternates: self.alternates(there),
            languages: self.languages(edition, there),
            section: article.section.as_deref().map(crate::index::section_path).unwrap_or_default().to_owned(),
            script: true,
            share: self.share(edition, &url_path, &article.title),
            year: edition.calendar.number(u32::try_from(edition.calendar.year(year)).unwrap_or_default()),
            ..self.head(edition, &url_path)
        };
        let print = Print::of(&(self.house(), lang, &url_path, &head, &view));
        // From here on there is nothing new: what comes in is made of the text, and of what the print was taken of.
        let mut asked = Vec::new();
        if let Some(body) = body {
            head.json_ld = Some(json_ld::story(self, edition, article, &view, &head, &body.corrections));
            view.body = body.html;
            found.pictures.extend(body.found.pictures);
            found.missing.extend(body.found.missing);
            asked = body.asked;
        }
        let mut sheet = Sheet::new(self, edition, "story.html", format!("{url_path}index.html"), head).with("story", view).found(found);
        sheet.asked = asked;
        Ok((sheet, print))
    }

    fn story_view<'s>(
        &'s self,
        edition: &'s Edition,
        slug: &str,
        article: &Article,
        lead: Option<view::Shown>,
        found: &mut Found,
    ) -> view::Story<'s> {
        let root = address::to_root(&address::page(&edition.lang, slug));
        let place = edition.index.place(slug);
        let tags = self.hashtags(edition, &article.tags);
        let tag_slugs: Vec<String> = article.tags.iter().map(|name| self.names.tags.slug(name)).collect();
        let related = edition.index.related(place, article.date.map(|date| date.0), &tag_slugs, RELATED);
        let related = related.into_iter().map(|card| self.teaser(edition, card, &root, true, found)).collect();
        let (older, newer) = place.map(|place| edition.index.neighbours(place)).unwrap_or_default();
        let link =
            |card: &Listed| view::Link { name: card.title.clone(), href: address::encoded(&address::page(&edition.lang, &card.slug)) };
        let published = article.date.map(|date| self.when(edition, date.0));
        let updated = article.updated.filter(|updated| Some(*updated) != article.date).map(|updated| self.when(edition, updated.0));
        view::Story {
            title: article.title.clone(),
            kicker: filled(article.kicker.as_deref()),
            section: article.section.as_deref().and_then(|path| self.section_link(edition, path)),
            standfirst: filled(article.standfirst.as_deref()),
            byline: article
                .byline
                .iter()
                .map(|one| {
                    let href = self.author_href(edition, &one.name);
                    let url = href.as_deref().and_then(|href| self.absolute_encoded(href));
                    view::Name { name: one.name.trim().to_owned(), role: filled(one.role.as_deref()), href, url }
                })
                .filter(|one| !one.name.trim().is_empty())
                .collect(),
            published,
            updated,
            lead,
            body: String::new(),
            source: article.source.as_ref().and_then(|source| self.attribution(edition, source)),
            tags,
            related,
            older: older.map(link),
            newer: newer.map(link),
            permalink: address::encoded(&address::page(&edition.lang, slug)),
        }
    }

    /// Every picture of the newsroom that the page of an article may show. It may name one that the page leaves out after
    /// all, but never the other way about.
    ///
    /// # Errors
    /// Where there is no such edition.
    pub fn pictures_of(&self, lang: &str, slug: &str, article: &Article, is_story: bool) -> Result<BTreeSet<String>, RenderError> {
        let mut names = block::pictures(&article.body);
        if is_story {
            names.extend(self.story_sheet(lang, slug, article, None)?.0.pictures().iter().cloned());
        }
        names.retain(|name| self.pictures.get(name).is_some());
        Ok(names)
    }

    /// The slug of a tag's page by the tag's display name.
    pub fn tag_slug(&self, name: &str) -> String {
        self.names.tags.slug(name)
    }

    /// The slug of an author's page by the name.
    pub fn author_slug(&self, name: &str) -> String {
        self.names.authors.slug(name)
    }

    /// The slug of a source's page by its name.
    pub fn source_slug(&self, name: &str) -> String {
        self.names.sources.slug(name)
    }

    /// Slugs of the stories that a story's page shows: its neighbours and its relations.
    pub fn beside(&self, lang: &str, slug: &str) -> Vec<String> {
        let Some((edition, place)) = self.edition(lang).ok().and_then(|(_, edition)| Some((edition, edition.index.place(slug)?))) else {
            return Vec::new();
        };
        let card = &edition.index.cards[place];
        let tags: Vec<String> = card.tags.iter().map(|name| self.names.tags.slug(name)).collect();
        let (older, newer) = edition.index.neighbours(place);
        let related = edition.index.related(Some(place), card.date.map(|date| date.0), &tags, RELATED);
        related.into_iter().chain(older).chain(newer).map(|card| card.slug.clone()).collect()
    }

    pub(crate) fn hashtags(&self, edition: &Edition, tags: &[String]) -> Vec<view::Hashtag> {
        let mut out: Vec<view::Hashtag> = Vec::new();
        let mut taken = HashSet::new();
        for name in tags {
            let tag_slug = self.names.tags.slug(name);
            if tag_slug.is_empty() || !taken.insert(tag_slug.clone()) {
                continue;
            }
            let href = address::encoded(&address::tag(&edition.lang, &tag_slug));
            let name = self.tag_name(edition, &tag_slug).unwrap_or_else(|| name.clone());
            out.push(view::Hashtag { hashtag: slug::hashtag(&name), name, href });
        }
        out
    }

    /// The display name of a described tag in an edition's language.
    pub(crate) fn tag_name(&self, edition: &Edition, tag_slug: &str) -> Option<String> {
        let tag = &self.newsroom.tags[self.names.tags.place(tag_slug)?];
        tag.name.get(&edition.lang).or_else(|| tag.name.get(lang::primary(&edition.lang))).cloned()
    }

    /// Where another edition has the same story.
    fn edition_of(&self, other: &Edition, edition: &Edition, slug: &str, article: &Article) -> Option<String> {
        let story = article.id.as_deref().or_else(|| edition.index.place(slug).map(|place| edition.index.cards[place].story.as_str()))?;
        let (_, place) = *self.stories.get(story)?.iter().find(|(number, _)| self.editions[*number].lang == other.lang)?;
        Some(address::page(&other.lang, &other.index.cards[place].slug))
    }

    fn head_image(&self, article: &Article) -> Option<view::HeadImage> {
        let lead = article.lead.as_ref()?;
        let picture = self.pictures.get(&stet_core::address::picture_path(&lead.image)?)?;
        let plain = picture.plain();
        Some(view::HeadImage {
            url: self.absolute(&picture.path(plain))?,
            width: plain.width,
            height: plain.height,
            alt: lead.alt.clone().unwrap_or_default(),
            media_type: plain.form.media_type(),
        })
    }

    /// The page of an author, where the edition has one: a story that is not published yet has not made any.
    pub(crate) fn author_href(&self, edition: &Edition, name: &str) -> Option<String> {
        let slug = self.names.authors.slug(name);
        edition.index.authors.contains_key(&slug).then(|| address::encoded(&address::author(&edition.lang, &slug)))
    }

    /// Links that offer the story elsewhere: plain addresses, no script, nothing loaded from there. None without an
    /// address of the site's own, which they are made of.
    fn share(&self, edition: &Edition, url_path: &str, title: &str) -> Vec<view::Link> {
        const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
        let Some(url) = self.absolute(url_path) else { return Vec::new() };
        let (url, title) = (utf8_percent_encode(&url, PARAMETER).to_string(), utf8_percent_encode(title, PARAMETER).to_string());
        let link = |name: &str, href: String| view::Link { name: name.to_owned(), href };
        vec![
            link(edition.strings.get("share_mail"), format!("mailto:?subject={title}&body={url}")),
            link("WhatsApp", format!("https://api.whatsapp.com/send?text={title}%20{url}")),
            link("Telegram", format!("https://t.me/share/url?url={url}&text={title}")),
            link("Facebook", format!("https://www.facebook.com/sharer/sharer.php?u={url}")),
            link("X", format!("https://x.com/intent/post?url={url}&text={title}")),
        ]
    }

    fn attribution(&self, edition: &Edition, source: &stet_core::Source) -> Option<view::Attribution> {
        let name = filled(Some(&source.name))?;
        let slug = self.names.sources.slug(&name);
        Some(view::Attribution {
            name,
            url: filled(source.url.as_deref()).filter(|url| address::is_web(url)),
            href: edition.index.sources.contains_key(&slug).then(|| address::encoded(&address::source(&edition.lang, &slug))),
            // Words about a licence are between the newsroom and its agency; an address is meant for readers.
            licence_url: filled(source.licence.as_deref()).filter(|licence| address::is_web(licence)),
        })
    }
}
