//! Copy that means harm. Every page is read element by element: only what the theme and the allow-list know may be in it.

use crate::{classes, common};
use stet_core::{Article, Byline, Lead, Source};

const PAYLOADS: [&str; 44] = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"https://evil.example/pixel.gif\">",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text>x</text></a></svg>",
    "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
    "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=javascript:alert(1)></object><embed src=//evil.example>",
    "<form action=//evil.example><input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"java&#x09;script:alert(1)\">x</a>",
    "<a href=\"&#1;javascript:alert(1)\">x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    "[x](//evil.example \"a\" onmouseover=alert(1) \")",
    "[x](https://a.example/\"onmouseover=alert(1)//)",
    "![x](x\" onerror=alert(1) \")",
    "![x\" onerror=\"alert(1)](media/quay.jpg \"\\\" onload=alert(1) \\\"\")",
    "![<img src=x onerror=alert(1)>](media/quay.jpg \"<script>alert(1)</script>\")",
    "<https://a.example/\"onclick=alert(1)>",
    "```\"><script>alert(1)</script>\nx\n```",
    "```style/onload=alert(1)\nx\n```",
    "> [!pullquote] <img src=x onerror=alert(1)>, <script>alert(1)</script>\n> <svg onload=alert(1)>",
    "> [!gallery] \"><script>alert(1)</script>\n> ![\"><script>](media/quay.jpg \"\\\"><script>alert(1)</script>\")",
    "> [!correction] <script>alert(1)</script>\n> <style>*{background:url(//evil.example)}</style>",
    "> [!x\"onclick=alert(1)] t\n> x",
    "# <img src=x onerror=alert(1)>\" id=\"main",
    "[^<script>]: x\n\nx[^<script>]",
    "<div style=\"background:url(//evil.example)\" class=\"lightbox\" id=\"main\">x</div>",
    "<style>@import '//evil.example';</style><link rel=stylesheet href=//evil.example><meta http-equiv=refresh content=\"0;url=//evil.example\"><base href=//evil.example>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<textarea></textarea><script>alert(1)</script>",
    "<template><script>alert(1)</script></template><xmp><script>alert(1)</script></xmp><plaintext>",
    "<!--><script>alert(1)</script>--> <![CDATA[><script>alert(1)</script>]]> <?x ><script>alert(1)</script>?>",
    "<b title=\"\u{E000}0\u{E001}\">![x\" onerror=alert(1) \"](media/quay.jpg)</b>",
    "a <![CDATA[ > <b title=\" ]]> ![onmouseover=alert(1) x](media/quay.jpg) \"> <b>b</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "</script><script>alert(1)</script>]]>--></style></title></textarea>",
];

const ELEMENTS: [&str; 77] = [
    "picture",
    "source",
    "html",
    "head",
    "meta",
    "title",
    "link",
    "script",
    "body",
    "header",
    "main",
    "footer",
    "nav",
    "article",
    "section",
    "aside",
    "div",
    "p",
    "a",
    "span",
    "bdi",
    "bdo",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "time",
    "figure",
    "figcaption",
    "img",
    "blockquote",
    "em",
    "strong",
    "code",
    "pre",
    "del",
    "ins",
    "sup",
    "sub",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "caption",
    "col",
    "colgroup",
    "b",
    "i",
    "u",
    "s",
    "q",
    "cite",
    "abbr",
    "dfn",
    "kbd",
    "samp",
    "var",
    "mark",
    "small",
    "details",
    "summary",
    "wbr",
    "rp",
    "rt",
];

const ATTRIBUTES: [&str; 47] = [
    "style",
    "data-url",
    "data-native",
    "data-copy",
    "data-copied",
    "lang",
    "dir",
    "charset",
    "name",
    "content",
    "property",
    "rel",
    "href",
    "hreflang",
    "type",
    "src",
    "defer",
    "class",
    "id",
    "aria-label",
    "aria-current",
    "aria-labelledby",
    "aria-hidden",
    "tabindex",
    "datetime",
    "data-ago",
    "width",
    "height",
    "alt",
    "loading",
    "decoding",
    "fetchpriority",
    "title",
    "role",
    "start",
    "reversed",
    "scope",
    "colspan",
    "rowspan",
    "span",
    "cite",
    "http-equiv",
    "media",
    "sizes",
    "srcset",
    "color",
    "itemprop",
];

/// Reads a page as a strict parser would, whose every attribute is quoted, and judges each tag.
fn judge(html: &str, payload: &str) {
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("a document");
    let mut scripts = 0;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let closing = rest.starts_with('/');
        let name_end = rest[usize::from(closing)..].find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap() + usize::from(closing);
        let name = &rest[usize::from(closing)..name_end];
        assert!(ELEMENTS.contains(&name), "<{name}> from {payload}");
        rest = &rest[name_end..];
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            let end = rest.find(['=', '>', ' ', '\n']).unwrap();
            let attribute = &rest[..end];
            assert!(ATTRIBUTES.contains(&attribute), "{attribute} on <{name}> from {payload}");
            rest = &rest[end..];
            let mut value = "";
            if let Some(after) = rest.strip_prefix("=\"") {
                let close = after.find('"').unwrap();
                value = &after[..close];
                rest = &after[close + 1..];
            }
            attributes.push((attribute, value));
        }
        for (attribute, value) in &attributes {
            // The only style that is ever written: the placeholder of a picture, which is our own.
            assert!(*attribute != "style" || *value == "background-image:url(data:image/webp;base64,AAAA)", "{value} from {payload}");
            assert!(*attribute != "srcset" || value.split(", ").all(|one| one.starts_with("../")), "a foreign {value} from {payload}");
            if matches!(*attribute, "href" | "src" | "cite") {
                let plain = value.to_ascii_lowercase();
                let elsewhere = plain.starts_with("https://") || plain.starts_with("http://") || plain.starts_with("mailto:");
                let inside = plain.starts_with("../") || plain.starts_with('#');
                assert!(elsewhere || inside, "{attribute}={value} from {payload}");
                assert!(*attribute != "src" || inside, "a foreign {value} from {payload}");
                assert!(name != "link" || inside || plain.starts_with("https://quay.example/"), "a foreign {value} from {payload}");
            }
        }
        if name == "script" && !closing {
            scripts += 1;
            let end = rest.find("</script>").unwrap();
            assert!(!rest[..end].contains('<'), "an open script from {payload}");
            rest = &rest[end..];
        }
    }
    assert_eq!(scripts, 2, "scripts from {payload}");
}

#[test]
fn no_payload_survives_in_the_body() {
    let site = common::site();
    for payload in PAYLOADS {
        for body in [
            payload.to_owned(),
            format!("Words {payload} words"),
            format!("- {payload}"),
            format!("> {payload}"),
            format!("| a |\n|---|\n| {payload} |"),
            format!("[^1]\n\n[^1]: {payload}"),
        ] {
            let page = site.story("en", "x", &common::story(&body)).unwrap();
            judge(&page.html, payload);
        }
    }
}

#[test]
fn no_payload_survives_in_the_fields() {
    let site = common::site();
    for payload in PAYLOADS {
        let text = || Some(payload.to_owned());
        let article = Article {
            id: text(),
            title: payload.into(),
            kicker: text(),
            section: text(),
            standfirst: text(),
            byline: vec![Byline { name: payload.into(), role: text() }],
            source: Some(Source { name: payload.into(), url: text(), kind: None, licence: text() }),
            tags: vec![payload.into()],
            lead: Some(Lead { image: "media/quay.jpg".into(), alt: text(), caption: text(), credit: text() }),
            ..Article::default()
        };
        judge(&site.story("en", "x", &article).unwrap().html, payload);
        let source = Source { name: "x".into(), url: Some("javascript:alert(1)".into()), kind: None, licence: Some("data:x".into()) };
        judge(&site.story("en", "x", &Article { source: Some(source), ..common::story("x") }).unwrap().html, payload);
    }
}

#[test]
fn no_payload_survives_in_lists() {
    for payload in PAYLOADS {
        let mut input = common::input();
        let mut card = common::card("en", "x", "S9", payload, "2026-11-24");
        card.kicker = Some(payload.into());
        card.standfirst = Some(payload.into());
        card.tags = vec![payload.into()];
        card.section = Some(payload.into());
        input.cards = vec![card.into()];
        let site = stet_render::Site::new(input).unwrap();
        for key in site.keys() {
            let html = site.list(&key).unwrap().html;
            assert!(!html.contains("<script>") && !html.contains("<img src=x") && !html.contains("<svg"), "{key:?} from {payload}");
        }
    }
}

/// That the work is in proportion, and how long it takes at a megabyte, is measured by `make bench`; a clock has no place in
/// a test. Here: it ends, and what comes out is in proportion to what went in.
#[test]
fn copy_that_is_made_to_be_slow_ends_in_a_page_of_bounded_size() {
    let site = common::site();
    for (name, make) in classes::CLASSES.iter().chain(&classes::FRONT_MATTER) {
        let size = 20_000;
        let (small, large) = (common::whole_way(&site, &make(size)), common::whole_way(&site, &make(2 * size)));
        assert!(large < 3 * small + 100_000, "{name}: {small} bytes of {size}, {large} of twice as many");
        assert!(large < 400 * size, "{name}: {large} bytes of {}", 2 * size);
    }
}
