//! A body as its reader sees it: blocks of words, with what marks them kept beside the words.

use std::sync::Arc;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{ListType, NodeList, NodeValue};
use comrak::{Arena, parse_document};
use unicode_segmentation::UnicodeSegmentation;

use crate::block::{self, BlockKind, LineStarts};

/// One top-level block of rendered prose.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProseBlock {
    /// What it is, in kebab-case: `paragraph`, `heading-2`, `pull-quote`, `gallery`, `correction`, `quotation`, `list`,
    /// `table`, `code`, `html`, `rule`, `footnote`.
    pub kind: String,
    /// Its words, without Markdown's marks. Lines inside it (of a list, a verse) are parted by `\n`.
    pub text: String,
    /// How the words are set: each run's end in `text` (bytes) and its style. Ends lie between letters as a reader
    /// counts them (grapheme clusters), never inside one.
    pub runs: Vec<(usize, Style)>,
}

/// How words are set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Struck through.
    pub struck: bool,
    /// Code or raw HTML.
    pub code: bool,
    /// The title of a callout: who speaks, the name of a gallery, the date of a correction.
    pub title: bool,
    /// Where a link leads.
    pub link: Option<Arc<str>>,
    /// Address of the picture that these words describe.
    pub picture: Option<Arc<str>>,
}

/// A body's blocks, each with the range of bytes it takes up in the body.
pub(super) fn prose(body: &str) -> Vec<(ProseBlock, std::ops::Range<usize>)> {
    let arena = Arena::new();
    let root = parse_document(&arena, body, &block::options());
    let lines = LineStarts::of(body);
    root.children()
        .map(|node| {
            let (name, range) = {
                let data = node.data.borrow();
                let (start, end) = lines.range(data.sourcepos, body);
                (kind_name(&data.value), start..end)
            };
            let mut writer = Writer::default();
            // Without recursion: copy may nest as deep as it likes.
            for edge in node.traverse() {
                match edge {
                    NodeEdge::Start(inner) => writer.enter(&inner.data.borrow().value),
                    NodeEdge::End(inner) => writer.leave(&inner.data.borrow().value),
                }
            }
            (writer.finish(name), range)
        })
        .collect()
}

/// The bodies' blocks as a reader sees them.
pub fn blocks(body: &str) -> Vec<ProseBlock> {
    prose(body).into_iter().map(|(block, _)| block).collect()
}

fn kind_name(value: &NodeValue) -> String {
    match block::kind(value) {
        BlockKind::Paragraph => "paragraph".into(),
        BlockKind::Heading(level) => format!("heading-{level}"),
        BlockKind::PullQuote => "pull-quote".into(),
        BlockKind::Gallery => "gallery".into(),
        BlockKind::Correction => "correction".into(),
        BlockKind::Figure => "figure".into(),
        BlockKind::Embed => "embed".into(),
        BlockKind::Quotation => "quotation".into(),
        BlockKind::List => "list".into(),
        BlockKind::Table => "table".into(),
        BlockKind::Other => match value {
            NodeValue::ThematicBreak => "rule",
            NodeValue::HtmlBlock(_) => "html",
            NodeValue::FootnoteDefinition(_) => "footnote",
            _ => "code",
        }
        .into(),
    }
}

/// Lists deeper than this are drawn no further in.
const DEEPEST: usize = 6;

#[derive(Default)]
struct Writer {
    text: String,
    /// Style and first byte of each run as the tree gives it.
    starts: Vec<(usize, Style)>,
    outer: Vec<Style>,
    style: Style,
    lists: Vec<(Option<usize>, usize)>,
}

impl Writer {
    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.starts.last().is_none_or(|(_, style)| *style != self.style) {
            self.starts.push((self.text.len(), self.style.clone()));
        }
        self.text.push_str(text);
    }

    /// Text of a paragraph: blanks in a row are one, as on the page.
    fn push_words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find([' ', '\t']) {
            self.push(&rest[..at]);
            if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.push(" ");
            }
            rest = rest[at..].trim_start_matches([' ', '\t']);
        }
        self.push(rest);
    }

    fn new_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.truncate(self.text.trim_end_matches(' ').len());
            while self.starts.last().is_some_and(|(start, _)| *start >= self.text.len()) {
                self.starts.pop();
            }
            let plain = std::mem::take(&mut self.style);
            self.push("\n");
            self.style = plain;
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut Style)) {
        self.outer.push(self.style.clone());
        change(&mut self.style);
    }

    fn marker(&mut self, marker: &str) {
        self.new_line();
        let indent = "  ".repeat(self.lists.len().saturating_sub(1).min(DEEPEST));
        self.push(&indent);
        self.push(marker);
    }

    fn enter(&mut self, value: &NodeValue) {
        match value {
            NodeValue::Text(text) => self.push_words(text),
            NodeValue::SoftBreak => self.push_words(" "),
            NodeValue::LineBreak => self.new_line(),
            NodeValue::Code(code) => {
                self.set(|style| style.code = true);
                self.push(&code.literal);
            }
            NodeValue::HtmlInline(html) => {
                self.set(|style| style.code = true);
                self.push(html);
            }
            NodeValue::CodeBlock(code) => {
                self.set(|style| style.code = true);
                if !code.info.is_empty() {
                    self.push(&code.info);
                    self.new_line();
                }
                self.push(code.literal.trim_end_matches('\n'));
            }
            NodeValue::HtmlBlock(html) => {
                self.set(|style| style.code = true);
                self.push(html.literal.trim_end_matches('\n'));
            }
            NodeValue::Strong => self.set(|style| style.strong = true),
            NodeValue::Emph => self.set(|style| style.emphasis = true),
            NodeValue::Strikethrough => self.set(|style| style.struck = true),
            NodeValue::CalloutTitle => self.set(|style| style.title = true),
            NodeValue::Link(link) => self.set(|style| style.link = Some(link.url.as_str().into())),
            NodeValue::Image(picture) => self.set(|style| style.picture = Some(picture.url.as_str().into())),
            NodeValue::FootnoteReference(reference) => self.push(&format!("[^{}]", reference.name)),
            NodeValue::FootnoteDefinition(footnote) => self.push(&format!("[^{}] ", footnote.name)),
            NodeValue::List(list) => {
                let number = (list.list_type == ListType::Ordered).then_some(list.start);
                self.lists.push((number, list.start));
            }
            NodeValue::Item(item) => self.item(item),
            NodeValue::TaskItem(task) => self.marker(if task.symbol.is_some() { "☑ " } else { "☐ " }),
            NodeValue::TableCell if !self.text.is_empty() && !self.text.ends_with('\n') => self.push(" | "),
            _ => {}
        }
    }

    fn item(&mut self, _item: &NodeList) {
        let marker = match self.lists.last_mut() {
            Some((Some(number), _)) => {
                let marker = format!("{number}. ");
                *number += 1;
                marker
            }
            _ => "• ".to_owned(),
        };
        self.marker(&marker);
    }

    fn leave(&mut self, value: &NodeValue) {
        match value {
            NodeValue::Image(picture) => {
                // A picture without words for it is still something to see.
                if self.starts.last().is_none_or(|(_, style)| style.picture.as_deref() != Some(picture.url.as_str())) {
                    self.push("\u{fffc}");
                }
                if !picture.title.is_empty() {
                    self.push_words(&format!(" {}", picture.title));
                }
                self.style = self.outer.pop().unwrap_or_default();
            }
            NodeValue::Code(_)
            | NodeValue::HtmlInline(_)
            | NodeValue::Strong
            | NodeValue::Emph
            | NodeValue::Strikethrough
            | NodeValue::Link(_) => self.style = self.outer.pop().unwrap_or_default(),
            NodeValue::CodeBlock(_) | NodeValue::HtmlBlock(_) | NodeValue::CalloutTitle => {
                self.style = self.outer.pop().unwrap_or_default();
                self.new_line();
            }
            NodeValue::List(_) => {
                self.lists.pop();
                self.new_line();
            }
            NodeValue::TableCell => {}
            other if other.block() => self.new_line(),
            _ => {}
        }
    }

    fn finish(mut self, kind: String) -> ProseBlock {
        self.text.truncate(self.text.trim_end().len());
        let runs = runs(&self.text, &self.starts);
        ProseBlock { kind, text: self.text, runs }
    }
}

/// Runs of equal style. A letter that two styles share (a base and its accent) belongs to the first.
fn runs(text: &str, starts: &[(usize, Style)]) -> Vec<(usize, Style)> {
    let mut out: Vec<(usize, Style)> = Vec::new();
    if starts.len() == 1 {
        if !text.is_empty() {
            out.push((text.len(), starts[0].1.clone()));
        }
        return out;
    }
    let mut at = 0;
    let mut style_at = 0;
    for letter in text.graphemes(true) {
        while starts.get(style_at + 1).is_some_and(|(start, _)| *start <= at) {
            style_at += 1;
        }
        let style = &starts[style_at].1;
        match out.last_mut() {
            Some((end, last)) if last == style => *end = at + letter.len(),
            _ => out.push((at + letter.len(), style.clone())),
        }
        at += letter.len();
    }
    out
}
