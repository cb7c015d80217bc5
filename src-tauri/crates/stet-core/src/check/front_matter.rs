//! `front-matter`: a block that cannot be read hides every field of the story.

use super::place;
use crate::draft::{Draft, DraftError};
use crate::problem::{Problem, Severity};

pub(super) fn problem(draft: &Draft, error: &DraftError) -> Problem {
    let text = draft.text();
    let (line, column) = match error {
        DraftError::FrontMatter(inner) => (inner.line, inner.column),
        DraftError::Unclosed => (1, 1),
    };
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum();
    let rest = text[start..].lines().next().unwrap_or_default();
    let ahead: usize = rest.chars().take(column.saturating_sub(1) as usize).map(char::len_utf8).sum();
    Problem {
        rule: "front-matter".into(),
        severity: Severity::Block,
        field: None,
        place: place(text, start + ahead, start + rest.len().max(ahead)),
        message: format!("{error}."),
        hint: "Mend that line in any text editor; until then Stet shows the file but changes nothing in it.".into(),
    }
}
