//! Copy to page bytes: pure.
//!
//! A [`Site`] is made from settings, the metadata of every story and the list of pictures; bodies are handed in one page
//! at a time. No file is opened and no clock is read here, so preview and export, which call the same functions, give
//! the same bytes, on any day and on any number of threads.

mod address;
mod archive;
mod corrections;
mod feed;
mod files;
mod index;
mod input;
mod json_ld;
mod links;
mod lists;
mod markdown;
mod metadata;
mod moved;
mod ninjs;
mod page;
pub mod picture;
mod print;
mod search;
mod sheet;
mod site;
mod sitemap;
mod story;
mod strings;
mod theme;
mod time;
mod view;

pub use files::{FeedForm, FeedOf, FileKey};
pub use input::{Card, Noted, Picture, Pictures, SiteInput, StandingPage};
pub use moved::RedirectForm;
pub use page::{Page, PageKey, Period};
pub use print::Print;
pub use search::Part;
pub use sheet::Sheet;
pub use site::{RenderError, Site};
pub use theme::{Asset, Theme, ThemeError};
