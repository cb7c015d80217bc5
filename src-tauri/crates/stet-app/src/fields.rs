//! Between an article and the window's form.

use stet_core::article::{Article, Byline, Embargo, Lead, Moment, Source, SourceKind, State};

use crate::wire::{BylineField, Fields, LeadField, SourceField};

/// The form for an article.
pub fn from_article(article: &Article) -> Fields {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Fields {
        title: article.title.clone(),
        kicker: text(&article.kicker),
        section: text(&article.section),
        standfirst: text(&article.standfirst),
        byline: article.byline.iter().map(|by| BylineField { name: by.name.clone(), role: text(&by.role) }).collect(),
        source: article.source.as_ref().map(source_field).unwrap_or_default(),
        tags: article.tags.clone(),
        slug: text(&article.slug),
        state: article.state.as_str().into(),
        date: article.date.map(|moment| moment.to_string()).unwrap_or_default(),
        updated: article.updated.map(|moment| moment.to_string()).unwrap_or_default(),
        embargo: match article.embargo {
            None => String::new(),
            Some(Embargo::Until(moment)) => moment.to_string(),
            Some(Embargo::Indefinite) => "indefinite".into(),
        },
        lead: article.lead.as_ref().map(lead_field).unwrap_or_default(),
    }
}

fn source_field(source: &Source) -> SourceField {
    SourceField {
        name: source.name.clone(),
        url: source.url.clone().unwrap_or_default(),
        kind: source
            .kind
            .and_then(|kind| serde_json::to_value(kind).ok())
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default(),
        licence: source.licence.clone().unwrap_or_default(),
    }
}

fn lead_field(lead: &Lead) -> LeadField {
    LeadField {
        image: lead.image.clone(),
        alt: lead.alt.clone().unwrap_or_default(),
        decorative: lead.alt.as_deref() == Some(""),
        caption: lead.caption.clone().unwrap_or_default(),
        credit: lead.credit.clone().unwrap_or_default(),
    }
}

/// The article that a form and a body make. `id` is carried over; a moment that cannot be read keeps what was there.
pub fn to_article(fields: &Fields, body: &str, was: &Article) -> Article {
    let text = |value: &str| Some(value.trim().to_owned()).filter(|text| !text.is_empty());
    let moment = |value: &str, was: Option<Moment>| if value.trim().is_empty() { None } else { Moment::parse(value).or(was) };
    Article {
        id: was.id.clone(),
        title: fields.title.trim().to_owned(),
        kicker: text(&fields.kicker),
        section: text(&fields.section),
        standfirst: text(&fields.standfirst),
        byline: fields.byline.iter().filter_map(|by| Some(Byline { name: text(&by.name)?, role: text(&by.role) })).collect(),
        source: text(&fields.source.name).map(|name| Source {
            name,
            url: text(&fields.source.url),
            kind: serde_json::from_value::<SourceKind>(serde_json::Value::String(fields.source.kind.clone())).ok(),
            licence: text(&fields.source.licence),
        }),
        tags: fields.tags.iter().filter_map(|tag| text(tag)).collect(),
        slug: text(&fields.slug),
        old_slugs: was.old_slugs.clone(),
        aliases: was.aliases.clone(),
        state: State::parse(&fields.state).unwrap_or(was.state),
        date: moment(&fields.date, was.date),
        updated: moment(&fields.updated, was.updated),
        embargo: match fields.embargo.trim() {
            "" => None,
            // One that cannot be read holds: better late than leaked.
            other => Some(Moment::parse(other).map_or(Embargo::Indefinite, Embargo::Until)),
        },
        lead: text(&fields.lead.image).map(|image| Lead {
            image,
            alt: text(&fields.lead.alt).or_else(|| fields.lead.decorative.then(String::new)),
            caption: text(&fields.lead.caption),
            credit: text(&fields.lead.credit),
        }),
        body: body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_nobody_touched_gives_the_same_article() {
        let text = "---\nid: 01JD3V7Y5Z0000000000000000\ntitle: T\nkicker: K\nbyline: [A, {name: B, role: R}]\nsource: {name: S, kind: own-reporting}\ntags: [x, y]\nstate: copy edit\ndate: 2026-11-24\nembargo: indefinite\nlead: {image: media/a.jpg, alt: '', credit: C}\n---\n\nBody\n";
        let article = stet_core::Draft::new(text).article().unwrap();
        assert_eq!(to_article(&from_article(&article), &article.body, &article), article);
    }
}
