//! schema.org `NewsArticle` and breadcrumbs as JSON-LD.

use serde_json::{Map, Value, json};
use stet_core::Article;

use crate::address;
use crate::markdown::Correction;
use crate::site::{Edition, Site};
use crate::view;

/// The JSON-LD of a story, escaped so that no text in it can close the script element.
pub(crate) fn story(
    site: &Site,
    edition: &Edition,
    article: &Article,
    view: &view::Story,
    head: &view::Head,
    corrections: &[Correction],
) -> String {
    let lang = &edition.lang;
    let publisher = publisher(site, lang);
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !empty {
            out.insert(key.to_owned(), value);
        }
    };
    put("@type", json!("NewsArticle"));
    put("@id", json!(head.canonical));
    put("mainEntityOfPage", json!(head.canonical));
    put("url", json!(head.canonical));
    put("identifier", json!(article.id.as_ref().map(|id| json!({ "@type": "PropertyValue", "propertyID": "story", "value": id }))));
    put("headline", json!(article.title));
    put("description", json!(view.standfirst));
    put("articleSection", json!(view.section.as_ref().map(|section| &section.name)));
    put("inLanguage", json!(lang));
    put("isAccessibleForFree", json!(true));
    put("datePublished", json!(view.published.as_ref().map(|when| &when.iso)));
    put("dateModified", json!(view.updated.as_ref().or(view.published.as_ref()).map(|when| &when.iso)));
    // Whoever has another part than writing is named by it, where schema.org has a word, and as a contributor otherwise.
    put("author", Value::Array(view.byline.iter().filter(|one| one.role.is_none()).map(|one| author(one, site, lang)).collect()));
    put("contributor", Value::Array(view.byline.iter().filter(|one| one.role.is_some()).map(|one| author(one, site, lang)).collect()));
    put("wordCount", json!(stet_core::words::count_body(&article.body)));
    put("publisher", publisher.clone());
    put("image", image(site, article, view, head));
    put("keywords", json!(view.tags.iter().map(|tag| &tag.name).collect::<Vec<_>>()));
    put("copyrightYear", json!(article.date.map(|date| edition.calendar.year(date.0))));
    put("copyrightHolder", publisher);
    if let Some(source) = &article.source
        && article.source.as_ref().is_some_and(|source| source.kind != Some(stet_core::SourceKind::OwnReporting))
        && let Some(shown) = &view.source
    {
        use stet_core::SourceKind;
        match source.kind {
            Some(SourceKind::Person) => put("citation", work(shown)),
            Some(SourceKind::Document) => put("isBasedOn", work(shown)),
            _ => {
                put("sourceOrganization", json!({ "@type": "Organization", "name": shown.name }));
                put("isBasedOn", shown.url.as_ref().map_or(Value::Null, |url| json!(url)));
                put("creditText", json!(shown.name));
            }
        }
        put("license", json!(shown.licence_url));
    }
    put("correction", Value::Array(corrections.iter().map(correction).collect()));
    let translations: Vec<Value> = head
        .alternates
        .iter()
        .filter(|other| other.lang != *lang && other.lang != "x-default")
        .map(|other| json!({ "@type": "NewsArticle", "@id": other.url, "inLanguage": other.lang }))
        .collect();
    // Which of two editions came first copy does not say: the default language counts as the original.
    let default = site.newsroom.default_lang();
    if *lang == default {
        put("workTranslation", Value::Array(translations));
    } else if let Some(original) = translations.iter().find(|other| other["inLanguage"] == default) {
        put("translationOfWork", original.clone());
    }
    let mut graph = vec![Value::Object(out)];
    graph.extend(breadcrumbs(site, edition, article, view));
    escaped(&json!({ "@context": "https://schema.org", "@graph": graph }))
}

/// JSON for a script element: `<`, `>` and `&` as escapes, so that no text in it can end the element or begin a comment.
pub(crate) fn escaped(value: &Value) -> String {
    let text = value.to_string();
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(letter),
        }
    }
    out
}

fn publisher(site: &Site, lang: &str) -> Value {
    let mut out = json!({ "@type": "NewsMediaOrganization", "name": site.newsroom.title(lang) });
    if let Some(url) = site.absolute(&format!("{lang}/")) {
        out["@id"] = format!("{url}#publisher").into();
        out["url"] = url.into();
    }
    if let Some(logo) = site.logo() {
        out["logo"] = json!({ "@type": "ImageObject", "url": logo });
    }
    if let Some(url) = site.absolute(&format!("{lang}/corrections/")) {
        out["correctionsPolicy"] = url.into();
    }
    out
}

/// The house itself may sign a story; everyone else is a person.
fn author(name: &view::Name, site: &Site, lang: &str) -> Value {
    let house = name.name == site.newsroom.name || name.name == site.newsroom.title(lang);
    let mut out = json!({ "@type": if house { "Organization" } else { "Person" }, "name": name.name });
    if let Some(url) = &name.url {
        out["url"] = url.as_str().into();
    }
    if let Some(role) = &name.role {
        out["jobTitle"] = role.as_str().into();
    }
    out
}

fn work(source: &view::Attribution) -> Value {
    let mut out = json!({ "@type": "CreativeWork", "name": source.name });
    if let Some(url) = &source.url {
        out["url"] = url.as_str().into();
    }
    out
}

/// The lead picture with whom it is credited to and what else the original states. Width and height are quantities: plain
/// numbers are outside schema.org's range of the properties.
fn image(site: &Site, article: &Article, view: &view::Story, head: &view::Head) -> Value {
    let (Some(shown), Some(image), Some(lead)) = (&view.lead, &head.image, &article.lead) else { return Value::Null };
    let pixels = |count: u32| json!({ "@type": "QuantitativeValue", "value": count, "unitCode": "E37", "unitText": "pixel" });
    let mut out = json!({
        "@type": "ImageObject",
        "url": image.url,
        "contentUrl": image.url,
        "encodingFormat": image.media_type,
        "width": pixels(image.width),
        "height": pixels(image.height),
    });
    let mut put = |key: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            out[key] = text.into();
        }
    };
    put("caption", shown.caption.as_deref());
    put("creditText", shown.credit.as_deref());
    put("copyrightNotice", shown.credit.as_deref());
    let picture = stet_core::address::picture_path(&lead.image).and_then(|name| site.pictures.get(&name));
    if let Some(facts) = picture.as_ref().map(|picture| &picture.facts) {
        put("copyrightNotice", Some(&facts.copyright));
        put("license", Some(&facts.licence));
        put("acquireLicensePage", Some(&facts.licensor));
        put("digitalSourceType", source_type(&facts.source_type).as_deref());
        if !facts.creator.is_empty() {
            out["creator"] = facts.creator.iter().map(|name| json!({ "@type": "Person", "name": name })).collect();
        }
    }
    Value::Array(vec![out])
}

/// The member of schema.org's `IPTCDigitalSourceEnumeration` that a term of the IPTC vocabulary has become.
fn source_type(term: &str) -> Option<String> {
    const TERMS: [&str; 18] = [
        "algorithmicMedia",
        "algorithmicallyEnhanced",
        "compositeCapture",
        "compositeSynthetic",
        "compositeWithTrainedAlgorithmicMedia",
        "composite",
        "dataDrivenMedia",
        "digitalArt",
        "digitalCapture",
        "humanEdits",
        "minorHumanEdits",
        "negativeFilm",
        "positiveFilm",
        "print",
        "screenCapture",
        "softwareImage",
        "trainedAlgorithmicMedia",
        "virtualRecording",
    ];
    let known = TERMS.iter().find(|known| **known == term)?;
    let (first, rest) = known.split_at(1);
    Some(format!("https://schema.org/{}{rest}DigitalSource", first.to_ascii_uppercase()))
}

fn correction(correction: &Correction) -> Value {
    let mut out = json!({ "@type": "CorrectionComment", "text": correction.text });
    if let Some(date) = correction.date {
        out["datePublished"] = date.to_string().into();
    }
    out
}

fn breadcrumbs(site: &Site, edition: &Edition, article: &Article, view: &view::Story) -> Option<Value> {
    let path = article.section.as_deref().map(crate::index::section_path).filter(|path| !path.is_empty())?;
    let mut items = vec![(site.newsroom.title(&edition.lang).to_owned(), format!("{}/", edition.lang))];
    for (at, _) in path.match_indices('/').chain(std::iter::once((path.len(), ""))) {
        items.push((edition.section_name(&path[..at]), address::section(&edition.lang, &path[..at])));
    }
    let mut list: Vec<Value> = Vec::new();
    for (name, path) in items {
        list.push(json!({ "@type": "ListItem", "position": list.len() + 1, "name": name, "item": site.absolute(&path)? }));
    }
    list.push(json!({ "@type": "ListItem", "position": list.len() + 1, "name": view.title }));
    Some(json!({ "@type": "BreadcrumbList", "itemListElement": list }))
}

impl Site {
    /// The publisher's logo, absolute: the newsroom's own, or the theme's icon.
    fn logo(&self) -> Option<String> {
        let own = self.newsroom.logo.as_deref().and_then(|path| self.pictures.get(&stet_core::address::picture_path(path)?));
        self.absolute(&own.map_or_else(|| self.icon_path().to_owned(), |picture| picture.path(picture.plain())))
    }
}
