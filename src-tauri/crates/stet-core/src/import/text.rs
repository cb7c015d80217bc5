//! Small questions about a piece of text: how it compares, how it ends, in what script it is.

/// The form in which phrases are compared: lower case, no marks of direction, no harakat or tatweel, one form of
/// each alef, Western digits, plain blanks.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match letter {
            _ if is_invisible(letter) => {}
            '\u{0640}' | '\u{064b}'..='\u{065f}' | '\u{0670}' => {}
            'آ' | 'أ' | 'إ' | 'ٱ' => out.push('ا'),
            'ى' => out.push('ي'),
            'ة' => out.push('ه'),
            '’' | '‘' => out.push('\''),
            '٠'..='٩' => out.extend(char::from_digit(letter as u32 - '٠' as u32, 10)),
            '۰'..='۹' => out.extend(char::from_digit(letter as u32 - '۰' as u32, 10)),
            _ if letter.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.extend(letter.to_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// [`fold`] without marks at either end, so that `Read more …` is `read more`.
pub(super) fn key(text: &str) -> String {
    fold(text).trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '©').to_owned()
}

/// Characters that take no room: marks of direction, joiners, byte order marks.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{061c}' | '\u{00ad}')
}

/// Number of words, counted at blanks.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The last character that is not a closing quotation mark or bracket.
pub(super) fn last_mark(text: &str) -> Option<char> {
    text.chars().rev().find(|letter| {
        !letter.is_whitespace() && !is_invisible(*letter) && !matches!(letter, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '*' | '_')
    })
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    matches!(last_mark(text), Some('.' | '!' | '?' | '…' | '؟' | '۔' | '。' | '！' | '？'))
}

/// Whether a text ends in a full stop.
pub(super) fn ends_in_stop(text: &str) -> bool {
    matches!(last_mark(text), Some('.' | '…' | '۔' | '。'))
}

/// Whether the first letter is a small one, as inside a sentence. False where the script has no case.
pub(super) fn starts_small(text: &str) -> bool {
    text.chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// The text between quotation marks, where they enclose all of it.
pub(super) fn quoted(text: &str) -> Option<&str> {
    const PAIRS: [(char, char); 6] = [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“'), ('‘', '’'), ('”', '”')];
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter));
    PAIRS.into_iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.trim().is_empty() && !inner.contains(open) && !inner.contains(close)).then_some(inner.trim())
    })
}

/// Whether most letters are Arabic, in the Arabic language: the letters that Persian, Urdu and Kurdish add to the
/// script say that it is one of those.
pub(super) fn mostly_arabic(texts: &[&str]) -> bool {
    let (mut arabic, mut foreign, mut letters) = (0usize, 0usize, 0usize);
    for letter in texts.iter().flat_map(|text| text.chars()).filter(|letter| letter.is_alphabetic()).take(20_000) {
        letters += 1;
        if matches!(letter, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' | 'ۆ' | 'ێ' | 'ە' | 'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ') {
            foreign += 1;
        }
        if is_arabic(letter) {
            arabic += 1;
        }
    }
    arabic * 2 > letters && foreign * 50 < letters
}

/// Whether a character belongs to the Arabic script.
pub(super) fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' | '\u{08a0}'..='\u{08ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// One line of text with plain blanks.
///
/// A no-break space is kept where typography asks for it: before `« » : ; ! ? %`, after `«`, and between digits.
/// Elsewhere it is an accident of the page it was copied from.
pub(super) fn plain_blanks(line: &str) -> String {
    let line = line.trim();
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(letter) = rest.next() {
        if !letter.is_whitespace() {
            out.push(letter);
            continue;
        }
        let next = rest.peek().copied().unwrap_or(' ');
        let before = out.chars().next_back().unwrap_or(' ');
        let kept = matches!(letter, '\u{00a0}' | '\u{202f}')
            && (matches!(next, '«' | '»' | ':' | ';' | '!' | '?' | '؟' | '؛' | '%' | '٪')
                || before == '«'
                || before.is_numeric() && next.is_numeric());
        if kept {
            out.push(letter);
        } else if !before.is_whitespace() {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks() {
        for (text, wanted) in [
            ("a\u{a0}b", "a b"),
            ("«\u{a0}oui\u{a0}»\u{a0}: 10\u{a0}000\u{202f}%", "«\u{a0}oui\u{a0}»\u{a0}: 10\u{a0}000\u{202f}%"),
            ("  tab\t\tand \u{3000} wide  ", "tab and wide"),
            ("a \u{a0} b", "a b"),
        ] {
            assert_eq!(plain_blanks(text), wanted);
        }
    }

    #[test]
    fn quotations() {
        for (text, wanted) in
            [("“A wall”", Some("A wall")), ("«جدار»", Some("جدار")), ("\"A\" and \"B\"", None), ("“A” he said", None), ("“”", None)]
        {
            assert_eq!(quoted(text), wanted, "{text}");
        }
    }

    #[test]
    fn keys() {
        assert_eq!(key(" Read more … "), "read more");
        assert_eq!(key("اقرأ أيضاً:"), "اقرا ايضا");
        assert_eq!(key("٢٤ نوفمبر"), "24 نوفمبر");
    }
}
