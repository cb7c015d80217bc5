//! The body of a story as HTML.
//!
//! Markdown is parsed once and written block by block. Every letter of copy is escaped as it is written; only a block
//! that holds raw HTML goes through the sanitiser, and our own markup (figures, galleries, notes) is put around what
//! comes out. Each top-level block has an id that counts from one, `p-1`, `p-2`, … as [`stet_core::block::blocks`]
//! counts, so that a sentence can be linked to; headings have a readable one instead.

mod callout;
#[cfg(test)]
mod commonmark;
pub(crate) mod picture;
mod sanitise;
mod writer;

use std::collections::{BTreeMap, HashMap, HashSet};

use comrak::nodes::{AstNode, NodeLink, NodeValue};
use comrak::{Arena, parse_document};
use stet_core::lang::{self, Direction};
use stet_core::slug;

use crate::input::Pictures;
use crate::strings::Strings;
use picture::Found;

/// What the body stands in.
pub(crate) struct Around<'a> {
    /// Language of the page.
    pub(crate) lang: &'a str,
    /// What leads from the page to the site's root, such as `../../`.
    pub(crate) root: &'a str,
    /// Where pictures are found.
    pub(crate) pictures: &'a Pictures,
    /// Whether this is for a browser: pictures come in several sizes, and those of a gallery open larger.
    pub(crate) enlarge: bool,
    /// Words of the theme in the page's language.
    pub(crate) strings: &'a Strings,
    /// The encoded URL path, from the root, of the page that a path in copy means.
    pub(crate) resolve: &'a dyn Fn(&str) -> Option<String>,
    /// A number in the language's digits.
    pub(crate) number: &'a dyn Fn(u32) -> String,
    /// A day in the language's words.
    pub(crate) day: &'a dyn Fn(jiff::civil::Date) -> String,
}

/// A body as HTML, and what was found in it.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// The HTML.
    pub(crate) html: String,
    /// Pictures named in it.
    pub(crate) found: Found,
    /// Corrections, in order.
    pub(crate) corrections: Vec<Correction>,
    /// Paths that links gave, sorted, once each.
    pub(crate) asked: Vec<String>,
    /// Whether there is a gallery, which the script makes nicer.
    pub(crate) gallery: bool,
}

/// A correction published with the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Correction {
    /// When it was made.
    pub(crate) date: Option<jiff::civil::Date>,
    /// What it says.
    pub(crate) text: String,
}

/// Renders a body.
pub(crate) fn body(markdown: &str, around: &Around<'_>) -> Body {
    let mut options = stet_core::block::options();
    // comrak's typographer writes English quotation marks; other languages keep what was typed.
    options.parse.smart = lang::primary(around.lang) == "en";
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut builder = Builder {
        around,
        budget: sanitise::Budget::default(),
        taken: HashSet::new(),
        suffixes: HashMap::new(),
        labels: BTreeMap::new(),
        level: 1,
    };
    let mut body = Body::default();
    let mut notes = String::new();
    // comrak leaves the definitions at the end of the document, in the order of their first reference.
    let mut number = 0;
    for (index, node) in root.children().enumerate() {
        let references = match &node.data.borrow().value {
            NodeValue::FootnoteDefinition(note) => Some(note.total_references),
            _ => None,
        };
        if let Some(references) = references {
            number += 1;
            notes.push_str(&builder.note(node, number, references, &mut body));
        } else {
            let html = builder.top(node, &format!("p-{}", index + 1), &mut body);
            body.html.push_str(&html);
        }
    }
    if !notes.is_empty() {
        let title = escaped(around.strings.get("notes"));
        body.html.push_str(&format!(
            "<section class=\"notes\" aria-labelledby=\"notes\">\n<h2 id=\"notes\">{title}</h2>\n<ol>\n{notes}</ol>\n</section>\n"
        ));
    }
    body
}

/// What is remembered from block to block.
struct Builder<'b, 'a> {
    around: &'b Around<'a>,
    budget: sanitise::Budget,
    /// Ids that headings have.
    taken: HashSet<String>,
    /// The number last tried for an id that was taken.
    suffixes: HashMap<String, usize>,
    /// How many elements of a kind there were.
    labels: BTreeMap<&'static str, u32>,
    /// Level of the heading above, so that none is skipped. The headline is 1.
    level: u8,
}

impl Builder<'_, '_> {
    /// A top-level block with its id.
    fn top<'n>(&mut self, node: &'n AstNode<'n>, id: &str, body: &mut Body) -> String {
        let kind = match &node.data.borrow().value {
            NodeValue::Callout(callout) => Some(callout.callout_type.clone()),
            _ => None,
        };
        if let Some(html) = kind.and_then(|kind| callout::element(self, &kind, node, id, body)) {
            return html;
        }
        let heading = matches!(node.data.borrow().value, NodeValue::Heading(_));
        if heading {
            return self.heading(node, id, body);
        }
        let images = only_images(node);
        if !images.is_empty() {
            return self.figures(&images, id, body);
        }
        let mut html = self.part(node, body);
        if html.trim().is_empty() {
            return String::new();
        }
        let attributes = format!(" id=\"{id}\"{}", self.against(node));
        match &node.data.borrow().value {
            NodeValue::Table(_) => {
                let label = escaped(self.around.strings.get("table"));
                let number = self.labels.entry("table").or_default();
                *number += 1;
                let number = (self.around.number)(*number);
                format!("<div class=\"table\"{attributes} role=\"region\" aria-label=\"{label} {number}\" tabindex=\"0\">\n{html}</div>\n")
            }
            NodeValue::HtmlBlock(_) => format!("<div{attributes}>\n{html}</div>\n"),
            _ => {
                // The block's own element begins the text, so its attributes can be put after its name.
                let at = html.find([' ', '>']).unwrap_or(0);
                if html.starts_with('<') {
                    html.insert_str(at, &attributes);
                    html
                } else {
                    format!("<div{attributes}>\n{html}</div>\n")
                }
            }
        }
    }

    /// A block as HTML, sanitised if it has to be.
    fn part<'n>(&mut self, node: &'n AstNode<'n>, body: &mut Body) -> String {
        let raw = sanitise::Raw::below(node);
        let sanitised = raw.any() && self.budget.allows(raw);
        let (html, own) = writer::block(node, sanitised, self.around, &mut body.found);
        if !sanitised {
            return html;
        }
        // A blank at the end would be wrapped in every tag that the copy leaves open.
        let mut html = sanitise::clean(html.trim_end(), &own);
        if !html.is_empty() && !html.ends_with('\n') {
            html.push('\n');
        }
        html
    }

    /// The blocks inside a callout, its title apart.
    fn children<'n>(&mut self, node: &'n AstNode<'n>, body: &mut Body) -> String {
        let mut html = String::new();
        for child in node.children() {
            if !matches!(child.data.borrow().value, NodeValue::CalloutTitle) {
                html.push_str(&self.part(child, body));
            }
        }
        html
    }

    fn heading<'n>(&mut self, node: &'n AstNode<'n>, id: &str, body: &mut Body) -> String {
        let written = match node.data.borrow().value {
            NodeValue::Heading(heading) => heading.level,
            _ => 2,
        };
        // The page's own headline is the only first level, and no level is left out on the way down.
        let level = written.max(2).min(self.level + 1);
        self.level = level;
        let id = self.heading_id(node, id);
        let dir = self.against(node);
        let html = self.part(node, body);
        let inner = html.find('>').and_then(|start| html.rfind("</h").and_then(|end| html.get(start + 1..end))).unwrap_or_default();
        if inner.trim().is_empty() {
            return String::new();
        }
        format!("<h{level} id=\"{}\"{dir}>{inner}</h{level}>\n", escaped(&id))
    }

    /// A readable id that nothing else on the page has.
    fn heading_id<'n>(&mut self, node: &'n AstNode<'n>, fallback: &str) -> String {
        let words: String = slug::slug(&plain_text(node)).chars().take(80).collect();
        let words = words.trim_end_matches('-');
        if words.is_empty() {
            return fallback.to_owned();
        }
        // Ids of blocks, notes and of the page's own parts: see the templates.
        let reserved = ["p-", "fn-", "fnref-", "stet-"].iter().any(|start| words.starts_with(start)) || ["notes", "main"].contains(&words);
        let base = if reserved { format!("h-{words}") } else { words.to_owned() };
        if self.taken.insert(base.clone()) {
            return base;
        }
        let number = self.suffixes.entry(base.clone()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{base}-{number}");
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Pictures that have a paragraph to themselves.
    fn figures<'n>(&mut self, images: &[(&'n AstNode<'n>, NodeLink)], id: &str, body: &mut Body) -> String {
        let mut out = String::new();
        for (index, (node, link)) in images.iter().enumerate() {
            let id = if index == 0 { id.to_owned() } else { format!("{id}-{}", index + 1) };
            let alt = plain_text(node);
            match picture::look_up(&link.url, self.around, &mut body.found) {
                picture::Place::Here(picture) => {
                    let img = picture::element(&picture, &alt, self.around, &picture::COLUMN);
                    let caption = picture::figcaption(&link.title, &picture);
                    out.push_str(&format!("<figure class=\"picture\" id=\"{id}\">{img}{caption}</figure>\n"));
                }
                picture::Place::Missing => {}
                picture::Place::Elsewhere => {
                    let words = picture::elsewhere(&link.url, &alt, true);
                    if !words.is_empty() {
                        out.push_str(&format!("<p class=\"picture-elsewhere\" id=\"{id}\">{words}</p>\n"));
                    }
                }
            }
        }
        out
    }

    fn note<'n>(&mut self, node: &'n AstNode<'n>, number: u32, references: u32, body: &mut Body) -> String {
        let mut html = self.children(node, body);
        let mut back = String::new();
        for reference in 1..=references.min(20) {
            let again = if reference > 1 { format!("-{reference}") } else { String::new() };
            let label = escaped(&self.around.strings.fill("back_to_text", &[("n", &(self.around.number)(number))]));
            let label = if reference > 1 { format!("{label} {}", (self.around.number)(reference)) } else { label };
            back.push_str(&format!(" <a class=\"back\" href=\"#fnref-{number}{again}\" aria-label=\"{label}\">↩\u{FE0E}</a>"));
        }
        match html.strip_suffix("</p>\n") {
            Some(start) => html = format!("{}{back}</p>\n", start.trim_end()),
            None => html.push_str(&back),
        }
        format!("<li id=\"fn-{number}\"{}>\n{html}</li>\n", self.against(node))
    }

    /// ` dir="…"` where a block runs against the page: its first strong letter says so, and most of the others.
    fn against<'n>(&self, node: &'n AstNode<'n>) -> &'static str {
        let page = lang::direction(self.around.lang);
        let (mut first, mut with, mut against) = (None, 0usize, 0usize);
        'words: for inner in node.descendants() {
            let data = inner.data.borrow();
            let text: &str = match &data.value {
                NodeValue::Text(text) => text,
                NodeValue::Code(code) => &code.literal,
                _ => continue,
            };
            for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
                let mut buffer = [0; 4];
                let Some(direction) = lang::first_strong(letter.encode_utf8(&mut buffer)) else { continue };
                first.get_or_insert(direction);
                if first == Some(page) || with + against > 400 {
                    break 'words;
                }
                if direction == page { with += 1 } else { against += 1 }
            }
        }
        match first {
            Some(direction) if direction != page && against > with => match direction {
                Direction::Ltr => " dir=\"ltr\"",
                Direction::Rtl => " dir=\"rtl\"",
            },
            _ => "",
        }
    }
}

/// The pictures of a paragraph that holds nothing else.
fn only_images<'n>(node: &'n AstNode<'n>) -> Vec<(&'n AstNode<'n>, NodeLink)> {
    let mut images = Vec::new();
    if !matches!(node.data.borrow().value, NodeValue::Paragraph) {
        return images;
    }
    for child in node.children() {
        match &child.data.borrow().value {
            NodeValue::Image(link) => images.push((child, NodeLink::clone(link))),
            NodeValue::SoftBreak | NodeValue::LineBreak => {}
            NodeValue::Text(text) if text.trim().is_empty() => {}
            _ => return Vec::new(),
        }
    }
    images
}

/// The words below a node, marks taken away.
pub(crate) fn plain_text<'n>(node: &'n AstNode<'n>) -> String {
    let mut out = String::new();
    for inner in node.descendants() {
        match &inner.data.borrow().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// The title of a callout, marks taken away.
fn callout_title<'n>(node: &'n AstNode<'n>) -> String {
    node.children()
        .find(|child| matches!(child.data.borrow().value, NodeValue::CalloutTitle))
        .map(plain_text)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn words_of_children<'n>(node: &'n AstNode<'n>) -> String {
    let parts: Vec<String> = node
        .children()
        .filter(|child| !matches!(child.data.borrow().value, NodeValue::CalloutTitle))
        .map(|child| plain_text(child).trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    parts.join(" ")
}

/// Text as it stands in HTML, in an element or in an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // Writing to a `String` cannot fail.
    let _ = comrak::html::escape(&mut out, text);
    out
}
