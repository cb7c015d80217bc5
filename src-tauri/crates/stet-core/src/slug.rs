//! Names for URLs and files.

use unicode_normalization::UnicodeNormalization;

/// First path segments below a language that belong to the site itself, so that no story may take them.
pub const RESERVED: [&str; 11] =
    ["archive", "assets", "author", "corrections", "feed", "media", "page", "search", "section", "source", "tag"];

/// A name for URLs: lower-case words joined by hyphens.
///
/// Latin letters lose their accents (`Łódź` → `lodz`); other scripts are kept as they are written, because a
/// transliteration of Arabic is unreadable to those who read Arabic. Empty where the text has no letter or digit.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.nfc() {
        if matches!(letter, '\'' | '’' | '\u{0640}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            continue;
        }
        if !letter.is_alphanumeric() && !is_mark(letter) {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('-');
        }
        match letter {
            'A'..='Z' | '\u{00c0}'..='\u{024f}' | '\u{1e00}'..='\u{1eff}' => {
                out.extend(
                    deunicode::deunicode_char(letter).unwrap_or_default().to_lowercase().chars().filter(char::is_ascii_alphanumeric),
                );
            }
            // Harakat are reading aids: the same word with and without them is the same name.
            '\u{064b}'..='\u{065f}' | '\u{0670}' => {}
            _ => out.extend(letter.to_lowercase()),
        }
    }
    out
}

fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

/// A slug for a new story: at most eight words or 80 characters, never a name the site keeps for itself.
pub fn story_slug(title: &str) -> String {
    let mut out = String::new();
    for word in slug(title).split('-').filter(|word| !word.is_empty()).take(8) {
        if !out.is_empty() && out.chars().count() + word.chars().count() >= 80 {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().take(80));
    }
    if out.is_empty() {
        out.push_str("untitled");
    }
    if RESERVED.contains(&out.as_str()) { format!("{out}-story") } else { out }
}

/// Whether a text can be a story's slug as it stands: one path segment that needs no cleaning.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && !text.starts_with('-')
        && text.chars().all(|letter| letter.is_alphanumeric() || is_mark(letter) || matches!(letter, '-' | '_'))
        && !RESERVED.contains(&text)
}

/// The hashtag form of a tag's name: `Sea level` → `Sea_level`.
pub fn hashtag(name: &str) -> String {
    let words: Vec<String> = name
        .split(|letter: char| !(letter.is_alphanumeric() || is_mark(letter) || matches!(letter, '\u{0640}' | '\u{200c}')))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for (text, wanted) in [
            ("Harbour wall to rise by two metres", "harbour-wall-to-rise-by-two-metres"),
            ("Łódź: façade & “naïve” Ørsted", "lodz-facade-naive-orsted"),
            ("The mayor’s plan", "the-mayors-plan"),
            ("جدار الميناء يرتفع مترين", "جدار-الميناء-يرتفع-مترين"),
            ("مُدَرِّس", "مدرس"),
            ("港の壁", "港の壁"),
            ("../../etc/passwd", "etc-passwd"),
            ("…", ""),
        ] {
            assert_eq!(slug(text), wanted, "{text}");
        }
        assert_eq!(story_slug("Tag"), "tag-story");
        assert_eq!(story_slug("?!"), "untitled");
        assert!(story_slug(&"word ".repeat(40)).chars().count() <= 80);
    }

    #[test]
    fn slug_of_a_slug_is_itself() {
        for text in ["Harbour wall", "Łódź", "جدار الميناء", "Straße ﬁnance"] {
            let once = slug(text);
            assert_eq!(slug(&once), once);
            assert!(is_slug(&once), "{once}");
        }
    }

    #[test]
    fn hashtags() {
        for (name, wanted) in [("Sea level", "Sea_level"), ("São Paulo", "São_Paulo"), ("الشرق الأوسط", "الشرق_الأوسط"), ("C-130", "C_130")]
        {
            assert_eq!(hashtag(name), wanted);
        }
    }
}
