//! Counting words and estimating reading time, in one place only.

use unicode_segmentation::UnicodeSegmentation;

/// Words in a text, by Unicode's word boundaries (UAX #29): punctuation and blanks do not count.
pub fn count(text: &str) -> usize {
    text.unicode_words().count()
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
    use super::*;

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
