//! Plain text to Markdown that renders as the same text (CommonMark 0.31 and the GitHub extensions).
//!
//! Only what could be read as markup is escaped, so that the draft stays pleasant to read: an underscore inside a
//! word, a hashtag or a lone tilde stand as they are. Typography that a page adds on purpose (curly quotation marks)
//! is the page's business.

/// A paragraph of one line.
pub(super) fn paragraph(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let rest = block_start(text, &mut out);
    inline(rest, &mut out);
    out
}

/// A sub-heading of the second level.
pub(super) fn heading(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str("## ");
    let body = text.trim_end_matches('#');
    inline(body, &mut out);
    // Marks at the end of a heading would be taken for its closing sequence.
    for _ in body.len()..text.len() {
        out.push_str("\\#");
    }
    out
}

/// Escapes what would open a block at the start of a line, and returns the text after it.
fn block_start<'a>(text: &'a str, out: &mut String) -> &'a str {
    let Some(first) = text.chars().next() else { return text };
    let next = text[first.len_utf8()..].chars().next();
    let opens = match first {
        // A hashtag has no blank behind its mark, a heading has.
        '#' => text.trim_start_matches('#').starts_with(|letter: char| letter.is_whitespace()) || text.chars().all(|letter| letter == '#'),
        '>' | '~' | '=' => true,
        '-' | '+' | ':' | '/' | '%' => next.is_none_or(|letter| !letter.is_alphanumeric()),
        _ => false,
    };
    if opens {
        out.push('\\');
        out.push(first);
        return &text[first.len_utf8()..];
    }
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    if (1..=9).contains(&digits)
        && text[digits..].starts_with(['.', ')'])
        && text[digits + 1..].chars().next().is_none_or(char::is_whitespace)
    {
        out.push_str(&text[..digits]);
        out.push('\\');
        out.push_str(&text[digits..=digits]);
        return &text[digits + 1..];
    }
    text
}

fn inline(text: &str, out: &mut String) {
    let tildes = text.matches('~').count() > 1;
    let mut before = out.chars().next_back().filter(|letter| !letter.is_whitespace());
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let inside = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let escaped = match letter {
            '\\' | '`' | '*' | '[' | '<' | '|' => true,
            '_' => !inside,
            '~' => tildes,
            '=' | '+' | '%' | ':' => before == Some(letter) || next == Some(letter),
            '&' => is_entity(&text.as_bytes()[at + 1..]),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(letter);
        before = Some(letter);
    }
}

/// Whether the bytes behind an ampersand could end a character reference.
fn is_entity(rest: &[u8]) -> bool {
    let name = rest.iter().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    name > 0 && rest.get(name) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text of the rendered page, with every extension on that a page could use.
    fn rendered(markdown: &str) -> String {
        let mut options = comrak::Options::default();
        let on = &mut options.extension;
        (on.strikethrough, on.table, on.tasklist, on.footnotes, on.inline_footnotes, on.description_lists) =
            (true, true, true, true, true, true);
        (on.alerts, on.ofm_callouts, on.highlight, on.insert, on.spoiler, on.block_directive, on.autolink) =
            (true, true, true, true, true, true, true);
        let html = comrak::markdown_to_html(markdown, &options);
        let mut text = String::new();
        let mut inside = false;
        for letter in html.chars() {
            match letter {
                '<' => inside = true,
                '>' if inside => inside = false,
                _ if !inside => text.push(letter),
                _ => {}
            }
        }
        text.trim_end_matches('\n').replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn examples() {
        for (text, wanted) in [
            ("# one", "\\# one"),
            ("#Harbour_City and snake_case", "#Harbour_City and snake_case"),
            ("1. First", "1\\. First"),
            ("2026. A year", "2026\\. A year"),
            ("- item", "\\- item"),
            ("-5 degrees", "-5 degrees"),
            ("Fish & chips, ~5 km", "Fish & chips, ~5 km"),
            ("&amp; <b>", "\\&amp; \\<b>"),
            ("> [!pullquote] x", "\\> \\[!pullquote] x"),
        ] {
            assert_eq!(paragraph(text), wanted);
        }
        assert_eq!(heading("C #"), "## C \\#");
    }

    proptest! {
        #[test]
        fn renders_as_the_same_text(text in "[-#>*_\\[\\]<\\\\|`~!&;:.=+()^$%{}/a-c1 \"'«م]{1,24}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            prop_assert_eq!(rendered(&paragraph(&text)), text.as_str());
            prop_assert_eq!(rendered(&heading(&text)), text.as_str());
        }
    }
}
