//! A story as IPTC ninjs 3.1.
//!
//! The schema closes with `unevaluatedProperties: false`: a key it does not know makes the document invalid, so
//! whatever has no place there is left out.

use serde_json::{Map, Value, json};
use stet_core::{Article, SourceKind, words};

use crate::address;
use crate::markdown::picture::Found;
use crate::site::{RenderError, Site, filled};

impl Site {
    /// The ninjs 3.1 document of a story. Addresses are absolute where the newsroom has one of its own; pictures, which
    /// the standard wants absolute, are left out where it has none.
    ///
    /// # Errors
    /// Where there is no such edition.
    pub fn ninjs(&self, lang: &str, slug: &str, article: &Article) -> Result<Value, RenderError> {
        let (_, edition) = self.edition(lang)?;
        let url = self.absolute(&address::page(lang, slug));
        let id = article
            .id
            .as_deref()
            .or_else(|| edition.index.place(slug).map(|place| edition.index.cards[place].story.as_str()))
            .unwrap_or_default();
        let mut out = Map::new();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()) {
                out.insert(key.to_owned(), value);
            }
        };
        put("standard", json!({ "name": "ninjs", "version": "3.1", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json" }));
        put("uri", json!(self.identity(lang, id, slug)));
        put("type", json!("text"));
        put("representationType", json!("full"));
        put("pubStatus", json!("usable"));
        put("language", json!(lang));
        put("title", json!(article.title));
        put("slugline", json!(slug));
        let date = |moment: Option<stet_core::Moment>| json!(moment.map(|moment| edition.calendar.machine(moment.0)));
        put("firstCreated", date(article.date));
        put("contentCreated", date(article.date));
        put("versionCreated", date(article.updated.or(article.date)));
        put("headlines", json!([{ "role": "main", "contentType": "text/plain", "value": article.title }]));
        let names: Vec<String> = article.byline.iter().filter_map(|one| filled(Some(&one.name))).collect();
        put("by", if names.is_empty() { Value::Null } else { json!(names.join(edition.strings.get("comma"))) });
        let person = |one: &stet_core::Byline| {
            let role = filled(one.role.as_deref());
            let mut person = json!({ "name": filled(Some(&one.name))?, "rel": if role.is_some() { "contributor" } else { "author" } });
            if let Some(uri) = self.author_href(edition, &one.name).and_then(|href| self.absolute_encoded(&href)) {
                person["uri"] = uri.into();
            }
            Some(person)
        };
        put("people", Value::Array(article.byline.iter().filter_map(person).collect()));
        put("copyrightHolder", json!(self.holder(lang)));
        let section = article.section.as_deref().and_then(|path| self.section_link(edition, path)).map(|link| (link, "section"));
        let tags =
            self.hashtags(edition, &article.tags).into_iter().map(|tag| (crate::view::Link { name: tag.name, href: tag.href }, "keyword"));
        let subject = |(link, rel): (crate::view::Link, &str)| {
            let mut subject = json!({ "name": link.name, "rel": rel });
            if let Some(uri) = self.absolute_encoded(&link.href) {
                subject["uri"] = uri.into();
            }
            subject
        };
        put("subjects", Value::Array(section.into_iter().chain(tags).map(subject).collect()));
        put("infoSources", article.source.as_ref().map_or(Value::Null, info_source));
        put("usageTerms", json!(article.source.as_ref().and_then(|source| filled(source.licence.as_deref()))));
        put("copyrightNotice", json!(article.date.map(|date| format!("© {} {}", edition.calendar.year(date.0), self.holder(lang)))));
        let root = self.absolute("").unwrap_or_default();
        let body = self.plain_body(edition, &article.body, &root);
        let count = words::count_body(&article.body);
        let summary = filled(article.standfirst.as_deref()).map(|text| ("summary", text));
        let corrections = body.corrections.iter().map(|one| {
            let day = one.date.map(|date| format!("{date}: ")).unwrap_or_default();
            ("correction", format!("{day}{}", one.text))
        });
        let description = |(role, text): (&str, String)| json!({ "role": role, "contentType": "text/plain", "value": text });
        put("descriptions", Value::Array(summary.into_iter().chain(corrections).map(description).collect()));
        put(
            "bodies",
            json!([{ "role": "main", "contentType": "text/html", "charCount": body.html.chars().count(), "wordCount": count, "value": body.html }]),
        );
        let picture = article.lead.as_ref().and_then(|lead| self.feature(lead));
        let based_on = article.source.as_ref().filter(|source| source.kind == Some(SourceKind::Document)).and_then(|source| {
            let uri = filled(source.url.as_deref()).filter(|url| address::is_web(url))?;
            Some(json!({ "name": "source", "rel": "basedOn", "uri": uri, "title": source.name }))
        });
        put("associations", Value::Array(picture.into_iter().chain(based_on).collect()));
        put("altIds", url.map_or(Value::Null, |url| json!([{ "role": "canonical", "value": url }])));
        Ok(Value::Object(out))
    }

    /// A name for a story in one language that stays when its slug changes.
    pub(crate) fn identity(&self, lang: &str, story: &str, slug: &str) -> String {
        match self.absolute(&format!("{lang}/")) {
            Some(home) if !story.is_empty() => format!("{home}#{}", address::encoded(story)),
            Some(_) => self.absolute(&address::page(lang, slug)).unwrap_or_default(),
            None => format!("urn:x-stet:{lang}:{}", address::encoded(if story.is_empty() { slug } else { story })),
        }
    }

    fn holder(&self, lang: &str) -> String {
        self.newsroom
            .edition(lang)
            .and_then(|edition| filled(edition.copyright.as_deref()))
            .unwrap_or_else(|| self.newsroom.title(lang).to_owned())
    }

    fn feature(&self, lead: &stet_core::Lead) -> Option<Value> {
        let shown = self.shown(lead, "", u32::MAX, &mut Found::default())?;
        let picture = self.pictures.get(&stet_core::address::picture_path(&lead.image)?)?;
        let plain = picture.plain();
        let texts = [("caption", shown.caption), ("altText", Some(shown.alt).filter(|alt| !alt.is_empty())), ("creditLine", shown.credit)];
        let descriptions: Vec<Value> = texts
            .into_iter()
            .filter_map(|(role, text)| Some(json!({ "role": role, "contentType": "text/plain", "value": text? })))
            .collect();
        // The one that everything reads comes first.
        let mut all = picture.renditions();
        all.sort_by_key(|one| *one != plain);
        let renditions: Vec<Value> = all
            .into_iter()
            .filter_map(|one| {
                let name = if one == plain { "main".to_owned() } else { format!("{}-{}", one.form.ending(), one.width) };
                let href = self.absolute(&picture.path(one))?;
                Some(json!({ "name": name, "href": href, "contentType": one.form.media_type(), "width": one.width, "height": one.height }))
            })
            .collect();
        let mut out = json!({
            "name": "featuremedia",
            "uri": self.absolute(&picture.path(plain))?,
            "type": "picture",
            "renditions": renditions,
        });
        let facts = &picture.facts;
        if !descriptions.is_empty() {
            out["descriptions"] = descriptions.into();
        }
        if !facts.creator.is_empty() {
            out["by"] = facts.creator.join(", ").into();
        }
        if !facts.copyright.is_empty() {
            out["copyrightNotice"] = facts.copyright.as_str().into();
        }
        if !facts.source_type.is_empty() {
            out["digitalSourceType"] =
                json!({ "name": facts.source_type, "uri": format!("{}{}", crate::picture::SOURCE_TYPES, facts.source_type) });
        }
        Some(out)
    }
}

fn info_source(source: &stet_core::Source) -> Value {
    let Some(name) = filled(Some(&source.name)) else { return Value::Null };
    let role = match source.kind {
        Some(SourceKind::OwnReporting) => "own-reporting",
        Some(SourceKind::Agency) => "agency",
        Some(SourceKind::Publication) => "publication",
        Some(SourceKind::Official) => "official",
        Some(SourceKind::Document) => "document",
        Some(SourceKind::Person) => "person",
        None => "source",
    };
    let mut out = json!({ "name": name, "role": role });
    if let Some(url) = filled(source.url.as_deref()).filter(|url| address::is_web(url)) {
        out["uri"] = url.into();
    }
    json!([out])
}
