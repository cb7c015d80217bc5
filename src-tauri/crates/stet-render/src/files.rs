//! Files for machines beside the pages: feeds, sitemaps, `robots.txt`, search indexes and redirects.

use crate::address;
use crate::moved::RedirectForm;
use crate::print::Print;
use crate::search::{self, Part};
use crate::site::{RenderError, Site};
use crate::theme::Asset;

/// What a feed is a feed of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedOf {
    /// The whole edition.
    Edition,
    /// A section, by its path, and all below it.
    Section(String),
    /// A tag, by its slug.
    Tag(String),
}

/// The form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedForm {
    /// RSS 2.0.
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedForm {
    /// Every form.
    pub const ALL: [FeedForm; 3] = [FeedForm::Rss, FeedForm::Atom, FeedForm::Json];

    /// Its file's name in the feed's folder.
    fn file(self) -> &'static str {
        match self {
            FeedForm::Rss => "rss.xml",
            FeedForm::Atom => "atom.xml",
            FeedForm::Json => "feed.json",
        }
    }

    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            FeedForm::Rss => "application/rss+xml",
            FeedForm::Atom => "application/atom+xml",
            FeedForm::Json => "application/feed+json",
        }
    }
}

/// Names a file for machines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKey {
    /// A feed of the newest stories.
    Feed {
        /// Language tag of the edition.
        lang: String,
        /// What it is a feed of.
        of: FeedOf,
        /// Its form.
        form: FeedForm,
    },
    /// The index of the sitemaps (sitemaps.org 0.9).
    SitemapIndex,
    /// One sitemap of an edition, at most 50,000 addresses.
    Sitemap {
        /// Language tag of the edition.
        lang: String,
        /// From 1.
        number: usize,
    },
    /// The stories of the last two days, for news search.
    NewsSitemap,
    /// `robots.txt`.
    Robots,
    /// Which parts the search index of an edition has.
    SearchIndex {
        /// Language tag of the edition.
        lang: String,
    },
    /// One part of a search index.
    SearchPart {
        /// Language tag of the edition.
        lang: String,
        /// Month and number.
        part: Part,
    },
    /// Redirects from old addresses, for a server.
    Redirects(RedirectForm),
}

impl FileKey {
    /// Its media type, and how its letters are written.
    pub fn media_type(&self) -> &'static str {
        match self {
            FileKey::Feed { form: FeedForm::Rss, .. } => "application/rss+xml; charset=utf-8",
            FileKey::Feed { form: FeedForm::Atom, .. } => "application/atom+xml; charset=utf-8",
            FileKey::Feed { form: FeedForm::Json, .. } => "application/feed+json; charset=utf-8",
            FileKey::SitemapIndex | FileKey::Sitemap { .. } | FileKey::NewsSitemap => "application/xml",
            FileKey::SearchIndex { .. } | FileKey::SearchPart { .. } => "application/json",
            FileKey::Robots | FileKey::Redirects(_) => "text/plain; charset=utf-8",
        }
    }

    /// Output path below the site's root.
    pub fn path(&self) -> String {
        match self {
            FileKey::Feed { lang, of, form } => {
                let folder = match of {
                    FeedOf::Edition => String::new(),
                    FeedOf::Section(path) => format!("section/{path}/"),
                    FeedOf::Tag(slug) => format!("tag/{slug}/"),
                };
                format!("{lang}/feed/{folder}{}", form.file())
            }
            FileKey::SitemapIndex => "sitemap.xml".into(),
            FileKey::Sitemap { lang, number } => format!("sitemaps/{lang}-{number}.xml"),
            FileKey::NewsSitemap => "sitemaps/news.xml".into(),
            FileKey::Robots => "robots.txt".into(),
            FileKey::SearchIndex { lang } => format!("{lang}/search/index.json"),
            FileKey::SearchPart { lang, part } => format!("{lang}/search/{}", search::part_file(*part)),
            FileKey::Redirects(form) => form.path().into(),
        }
    }
}

impl Site {
    /// Every file for machines. Feeds and sitemaps are made of the newsroom's own address, and there are none without it.
    pub fn files(&self) -> Vec<FileKey> {
        let mut keys = Vec::new();
        for edition in self.editions.iter().filter(|edition| !edition.takes("search")) {
            let lang = &edition.lang;
            keys.push(FileKey::SearchIndex { lang: lang.clone() });
            keys.extend(self.search_parts(edition).into_iter().map(|part| FileKey::SearchPart { lang: lang.clone(), part }));
        }
        if !self.moved.is_empty() {
            keys.extend(RedirectForm::ALL.map(FileKey::Redirects));
        }
        if self.newsroom.base_url.trim_end_matches('/').is_empty() {
            return keys;
        }
        keys.extend([FileKey::Robots, FileKey::SitemapIndex, FileKey::NewsSitemap]);
        for edition in &self.editions {
            let lang = &edition.lang;
            keys.extend((1..=self.sitemaps(edition)).map(|number| FileKey::Sitemap { lang: lang.clone(), number }));
            let mut feeds = |of: FeedOf| keys.extend(FeedForm::ALL.map(|form| FileKey::Feed { lang: lang.clone(), of: of.clone(), form }));
            feeds(FeedOf::Edition);
            edition.index.sections.keys().for_each(|path| feeds(FeedOf::Section(path.clone())));
            edition.index.tags.keys().for_each(|slug| feeds(FeedOf::Tag(slug.clone())));
        }
        keys
    }

    /// The file of a key.
    ///
    /// # Errors
    /// Where the site has no such file.
    pub fn file(&self, key: &FileKey) -> Result<Asset, RenderError> {
        let missing = || RenderError::NoPage(key.path());
        let text = match key {
            FileKey::Feed { lang, of, form } => self.feed(lang, of, *form, &key.path())?.ok_or_else(missing)?,
            FileKey::SitemapIndex => self.sitemap_index().ok_or_else(missing)?,
            FileKey::Sitemap { lang, number } => self.sitemap(lang, *number)?.ok_or_else(missing)?,
            FileKey::NewsSitemap => self.news_sitemap().ok_or_else(missing)?,
            FileKey::Robots => {
                let sitemap = self.absolute("sitemap.xml").ok_or_else(missing)?;
                format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
            }
            FileKey::SearchIndex { lang } => self.search_index(lang)?.ok_or_else(missing)?,
            FileKey::SearchPart { lang, part } => self.search_part(lang, *part)?.ok_or_else(missing)?,
            FileKey::Redirects(form) => self.redirects(*form).ok_or_else(missing)?,
        };
        Ok(Asset { path: key.path(), bytes: text.into_bytes(), media_type: key.media_type() })
    }

    /// What the file of a key is made from; `None` where that costs as much to find out as the file itself.
    ///
    /// # Errors
    /// Where the site has no such file.
    pub fn file_print(&self, key: &FileKey) -> Result<Option<Print>, RenderError> {
        match key {
            FileKey::Feed { lang, of, .. } => {
                let print = self.feed_print(lang, of, &key.path())?.ok_or_else(|| RenderError::NoPage(key.path()))?;
                Ok(Some(print))
            }
            FileKey::Sitemap { lang, number } => Ok(Some(Print::of(&(self.house(), number, self.sitemap_print(lang)?)))),
            FileKey::SitemapIndex => {
                let counts: Vec<usize> = self.editions.iter().map(|edition| self.sitemaps(edition)).collect();
                Ok(Some(Print::of(&(self.house(), counts))))
            }
            FileKey::Robots => Ok(Some(self.house())),
            FileKey::SearchIndex { lang } => {
                let (_, edition) = self.edition(lang)?;
                Ok(Some(Print::of(&(self.house(), lang, self.search_parts(edition)))))
            }
            FileKey::SearchPart { lang, part } => Ok(self.search_part_print(lang, *part)?),
            FileKey::Redirects(_) => Ok(Some(self.redirects_print())),
            FileKey::NewsSitemap => Ok(None),
        }
    }

    /// The address of a feed from the site's root, encoded.
    pub(crate) fn feed_href(lang: &str, of: FeedOf, form: FeedForm) -> String {
        address::encoded(&FileKey::Feed { lang: lang.to_owned(), of, form }.path())
    }
}

/// Text without the characters that XML 1.0 has no way to write.
pub(crate) fn xml_text(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}
