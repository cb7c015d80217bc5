//! XMP (ISO 16684-1): the few properties that are read, and the fewer that are written.

use roxmltree::{Document, Node, ParsingOptions};
use xmp_writer::{CustomNamespace, LangId, Namespace, RdfCollectionType, XmpWriter};

use super::facts::{Facts, SOURCE_TYPES};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";
const IPTC: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
const IPTC_EXTENSION: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const PLUS: &str = "http://ns.useplus.org/ldf/xmp/1.0/";
/// A packet is a few kilobytes; one that is larger holds something else.
const LARGEST: usize = 1 << 20;
/// Elements of a packet, at most.
const NODES: u32 = 20_000;

/// Reads a packet. One that is no XML states nothing.
pub(super) fn read(packet: &[u8]) -> Facts {
    let text = String::from_utf8_lossy(&packet[..packet.len().min(LARGEST)]);
    let text = text.trim_matches(|letter: char| letter == '\0' || letter == '\u{feff}' || letter.is_whitespace());
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else { return Facts::default() };
    let one = |namespace, name| values(&document, namespace, name).into_iter().next().unwrap_or_default();
    Facts {
        creator: values(&document, DC, "creator"),
        credit: one(PHOTOSHOP, "Credit"),
        copyright: one(DC, "rights"),
        caption: one(DC, "description"),
        alt: one(IPTC, "AltTextAccessibility"),
        licence: one(RIGHTS, "WebStatement"),
        licensor: one(PLUS, "LicensorURL"),
        source_type: one(IPTC_EXTENSION, "DigitalSourceType"),
    }
}

/// The values of a property wherever it stands: as an attribute, as an element, or as an element with a list in it. Of
/// several languages, the default comes first.
fn values(document: &Document<'_>, namespace: &str, name: &str) -> Vec<String> {
    for node in document.descendants().filter(Node::is_element) {
        if node.tag_name().name() == "Description"
            && let Some(value) = node.attribute((namespace, name))
        {
            return vec![value.to_owned()];
        }
        if node.has_tag_name((namespace, name)) {
            let mut items: Vec<Node<'_, '_>> = node.descendants().filter(|inner| inner.has_tag_name((RDF, "li"))).collect();
            items.sort_by_key(|item| item.attribute(("http://www.w3.org/XML/1998/namespace", "lang")) != Some("x-default"));
            let mut found: Vec<String> = items.iter().map(text).collect();
            if items.is_empty() {
                found.push(node.attribute((RDF, "resource")).map_or_else(|| text(&node), str::to_owned));
            }
            found.retain(|value| !value.trim().is_empty());
            return found;
        }
    }
    Vec::new()
}

fn text(node: &Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|inner| inner.text()).collect()
}

/// A packet with what may be known, for a published copy; `None` where there is nothing to say.
pub(super) fn write(facts: &Facts) -> Option<String> {
    if facts.is_empty() {
        return None;
    }
    let custom = |name, prefix, address| Namespace::Custom(Box::new(CustomNamespace::new(name, prefix, address)));
    let photoshop = custom("Photoshop", "photoshop", PHOTOSHOP);
    let iptc = custom("IPTC Core", "Iptc4xmpCore", IPTC);
    let extension = custom("IPTC Extension", "Iptc4xmpExt", IPTC_EXTENSION);
    let plus = custom("PLUS", "plus", PLUS);
    let mut out = XmpWriter::new();
    if !facts.creator.is_empty() {
        out.element("creator", Namespace::DublinCore).ordered_array(facts.creator.iter().map(String::as_str));
    }
    for (name, namespace, text) in [
        ("rights", Namespace::DublinCore, &facts.copyright),
        ("description", Namespace::DublinCore, &facts.caption),
        ("AltTextAccessibility", iptc, &facts.alt),
    ] {
        if !text.is_empty() {
            out.element(name, namespace).language_alternative([(None::<LangId<'_>>, text.as_str())]);
        }
    }
    if !facts.credit.is_empty() {
        out.element("Credit", photoshop).value(facts.credit.as_str());
    }
    if !facts.licence.is_empty() {
        out.web_statement(&facts.licence);
    }
    if !facts.licensor.is_empty() {
        let mut licensors = out.element("Licensor", plus.clone()).array(RdfCollectionType::Seq);
        licensors.element().obj().element("LicensorURL", plus).value(facts.licensor.as_str());
    }
    if !facts.source_type.is_empty() {
        let term = format!("{SOURCE_TYPES}{}", facts.source_type);
        out.element("DigitalSourceType", extension).value(term.as_str());
    }
    Some(out.finish(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let facts = Facts {
            creator: vec!["A. <Name> & co".into(), "ب. اسم".into()],
            credit: "City Wire".into(),
            copyright: "© 2026 City Wire".into(),
            caption: "The quay \"at dawn\"".into(),
            alt: "A quay".into(),
            licence: "https://wire.example/licence?a=1&b=2".into(),
            licensor: "https://wire.example/buy".into(),
            source_type: "digitalCapture".into(),
        };
        let packet = write(&facts).unwrap();
        let mut back = read(packet.as_bytes());
        back.source_type = back.source_type.rsplit('/').next().unwrap_or_default().into();
        assert_eq!(back, facts);
        assert_eq!(write(&Facts::default()), None);
    }

    #[test]
    fn packets_that_are_not_what_they_should_be() {
        let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
        let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><x>&b;</x>";
        for packet in [&b"\xff\xfe<x"[..], b"", b"<x", deep.as_bytes(), entities.as_bytes()] {
            assert_eq!(read(packet), Facts::default());
        }
    }
}
