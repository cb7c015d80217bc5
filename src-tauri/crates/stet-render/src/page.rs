//! What comes out: pages and their names.

use std::collections::BTreeSet;

use crate::address;

/// A finished page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Output path below the site's root, such as `en/harbour-wall/index.html`.
    pub path: String,
    /// The whole document.
    pub html: String,
    /// Pictures the page shows, by the path that copy names them by.
    pub pictures: BTreeSet<String>,
    /// Pictures that copy names and the newsroom does not have: left out of the page.
    pub missing: BTreeSet<String>,
    /// Paths that links in copy gave, as they stand there: where they lead decides what the page holds.
    pub asked: Vec<String>,
}

/// Names a page that is made from the index alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    /// The page at the site's root, which leads to the language editions.
    Root,
    /// The page for addresses where there is nothing; in the default language at the site's root where `lang` is absent.
    NotFound {
        /// Language tag of the edition.
        lang: Option<String>,
    },
    /// An edition's front page, and the pages of older stories behind it.
    Home {
        /// Language tag of the edition.
        lang: String,
        /// From 1.
        page: usize,
    },
    /// A section.
    Section {
        /// Language tag of the edition.
        lang: String,
        /// Path in the section tree.
        path: String,
        /// From 1.
        page: usize,
    },
    /// A tag.
    Tag {
        /// Language tag of the edition.
        lang: String,
        /// The tag's slug.
        slug: String,
        /// From 1.
        page: usize,
    },
}

impl PageKey {
    /// Output path below the site's root.
    pub fn path(&self) -> String {
        match self {
            PageKey::NotFound { lang: None } => "404.html".into(),
            PageKey::NotFound { lang: Some(lang) } => format!("{lang}/404.html"),
            _ => format!("{}index.html", self.url_path()),
        }
    }

    /// The folder of the page, with a slash at its end; empty for the site's root.
    pub(crate) fn url_path(&self) -> String {
        let (folder, page) = match self {
            PageKey::Root | PageKey::NotFound { lang: None } => return String::new(),
            PageKey::NotFound { lang: Some(lang) } => return format!("{lang}/"),
            PageKey::Home { lang, page } => (format!("{lang}/"), *page),
            PageKey::Section { lang, path, page } => (address::section(lang, path), *page),
            PageKey::Tag { lang, slug, page } => (address::tag(lang, slug), *page),
        };
        if page > 1 { format!("{folder}page/{page}/") } else { folder }
    }

    /// The same list at another page.
    pub(crate) fn at(&self, number: usize) -> PageKey {
        let mut key = self.clone();
        if let PageKey::Home { page, .. } | PageKey::Section { page, .. } | PageKey::Tag { page, .. } = &mut key {
            *page = number;
        }
        key
    }
}
