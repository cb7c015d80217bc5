//! Feeds of the newest stories: RSS 2.0, Atom and JSON Feed 1.1.
//!
//! A feed announces: headline, standfirst and address. The story itself is read on the site.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::address;
use crate::files::{FeedForm, FeedOf, xml_text};
use crate::input::Card;
use crate::print::Print;
use crate::site::{Edition, RenderError, Site, filled};

/// Stories in a feed.
const NEWEST: usize = 30;

/// What the three forms have in common.
struct Feed<'a, I = Item> {
    title: String,
    description: String,
    lang: &'a str,
    home: String,
    own: String,
    items: Vec<I>,
}

struct Item {
    id: String,
    url: String,
    title: String,
    summary: Option<String>,
    names: Vec<String>,
    tags: Vec<(String, String)>,
    published: Option<jiff::Timestamp>,
    updated: Option<jiff::Timestamp>,
    /// Address and media type.
    image: Option<(String, &'static str)>,
}

impl Site {
    /// A feed's text; `None` where there is nothing it could be a feed of, or the site has no address.
    pub(crate) fn feed(&self, lang: &str, of: &FeedOf, form: FeedForm, path: &str) -> Result<Option<String>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let Some(feed) = self.feed_of(edition, of, path) else { return Ok(None) };
        let feed = self.written(edition, feed);
        Ok(Some(match form {
            FeedForm::Rss => rss(&feed),
            FeedForm::Atom => atom(&feed, self.newsroom.title(lang)),
            FeedForm::Json => json(&feed, edition),
        }))
    }

    /// What a feed is made from.
    pub(crate) fn feed_print(&self, lang: &str, of: &FeedOf, path: &str) -> Result<Option<Print>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let Some(feed) = self.feed_of(edition, of, path) else { return Ok(None) };
        let items: Vec<Print> = feed.items.iter().map(|place| self.card_print(&edition.index.cards[*place])).collect();
        Ok(Some(Print::of(&(self.house(), lang, feed.title, feed.description, feed.home, feed.own, items))))
    }

    fn feed_of<'s>(&'s self, edition: &'s Edition, of: &FeedOf, path: &str) -> Option<Feed<'s, usize>> {
        let lang = edition.lang.as_str();
        let index = &edition.index;
        let masthead = self.newsroom.title(lang);
        let (places, title, home) = match of {
            FeedOf::Edition => ((0..index.cards.len()).take(NEWEST).collect::<Vec<_>>(), masthead.to_owned(), format!("{lang}/")),
            FeedOf::Section(path) => {
                let places = index.sections.get(path)?;
                (
                    places.iter().copied().take(NEWEST).collect(),
                    format!("{} – {masthead}", edition.section_name(path)),
                    address::section(lang, path),
                )
            }
            FeedOf::Tag(slug) => {
                let tagged = index.tags.get(slug)?;
                let name = self.tag_name(edition, slug).unwrap_or_else(|| tagged.name.clone());
                (tagged.cards.iter().copied().take(NEWEST).collect(), format!("{name} – {masthead}"), address::tag(lang, slug))
            }
        };
        let (home, own) = (self.absolute(&home)?, self.absolute(path)?);
        let tagline = self.newsroom.edition(lang).and_then(|settings| filled(settings.tagline.as_deref()));
        Some(Feed {
            description: xml_text(&tagline.unwrap_or_else(|| title.clone())),
            title: xml_text(&title),
            lang,
            home,
            own,
            items: places,
        })
    }

    fn written<'s>(&self, edition: &Edition, feed: Feed<'s, usize>) -> Feed<'s, Item> {
        let Feed { title, description, lang, home, own, items } = feed;
        let items = items.into_iter().filter_map(|place| self.item(edition, &edition.index.cards[place])).collect();
        Feed { title, description, lang, home, own, items }
    }

    fn item(&self, edition: &Edition, card: &Card) -> Option<Item> {
        let url = self.absolute(&address::page(&edition.lang, &card.slug))?;
        let tags = self.hashtags(edition, &card.tags);
        let picture = card.lead.as_ref().and_then(|lead| self.pictures.get(&stet_core::address::picture_path(&lead.image)?));
        Some(Item {
            id: self.identity(&edition.lang, &card.story, &card.slug),
            title: xml_text(&card.title),
            summary: filled(card.standfirst.as_deref()).map(|text| xml_text(&text)),
            names: card.byline.iter().filter_map(|one| filled(Some(&one.name))).map(|name| xml_text(&name)).collect(),
            tags: tags.into_iter().filter_map(|tag| Some((xml_text(&tag.name), self.absolute_encoded(&tag.href)?))).collect(),
            published: card.date.map(|date| date.0),
            updated: card.updated.or(card.date).map(|date| date.0),
            image: picture.and_then(|picture| {
                let plain = picture.plain();
                Some((self.absolute(&picture.path(plain))?, plain.form.media_type()))
            }),
            url,
        })
    }
}

fn rss(feed: &Feed<'_>) -> String {
    let link = rss::extension::atom::Link {
        href: feed.own.clone(),
        rel: "self".into(),
        mime_type: Some(FeedForm::Rss.media_type().into()),
        ..Default::default()
    };
    let item = |one: &Item| rss::Item {
        title: Some(one.title.clone()),
        link: Some(one.url.clone()),
        // Readers take a description for HTML.
        description: one.summary.as_deref().map(crate::markdown::escaped),
        categories: one.tags.iter().map(|(name, domain)| rss::Category { name: name.clone(), domain: Some(domain.clone()) }).collect(),
        guid: Some(rss::Guid { value: one.id.clone(), permalink: one.id == one.url }),
        // Pages are made before pictures are: 0 says that the length is not known.
        enclosure: one.image.as_ref().map(|(url, media_type)| rss::Enclosure {
            url: url.clone(),
            length: "0".into(),
            mime_type: (*media_type).into(),
        }),
        pub_date: one.published.map(|date| date.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()),
        dublin_core_ext: (!one.names.is_empty())
            .then(|| rss::extension::dublincore::DublinCoreExtension { creators: one.names.clone(), ..Default::default() }),
        ..Default::default()
    };
    rss::Channel {
        title: feed.title.clone(),
        link: feed.home.clone(),
        description: feed.description.clone(),
        language: Some(feed.lang.to_owned()),
        last_build_date: newest(feed).map(|date| date.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()),
        items: feed.items.iter().map(item).collect(),
        atom_ext: Some(rss::extension::atom::AtomExtension { links: vec![link] }),
        namespaces: BTreeMap::from([
            ("dc".into(), "http://purl.org/dc/elements/1.1/".into()),
            ("atom".into(), "http://www.w3.org/2005/Atom".into()),
        ]),
        ..Default::default()
    }
    .to_string()
}

fn atom(feed: &Feed<'_>, masthead: &str) -> String {
    use atom_syndication::{Category, Entry, Link, Person, Text};
    let link = |href: &str, rel: &str, media_type: &str| Link {
        href: href.to_owned(),
        rel: rel.into(),
        mime_type: Some(media_type.into()),
        ..Default::default()
    };
    let date =
        |date: Option<jiff::Timestamp>| date.unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%SZ").to_string().parse().unwrap_or_default();
    let person = |name: &str| Person { name: name.to_owned(), ..Default::default() };
    let entry = |one: &Item| Entry {
        title: Text::plain(one.title.clone()),
        id: one.id.clone(),
        updated: date(one.updated),
        published: one.published.map(|published| date(Some(published))),
        authors: one.names.iter().map(|name| person(name)).collect(),
        categories: one.tags.iter().map(|(name, url)| Category { term: name.clone(), scheme: Some(url.clone()), label: None }).collect(),
        links: std::iter::once(link(&one.url, "alternate", "text/html"))
            .chain(one.image.as_ref().map(|(url, media_type)| link(url, "enclosure", media_type)))
            .collect(),
        summary: one.summary.clone().map(Text::plain),
        ..Default::default()
    };
    atom_syndication::Feed {
        title: Text::plain(feed.title.clone()),
        subtitle: Some(Text::plain(feed.description.clone())),
        id: feed.own.clone(),
        updated: date(newest(feed)),
        authors: vec![person(&xml_text(masthead))],
        links: vec![link(&feed.home, "alternate", "text/html"), link(&feed.own, "self", FeedForm::Atom.media_type())],
        entries: feed.items.iter().map(entry).collect(),
        lang: Some(feed.lang.to_owned()),
        ..Default::default()
    }
    .to_string()
}

fn json(feed: &Feed<'_>, edition: &Edition) -> String {
    let item = |one: &Item| {
        let mut item = json!({ "id": one.id, "url": one.url, "title": one.title, "content_text": one.summary.as_ref().unwrap_or(&one.title), "language": feed.lang });
        let mut put = |key: &str, value: Value| {
            if !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()) {
                item[key] = value;
            }
        };
        put("date_published", json!(one.published.map(|date| edition.calendar.machine(date))));
        put("date_modified", json!(one.updated.filter(|date| Some(*date) != one.published).map(|date| edition.calendar.machine(date))));
        put("image", json!(one.image.as_ref().map(|(url, _)| url)));
        put("authors", Value::Array(one.names.iter().map(|name| json!({ "name": name })).collect()));
        put("tags", json!(one.tags.iter().map(|(name, _)| name).collect::<Vec<_>>()));
        item
    };
    let text = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "language": feed.lang,
        "items": feed.items.iter().map(item).collect::<Vec<_>>(),
    });
    format!("{text:#}\n")
}

fn newest(feed: &Feed<'_>) -> Option<jiff::Timestamp> {
    feed.items.iter().filter_map(|one| one.updated).max()
}
