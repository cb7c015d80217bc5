//! Language tags and the direction text runs in.

/// Direction of a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// Whether a text has the form of a BCP 47 language tag (`en`, `pt-BR`, `zh-Hant`, `sr-Latn-RS`).
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The primary language of a tag: `pt` of `pt-BR`.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The direction a language is written in.
pub fn direction(tag: &str) -> Direction {
    // A script subtag decides; otherwise the languages whose usual script (CLDR likely subtags) runs right to left.
    let script = tag.split('-').skip(1).find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let rtl = match script {
        Some(script) => {
            let script = script.to_ascii_lowercase();
            ["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr"].contains(&script.as_str())
        }
        None => [
            "ar", "arc", "arz", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "mzn", "nqo", "pnb", "prs", "ps", "sd", "syr", "ug",
            "ur", "yi",
        ]
        .contains(&primary(tag)),
    };
    if rtl { Direction::Rtl } else { Direction::Ltr }
}

/// The direction of a text by its first strong letter (Unicode Bidirectional Algorithm, rules P2 and P3), if it has one.
pub fn first_strong(text: &str) -> Option<Direction> {
    text.chars().find_map(|letter| match letter {
        '\u{0590}'..='\u{08FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}'
            if letter.is_alphabetic() =>
        {
            Some(Direction::Rtl)
        }
        _ if letter.is_alphabetic() => Some(Direction::Ltr),
        _ => None,
    })
}

/// The language's own name, for the ones a newsroom is likely to have.
pub fn own_name(tag: &str) -> &str {
    match primary(tag) {
        "ar" => "العربية",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "fa" => "فارسی",
        "fr" => "Français",
        "he" => "עברית",
        "hi" => "हिन्दी",
        "id" => "Bahasa Indonesia",
        "it" => "Italiano",
        "ja" => "日本語",
        "ko" => "한국어",
        "ku" => "Kurdî",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "pt" => "Português",
        "ru" => "Русский",
        "th" => "ไทย",
        "tr" => "Türkçe",
        "uk" => "Українська",
        "ur" => "اردو",
        "zh" => "中文",
        _ => tag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for (tag, valid) in [
            ("en", true),
            ("ar", true),
            ("pt-BR", true),
            ("zh-Hant", true),
            ("English", false),
            ("e", false),
            ("", false),
            ("en_GB", false),
            ("../x", false),
        ] {
            assert_eq!(is_tag(tag), valid, "{tag}");
        }
    }

    #[test]
    fn directions() {
        for (tag, wanted) in [
            ("ar", Direction::Rtl),
            ("ar-EG", Direction::Rtl),
            ("en", Direction::Ltr),
            ("ku-Arab", Direction::Rtl),
            ("az-Latn", Direction::Ltr),
            ("fa", Direction::Rtl),
        ] {
            assert_eq!(direction(tag), wanted, "{tag}");
        }
        assert_eq!(first_strong("«2026» ميناء Harbour"), Some(Direction::Rtl));
        assert_eq!(first_strong("42 – Harbour ميناء"), Some(Direction::Ltr));
        assert_eq!(first_strong("42 %"), None);
    }
}
