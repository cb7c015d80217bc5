//! Folding: the form of a text in which spellings that a reader takes for the same word are the same.
//!
//! The search index and every query pass through [`fold`]; the text on show never does.

use unicode_normalization::UnicodeNormalization;

/// Folds a text: compatibility forms and accents go (NFKD without its marks), case goes, Arabic letter variants,
/// tatweel and harakat go, digits of any script become 0-9, and Latin letters that do not decompose become the
/// letters people type for them.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // ASCII decomposes to itself and stands apart from whatever is around it, so only the rest is decomposed.
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        out.extend(rest[..plain].chars().map(|letter| letter.to_ascii_lowercase()));
        rest = &rest[plain..];
        let other = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        for letter in rest[..other].nfkd() {
            push_folded(letter, &mut out);
        }
        rest = &rest[other..];
    }
    out
}

fn push_folded(letter: char, out: &mut String) {
    match letter {
        'a'..='z' | '0'..='9' | ' ' => out.push(letter),
        'A'..='Z' => out.push(letter.to_ascii_lowercase()),
        'ł' | 'Ł' => out.push('l'),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ħ' | 'Ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ŧ' | 'Ŧ' => out.push('t'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'þ' | 'Þ' => out.push_str("th"),
        // NFKD has already split the carriers (أ إ آ ؤ ئ) into a letter and a hamza above or below it.
        'ٱ' => out.push('ا'),
        'ى' | 'ی' => out.push('ي'),
        'ة' => out.push('ه'),
        'ک' => out.push('ك'),
        'ہ' | 'ھ' => out.push('ه'),
        // Tatweel and the invisible joiners and direction marks say nothing about the word.
        '\u{0640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{00ad}' => {}
        letter if unicode_normalization::char::is_combining_mark(letter) && !is_letter_like_mark(letter) => {}
        letter => match digit(letter) {
            Some(digit) => out.push(digit),
            None => out.extend(letter.to_lowercase()),
        },
    }
}

/// Vowel signs of scripts in which a mark is part of the word's spelling (Indic, Thai, Khmer …) stay.
fn is_letter_like_mark(letter: char) -> bool {
    matches!(letter, '\u{0900}'..='\u{0DFF}' | '\u{0E00}'..='\u{0EFF}' | '\u{0F00}'..='\u{0FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3099}' | '\u{309A}')
}

fn digit(letter: char) -> Option<char> {
    const ZEROS: [u32; 8] = [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0x0ED0, 0x1040, 0x17E0];
    let code = letter as u32;
    ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)).and_then(|zero| char::from_digit(code - zero, 10))
}

/// Whether a letter belongs to a script written without blanks between words, in which search goes by substring.
pub fn is_unsegmented(letter: char) -> bool {
    matches!(letter, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

/// Whether a letter is a part of a word: a letter, a digit, or a mark that belongs to one.
pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter)
}

/// A folded Arabic word without the article and the one-letter words written together with it (ال وال فال بال كال لل
/// ولل), where it has one and at least three letters are left.
pub fn bare(word: &str) -> Option<&str> {
    const ARTICLES: [&str; 7] = ["وال", "فال", "بال", "كال", "ولل", "ال", "لل"];
    ARTICLES.iter().find_map(|article| word.strip_prefix(article)).filter(|rest| rest.chars().count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_folds_to_the_same_text() {
        for (one, other) in [
            ("خُطَّةً", "خطة"),
            ("اكد", "أكد"),
            ("مدرسه", "مدرسة"),
            ("مصطفى", "مصطفي"),
            ("مسؤول", "مسوول"),
            ("شاطئ", "شاطي"),
            ("كتـــاب", "كتاب"),
            ("٢٠٢٦", "2026"),
            ("Łódź", "lodz"),
            ("Øresund", "oresund"),
            ("Straße", "STRASSE"),
            ("ﬁnance", "finance"),
            ("Iğdır", "igdir"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
    }

    #[test]
    fn different_words_stay_different() {
        for (one, other) in [("แผน", "แผ่น"), ("が", "か"), ("wall", "well"), ("كتاب", "كاتب")] {
            assert_ne!(fold(one), fold(other), "{one} / {other}");
        }
    }

    #[test]
    fn an_article_comes_off() {
        for (word, wanted) in [
            ("الخطه", Some("خطه")),
            ("والمدرسه", Some("مدرسه")),
            ("بالمدرسه", Some("مدرسه")),
            ("للمدرسه", Some("مدرسه")),
            ("الله", None),
            ("وزير", None),
            ("خطه", None),
            ("wall", None),
        ] {
            assert_eq!(bare(word), wanted, "{word}");
        }
    }
}
