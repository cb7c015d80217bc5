//! A story's record for machines: what a bundle holds beside its page.

use serde_json::{Map, Value, json};
use stet_core::{Article, lang, slug, words};

use crate::address;
use crate::markdown::picture::Found;
use crate::site::Site;

impl Site {
    /// The record of a story: identity, fields, addresses and pictures. Keys without a value are left out.
    ///
    /// Editorial state, notes and anything else that is the newsroom's own business are not in it.
    pub fn metadata(&self, lang: &str, slug: &str, article: &Article) -> Value {
        let url_path = address::page(lang, slug);
        let words = words::count_body(&article.body);
        let mut record = Map::new();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()) {
                record.insert(key.to_owned(), value);
            }
        };
        put("version", json!(1));
        put("id", json!(article.id));
        put("lang", json!(lang));
        put("dir", json!(lang::direction(lang).as_str()));
        put("slug", json!(slug));
        put("path", json!(format!("{url_path}index.html")));
        put("url", json!(self.absolute(&url_path)));
        put("title", json!(article.title));
        put("kicker", json!(article.kicker));
        put("standfirst", json!(article.standfirst));
        put("byline", json!(article.byline));
        put("source", json!(article.source));
        put("date", json!(article.date.map(|date| date.to_string())));
        put("updated", json!(article.updated.map(|date| date.to_string())));
        put("words", json!(words));
        put("reading_minutes", json!(words::reading_minutes(words)));
        if let Ok((_, edition)) = self.edition(lang) {
            let section = article.section.as_deref().map(crate::index::section_path).filter(|path| !path.is_empty());
            put("section", json!(section.map(|path| json!({ "path": path, "name": edition.section_name(path) }))));
            let tag = |name: &String| json!({ "name": name, "slug": self.names.tags.slug(name), "hashtag": slug::hashtag(name) });
            put("tags", Value::Array(article.tags.iter().map(tag).collect()));
            let mut found = Found::default();
            put("lead", json!(article.lead.as_ref().and_then(|lead| self.shown(lead, &mut found))));
            let body = self.body(edition, &article.body, "");
            found.pictures.extend(body.found.pictures);
            let picture = |name: &String| {
                self.pictures.get(name).map(|picture| json!({ "name": name, "path": picture.path, "width": picture.width, "height": picture.height, "media_type": picture.media_type }))
            };
            put("pictures", Value::Array(found.pictures.iter().filter_map(picture).collect()));
            let correction = |one: &crate::markdown::Correction| json!({ "date": one.date.map(|date| date.to_string()), "text": one.text });
            put("corrections", Value::Array(body.corrections.iter().map(correction).collect()));
            let story = article.id.as_deref().or_else(|| edition.index.place(slug).map(|place| edition.index.cards[place].story.as_str()));
            let others = story.and_then(|story| self.stories.get(story)).into_iter().flatten().map(|(number, place)| {
                let other = &self.editions[*number];
                let slug = &other.index.cards[*place].slug;
                json!({ "lang": other.lang, "slug": slug, "path": format!("{}index.html", address::page(&other.lang, slug)) })
            });
            put("editions", Value::Array(others.collect()));
        }
        Value::Object(record)
    }
}
