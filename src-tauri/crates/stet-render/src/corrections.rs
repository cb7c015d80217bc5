//! The page of an edition's corrections: all of them, the newest first, each with the story it mends.

use crate::page::PageKey;
use crate::sheet::Sheet;
use crate::site::{Edition, PER_PAGE, RenderError, Site, pages_of};
use crate::{address, view};

impl Site {
    pub(crate) fn corrections(&self, lang: &str, number: usize, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let all = &edition.index.corrections;
        let total = pages_of(all.len());
        if number == 0 || number > total || edition.takes("corrections") {
            return Err(RenderError::NoPage(key.path()));
        }
        let corrections: Vec<view::Corrected> = all
            .iter()
            .skip((number - 1) * PER_PAGE)
            .take(PER_PAGE)
            .map(|(place, which)| {
                let card = &edition.index.cards[*place];
                let made = &card.corrections[*which];
                view::Corrected {
                    title: card.title.clone(),
                    href: format!("{}#{}", address::encoded(&address::page(lang, &card.slug)), made.id),
                    text: made.text.clone(),
                    iso: made.date.map(|date| date.to_string()),
                    day: made.date.map(|date| edition.calendar.day(date)),
                }
            })
            .collect();
        let paging = (total > 1).then(|| self.paging(edition, key, number, total));
        let title = edition.strings.get("corrections").to_owned();
        let there = |other: &Edition| (!other.takes("corrections")).then(|| format!("{}/corrections/", other.lang));
        let words = paging.as_ref().filter(|_| number > 1).map(|paging| format!(" – {}", paging.words)).unwrap_or_default();
        let head = view::Head {
            title: format!("{title}{words} – {}", self.newsroom.title(lang)),
            description: Some(edition.strings.get("corrections_text").to_owned()),
            languages: self.languages(edition, there),
            alternates: if number == 1 { self.alternates(there) } else { Vec::new() },
            ..self.head(edition, &key.url_path())
        };
        let sheet = Sheet::new(self, edition, "corrections.html", key.path(), head);
        Ok(sheet.with("title", title).with("corrections", corrections).with("paging", paging))
    }
}
