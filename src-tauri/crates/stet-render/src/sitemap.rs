//! Sitemaps (sitemaps.org 0.9) and the news sitemap.

use std::fmt::Write;
use std::hash::{Hash, Hasher};

use jiff::SignedDuration;

use crate::address;
use crate::files::{FileKey, xml_text};
use crate::markdown::escaped;
use crate::print::{Print, Taker};
use crate::site::{Edition, RenderError, Site};

/// Addresses in one sitemap, as the protocol allows.
const PER_MAP: usize = 50_000;
/// Stories in the news sitemap, as its readers allow.
const NEWS: usize = 1_000;
/// Age of the stories in the news sitemap.
const NEWS_AGE: SignedDuration = SignedDuration::from_hours(48);

impl Site {
    /// How many sitemaps an edition has.
    pub(crate) fn sitemaps(&self, edition: &Edition) -> usize {
        addresses(self, edition).div_ceil(PER_MAP)
    }

    pub(crate) fn sitemap_index(&self) -> Option<String> {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        let keys = self
            .editions
            .iter()
            .flat_map(|edition| (1..=self.sitemaps(edition)).map(|number| FileKey::Sitemap { lang: edition.lang.clone(), number }));
        for key in keys.chain([FileKey::NewsSitemap]) {
            let _ = writeln!(out, "<sitemap><loc>{}</loc></sitemap>", escaped(&self.absolute(&key.path())?));
        }
        out.push_str("</sitemapindex>\n");
        Some(out)
    }

    /// What the sitemaps of an edition are made from.
    pub(crate) fn sitemap_print(&self, lang: &str) -> Result<Print, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let index = &edition.index;
        let mut print = Taker::new();
        for card in &index.cards {
            (&card.slug, card.date, card.updated).hash(&mut print);
        }
        for (path, cards) in &index.sections {
            (path, cards.first()).hash(&mut print);
        }
        for lists in [&index.tags, &index.authors, &index.sources] {
            print.write_usize(lists.len());
            for (slug, list) in lists {
                (slug, list.cards.first()).hash(&mut print);
            }
        }
        Ok(print.print())
    }

    pub(crate) fn sitemap(&self, lang: &str, number: usize) -> Result<Option<String>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        if number == 0 || number > self.sitemaps(edition) {
            return Ok(None);
        }
        let mut out =
            String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        let changed =
            |place: Option<&usize>| place.and_then(|place| edition.index.cards[*place].date).map(|date| edition.calendar.machine(date.0));
        let home = std::iter::once((format!("{lang}/"), changed(Some(&0).filter(|_| !edition.index.cards.is_empty()))));
        let sections = edition.index.sections.iter().map(|(path, cards)| (address::section(lang, path), changed(cards.first())));
        let tags = edition.index.tags.iter().map(|(slug, tagged)| (address::tag(lang, slug), changed(tagged.cards.first())));
        let authors = edition.index.authors.iter().map(|(slug, by)| (address::author(lang, slug), changed(by.cards.first())));
        let sources = edition.index.sources.iter().map(|(slug, from)| (address::source(lang, slug), changed(from.cards.first())));
        let pages = edition.pages.iter().map(|page| (address::page(lang, &page.slug), None));
        let stories = edition
            .index
            .cards
            .iter()
            .map(|card| (address::page(lang, &card.slug), card.updated.or(card.date).map(|date| edition.calendar.machine(date.0))));
        for (path, date) in home
            .chain(sections)
            .chain(tags)
            .chain(authors)
            .chain(sources)
            .chain(pages)
            .chain(stories)
            .skip((number - 1) * PER_MAP)
            .take(PER_MAP)
        {
            let Some(url) = self.absolute(&path) else { return Ok(None) };
            let date = date.map(|date| format!("<lastmod>{date}</lastmod>")).unwrap_or_default();
            let _ = writeln!(out, "<url><loc>{}</loc>{date}</url>", escaped(&url));
        }
        out.push_str("</urlset>\n");
        Ok(Some(out))
    }

    pub(crate) fn news_sitemap(&self) -> Option<String> {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n",
        );
        let mut newest = Vec::new();
        for edition in &self.editions {
            let recent =
                edition.index.cards.iter().filter_map(|card| Some((card.date?.0, card))).skip_while(|(date, _)| *date > self.clock);
            newest.extend(
                recent
                    .take_while(|(date, _)| self.clock.duration_since(*date) <= NEWS_AGE)
                    .take(NEWS)
                    .map(|(date, card)| (date, edition, card)),
            );
        }
        newest.sort_by_key(|one| std::cmp::Reverse(one.0));
        for (date, edition, card) in newest.into_iter().take(NEWS) {
            let _ = writeln!(
                out,
                "<url><loc>{}</loc><news:news><news:publication><news:name>{}</news:name><news:language>{}</news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news></url>",
                escaped(&self.absolute(&address::page(&edition.lang, &card.slug))?),
                escaped(&xml_text(self.newsroom.title(&edition.lang))),
                news_language(&edition.lang),
                edition.calendar.machine(date),
                escaped(&xml_text(&card.title)),
            );
        }
        out.push_str("</urlset>\n");
        Some(out)
    }
}

fn addresses(site: &Site, edition: &Edition) -> usize {
    // The home page, lists, standing pages and stories; a site without an address has no sitemap.
    if site.newsroom.base_url.is_empty() {
        return 0;
    }
    1 + edition.index.sections.len()
        + edition.index.tags.len()
        + edition.index.authors.len()
        + edition.index.sources.len()
        + edition.pages.len()
        + edition.index.cards.len()
}

/// ISO 639, save that Chinese names its script by country.
fn news_language(tag: &str) -> &str {
    match tag {
        "zh-Hans" | "zh-CN" | "zh" => "zh-cn",
        "zh-Hant" | "zh-TW" | "zh-HK" => "zh-tw",
        _ => stet_core::lang::primary(tag),
    }
}
