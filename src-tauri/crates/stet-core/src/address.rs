//! Addresses in copy: which picture of the newsroom one names.

/// The newsroom's own path of a picture address in copy: `/media/x.jpg`, `../../media/x.jpg` and `media/x.jpg`
/// are the same. `None` for an address elsewhere on the web.
pub fn picture_path(url: &str) -> Option<String> {
    if url.contains("://") || url.starts_with("//") || url.starts_with("data:") {
        return None;
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut rest = path.trim_start_matches('/');
    while let Some(shorter) = rest.strip_prefix("../").or_else(|| rest.strip_prefix("./")) {
        rest = shorter;
    }
    let path = percent_decoded(rest);
    Some(if path.starts_with("media/") { path } else { format!("media/{path}") })
}

/// Undoes percent-encoding (RFC 3986). A text that is not UTF-8 afterwards is given back as it was.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten().and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(pair.unwrap_or(bytes[at]));
        at += if pair.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picture_paths() {
        for (url, wanted) in [
            ("media/quay.jpg", Some("media/quay.jpg")),
            ("/media/quay.jpg", Some("media/quay.jpg")),
            ("../../media/quay%20wall.jpg?x#y", Some("media/quay wall.jpg")),
            ("quay.jpg", Some("media/quay.jpg")),
            ("https://x.example/a.jpg", None),
            ("//x.example/a.jpg", None),
            ("data:image/png;base64,AAAA", None),
        ] {
            assert_eq!(picture_path(url).as_deref(), wanted, "{url}");
        }
        assert_eq!(percent_decoded("%D9%86%zz%"), "ن%zz%");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}
