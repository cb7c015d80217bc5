//! Lines that attribute or label a story: `Source: X`, hashtags, picture credits, `News - Middle East:`.

use super::text;
use crate::article::{Source, SourceKind};
use crate::slug;

/// Reads `Source: Name`, `Source : Name (url)`, `Source: [Name](url)` or the Arabic like, perhaps in emphasis.
pub(super) fn source_line(line: &str) -> Option<Source> {
    if line.len() > 600 {
        return None;
    }
    let line = line.trim().trim_matches(['*', '_']).trim();
    let (label, rest) = line.split_once([':', '：'])?;
    let label = text::fold(label.trim_matches(['*', '_']));
    if !["source", "sources", "المصدر", "المصادر", "مصدر"].contains(&label.as_str()) {
        return None;
    }
    let rest = rest.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '*' | '_'));
    let mut source = name_and_url(rest);
    if source.name.is_empty() || text::words(&source.name) > 12 || (text::words(&source.name) > 5 && text::ends_in_stop(&source.name)) {
        return None;
    }
    source.kind = agency(&source.name);
    Some(source)
}

/// Splits a name from the address beside it. An address alone names its host.
pub(super) fn name_and_url(text: &str) -> Source {
    let text = text.trim();
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')).and_then(|rest| rest.split_once("]("));
    let (name, url) = match bracketed {
        Some((name, url)) if is_web(url) => (name, Some(url)),
        _ => match text.find("https://").or_else(|| text.find("http://")) {
            Some(at) => {
                let url = text[at..].trim_end_matches([')', ']', '>', '.', ' ']);
                let after = text[at + url.len()..].trim_matches([')', ']', '>', '.', ' ']);
                let name = text[..at].trim_end_matches(['(', '[', '<', ' ', '-', '–', '—', ',', '|']);
                // Words behind the address are no part of a name that stood before it.
                if is_web(url) && after.is_empty() { (name, Some(url)) } else { (text, None) }
            }
            None => (text, None),
        },
    };
    let name = name.trim();
    let name = if name.is_empty() { url.map(host).unwrap_or_default() } else { name.to_owned() };
    Source { name, url: url.map(str::to_owned), ..Source::default() }
}

/// Whether a text is an absolute web address.
pub(super) fn is_web(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            && text.len() > scheme.len()
            && !text.contains(char::is_whitespace)
    })
}

/// The host of a web address, without `www.`.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// An agency is one that calls itself so. The host of an address is no name.
pub(super) fn agency(name: &str) -> Option<SourceKind> {
    if name.contains('.') && !name.contains(' ') {
        return None;
    }
    text::fold(name)
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| ["agency", "wire", "newswire", "وكاله", "الوكاله"].contains(&word))
        .then_some(SourceKind::Agency)
}

/// Reads a line that is hashtags and nothing else, `#Place #First_Last`, into names. Underscores become blanks.
pub(super) fn hashtags(line: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    // Some sites leave no blank between one and the next.
    let parted = line.replace('#', " #");
    for word in parted.split([' ', '\u{a0}', '\t', ',', '،', ';']).filter(|word| !word.is_empty()) {
        let word = word.trim_matches(|letter: char| text::is_invisible(letter) || letter == '.');
        let name = word.strip_prefix(['#', '＃'])?;
        let spelled = name.chars().all(|letter| {
            letter.is_alphanumeric() || matches!(letter, '_' | '-' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{200c}' | '\'' | '’')
        });
        // "#1" is a number and "#_" is nothing.
        if !spelled || !name.chars().any(char::is_alphabetic) {
            return None;
        }
        names.push(name.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" "));
    }
    (!names.is_empty()).then_some(names)
}

/// Whether a line credits a picture: `Photo: X`, `(Photo by X)`, `تصوير: X`.
pub(super) fn is_picture_credit(line: &str) -> bool {
    if line.len() > 200 || text::words(line) > 12 {
        return false;
    }
    let folded = text::fold(line.trim_start_matches(['(', '[']));
    let label = folded.split(':').next().unwrap_or_default().trim();
    folded.contains(':')
        && [
            "photo",
            "photos",
            "photograph",
            "picture",
            "pictures",
            "image",
            "images",
            "photo credit",
            "image credit",
            "picture credit",
            "credit",
            "credits",
            "صوره",
            "الصوره",
            "صور",
            "تصوير",
            "عدسه",
        ]
        .contains(&label)
        || folded.starts_with("photo by ")
        || folded.starts_with("picture by ")
        || folded.starts_with("photograph by ")
}

/// Whether a line is a caption that ends in a credit: `The quay on Sunday. Photo: X`.
pub(super) fn is_caption(line: &str) -> bool {
    if line.len() > 600 || text::words(line) > 50 {
        return false;
    }
    let folded = text::fold(line);
    ["photo: ", "picture: ", "photograph: ", "image: ", "photo by ", "(photo ", "تصوير: ", "الصوره: ", "عدسه: "]
        .iter()
        .filter_map(|label| folded.rfind(label).filter(|at| *at > 0).map(|at| &folded[at..]))
        .any(|credit| text::words(credit) <= 8 && !credit.trim_end_matches(['.', ')']).contains(". "))
}

/// A label and a section before the first paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Such as `News`, as it was written.
    pub kicker: String,
    /// The section's display name, such as `Middle East`.
    pub section: Option<String>,
}

impl Label {
    /// The section as a path, such as `world/middle-east`.
    pub(super) fn section_path(&self) -> Option<String> {
        let path: Vec<String> = self.section.as_deref()?.split(" - ").map(slug::slug).filter(|part| !part.is_empty()).collect();
        (!path.is_empty()).then(|| path.join("/"))
    }
}

const KICKERS: [&str; 50] = [
    "urgent",
    "flash",
    "alert",
    "bulletin",
    "news",
    "world news",
    "local news",
    "breaking",
    "breaking news",
    "analysis",
    "opinion",
    "comment",
    "feature",
    "features",
    "interview",
    "interviews",
    "report",
    "reports",
    "special report",
    "exclusive",
    "explainer",
    "live",
    "update",
    "profile",
    "investigation",
    "review",
    "editorial",
    "business",
    "sport",
    "sports",
    "culture",
    "letter",
    "letters",
    "in pictures",
    "اخبار",
    "خبر",
    "عاجل",
    "تحليل",
    "تحليلات",
    "راي",
    "اراء",
    "تقرير",
    "تقارير",
    "مقابله",
    "مقابلات",
    "حوار",
    "حصري",
    "تحقيق",
    "ملف",
    "افتتاحيه",
];

/// Reads a line that is a label: `News - Middle East:`, `News:`, `Analysis`.
pub(super) fn label_line(line: &str) -> Option<Label> {
    let line = line.trim();
    if line.len() > 160 {
        return None;
    }
    let bare = line.trim_end_matches([':', '：']).trim_end();
    let colon = bare.len() < line.len();
    let parts = split_dashes(bare);
    let (kicker, sections) = parts.split_first()?;
    let known = KICKERS.contains(&text::key(kicker).as_str());
    if sections.is_empty() {
        return known.then(|| Label { kicker: (*kicker).to_owned(), section: None });
    }
    let plausible = sections.len() <= 3
        && text::words(kicker) <= 3
        && sections.iter().all(|name| (1..=4).contains(&text::words(name)) && !text::starts_small(name));
    (plausible && (known || colon)).then(|| Label { kicker: (*kicker).to_owned(), section: Some(sections.join(" - ")) })
}

/// Splits a label from the paragraph that it opens: `News - Middle East: The council said …`.
pub(super) fn label_before(paragraph: &str) -> Option<(Label, &str)> {
    let (head, rest) = paragraph.split_once([':', '：'])?;
    if head.len() > 120 || text::words(rest) < 5 || !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let parts = split_dashes(head);
    let known = parts.len() >= 2 && KICKERS.contains(&text::key(parts[0]).as_str());
    let label = known.then(|| label_line(head)).flatten()?;
    Some((label, rest.trim_start()))
}

fn split_dashes(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((at, dash)) = rest
        .match_indices(['-', '–', '—', '|'])
        .find(|(at, dash)| rest[..*at].ends_with(char::is_whitespace) && rest[at + dash.len()..].starts_with(char::is_whitespace))
    {
        parts.push(rest[..at].trim());
        rest = &rest[at + dash.len()..];
    }
    parts.push(rest.trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources() {
        for (line, wanted) in [
            ("Source: City Wire", Some(("City Wire", None, true))),
            ("Source : City Wire (https://wire.example/1)", Some(("City Wire", Some("https://wire.example/1"), true))),
            ("*Source: [Coast Gazette](https://gazette.example/a)*", Some(("Coast Gazette", Some("https://gazette.example/a"), false))),
            ("**Source:** Coast Gazette", Some(("Coast Gazette", None, false))),
            ("المصدر: وكالة المرفأ", Some(("وكالة المرفأ", None, true))),
            ("Source: https://www.wire.example/1", Some(("wire.example", Some("https://www.wire.example/1"), false))),
            ("Source: a person at the table who asked not to be named.", None),
            ("Source:", None),
            ("Sourcery: a game", None),
        ] {
            let found = source_line(line);
            let found = found.as_ref().map(|source| (source.name.as_str(), source.url.as_deref(), source.kind == Some(SourceKind::Agency)));
            assert_eq!(found, wanted, "{line}");
        }
    }

    #[test]
    fn tags() {
        for (line, wanted) in [
            ("#Harbour_City #Ann_Poe", Some(vec!["Harbour City", "Ann Poe"])),
            ("#الشرق_الأوسط، #ميناء", Some(vec!["الشرق الأوسط", "ميناء"])),
            ("#Quay#Sea_level.", Some(vec!["Quay", "Sea level"])),
            ("#1 #2", None),
            ("# Heading", None),
            ("#Harbour is open", None),
            ("", None),
        ] {
            assert_eq!(hashtags(line), wanted.map(|names| names.into_iter().map(str::to_owned).collect()), "{line}");
        }
    }

    #[test]
    fn labels() {
        for (line, wanted) in [
            ("News - Middle East:", Some(("News", Some("middle-east")))),
            ("News – World – Middle East", Some(("News", Some("world/middle-east")))),
            ("أخبار - الشرق الأوسط:", Some(("أخبار", Some("الشرق-الأوسط")))),
            ("Regional desk - Coast:", Some(("Regional desk", Some("coast")))),
            ("Analysis", Some(("Analysis", None))),
            ("Harbour - a history", None),
            ("The mayor says:", None),
        ] {
            let found = label_line(line);
            let path = found.as_ref().and_then(Label::section_path);
            assert_eq!(found.as_ref().map(|label| (label.kicker.as_str(), path.as_deref())), wanted, "{line}");
        }
        let (label, rest) = label_before("News - Middle East: The council said the wall would rise.").expect("a label");
        assert_eq!((label.section.as_deref(), rest), (Some("Middle East"), "The council said the wall would rise."));
        assert_eq!(label_before("Harbour City - Old Town: The council said the wall would rise."), None);
    }
}
