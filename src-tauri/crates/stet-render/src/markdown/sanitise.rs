//! Raw HTML in copy, made harmless.
//!
//! Only blocks that hold raw HTML come here: everything else is written by the formatter, which escapes every
//! letter of copy. The allow-list is that of running text. Nothing that runs, frames, styles, submits or loads is on it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use comrak::nodes::{AstNode, NodeValue};

/// Opens and closes a stand-in for markup of our own, while the copy around it is sanitised.
pub(super) const OPEN: char = '\u{E000}';
/// See [`OPEN`].
pub(super) const CLOSE: char = '\u{E001}';

/// Elements whose unclosed tags an HTML parser repeats in every later paragraph (the list of active formatting elements).
const FORMATTING: [&str; 14] = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// How much raw HTML one body may hold. Parsing HTML is quadratic in nested and in unclosed tags; news copy has few.
/// What goes beyond is shown as text, so that nothing is lost.
#[derive(Debug)]
pub(super) struct Budget {
    tags: usize,
    repeats: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { tags: 10_000, repeats: 200_000 }
    }
}

/// What raw HTML there is below a block.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Raw {
    tags: usize,
    formatting: usize,
    any: bool,
}

impl Raw {
    /// Looks through a block and all that is in it.
    pub(super) fn below<'a>(node: &'a AstNode<'a>) -> Raw {
        let mut raw = Raw::default();
        for inner in node.descendants() {
            match &inner.data.borrow().value {
                NodeValue::HtmlInline(text) => raw.count(text),
                NodeValue::HtmlBlock(block) => raw.count(&block.literal),
                _ => {}
            }
        }
        raw
    }

    /// Whether there is any.
    pub(super) fn any(self) -> bool {
        self.any
    }

    fn count(&mut self, html: &str) {
        self.any = true;
        for (at, _) in html.match_indices('<') {
            self.tags += 1;
            let name = &html[at + 1..];
            let name = &name[..name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len())];
            self.formatting += usize::from(FORMATTING.iter().any(|known| known.eq_ignore_ascii_case(name)));
        }
    }
}

impl Budget {
    /// Whether a block may be parsed as HTML; takes what it needs if so.
    pub(super) fn allows(&mut self, raw: Raw) -> bool {
        let repeats = raw.formatting.saturating_mul(raw.tags);
        if raw.tags > self.tags || repeats > self.repeats {
            return false;
        }
        self.tags -= raw.tags;
        self.repeats -= repeats;
        true
    }
}

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ];
    let attributes: [(&str, &[&str]); 12] = [
        ("a", &["href", "rel"]),
        ("bdo", &["dir"]),
        ("blockquote", &["cite"]),
        ("col", &["span"]),
        ("colgroup", &["span"]),
        ("del", &["cite", "datetime"]),
        ("ins", &["cite", "datetime"]),
        ("ol", &["start", "reversed"]),
        ("q", &["cite"]),
        ("td", &["colspan", "rowspan"]),
        ("th", &["colspan", "rowspan", "scope"]),
        ("time", &["datetime"]),
    ];
    let classes: [(&str, &[&str]); 2] = [("td", &["start", "centre", "end"]), ("th", &["start", "centre", "end"])];
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from_iter(tags))
        .clean_content_tags(HashSet::from_iter([
            "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea", "select", "xmp",
        ]))
        .tag_attributes(
            attributes.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect::<HashMap<_, HashSet<_>>>(),
        )
        .generic_attributes(HashSet::from_iter(["dir", "lang", "title"]))
        .allowed_classes(classes.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect::<HashMap<_, HashSet<_>>>())
        .url_schemes(HashSet::from_iter(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(|element, attribute, value| {
            // A stand-in may only ever be replaced where text stands: in an attribute our own markup would break out of it.
            if value.contains([OPEN, CLOSE]) {
                return None;
            }
            match (element, attribute) {
                (_, "dir") => ["ltr", "rtl", "auto"].contains(&value).then_some(value.into()),
                (_, "lang") => stet_core::lang::is_tag(value).then_some(value.into()),
                (_, "scope") => ["col", "row"].contains(&value).then_some(value.into()),
                (_, "rel") => (value == "noopener").then_some(value.into()),
                (_, "href" | "cite") => (!matches!(crate::address::target(value), crate::address::Target::Refused)).then_some(value.into()),
                (_, "colspan" | "rowspan" | "span" | "start") => {
                    (value.len() <= 4 && value.parse::<u16>().is_ok_and(|number| number > 0)).then_some(value.into())
                }
                _ => Some(value.into()),
            }
        });
    builder
});

/// Sanitises a block's HTML and puts our own markup back where its stand-ins are.
pub(super) fn clean(html: &str, own: &[String]) -> String {
    let cleaned = ALLOWED.clean(html).to_string();
    if own.is_empty() {
        return cleaned;
    }
    let mut out = String::with_capacity(cleaned.len());
    let mut rest = cleaned.as_str();
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        let Some((number, following)) = after.split_once(CLOSE) else {
            rest = after;
            continue;
        };
        match number.parse::<usize>().ok().and_then(|number| own.get(number)) {
            Some(markup) => {
                out.push_str(markup);
                rest = following;
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_survives() {
        for (html, wanted) in [
            ("<script>alert(1)</script>x", "x"),
            ("<b onclick=alert(1)>x</b>", "<b>x</b>"),
            ("<svg><animate onbegin=alert(1)></svg>x", "x"),
            ("<math><mtext><img src=x onerror=alert(1)></mtext></math>x", "x"),
            ("<iframe srcdoc='<script>1</script>'></iframe>x", "x"),
            ("<form action=//a.example><input name=a><button>x</button></form>", "x"),
            ("<a href='java\tscript:alert(1)'>x</a>", "<a>x</a>"),
            ("<a href='data:text/html,1'>x</a>", "<a>x</a>"),
            ("<a href='//a.example'>x</a>", "<a>x</a>"),
            ("<p style='position:fixed' class=lightbox id=main>x</p>", "<p>x</p>"),
            ("<span dir=rtl lang=ar title=t>x</span>", "<span dir=\"rtl\" lang=\"ar\" title=\"t\">x</span>"),
            ("<img src=https://a.example/pixel.gif>x", "x"),
            ("<!--x--><base href=//a.example><meta http-equiv=refresh>x", "x"),
        ] {
            assert_eq!(clean(html, &[]), wanted, "{html}");
        }
    }

    #[test]
    fn stand_ins_are_only_replaced_in_text() {
        let own = vec!["<img alt=\"\">".to_owned()];
        assert_eq!(clean("a \u{E000}0\u{E001} b", &own), "a <img alt=\"\"> b");
        assert_eq!(clean("<b title=\"\u{E000}0\u{E001}\">x</b>", &own), "<b>x</b>");
        assert_eq!(clean("<b title=\"&#xE000;0&#xE001;\">x</b>", &own), "<b>x</b>");
        assert_eq!(clean("\u{E000}7\u{E001}", &own), "7\u{E001}");
    }

    #[test]
    fn a_budget_runs_out() {
        let mut budget = Budget::default();
        let many = Raw { tags: 9_000, formatting: 0, any: true };
        assert!(budget.allows(many));
        assert!(!budget.allows(many));
        assert!(!Budget::default().allows(Raw { tags: 1_000, formatting: 1_000, any: true }));
    }
}
