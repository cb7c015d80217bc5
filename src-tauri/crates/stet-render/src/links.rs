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

    /// An absolute URL from a path that is encoded already. An edition with a host of its own is that host's root.
    pub(crate) fn absolute_encoded(&self, path: &str) -> Option<String> {
        if let Some((edition, rest)) = path.split_once('/')
            && let Some(base) = self.own_base(edition)
        {
            return Some(format!("{base}/{rest}"));
        }
        let base = self.newsroom.base_url.trim_end_matches('/');
        (!base.is_empty()).then(|| format!("{base}/{path}"))
    }

    /// The address of an edition that has a host of its own.
    fn own_base(&self, lang: &str) -> Option<&str> {
        let base = self.newsroom.edition(lang)?.base_url.as_deref()?.trim().trim_end_matches('/');
        address::is_web(base).then_some(base)
    }

    /// A page's HTML with its links as the hosts want them. Nothing changes where every edition is a folder.
    ///
    /// Links are written from the site's root. In an edition with a host of its own they lead from the edition's root,
    /// which is right in the folder too; from one host to another they are absolute. Quotation marks in copy are escaped,
    /// so that only an attribute can begin like one.
    pub(crate) fn on_hosts(&self, edition: &Edition, root: &str, html: String) -> String {
        if !self.editions.iter().any(|other| self.own_base(&other.lang).is_some()) {
            return html;
        }
        let mut html = html;
        let own = self.own_base(&edition.lang).is_some();
        for other in &self.editions {
            let path = format!("{root}{}/", address::encoded(&other.lang));
            let to = if other.lang == edition.lang {
                if !own {
                    continue;
                }
                match root.strip_prefix("../") {
                    Some("") => "./".to_owned(),
                    Some(rest) => rest.to_owned(),
                    None => "/".to_owned(),
                }
            } else if own || self.own_base(&other.lang).is_some() {
                let Some(url) = self.absolute(&format!("{}/", other.lang)) else { continue };
                url
            } else {
                continue;
            };
            for before in ["=\"", "; url="] {
                html = html.replace(&format!("{before}{path}"), &format!("{before}{to}"));
            }
        }
        html
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
