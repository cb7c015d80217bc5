//! Addresses that stories had before: where each leads now, as pages and as files for servers.
//!
//! Only what is in the site can be led to, so an old address of a story that was removed, or is under embargo, is
//! none. What stands at an address today always wins over what once did.

use std::collections::BTreeMap;
use std::fmt::Write;

use stet_core::{Newsroom, slug};

use crate::address;
use crate::page::PageKey;
use crate::print::Print;
use crate::sheet::Sheet;
use crate::site::{Edition, RenderError, Site};
use crate::view;

/// A list of redirects for a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RedirectForm {
    /// Lines for a `map` of nginx.
    Nginx,
    /// `Redirect` lines for Apache, as an `.htaccess` or included.
    Apache,
    /// `_redirects` of Netlify, which others read too.
    Netlify,
}

impl RedirectForm {
    /// Every form.
    pub const ALL: [RedirectForm; 3] = [RedirectForm::Nginx, RedirectForm::Apache, RedirectForm::Netlify];

    /// Output path below the site's root.
    pub(crate) fn path(self) -> &'static str {
        match self {
            RedirectForm::Nginx => "redirects/nginx.map",
            RedirectForm::Apache => "redirects/apache.conf",
            RedirectForm::Netlify => "_redirects",
        }
    }
}

/// Old addresses without slashes at their ends, and the edition and card each leads to.
pub(crate) fn addresses(newsroom: &Newsroom, editions: &[Edition]) -> BTreeMap<String, (usize, usize)> {
    let mut out = BTreeMap::new();
    for (number, edition) in editions.iter().enumerate() {
        for (place, card) in edition.index.cards.iter().enumerate() {
            let slugs = card.old_slugs.iter().filter(|old| slug::is_slug(old)).map(|old| format!("{}/{old}", edition.lang));
            for from in slugs.chain(card.aliases.iter().filter_map(|alias| local(alias))) {
                if !taken(&from, newsroom, editions) {
                    out.entry(from).or_insert((number, place));
                }
            }
        }
    }
    // A file cannot stand where a folder does.
    let files: Vec<String> = out.keys().filter(|from| from.ends_with(".html")).cloned().collect();
    out.retain(|from, _| !files.iter().any(|file| from.strip_prefix(file.as_str()).is_some_and(|rest| rest.starts_with('/'))));
    out
}

/// An address on the site's own host as a path without slashes at its ends, where it can be a file's.
fn local(alias: &str) -> Option<String> {
    let path = stet_core::address::percent_decoded(alias.trim().split(['?', '#']).next()?);
    let path = path.trim_matches('/');
    let path = path.strip_suffix("/index.html").unwrap_or(path);
    let whole = |part: &str| {
        let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '~' | '+' | '!' | ',' | ' ');
        !part.is_empty()
            && part.len() <= 120
            && !part.starts_with(['.', '~', ' ', '_'])
            && !part.ends_with([' ', '.'])
            && part.chars().all(plain)
    };
    (alias.contains('/') && !alias.contains("://") && path.len() <= 200 && path.split('/').all(whole)).then(|| path.to_owned())
}

/// Whether the site has something of its own at a path, or keeps it for itself.
fn taken(from: &str, newsroom: &Newsroom, editions: &[Edition]) -> bool {
    let (first, rest) = from.split_once('/').map_or((from, None), |(first, rest)| (first, Some(rest)));
    if let Some(edition) = editions.iter().find(|edition| edition.lang == first) {
        return rest.is_none_or(|rest| {
            let next = rest.split('/').next().unwrap_or_default();
            edition.takes(next) || slug::RESERVED.contains(&next) || next.ends_with(".html") && rest == next && next == "404.html"
        });
    }
    let kept = ["assets", "media", "sitemaps", "redirects", "index.html", "404.html", "robots.txt", "sitemap.xml"];
    kept.contains(&first) || newsroom.edition(first).is_some()
}

impl Site {
    /// What stands at an old address: a page that leads on at once, and says where to.
    pub(crate) fn moved_page(&self, from: &str, key: &PageKey) -> Result<Sheet<'_>, RenderError> {
        let (number, place) = *self.moved.get(from).ok_or_else(|| RenderError::NoPage(key.path()))?;
        let edition = &self.editions[number];
        let card = &edition.index.cards[place];
        let path = key.path();
        let to = address::page(&edition.lang, &card.slug);
        let head = view::Head {
            root: "../".repeat(path.matches('/').count()),
            title: format!("{} – {}", card.title, self.newsroom.title(&edition.lang)),
            canonical: self.absolute(&to),
            robots: Some("noindex"),
            ..self.head(edition, "")
        };
        let sheet = Sheet::new(self, edition, "moved.html", path, head);
        Ok(sheet.with("title", card.title.clone()).with("href", address::encoded(&to)))
    }

    /// What the files of redirects are made from.
    pub(crate) fn redirects_print(&self) -> Print {
        let to = |(number, place): &(usize, usize)| (*number, &self.editions[*number].index.cards[*place].slug);
        let all: Vec<_> = self.moved.iter().map(|(from, at)| (from, to(at))).collect();
        Print::of(&(self.house(), all))
    }

    /// The redirects as a file for a server; `None` where there are none.
    pub(crate) fn redirects(&self, form: RedirectForm) -> Option<String> {
        if self.moved.is_empty() {
            return None;
        }
        // Servers are asked for addresses from the root of the host, which may lie above the site.
        let above = url::Url::parse(&self.newsroom.base_url).map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        let mut out = String::from(match form {
            RedirectForm::Nginx => {
                "# In the http block: map $uri $stet_moved { include redirects/nginx.map; }\n# In the server block: if ($stet_moved) { return 301 $stet_moved; }\n"
            }
            RedirectForm::Apache => "# As .htaccess in the site's root, or by Include.\n",
            RedirectForm::Netlify => "",
        });
        for (from, (number, place)) in &self.moved {
            let edition = &self.editions[*number];
            let path = address::encoded(&address::page(&edition.lang, &edition.index.cards[*place].slug));
            let to = match self.absolute_encoded(&path) {
                // An edition on a host of its own is led to by its whole address.
                Some(url) if !url.ends_with(&path) => url,
                _ => format!("{above}/{path}"),
            };
            let file = from.ends_with(".html");
            // nginx and Apache compare decoded addresses, Netlify encoded ones. Both forms of a folder are meant.
            let plain = format!("{above}/{from}");
            let _ = match form {
                RedirectForm::Nginx if file => writeln!(out, "\"{plain}\" {to};"),
                RedirectForm::Nginx => writeln!(out, "\"{plain}\" {to};\n\"{plain}/\" {to};\n\"{plain}/index.html\" {to};"),
                RedirectForm::Apache => {
                    let end = if file { "$" } else { "(/|/index\\.html)?$" };
                    writeln!(out, "RedirectMatch 301 \"^{}{end}\" \"{to}\"", escaped_pattern(&plain))
                }
                RedirectForm::Netlify => writeln!(out, "{above}/{} {to} 301", address::encoded(from)),
            };
        }
        Some(out)
    }
}

/// A path as a regular expression that means it alone.
fn escaped_pattern(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for letter in path.chars() {
        if matches!(letter, '.' | '+' | '!' | '~') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_path_of_this_site_or_nothing() {
        for (alias, wanted) in [
            ("/2019/quay/", Some("2019/quay")),
            ("/blog/quay.html", Some("blog/quay.html")),
            ("blog/quay/index.html?x=1#y", Some("blog/quay")),
            ("/%D8%AC%D8%AF%D8%A7%D8%B1/", Some("جدار")),
            ("The quay", None),
            ("https://old.example/quay/", None),
            ("/../../etc/passwd", None),
            ("/a/%2e%2e/b", None),
            ("/a//b", None),
            ("/a\"b/", None),
            ("/a;b/$c", None),
            ("/a\nb/c", None),
            ("//evil.example/x", Some("evil.example/x")),
            ("/", None),
            ("/.git/config", None),
        ] {
            assert_eq!(local(alias).as_deref(), wanted, "{alias:?}");
        }
    }
}
