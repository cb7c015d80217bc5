//! Pictures in copy: found, refused, and set as figures.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use stet_core::address::picture_path;
use stet_core::block::caption_and_credit;

use super::{Around, escaped};
use crate::address;
use crate::input::{Picture, Pictures};
use crate::picture::{Form, Rendition};

/// Pictures that a page names.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Named, and there.
    pub(crate) pictures: BTreeSet<String>,
    /// Named, but not there: left out of the page.
    pub(crate) missing: BTreeSet<String>,
}

/// Where the picture of an address is.
pub(crate) enum Place {
    /// In the newsroom.
    Here(Arc<Picture>),
    /// It should be in the newsroom, and is not.
    Missing,
    /// Somewhere else on the web, or at an address that is none.
    Elsewhere,
}

/// Finds the picture that an address in copy means, and notes that it was asked for.
pub(crate) fn find(url: &str, pictures: &Pictures, found: &mut Found) -> Place {
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

pub(super) fn look_up(url: &str, around: &Around<'_>, found: &mut Found) -> Place {
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

/// How a picture stands on a page.
pub(crate) struct Setting {
    /// How wide it is shown, for the `sizes` attribute (HTML, 4.8.4.2.2).
    pub(crate) sizes: &'static str,
    /// Widest file that is worth loading there.
    pub(crate) most: u32,
    /// Whether the picture at a few pixels stands there while it loads.
    pub(crate) placeholder: bool,
}

// Widths of the built-in theme's columns in pixels: its root letters are 17 pixels high.
/// In the column of text.
pub(super) const COLUMN: Setting = Setting { sizes: "(min-width: 740px) 697px, 100vw", most: u32::MAX, placeholder: true };
/// One of two beside each other in a gallery.
pub(super) const HALF: Setting = Setting { sizes: "(min-width: 740px) 342px, 50vw", most: 960, placeholder: true };
/// Opened from a gallery, over the whole window.
pub(super) const WINDOW: Setting = Setting { sizes: "100vw", most: u32::MAX, placeholder: false };
/// Among words, as high as they are.
pub(super) const WORD: Setting = Setting { sizes: "320px", most: 320, placeholder: false };

/// The files of a picture, as attributes want them.
pub(crate) struct Files {
    /// The better forms, best first.
    pub(crate) sources: Vec<crate::view::Source>,
    /// `srcset` of the form that every browser shows.
    pub(crate) srcset: String,
    /// The file of that form for browsers without `srcset`.
    pub(crate) plain: Rendition,
}

/// The files of a picture up to a width; where all are wider, the narrowest of each form.
pub(crate) fn files(picture: &Picture, root: &str, most: u32) -> Files {
    let stem = address::encoded(&picture.stem);
    let renditions = picture.renditions();
    let mut forms: Vec<crate::view::Source> = Vec::new();
    let mut plain = picture.plain();
    let widest = renditions.iter().map(|one| one.width).filter(|width| *width <= most).max().unwrap_or_default();
    for form in renditions.chunk_by(|one, next| one.form == next.form) {
        let mut srcset = String::new();
        for one in form.iter().enumerate().filter(|(at, one)| *at == 0 || one.width <= most).map(|(_, one)| one) {
            let comma = if srcset.is_empty() { "" } else { ", " };
            // Writing to a `String` cannot fail.
            let _ = write!(srcset, "{comma}{root}{stem}-{width}.{} {width}w", one.form.ending(), width = one.width);
            plain = *one;
        }
        // A browser takes the first form that it knows. One without the widest files is offered to small windows alone.
        let media = (plain.form == Form::Avif && plain.width < widest).then_some("(max-width: 1000px)");
        forms.push(crate::view::Source { media_type: plain.form.media_type(), srcset, media });
    }
    let srcset = forms.pop().map(|form| form.srcset).unwrap_or_default();
    Files { sources: forms, srcset, plain }
}

/// The `picture` element of a picture in the body, loaded when it comes near the window; for other readers than a
/// browser, one `img` that all of them understand.
pub(crate) fn element(picture: &Picture, alt: &str, around: &Around<'_>, setting: &Setting) -> String {
    let root = around.root;
    let Files { sources, srcset, plain } = files(picture, root, setting.most);
    let alt = escaped(alt.trim());
    if !around.enlarge {
        let plain = picture.plain();
        let src = address::encoded(&picture.path(plain));
        return format!("<img src=\"{root}{src}\" width=\"{}\" height=\"{}\" alt=\"{alt}\">", plain.width, plain.height);
    }
    let mut out = String::from("<picture>");
    let sizes = setting.sizes;
    for crate::view::Source { media_type, srcset, media } in sources {
        let media = media.map(|media| format!(" media=\"{media}\"")).unwrap_or_default();
        let _ = write!(out, "<source type=\"{media_type}\"{media} srcset=\"{srcset}\" sizes=\"{sizes}\">");
    }
    let style = if setting.placeholder && !picture.placeholder.is_empty() {
        format!(" style=\"background-image:url({})\"", picture.placeholder)
    } else {
        String::new()
    };
    let _ = write!(
        out,
        "<img src=\"{root}{}\" srcset=\"{srcset}\" sizes=\"{sizes}\" width=\"{}\" height=\"{}\" alt=\"{alt}\" loading=\"lazy\" decoding=\"async\"{style}></picture>",
        address::encoded(&picture.path(plain)),
        plain.width,
        plain.height,
    );
    out
}

/// The `figcaption` of a title such as `The quay. Credit: A. Name`; empty where there is nothing to say.
pub(super) fn figcaption(title: &str, picture: &Picture) -> String {
    let caption = caption_alone(title);
    let credit = credit_of(title, picture);
    let words = joined(caption, credit);
    if words.is_empty() { words } else { format!("<figcaption>{words}</figcaption>") }
}

/// Caption and credit of a title.
pub(super) fn caption_words(title: &str) -> String {
    joined(caption_alone(title), caption_and_credit(title).1.map(credit).unwrap_or_default())
}

fn caption_alone(title: &str) -> String {
    let (caption, _) = caption_and_credit(title);
    if caption.is_empty() { String::new() } else { format!("<span class=\"caption\">{}</span>", escaped(caption)) }
}

fn joined(caption: String, credit: String) -> String {
    let gap = if caption.is_empty() || credit.is_empty() { "" } else { " " };
    format!("{caption}{gap}{credit}")
}

/// The name of who made a picture.
pub(super) fn credit(name: &str) -> String {
    format!("<span class=\"credit\"><bdi>{}</bdi></span>", escaped(name))
}

/// The credit in a title; where copy credits nobody, whom the original credits. Empty where neither does.
pub(super) fn credit_of(title: &str, picture: &Picture) -> String {
    let written = caption_and_credit(title).1.map(str::to_owned);
    let credit = written.or_else(|| picture.facts.credit_line());
    credit.as_deref().map(self::credit).unwrap_or_default()
}
