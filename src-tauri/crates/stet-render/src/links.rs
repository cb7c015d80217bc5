//! Where links lead: from page to page, from language to language, and from copy to the story it means.

use stet_core::address::percent_decoded;
use stet_core::{lang, slug};

use crate::address;
use crate::site::{Edition, Site};
use crate::view;

impl Site {
    /// An absolute URL, where the newsroom has decided on its own.
    pub(crate) fn absolute(&self, path: &str) -> Option<String> {
        self.absolute_encoded(&address::encoded(path))
    }

    /// An absolute URL from a path that is encoded already.
    pub(crate) fn absolute_encoded(&self, path: &str) -> Option<String> {
        let base = self.newsroom.base_url.trim_end_matches('/');
        (!base.is_empty()).then(|| format!("{base}/{path}"))
    }

    /// The language switch: the page itself where another edition has it, otherwise that edition's front page.
    pub(crate) fn languages(&self, current: &Edition, there: impl Fn(&Edition) -> Option<String>) -> Vec<view::Language> {
        if self.editions.len() < 2 {
            return Vec::new();
        }
        let link = |edition: &Edition| view::Language {
            lang: edition.lang.clone(),
            dir: lang::direction(&edition.lang).as_str(),
            label: edition.label.clone(),
            href: address::encoded(&there(edition).unwrap_or_else(|| format!("{}/", edition.lang))),
            current: edition.lang == current.lang,
        };
        self.editions.iter().map(link).collect()
    }

    /// `hreflang` links, which need absolute URLs and more than one language.
    pub(crate) fn alternates(&self, there: impl Fn(&Edition) -> Option<String>) -> Vec<view::Alternate> {
        let mut out = Vec::new();
        for edition in &self.editions {
            if let Some(url) = there(edition).and_then(|path| self.absolute(&path)) {
                out.push(view::Alternate { lang: edition.lang.clone(), url });
            }
        }
        if out.len() < 2 {
            return Vec::new();
        }
        let default = out.iter().find(|one| one.lang == self.newsroom.default_lang()).unwrap_or(&out[0]).url.clone();
        out.push(view::Alternate { lang: "x-default".into(), url: default });
        out
    }

    /// The encoded URL path of the story, standing page, section or tag that a path in copy means, such as `ferry.md`,
    /// `../2026/ferry.md` or `/ar/tag/harbour/`.
    pub(crate) fn resolve(&self, own: &Edition, path: &str) -> Option<String> {
        let path = percent_decoded(path);
        let mut parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
        if matches!(parts.last(), Some(&"index.html" | &"index.md")) {
            parts.pop();
        }
        let is_lang = |part: &str| self.editions.iter().find(|edition| edition.lang == part);
        let named = parts.iter().position(|part| is_lang(part).is_some()).filter(|at| *at <= 1);
        let edition = named.and_then(|at| is_lang(parts[at])).unwrap_or(own);
        let rest = &parts[named.map_or(0, |at| at + 1)..];
        let Some(last) = rest.last() else { return named.map(|_| address::encoded(&format!("{}/", edition.lang))) };
        let found = match rest {
            ["section", path @ ..] if !path.is_empty() => {
                let path = path.join("/");
                (self.newsroom.section(&path).is_some() || edition.index.sections.contains_key(&path))
                    .then(|| address::section(&edition.lang, &path))
            }
            ["tag", tag] => edition.index.tags.contains_key(*tag).then(|| address::tag(&edition.lang, tag)),
            _ => {
                let stem = [".md", ".markdown", ".html"].iter().find_map(|ending| last.strip_suffix(ending)).unwrap_or(last);
                let slugged = slug::slug(stem);
                [stem, slugged.as_str()]
                    .into_iter()
                    .find(|slug| edition.index.place(slug).is_some() || edition.pages.iter().any(|page| page.slug == *slug))
                    .map(|slug| address::page(&edition.lang, slug))
            }
        };
        found.map(|path| address::encoded(&path))
    }

    /// The link to a section's page; none where the path is empty.
    pub(crate) fn section_link(&self, edition: &Edition, path: &str) -> Option<view::Link> {
        let path = crate::index::section_path(path);
        (!path.is_empty())
            .then(|| view::Link { name: edition.section_name(path), href: address::encoded(&address::section(&edition.lang, path)) })
    }
}
