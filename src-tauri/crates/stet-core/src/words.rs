//! Counting words and estimating reading time, in one place only.

use unicode_segmentation::UnicodeSegmentation;

/// Words in a text, by Unicode's word boundaries (UAX #29): punctuation and blanks do not count.
pub fn count(text: &str) -> usize {
    // A blank always ends a word, so each piece between blanks counts for itself; most are letters and nothing else.
    text.split_ascii_whitespace().map(count_piece).sum()
}

fn count_piece(piece: &str) -> usize {
    let bare = piece.trim_matches(|letter: char| letter.is_ascii_punctuation() && letter != '_');
    match bare.as_bytes() {
        [] => 0,
        letters if letters.iter().all(u8::is_ascii_alphanumeric) => 1,
        _ => piece.unicode_words().count(),
    }
}

/// Words of a Markdown body as a reader sees them: marks, addresses and picture sources do not count.
pub fn count_body(body: &str) -> usize {
    crate::block::blocks(body).iter().map(|block| count(&block.words)).sum()
}

/// Reading time in whole minutes, at least one, at 230 words a minute.
pub fn reading_minutes(words: usize) -> usize {
    words.div_ceil(230).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_count_is_that_of_the_boundaries(text in "[a-c1 .,'_\\-\u{301}\u{202f}\u{200d}\u{a0}\n\tكة東é(“”:]{0,40}") {
            prop_assert_eq!(count(&text), text.unicode_words().count(), "{:?}", text);
        }
    }

    #[test]
    fn counts_what_is_read() {
        for (body, wanted) in [
            ("Two words", 2),
            ("**Bold** [link](https://example.org/a/b) and `code`", 4),
            ("> [!pullquote] A. Speaker, mayor\n> We will build it.\n", 4),
            ("قال الوزير إنّ الخطة جاهزة.", 5),
            ("![alt words](media/x.jpg)", 0),
            ("", 0),
        ] {
            assert_eq!(count_body(body), wanted, "{body}");
        }
    }
}
