//! Lines to paragraphs: text with a line for each paragraph, text parted by blank lines, and hard-wrapped text.

use super::{byline, chrome, dates, source_line, text};

/// One paragraph of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// On one line, with plain blanks.
    pub text: String,
    /// Line of the file it begins in, from 1.
    pub line: u32,
}

/// The paragraphs of a text, and how many line ends inside of paragraphs were taken away.
pub(super) fn paragraphs(copy: &str) -> (Vec<Paragraph>, usize) {
    let lines: Vec<Line> = copy
        .split('\n')
        .zip(1_u32..)
        .flat_map(|(line, number)| {
            line.split(['\u{2028}', '\u{2029}']).map(move |part| Line {
                indented: part.starts_with("  ") || part.starts_with('\t'),
                text: text::plain_blanks(part),
                number,
            })
        })
        .collect();
    let width = wrap_width(&lines);
    let mut found: Vec<Paragraph> = Vec::new();
    let (mut joined, mut open) = (0, false);
    for (at, line) in lines.iter().enumerate() {
        if line.text.is_empty() {
            open = false;
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        let follows = open && width.is_some_and(|width| before.is_some_and(|before| before.is_full(line, width) && !line.stands_alone()));
        match found.last_mut() {
            Some(last) if follows => {
                last.text.push(' ');
                last.text.push_str(&line.text);
                joined += 1;
            }
            _ => found.push(Paragraph { text: line.text.clone(), line: line.number }),
        }
        open = width.is_some() && !line.stands_alone();
    }
    (found, joined)
}

struct Line {
    text: String,
    number: u32,
    indented: bool,
}

impl Line {
    fn width(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether the first word of the next line had no room at the end of this one, and continues its paragraph.
    fn is_full(&self, next: &Line, width: usize) -> bool {
        let word = next.text.split(' ').next().unwrap_or_default().chars().count();
        // Editors and mail programs wrap a few columns before or after the widest line.
        self.width() + 1 + word + 3 > width && (self.indented || !next.indented)
    }

    /// Whether a line is a whole by what it says, however long it is.
    fn stands_alone(&self) -> bool {
        let text = &self.text;
        text.len() <= 300
            && (chrome::furniture(text).is_some()
                || source_line::source_line(text).is_some()
                || source_line::hashtags(text).is_some()
                || source_line::is_picture_credit(text)
                || byline::byline_line(text).is_some()
                || dates::time_line(text).is_some())
    }
}

/// The width at which the text was hard-wrapped, or none if its lines are paragraphs.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    // An address cannot be broken and says nothing about the width.
    let width = lines.iter().filter(|line| line.text.contains(' ')).map(Line::width).max()?;
    if !(40..=100).contains(&width) {
        return None;
    }
    let full: Vec<(&Line, &Line)> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [line, next] if !line.text.is_empty() && !next.text.is_empty() && line.is_full(next, width) => Some((line, next)),
            _ => None,
        })
        .collect();
    if full.len() < 3 {
        return None;
    }
    let cased = full.iter().filter(|(_, next)| next.text.chars().any(|letter| letter.is_lowercase() || letter.is_uppercase())).count() * 2
        > full.len();
    // A paragraph rarely opens with a small letter, and a line of wrapped text rarely ends a sentence.
    let wrapped = if cased {
        full.iter().filter(|(_, next)| text::starts_small(&next.text)).count() * 5 >= full.len() * 2
    } else {
        full.iter().filter(|(line, _)| !text::ends_sentence(&line.text)).count() * 5 >= full.len() * 3
    };
    wrapped.then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(copy: &str) -> Vec<String> {
        paragraphs(copy).0.into_iter().map(|paragraph| format!("{} {}", paragraph.line, paragraph.text)).collect()
    }

    #[test]
    fn one_line_each() {
        assert_eq!(shown("One.\nTwo.\n\n\nThree.\u{2029}Four."), ["1 One.", "2 Two.", "5 Three.", "5 Four."]);
    }

    #[test]
    fn hard_wrapped() {
        let copy = "The council said on Tuesday that the wall of the old harbour\nwould rise by two metres before the winter, and that the work\nwould begin once the fishing boats had moved to the new quay.\nResidents welcomed it.\n\nThe mayor said that the money was there and that the plans had\nbeen drawn, but that nobody could promise a date before the\nstorms.\nSource: City Wire\n";
        assert_eq!(
            shown(copy),
            [
                "1 The council said on Tuesday that the wall of the old harbour would rise by two metres before the winter, and that the work would begin once the fishing boats had moved to the new quay. Residents welcomed it.",
                "6 The mayor said that the money was there and that the plans had been drawn, but that nobody could promise a date before the storms.",
                "9 Source: City Wire",
            ]
        );
    }

    #[test]
    fn short_paragraphs_are_not_wrapped_text() {
        let copy = "The council said that the wall would rise by two metres at last.\nResidents welcomed the plan when they met at the old quay again.\nThe mayor said that the money was there for the coming winter.\nNobody could promise a date before the storms of the new year.";
        assert_eq!(shown(copy).len(), 4);
    }
}
