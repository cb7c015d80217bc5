//! One block of copy as HTML: comrak's formatter with the site's own links, pictures, notes and tables.

use std::fmt::{self, Write};

use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, NodeCodeBlock, NodeFootnoteReference, NodeLink, NodeValue, TableAlignment};
use comrak::options::Plugins;

use super::picture::{self, Found};
use super::sanitise::{CLOSE, OPEN};
use super::{Around, escaped, plain_text};
use crate::address::{Target, target};

/// What the formatter carries through a block.
struct Writer<'w, 'a> {
    around: &'w Around<'a>,
    found: &'w mut Found,
    /// The block holds raw HTML and will be sanitised: our own markup is kept aside, and a stand-in written.
    raw: bool,
    /// Markup kept aside.
    own: Vec<String>,
    /// One entry for each link that is open: whether it is written at all.
    links: Vec<bool>,
    /// Column in the table row that is open.
    column: usize,
}

/// A block as HTML, and the markup that its stand-ins mean (empty unless `raw`).
pub(super) fn block<'n>(node: &'n AstNode<'n>, raw: bool, around: &Around<'_>, found: &mut Found) -> (String, Vec<String>) {
    let mut html = String::new();
    let options = stet_core::block::options();
    let writer = Writer { around, found, raw, own: Vec::new(), links: Vec::new(), column: 0 };
    // Writing to a `String` cannot fail.
    let own = format_document_with_formatter(node, &options, &mut html, &Plugins::default(), format, writer)
        .map(|writer| writer.own)
        .unwrap_or_default();
    (html, own)
}

fn format<'n>(context: &mut Context<'_, '_, Writer<'_, '_>>, node: &'n AstNode<'n>, entering: bool) -> Result<ChildRendering, fmt::Error> {
    let data = node.data.borrow();
    match &data.value {
        NodeValue::Text(text) if entering && context.user.raw && text.contains([OPEN, CLOSE]) => {
            let text = text.replace([OPEN, CLOSE], "\u{FFFD}");
            context.escape(&text)?;
        }
        NodeValue::Link(link) => open_or_close_link(context, link, entering)?,
        NodeValue::Image(link) => {
            if entering {
                inline_picture(context, node, link)?;
            }
            return Ok(ChildRendering::Skip);
        }
        NodeValue::FootnoteReference(note) if entering => reference(context, note)?,
        NodeValue::FootnoteReference(_) => {}
        // The list that notes stand in is written around this block.
        NodeValue::FootnoteDefinition(_) => {}
        NodeValue::CalloutTitle if node.first_child().is_none() => {}
        NodeValue::CalloutTitle => context.write_str(if entering { "<p><strong>" } else { "</strong></p>\n" })?,
        // A callout inside another block is the quotation that every other Markdown app shows.
        NodeValue::Callout(_) => context.write_str(if entering { "<blockquote>\n" } else { "</blockquote>\n" })?,
        NodeValue::LineBreak if entering => context.write_str("<br>\n")?,
        NodeValue::LineBreak => {}
        NodeValue::ThematicBreak if entering => {
            context.cr()?;
            context.write_str("<hr>\n")?;
        }
        NodeValue::ThematicBreak => {}
        NodeValue::Heading(heading) => {
            let level = heading.level.max(2);
            if entering {
                context.cr()?;
                write!(context, "<h{level}>")?;
            } else {
                writeln!(context, "</h{level}>")?;
            }
        }
        NodeValue::TaskItem(item) => task(context, item.symbol.is_some(), entering)?,
        NodeValue::CodeBlock(code) => {
            if entering {
                code_block(context, code)?;
            }
        }
        NodeValue::TableRow(_) => {
            context.user.column = 0;
            drop(data);
            return format_node_default(context, node, entering);
        }
        NodeValue::TableCell => cell(context, node, entering)?,
        NodeValue::HtmlInline(html) if entering => raw_inline(context, html)?,
        NodeValue::HtmlInline(_) => {}
        NodeValue::HtmlBlock(html) if entering => {
            context.cr()?;
            if context.user.raw {
                context.write_str(&html.literal)?;
            } else {
                context.write_str("<pre>")?;
                context.escape(&html.literal)?;
                context.write_str("</pre>\n")?;
            }
        }
        NodeValue::HtmlBlock(_) => {}
        _ => {
            drop(data);
            return format_node_default(context, node, entering);
        }
    }
    Ok(ChildRendering::HTML)
}

/// Writes a complete piece of our own markup, past the sanitiser.
fn own(context: &mut Context<'_, '_, Writer<'_, '_>>, markup: String) -> fmt::Result {
    if !context.user.raw {
        return context.write_str(&markup);
    }
    let number = context.user.own.len();
    context.user.own.push(markup);
    write!(context, "{OPEN}{number}{CLOSE}")
}

/// Tags go to the sanitiser. Comments, declarations and the like say nothing to a reader, and HTML reads their ends
/// elsewhere than Markdown does.
fn raw_inline(context: &mut Context<'_, '_, Writer<'_, '_>>, html: &str) -> fmt::Result {
    let is_tag = html.strip_prefix('<').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/'));
    match (is_tag, context.user.raw) {
        (true, true) => context.write_str(html),
        (true, false) => context.escape(html),
        (false, _) => Ok(()),
    }
}

fn open_or_close_link(context: &mut Context<'_, '_, Writer<'_, '_>>, link: &NodeLink, entering: bool) -> fmt::Result {
    if !entering {
        let written = context.user.links.pop().unwrap_or_default();
        return if written { context.write_str("</a>") } else { Ok(()) };
    }
    let (href, rel) = match target(&link.url) {
        Target::Elsewhere(url) => (Some(url.to_owned()), if url.starts_with("http") { " rel=\"noopener\"" } else { "" }),
        Target::Here(fragment) => (Some(fragment.to_owned()), ""),
        Target::Inside(path, fragment) => {
            ((context.user.around.resolve)(path).map(|url| format!("{}{url}{fragment}", context.user.around.root)), "")
        }
        Target::Refused => (None, ""),
    };
    context.user.links.push(href.is_some());
    let Some(href) = href else { return Ok(()) };
    context.write_str("<a href=\"")?;
    context.escape_href(&href)?;
    if !link.title.is_empty() {
        context.write_str("\" title=\"")?;
        context.escape(&link.title)?;
    }
    write!(context, "\"{rel}>")
}

/// A picture among words.
fn inline_picture<'n>(context: &mut Context<'_, '_, Writer<'_, '_>>, node: &'n AstNode<'n>, link: &NodeLink) -> fmt::Result {
    let alt = plain_text(node);
    let around = context.user.around;
    match picture::look_up(&link.url, around, context.user.found) {
        picture::Place::Here(picture) => own(context, picture::element(&picture, &alt, around, &picture::WORD)),
        picture::Place::Missing => Ok(()),
        picture::Place::Elsewhere => {
            let may_link = context.user.links.is_empty();
            own(context, picture::elsewhere(&link.url, &alt, may_link))
        }
    }
}

fn reference(context: &mut Context<'_, '_, Writer<'_, '_>>, note: &NodeFootnoteReference) -> fmt::Result {
    let number = (context.user.around.number)(note.ix);
    let markup = if context.user.links.is_empty() {
        let again = if note.ref_num > 1 { format!("-{}", note.ref_num) } else { String::new() };
        format!(
            "<sup class=\"note-mark\"><a href=\"#fn-{ix}\" id=\"fnref-{ix}{again}\" aria-label=\"{} {number}\">{number}</a></sup>",
            escaped(context.user.around.strings.get("note")),
            ix = note.ix
        )
    } else {
        format!("<sup>{number}</sup>")
    };
    own(context, markup)
}

fn task(context: &mut Context<'_, '_, Writer<'_, '_>>, done: bool, entering: bool) -> fmt::Result {
    if !entering {
        return context.write_str("</li>\n");
    }
    context.cr()?;
    context.write_str(if context.user.raw { "<li>" } else { "<li class=\"task\">" })?;
    let (word, sign) = if done { ("task_done", "☑") } else { ("task_open", "☐") };
    let label = escaped(context.user.around.strings.get(word));
    own(context, format!("<span role=\"img\" aria-label=\"{label}\">{sign}</span> "))
}

fn code_block(context: &mut Context<'_, '_, Writer<'_, '_>>, code: &NodeCodeBlock) -> fmt::Result {
    context.cr()?;
    // Reachable by keyboard, because it may have to be scrolled; code runs left to right in any language.
    context.write_str(if context.user.raw { "<pre dir=\"ltr\"><code>" } else { "<pre dir=\"ltr\" tabindex=\"0\"><code>" })?;
    context.escape(&code.literal)?;
    context.write_str("</code></pre>\n")
}

fn cell<'n>(context: &mut Context<'_, '_, Writer<'_, '_>>, node: &'n AstNode<'n>, entering: bool) -> fmt::Result {
    let row = node.parent();
    let heading = row.is_some_and(|row| matches!(row.data.borrow().value, NodeValue::TableRow(true)));
    // A head cell with nothing in it heads nothing: the corner of a table.
    let heading = heading && node.first_child().is_some();
    let name = if heading { "th" } else { "td" };
    if !entering {
        return writeln!(context, "</{name}>");
    }
    let column = context.user.column;
    context.user.column += 1;
    // Left and right are meant as start and end: a right-to-left page mirrors its tables.
    let class = row.and_then(|row| row.parent()).and_then(|table| match &table.data.borrow().value {
        NodeValue::Table(table) => table.alignments.get(column).copied(),
        _ => None,
    });
    let class = match class {
        Some(TableAlignment::Left) => " class=\"start\"",
        Some(TableAlignment::Center) => " class=\"centre\"",
        Some(TableAlignment::Right) => " class=\"end\"",
        _ => "",
    };
    let scope = if heading { " scope=\"col\"" } else { "" };
    write!(context, "<{name}{scope}{class}>")
}
