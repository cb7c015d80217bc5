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
            put("lead", article.lead.as_ref().map_or(Value::Null, |lead| self.lead_record(lead, &mut found)));
            let body = self.body(edition, &article.body, "");
            found.pictures.extend(body.found.pictures);
            let picture = |name: &String| Some(picture_record(name, &*self.pictures.get(name)?));
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

    /// The lead picture: the file for every reader, and the words to it.
    fn lead_record(&self, lead: &stet_core::Lead, found: &mut Found) -> Value {
        let Some(shown) = self.shown(lead, "", u32::MAX, found) else { return Value::Null };
        let mut out = json!({ "src": shown.src, "width": shown.width, "height": shown.height, "alt": shown.alt });
        for (key, text) in [("caption", shown.caption), ("credit", shown.credit)] {
            if let Some(text) = text {
                out[key] = text.into();
            }
        }
        out
    }
}

/// A picture: the file for every reader, the other files it is published as, and whom it is credited to.
fn picture_record(name: &str, picture: &crate::Picture) -> Value {
    let file = |one: crate::picture::Rendition| json!({ "path": picture.path(one), "width": one.width, "height": one.height, "media_type": one.form.media_type() });
    let mut out = file(picture.plain());
    out["name"] = name.into();
    if let Some(credit) = picture.facts.credit_line() {
        out["credit"] = credit.into();
    }
    out["renditions"] = picture.renditions().into_iter().map(file).collect();
    out
}
