//! Addresses of the site's own pages and files, and which addresses copy may lead to.
//!
//! An *output path* is where a file lies below the site's root, in plain Unicode: `ar/جدار/index.html`. A *URL path*
//! is what leads there: the folder of that file, `ar/جدار/`. Links are written relative to the page they are on, so
//! that a bundle works from any folder, under any path prefix and in the preview.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

use crate::page::Period;

/// What must be escaped in a path (RFC 3986, `pchar`), beside everything that is not ASCII.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A path as it stands in an `href`: percent-encoded, slashes kept.
pub(crate) fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// What leads from a page back to the site's root: `../../` for `en/harbour-wall/`, empty for the root itself.
pub(crate) fn to_root(url_path: &str) -> String {
    "../".repeat(url_path.matches('/').count())
}

/// URL path of a story or a standing page.
pub(crate) fn page(lang: &str, slug: &str) -> String {
    format!("{lang}/{slug}/")
}

/// URL path of a section's page.
pub(crate) fn section(lang: &str, path: &str) -> String {
    format!("{lang}/section/{path}/")
}

/// URL path of a tag's page.
pub(crate) fn tag(lang: &str, slug: &str) -> String {
    format!("{lang}/tag/{slug}/")
}

/// URL path of an author's page.
pub(crate) fn author(lang: &str, slug: &str) -> String {
    format!("{lang}/author/{slug}/")
}

/// URL path of a source's page.
pub(crate) fn source(lang: &str, slug: &str) -> String {
    format!("{lang}/source/{slug}/")
}

/// URL path of the archive of a span of time.
pub(crate) fn archive(lang: &str, period: Period) -> String {
    match period {
        Period::All => format!("{lang}/archive/"),
        Period::Year(year) => format!("{lang}/archive/{year:04}/"),
        Period::Month(year, month) => format!("{lang}/archive/{year:04}/{month:02}/"),
        Period::Day(day) => format!("{lang}/archive/{:04}/{:02}/{:02}/", day.year(), day.month(), day.day()),
    }
}

/// An address in copy, judged.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// Somewhere else: `http`, `https`, `mailto` or `tel`.
    Elsewhere(&'a str),
    /// A place on the same page, `#p-3`.
    Here(&'a str),
    /// A path inside the newsroom, without its fragment, and that fragment with its `#`.
    Inside(&'a str, &'a str),
    /// Not to be followed: another scheme, or not an address at all.
    Refused,
}

/// Judges an address in copy, reading it as a browser would (WHATWG URL), so that blanks and tabs hide no scheme.
pub(crate) fn target(address: &str) -> Target<'_> {
    let address = address.trim();
    if address.starts_with('#') {
        return Target::Here(address);
    }
    match Url::parse(address) {
        Ok(url) => match url.scheme() {
            "http" | "https" if url.has_host() => Target::Elsewhere(address),
            "mailto" | "tel" => Target::Elsewhere(address),
            _ => Target::Refused,
        },
        Err(url::ParseError::RelativeUrlWithoutBase)
            if address.starts_with("//") || address.starts_with("/\\") || address.starts_with('\\') =>
        {
            Target::Refused
        }
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let at = address.find('#').unwrap_or(address.len());
            let (path, fragment) = address.split_at(at);
            Target::Inside(path.split('?').next().unwrap_or_default(), fragment)
        }
        Err(_) => Target::Refused,
    }
}

/// Whether an address given in a field may be linked to: `http` or `https` with a host.
pub(crate) fn is_web(address: &str) -> bool {
    Url::parse(address.trim()).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        for (address, wanted) in [
            ("https://a.example/x?y#z", Target::Elsewhere("https://a.example/x?y#z")),
            ("mailto:desk@a.example", Target::Elsewhere("mailto:desk@a.example")),
            ("#p-3", Target::Here("#p-3")),
            ("../2026/ferry.md#p-2", Target::Inside("../2026/ferry.md", "#p-2")),
            ("ferry.md?raw", Target::Inside("ferry.md", "")),
            ("javascript:alert(1)", Target::Refused),
            (" \u{1}JaVa\tScRiPt:alert(1)", Target::Refused),
            ("data:text/html,x", Target::Refused),
            ("vbscript:x", Target::Refused),
            ("file:///etc/passwd", Target::Refused),
            ("//a.example/x", Target::Refused),
            ("/\\a.example", Target::Refused),
            ("https://", Target::Refused),
            ("http://[bad", Target::Refused),
        ] {
            assert_eq!(target(address), wanted, "{address:?}");
        }
    }

    #[test]
    fn paths() {
        assert_eq!(encoded("ar/tag/سطح البحر/"), "ar/tag/%D8%B3%D8%B7%D8%AD%20%D8%A7%D9%84%D8%A8%D8%AD%D8%B1/");
        assert_eq!(to_root("en/section/world/middle-east/"), "../../../../");
        assert_eq!(to_root(""), "");
    }
}
