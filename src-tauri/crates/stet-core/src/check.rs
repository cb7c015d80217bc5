//! What is wrong with a draft: one rule a file, each a pure function from a [`Subject`] to problems.

mod alt_missing;
mod body_empty;
mod credit_missing;
mod date_unreadable;
mod embargo;
mod front_matter;
mod link_dead;
mod picture_missing;
mod picture_unusable;
mod pull_quote;
mod quotation_open;
mod section_unknown;
mod slug;
mod source_missing;
mod state_unknown;
mod tag_alias;
mod title;

use serde_json::{Map, Value};

use crate::article::Article;
use crate::block::{Block, blocks};
use crate::draft::Draft;
use crate::newsroom::Newsroom;
use crate::problem::{Place, Problem, Severity};

/// What the rules need to know of the world around a draft.
pub struct Surroundings<'a> {
    /// The newsroom's settings.
    pub newsroom: &'a Newsroom,
    /// The edition's language.
    pub lang: &'a str,
    /// The slug the edition goes by.
    pub slug: &'a str,
    /// Another file of the same language that goes by the same slug.
    pub same_slug: Option<&'a str>,
    /// Whether a picture is in the newsroom, by its path from the root (`media/quay.jpg`).
    pub has_picture: &'a dyn Fn(&str) -> bool,
    /// What is known of a picture that is there.
    pub picture: &'a dyn Fn(&str) -> PictureFacts,
    /// Whether a story or standing page of this language goes by that slug or file stem.
    pub has_story: &'a dyn Fn(&str) -> bool,
}

/// What rules need to know of a picture in the newsroom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureFacts {
    /// Why it cannot be published, and what to do.
    pub refused: Option<(String, String)>,
    /// Whom the file itself credits: what a page prints where the copy credits nobody.
    pub credit: Option<String>,
    /// What the file itself says that it shows: a suggestion for the alternative text.
    pub shows: Option<String>,
    /// Whether the file moves; its first frame is what a page shows.
    pub moving: bool,
}

/// One draft, read once for all rules.
pub struct Subject<'a> {
    draft: &'a Draft,
    keys: &'a Map<String, Value>,
    article: &'a Article,
    blocks: &'a [Block],
    body_start: usize,
    around: &'a Surroundings<'a>,
}

/// Every rule's name, for `newsroom.toml` and the documentation.
pub const RULES: [&str; 20] = [
    "alt-missing",
    "body-empty",
    "credit-missing",
    "date-unreadable",
    "embargo",
    "front-matter",
    "link-dead",
    "picture-missing",
    "picture-moving",
    "picture-unusable",
    "pull-quote-not-in-body",
    "pull-quote-speaker",
    "quotation-open",
    "section-unknown",
    "slug-duplicate",
    "slug-unusable",
    "source-missing",
    "state-unknown",
    "tag-alias",
    "title-missing",
];

/// Checks one draft. Problems come in the order in which they stand in the file.
pub fn check(draft: &Draft, around: &Surroundings<'_>) -> Vec<Problem> {
    let (keys, article) = match (draft.keys(), draft.article()) {
        (Ok(keys), Ok(article)) => (keys, article),
        (Err(error), _) | (_, Err(error)) => return vec![front_matter::problem(draft, &error)],
    };
    let blocks = blocks(&article.body);
    let subject = Subject { draft, keys: &keys, article: &article, blocks: &blocks, body_start: draft.body_start(), around };
    let mut found = Vec::new();
    for rule in [
        title::check,
        slug::check,
        section_unknown::check,
        state_unknown::check,
        date_unreadable::check,
        embargo::check,
        source_missing::check,
        tag_alias::check,
        picture_missing::check,
        picture_unusable::check,
        alt_missing::check,
        credit_missing::check,
        body_empty::check,
        pull_quote::check,
        quotation_open::check,
        link_dead::check,
    ] {
        rule(&subject, &mut found);
    }
    found.sort_by(|a, b| (a.place, &a.rule, &a.message).cmp(&(b.place, &b.rule, &b.message)));
    found
}

impl Subject<'_> {
    /// A problem of a front-matter field.
    fn field(&self, rule: &str, severity: Severity, field: &str, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        let range = self.draft.entry(field).map_or(0..0, |range| {
            let text = &self.draft.text()[range.clone()];
            range.start..range.start + text.trim_end().len()
        });
        Problem {
            rule: rule.into(),
            severity,
            field: Some(field.into()),
            place: place(self.draft.text(), range.start, range.end),
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// A problem of a range of bytes in the body.
    fn body(
        &self,
        rule: &str,
        severity: Severity,
        start: usize,
        end: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Problem {
        Problem {
            rule: rule.into(),
            severity,
            field: None,
            place: place(self.draft.text(), self.body_start + start, self.body_start + end),
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// Turns bytes of the file into a line and a column.
pub fn place(text: &str, start: usize, end: usize) -> Place {
    let before = &text[..start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Place {
        line: before.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1,
        column: before[line_start..].chars().count() as u32 + 1,
        start: start as u32,
        end: end as u32,
    }
}

#[cfg(test)]
mod tests;
