//! What an original states about itself that may be known: who made it, who is credited, what it shows, who holds the
//! rights. Everything else in a picture's metadata (place, serial numbers, owner, history, thumbnails) is never read.

use serde::{Deserialize, Serialize};

use super::{iptc, xmp};

/// Credit, caption and rights of an original, from XMP, else IPTC, else EXIF. Texts are plain and trimmed; empty means
/// that nothing is stated. See the IPTC Photo Metadata Standard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Hash)]
#[serde(default)]
pub struct Facts {
    /// Who made it (`dc:creator`, By-line, Artist), in order.
    pub creator: Vec<String>,
    /// The credit line (`photoshop:Credit`).
    pub credit: String,
    /// Who holds the rights (`dc:rights`, Copyright).
    pub copyright: String,
    /// What it shows, for readers (`dc:description`, Caption). A suggestion: it is never shown unasked.
    pub caption: String,
    /// What it shows, for those who do not see it (`AltTextAccessibility`). A suggestion.
    pub alt: String,
    /// Where the licence can be read (`xmpRights:WebStatement`), `http` or `https`.
    pub licence: String,
    /// Where a licence can be had (`plus:LicensorURL`), `http` or `https`.
    pub licensor: String,
    /// How it came about: a term of `cv.iptc.org/newscodes/digitalsourcetype`, such as `trainedAlgorithmicMedia`.
    pub source_type: String,
}

impl Facts {
    /// What to print where nobody wrote a credit: the credit line, with the maker's name before it where both are stated.
    pub fn credit_line(&self) -> Option<String> {
        let maker = self.creator.join(", ");
        let line = match (maker.as_str(), self.credit.as_str()) {
            ("", credit) => credit.to_owned(),
            (maker, "") => maker.to_owned(),
            (maker, credit) if credit.contains(maker) => credit.to_owned(),
            (maker, credit) => format!("{maker} / {credit}"),
        };
        Some(line).filter(|line| !line.is_empty())
    }

    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        *self == Facts::default()
    }
}

/// Where terms for [`Facts::source_type`] are defined.
pub const SOURCE_TYPES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";
/// Letters of a text, at most.
const LONGEST: usize = 2_000;

/// Reads the facts from the raw metadata of a file.
pub(super) fn read(exif: Option<&[u8]>, iptc: Option<&[u8]>, xmp: Option<&[u8]>) -> Facts {
    let mut facts = xmp.map(xmp::read).unwrap_or_default();
    let mut creators = Vec::new();
    for (set, text) in iptc.map(iptc::read).unwrap_or_default() {
        match set {
            80 => creators.push(text),
            110 => or(&mut facts.credit, &text),
            116 => or(&mut facts.copyright, &text),
            120 => or(&mut facts.caption, &text),
            _ => {}
        }
    }
    if facts.creator.is_empty() {
        facts.creator = creators;
    }
    if let Some(exif) = exif.and_then(|bytes| exif::Reader::new().read_raw(bytes.to_vec()).ok()) {
        let text = |tag| exif.get_field(tag, exif::In::PRIMARY).and_then(ascii).unwrap_or_default();
        if facts.creator.is_empty() {
            facts.creator = text(exif::Tag::Artist).split(';').map(str::to_owned).collect();
        }
        or(&mut facts.copyright, &text(exif::Tag::Copyright));
        let description = text(exif::Tag::ImageDescription);
        if !is_camera_talk(&description) {
            or(&mut facts.caption, &description);
        }
    }
    tidy(facts)
}

fn or(field: &mut String, text: &str) {
    if field.trim().is_empty() {
        text.clone_into(field);
    }
}

fn ascii(field: &exif::Field) -> Option<String> {
    let exif::Value::Ascii(parts) = &field.value else { return None };
    let parts: Vec<String> =
        parts.iter().map(|part| String::from_utf8_lossy(part).trim().to_owned()).filter(|part| !part.is_empty()).collect();
    Some(parts.join("; "))
}

/// Cameras write their own name where a caption belongs.
fn is_camera_talk(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    text.contains("DIGITAL CAMERA") || text.ends_with("DSC") || ["SAMSUNG", "DCIM", "UNTITLED", "DEFAULT"].contains(&text.as_str())
}

fn tidy(facts: Facts) -> Facts {
    Facts {
        creator: facts.creator.iter().map(|name| tidied(name)).filter(|name| !name.is_empty()).take(20).collect(),
        credit: tidied(&facts.credit),
        copyright: tidied(&facts.copyright),
        caption: tidied(&facts.caption),
        alt: tidied(&facts.alt),
        licence: web(&facts.licence),
        licensor: web(&facts.licensor),
        source_type: source_type(&facts.source_type),
    }
}

/// A text as one line, without what no text holds: control characters, and marks that turn the direction of what follows.
fn tidied(text: &str) -> String {
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}');
    let plain: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).filter(|letter| !turns(*letter)).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
}

fn web(address: &str) -> String {
    let address = tidied(address);
    if crate::address::is_web(&address) { address } else { String::new() }
}

/// A term of the vocabulary, with or without its address.
fn source_type(text: &str) -> String {
    let term = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if term.len() <= 60 && term.chars().all(|letter| letter.is_ascii_alphanumeric()) { term.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_lines() {
        for (creator, credit, wanted) in [
            (&["A. Name"][..], "City Wire", Some("A. Name / City Wire")),
            (&["A. Name"], "A. Name/City Wire", Some("A. Name/City Wire")),
            (&["A. Name", "B. Name"], "", Some("A. Name, B. Name")),
            (&[], "City Wire", Some("City Wire")),
            (&[], "", None),
        ] {
            let facts =
                Facts { creator: creator.iter().map(|name| (*name).to_owned()).collect(), credit: credit.into(), ..Facts::default() };
            assert_eq!(facts.credit_line().as_deref(), wanted);
        }
    }

    #[test]
    fn texts_are_tidied() {
        for (text, wanted) in [("  a\r\n b\t", "a b"), ("x\u{202e}y\0z", "xy z"), ("", "")] {
            assert_eq!(tidied(text), wanted);
        }
        assert_eq!(source_type("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"), "trainedAlgorithmicMedia");
        assert_eq!(source_type("<script>"), "");
        assert_eq!(web("javascript:alert(1)"), "");
        assert!(is_camera_talk("OLYMPUS DIGITAL CAMERA         ") && is_camera_talk("SONY DSC") && !is_camera_talk("The quay"));
    }
}
