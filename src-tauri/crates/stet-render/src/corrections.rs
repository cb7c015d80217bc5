//! The page of an edition's corrections: all of them, the newest first, each with the story it mends.

use minijinja::value::Serde;
use minijinja::{Value, context};

use crate::markdown::picture::Found;
use crate::page::{Page, PageKey};
use crate::site::{Edition, PER_PAGE, RenderError, Site, page, pages_of};
use crate::{address, view};

impl Site {
    pub(crate) fn corrections(&self, lang: &str, number: usize, key: &PageKey) -> Result<Page, RenderError> {
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
        let values = context! {
            title,
            corrections => Value::from(Serde(&corrections)),
            paging => Value::from(Serde(&paging)),
        };
        let html = self.render("corrections.html", edition, &head, values)?;
        Ok(page(key.path(), html, Found::default()))
    }
}
