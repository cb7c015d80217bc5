//! The body as blocks: what each paragraph, heading and typed element is, and where it stands in the text.

use std::collections::BTreeSet;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};

/// The Markdown that Stet reads: CommonMark with tables, footnotes, strikethrough, task lists, bare links and
/// callouts. The renderer and every check use these same options, so that they agree on what a block is.
pub fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.ofm_callouts = true;
    options.parse.leave_footnote_definitions = false;
    options
}

/// What a top-level block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A sub-heading of a level from 1 to 6.
    Heading(u8),
    /// `> [!pullquote] Speaker, role`.
    PullQuote,
    /// `> [!gallery] Title`.
    Gallery,
    /// `> [!correction] 2026-11-24`.
    Correction,
    /// `> [!figure]`: a picture whose caption is running text.
    Figure,
    /// `> [!embed] https://video.example/1`: something that is shown elsewhere.
    Embed,
    /// An ordinary quotation, or a callout of a kind Stet does not know.
    Quotation,
    /// A list.
    List,
    /// A table.
    Table,
    /// Code, raw HTML, a rule, a footnote's text.
    Other,
}

/// One top-level block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The callout's title (`Speaker, role`), empty for other blocks.
    pub title: String,
    /// Its words as a reader sees them, marks taken away, one blank between lines.
    pub words: String,
    /// First byte in the body.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// Pictures in it, in order.
    pub pictures: Vec<PictureUse>,
    /// Links in it, in order.
    pub links: Vec<Link>,
}

/// A picture used in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureUse {
    /// The address as written.
    pub url: String,
    /// Alternative text.
    pub alt: String,
    /// Markdown's title: `Caption. Credit: Name`.
    pub title: String,
    /// First byte in the body.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

/// A link in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address as written.
    pub url: String,
    /// First byte in the body.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

/// Splits a pull quote's title `Speaker Name, role` at the first comma, Latin or Arabic.
pub fn speaker_and_role(title: &str) -> (&str, Option<&str>) {
    match title.split_once([',', '،']) {
        Some((speaker, role)) => (speaker.trim(), Some(role.trim()).filter(|role| !role.is_empty())),
        None => (title.trim(), None),
    }
}

/// Splits a picture's title into caption and credit: `The quay. Credit: A. Name` (in Arabic `تصوير:` or `الصورة:`).
pub fn caption_and_credit(title: &str) -> (&str, Option<&str>) {
    const MARKS: [&str; 6] = ["Credit:", "credit:", "Photo:", "تصوير:", "الصورة:", "المصدر:"];
    for mark in MARKS {
        if let Some((caption, credit)) = title.rsplit_once(mark) {
            return (caption.trim(), Some(credit.trim()).filter(|credit| !credit.is_empty()));
        }
    }
    (title.trim(), None)
}

/// Whether a figure's own words name who made its picture.
pub fn names_credit(text: &str) -> bool {
    caption_and_credit(text).1.is_some()
}

/// The top-level blocks of a body, in order.
pub fn blocks(body: &str) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, body, &options());
    let lines = LineStarts::of(body);
    root.children().map(|node| block(node, &lines, body)).collect()
}

/// The newsroom's pictures that a body names anywhere, by their path such as `media/quay.jpg`.
pub fn pictures(body: &str) -> BTreeSet<String> {
    let arena = Arena::new();
    let root = parse_document(&arena, body, &options());
    let path = |node: &AstNode<'_>| match &node.data.borrow().value {
        NodeValue::Image(link) => crate::address::picture_path(&link.url),
        _ => None,
    };
    root.descendants().filter_map(path).collect()
}

fn block<'a>(node: &'a AstNode<'a>, lines: &LineStarts, body: &str) -> Block {
    let data = node.data.borrow();
    let (start, end) = lines.range(data.sourcepos, body);
    let kind = kind(&data.value);
    drop(data);
    let mut out = Block { kind, title: callout_title(node), words: String::new(), start, end, pictures: Vec::new(), links: Vec::new() };
    gather(node, lines, body, &mut out);
    out.words.truncate(out.words.trim_end().len());
    out
}

pub(crate) fn kind(value: &NodeValue) -> BlockKind {
    match value {
        NodeValue::Paragraph => BlockKind::Paragraph,
        NodeValue::Heading(heading) => BlockKind::Heading(heading.level),
        NodeValue::List(_) => BlockKind::List,
        NodeValue::Table(_) => BlockKind::Table,
        NodeValue::BlockQuote => BlockKind::Quotation,
        NodeValue::Callout(callout) => match callout.callout_type.as_str() {
            "pullquote" => BlockKind::PullQuote,
            "gallery" => BlockKind::Gallery,
            "correction" => BlockKind::Correction,
            "figure" => BlockKind::Figure,
            "embed" => BlockKind::Embed,
            _ => BlockKind::Quotation,
        },
        _ => BlockKind::Other,
    }
}

/// The words after `[!kind]`, empty for other blocks.
fn callout_title<'a>(node: &'a AstNode<'a>) -> String {
    let Some(title) = node.children().find(|child| matches!(child.data.borrow().value, NodeValue::CalloutTitle)) else {
        return String::new();
    };
    let words: Vec<String> = title
        .descendants()
        .filter_map(|inner| match &inner.data.borrow().value {
            NodeValue::Text(text) => Some(text.to_string()),
            NodeValue::Code(code) => Some(code.literal.clone()),
            NodeValue::SoftBreak => Some(" ".to_owned()),
            _ => None,
        })
        .collect();
    words.concat().trim().to_owned()
}

/// Gathers words, pictures and links. It walks without recursion: copy may nest as deep as it likes.
fn gather<'a>(node: &'a AstNode<'a>, lines: &LineStarts, body: &str, out: &mut Block) {
    let mut skipped: Option<&AstNode<'a>> = None;
    for edge in node.traverse() {
        match edge {
            NodeEdge::Start(_) if skipped.is_some() => {}
            NodeEdge::Start(inner) => {
                let data = inner.data.borrow();
                let (start, end) = lines.range(data.sourcepos, body);
                match &data.value {
                    NodeValue::CalloutTitle => skipped = Some(inner),
                    NodeValue::Text(text) => out.words.push_str(text),
                    NodeValue::Code(code) => out.words.push_str(&code.literal),
                    NodeValue::CodeBlock(code) => out.words.push_str(&code.literal),
                    NodeValue::SoftBreak | NodeValue::LineBreak => out.words.push(' '),
                    NodeValue::Link(link) => out.links.push(Link { url: link.url.clone(), start, end }),
                    NodeValue::Image(link) => {
                        out.pictures.push(PictureUse { url: link.url.clone(), alt: alt(inner), title: link.title.clone(), start, end });
                        skipped = Some(inner);
                    }
                    _ => {}
                }
            }
            NodeEdge::End(inner) => {
                if skipped.is_some_and(|skipped| skipped.same_node(inner)) {
                    skipped = None;
                } else if skipped.is_none() && inner.data.borrow().value.block() && !out.words.is_empty() && !out.words.ends_with(' ') {
                    out.words.push(' ');
                }
            }
        }
    }
}

/// A picture's alternative text.
fn alt<'a>(picture: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for inner in picture.descendants().skip(1) {
        match &inner.data.borrow().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// Where each line of a text begins, to turn comrak's line and column into bytes.
pub(crate) struct LineStarts(Vec<usize>);

impl LineStarts {
    pub(crate) fn of(text: &str) -> LineStarts {
        LineStarts(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    pub(crate) fn range(&self, place: comrak::nodes::Sourcepos, text: &str) -> (usize, usize) {
        let byte =
            |line: usize, column: usize| self.0.get(line.saturating_sub(1)).map_or(text.len(), |start| start + column).min(text.len());
        let start = byte(place.start.line, place.start.column.saturating_sub(1));
        let mut end = byte(place.end.line, place.end.column).max(start);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let mut start = start;
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        (start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_know_their_kind_and_place() {
        let body = "Lede “one”.\n\n## Sub\n\n> [!pullquote] A. Speaker, mayor\n> We will *build* it.\n\n> said\n\n> [!gallery] Views\n> ![alt](media/a.jpg \"Cap. Credit: B\")\n\n- x\n\nنص [رابط](x.md) هنا.\n";
        let found: Vec<(BlockKind, &str, &str)> =
            blocks(body).iter().map(|b| (b.kind, "", &body[b.start..b.end])).map(|(k, _, t)| (k, "", t)).collect();
        let kinds: Vec<BlockKind> = found.iter().map(|f| f.0).collect();
        use BlockKind::*;
        assert_eq!(kinds, [Paragraph, Heading(2), PullQuote, Quotation, Gallery, List, Paragraph]);
        assert_eq!(found[0].2, "Lede “one”.");
        assert_eq!(found[6].2, "نص [رابط](x.md) هنا.");
        let all = blocks(body);
        assert_eq!(all[2].title, "A. Speaker, mayor");
        assert_eq!(all[2].words, "We will build it.");
        assert_eq!(all[4].pictures[0].title, "Cap. Credit: B");
        assert_eq!(&body[all[6].links[0].start..all[6].links[0].end], "[رابط](x.md)");
    }

    #[test]
    fn figures_and_embeds_are_no_quotations() {
        let kinds: Vec<BlockKind> =
            blocks("> [!figure]\n> ![a](media/a.jpg)\n>\n> The quay. Credit: A. Name\n\n> [!embed] https://video.example/1\n> A film\n\n> [!note] x\n> y\n")
                .iter()
                .map(|block| block.kind)
                .collect();
        assert_eq!(kinds, [BlockKind::Figure, BlockKind::Embed, BlockKind::Quotation]);
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        for body in ["> ".repeat(30_000) + "x", "*a _b ".repeat(20_000), "[".repeat(30_000), "- ".repeat(10_000) + "x"] {
            assert!(!blocks(&body).is_empty());
        }
    }

    #[test]
    fn titles_split() {
        assert_eq!(speaker_and_role("A. Speaker, mayor of Quay"), ("A. Speaker", Some("mayor of Quay")));
        assert_eq!(speaker_and_role("ليلى، رئيسة البلدية"), ("ليلى", Some("رئيسة البلدية")));
        assert_eq!(caption_and_credit("The quay. Credit: A. Name"), ("The quay.", Some("A. Name")));
        assert_eq!(caption_and_credit("The quay."), ("The quay.", None));
    }
}
