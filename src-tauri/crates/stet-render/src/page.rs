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
    /// Everything by one author.
    Author {
        /// Language tag of the edition.
        lang: String,
        /// The slug of the author's name.
        slug: String,
        /// From 1.
        page: usize,
    },
    /// Everything from one source.
    Source {
        /// Language tag of the edition.
        lang: String,
        /// The slug of the source's name.
        slug: String,
        /// From 1.
        page: usize,
    },
    /// The archive by time: an index of years, of months, of days, and the stories of a day.
    Archive {
        /// Language tag of the edition.
        lang: String,
        /// The span of time.
        period: Period,
        /// From 1; only a day has more than one.
        page: usize,
    },
    /// The corrections of an edition, the newest first.
    Corrections {
        /// Language tag of the edition.
        lang: String,
        /// From 1.
        page: usize,
    },
    /// The page that searches an edition.
    Search {
        /// Language tag of the edition.
        lang: String,
    },
    /// What stands at an address that a story had before.
    Moved {
        /// That address below the site's root, without slashes at its ends: `en/old-slug`.
        from: String,
    },
}

/// A span of time in the newsroom's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// All of it.
    All,
    /// A year.
    Year(i16),
    /// A month of a year, from 1.
    Month(i16, i8),
    /// A day.
    Day(jiff::civil::Date),
}

impl PageKey {
    /// Output path below the site's root.
    pub fn path(&self) -> String {
        match self {
            PageKey::NotFound { lang: None } => "404.html".into(),
            PageKey::NotFound { lang: Some(lang) } => format!("{lang}/404.html"),
            // An old address may have been a file.
            PageKey::Moved { from } if from.ends_with(".html") => from.clone(),
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
            PageKey::Author { lang, slug, page } => (address::author(lang, slug), *page),
            PageKey::Source { lang, slug, page } => (address::source(lang, slug), *page),
            PageKey::Archive { lang, period, page } => (address::archive(lang, *period), *page),
            PageKey::Corrections { lang, page } => (format!("{lang}/corrections/"), *page),
            PageKey::Search { lang } => return format!("{lang}/search/"),
            PageKey::Moved { from } => return format!("{from}/"),
        };
        if page > 1 { format!("{folder}page/{page}/") } else { folder }
    }

    /// The same list at another page.
    pub(crate) fn at(&self, number: usize) -> PageKey {
        let mut key = self.clone();
        if let PageKey::Home { page, .. }
        | PageKey::Section { page, .. }
        | PageKey::Tag { page, .. }
        | PageKey::Author { page, .. }
        | PageKey::Source { page, .. }
        | PageKey::Archive { page, .. }
        | PageKey::Corrections { page, .. } = &mut key
        {
            *page = number;
        }
        key
    }
}
