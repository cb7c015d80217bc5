//! A story's own page: the one that preview, `render` and export all come to.

use minijinja::value::Serde;
use minijinja::{Value, context};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use stet_core::{Article, lang, slug};

use crate::address;
use crate::input::Card;
use crate::markdown::picture::Found;
use crate::page::Page;
use crate::site::{Edition, RenderError, Site, filled, page};
use crate::{json_ld, view};

/// How many related stories a page shows.
const RELATED: usize = 4;

impl Site {
    /// The page of a story. It need not be in the index: a story that is not published can be looked at too.
    ///
    /// # Errors
    /// Where there is no such edition, or a template fails.
    pub fn story(&self, lang: &str, slug: &str, article: &Article) -> Result<Page, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let url_path = address::page(lang, slug);
        let root = address::to_root(&url_path);
        let mut body = self.body(edition, &article.body, &root);
        let lead = article.lead.as_ref().and_then(|lead| self.shown(lead, &root, u32::MAX, &mut body.found));
        // Neighbours are named by their headlines: their pictures are shown, so they are used.
        let view = self.story_view(edition, slug, article, lead, std::mem::take(&mut body.html), &mut body.found);
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
        head.json_ld = Some(json_ld::story(self, edition, article, &view, &head, &body.corrections));
        let html = self.render("story.html", edition, &head, context! { story => Value::from(Serde(&view)) })?;
        Ok(page(format!("{url_path}index.html"), html, body.found))
    }

    fn story_view(
        &self,
        edition: &Edition,
        slug: &str,
        article: &Article,
        lead: Option<view::Shown>,
        body: String,
        found: &mut Found,
    ) -> view::Story {
        let root = address::to_root(&address::page(&edition.lang, slug));
        let place = edition.index.place(slug);
        let tags = self.hashtags(edition, &article.tags);
        let tag_slugs: Vec<String> = article.tags.iter().map(|name| self.names.tags.slug(name)).collect();
        let related = edition.index.related(place, article.date.map(|date| date.0), &tag_slugs, RELATED);
        let related = related.into_iter().map(|card| self.teaser(edition, card, &root, true, found)).collect();
        let (older, newer) = place.map(|place| edition.index.neighbours(place)).unwrap_or_default();
        let link = |card: &Card| view::Link { name: card.title.clone(), href: address::encoded(&address::page(&edition.lang, &card.slug)) };
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
            body,
            source: article.source.as_ref().and_then(|source| self.attribution(edition, source)),
            tags,
            related,
            older: older.map(link),
            newer: newer.map(link),
            permalink: address::encoded(&address::page(&edition.lang, slug)),
        }
    }

    pub(crate) fn hashtags(&self, edition: &Edition, tags: &[String]) -> Vec<view::Hashtag> {
        let mut out: Vec<view::Hashtag> = Vec::new();
        for name in tags {
            let tag_slug = self.names.tags.slug(name);
            let href = address::encoded(&address::tag(&edition.lang, &tag_slug));
            if tag_slug.is_empty() || out.iter().any(|other| other.href == href) {
                continue;
            }
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
