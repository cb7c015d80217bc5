//! Pictures in copy: found, refused, and set as figures.

use std::collections::{BTreeMap, BTreeSet};

use stet_core::address::picture_path;
use stet_core::block::caption_and_credit;

use super::{Around, escaped};
use crate::address;
use crate::input::Picture;

/// Pictures that a page names.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Named, and there.
    pub(crate) pictures: BTreeSet<String>,
    /// Named, but not there: left out of the page.
    pub(crate) missing: BTreeSet<String>,
}

/// Where the picture of an address is.
pub(crate) enum Place<'a> {
    /// In the newsroom.
    Here(&'a Picture),
    /// It should be in the newsroom, and is not.
    Missing,
    /// Somewhere else on the web, or at an address that is none.
    Elsewhere,
}

/// Finds the picture that an address in copy means, and notes that it was asked for.
pub(crate) fn find<'a>(url: &str, pictures: &'a BTreeMap<String, Picture>, found: &mut Found) -> Place<'a> {
    if !matches!(address::target(url), address::Target::Inside(..)) {
        return Place::Elsewhere;
    }
    let Some(name) = picture_path(url) else { return Place::Elsewhere };
    match pictures.get(&name) {
        Some(picture) => {
            found.pictures.insert(name);
            Place::Here(picture)
        }
        None => {
            found.missing.insert(name);
            Place::Missing
        }
    }
}

pub(super) fn look_up<'a>(url: &str, around: &Around<'a>, found: &mut Found) -> Place<'a> {
    find(url, around.pictures, found)
}

/// What stands for a picture from elsewhere on the web: it is never loaded, because that would tell a stranger who
/// reads. It becomes a link; where it cannot be one, its alternative text.
pub(super) fn elsewhere(url: &str, alt: &str, may_link: bool) -> String {
    let alt = alt.trim();
    match address::target(url) {
        address::Target::Elsewhere(url) if url.starts_with("http") && may_link => {
            let mut href = String::with_capacity(url.len());
            // Writing to a `String` cannot fail.
            let _ = comrak::html::escape_href(&mut href, url, false);
            format!("<a href=\"{href}\" rel=\"noopener\">{}</a>", escaped(if alt.is_empty() { url } else { alt }))
        }
        _ => escaped(alt),
    }
}

/// The `img` element of a picture, loaded when it comes near the window.
pub(crate) fn img(picture: &Picture, alt: &str, root: &str, more: &str) -> String {
    format!(
        "<img src=\"{root}{}\" width=\"{}\" height=\"{}\" alt=\"{}\" loading=\"lazy\" decoding=\"async\"{more}>",
        address::encoded(&picture.path),
        picture.width,
        picture.height,
        escaped(alt.trim())
    )
}

/// The `figcaption` of a title such as `The quay. Credit: A. Name`; empty where there is nothing to say.
pub(super) fn figcaption(title: &str) -> String {
    let words = caption_words(title);
    if words.is_empty() { words } else { format!("<figcaption>{words}</figcaption>") }
}

/// Caption and credit of a title.
pub(super) fn caption_words(title: &str) -> String {
    let (caption, by) = caption_and_credit(title);
    let caption = if caption.is_empty() { String::new() } else { format!("<span class=\"caption\">{}</span>", escaped(caption)) };
    let by = by.map(credit).unwrap_or_default();
    let gap = if caption.is_empty() || by.is_empty() { "" } else { " " };
    format!("{caption}{gap}{by}")
}

/// The name of who made a picture.
pub(super) fn credit(name: &str) -> String {
    format!("<span class=\"credit\"><bdi>{}</bdi></span>", escaped(name))
}
