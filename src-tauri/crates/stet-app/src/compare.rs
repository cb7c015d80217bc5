//! Two texts of one edition against each other.

use std::fs;

use stet_core::diff::{self, Became, BlockChange, Difference, Fate, FieldChange, Span, Style};
use stet_store::{Edition, Version};

use crate::wire::{
    BlockDifference, Compare, ComparedSide, Comparison, FieldDifference, ItemView, SourceComparison, SourceLine, SpanView, StyleView,
};
use crate::{App, Fault, Room, clock, draft, history};

/// The word that means the text as it stands, with what no version holds yet.
pub const DRAFT: &str = "draft";
/// The word that means what the file on disk holds.
pub const FILE: &str = "file";

/// One side of a comparison.
#[derive(Debug, Clone)]
pub struct Side {
    /// The version, with its name; `None` for the draft and the file.
    pub version: Option<(Version, String)>,
    /// `version`, [`DRAFT`] or [`FILE`].
    pub what: &'static str,
    /// Its text.
    pub text: String,
}

/// The text that a word means: [`DRAFT`], [`FILE`], or a version as [`history::find`] finds it.
pub fn side(room: &Room, edition: &Edition, word: &str) -> Result<Side, Fault> {
    match word {
        DRAFT => Ok(Side { version: None, what: DRAFT, text: draft::text_with_journal(room, edition)? }),
        FILE => {
            let path = room.root.join(&edition.path);
            let text = fs::read_to_string(&path).map_err(|error| Fault::file("read", &path, &error))?;
            Ok(Side { version: None, what: FILE, text })
        }
        word => of_version(room, edition, history::find(room, edition, word)?),
    }
}

/// A version as a side.
pub fn of_version(room: &Room, edition: &Edition, version: Version) -> Result<Side, Fault> {
    let name = room.store().version_names(edition.id)?.remove(&version.id).unwrap_or_default();
    let text = room.store().version_text(&version.id)?;
    Ok(Side { version: Some((version, name)), what: "version", text })
}

/// What is compared where nobody says: the draft with the last version where it holds something new, otherwise the last
/// version with the one before it.
pub fn usual(room: &Room, edition: &Edition) -> Result<(Side, Side), Fault> {
    let versions = history::versions(room, edition)?;
    let find = |id| versions.iter().find(|version| version.id == id).cloned();
    let head = find(edition.head).ok_or_else(|| Fault::no_story(&edition.slug))?;
    let now = side(room, edition, DRAFT)?;
    let parent = head.parents.first().copied().and_then(find);
    let head = of_version(room, edition, head)?;
    if now.text != head.text {
        return Ok((head, now));
    }
    match parent {
        Some(parent) => Ok((of_version(room, edition, parent)?, head)),
        None => Ok((head, now)),
    }
}

/// Compares two sides, for a window or a script.
pub fn comparison(from: &Side, to: &Side) -> Comparison {
    let Difference { fields, blocks, words_added, words_removed, coarse, unreadable } = diff::difference(&from.text, &to.text);
    Comparison {
        from: side_view(from),
        to: side_view(to),
        fields: fields.into_iter().map(field).collect(),
        blocks: blocks.into_iter().map(block).collect(),
        words_added: words_added as u32,
        words_removed: words_removed as u32,
        same: from.text == to.text,
        coarse,
        unreadable: unreadable.unwrap_or_default(),
    }
}

/// Compares two sides line by line.
pub fn source(from: &Side, to: &Side) -> SourceComparison {
    let (lines, coarse) = diff::unified(&from.text, &to.text, 3);
    let lines = lines
        .into_iter()
        .map(|line| SourceLine { sign: line.sign.to_string(), text: line.text, old: line.old as u32, new: line.new as u32 })
        .collect();
    SourceComparison { lines, coarse }
}

/// Two sides in the unified form that `patch` reads.
pub fn patch(from: &Side, to: &Side) -> String {
    let (lines, _) = diff::unified(&from.text, &to.text, 3);
    if lines.is_empty() {
        return String::new();
    }
    let mut out = format!("--- {}\n+++ {}\n", label(from), label(to));
    for line in lines {
        if line.sign == '@' {
            out.push_str(&format!("@@ {} @@\n", line.text));
            continue;
        }
        out.push(line.sign);
        out.push_str(&line.text);
        out.push_str(if line.unended { "\n\\ No newline at end of file\n" } else { "\n" });
    }
    out
}

/// A side on one line: the version's first letters, or the word for it.
pub fn label(side: &Side) -> String {
    match &side.version {
        Some((version, _)) => version.id.hex()[..12].to_owned(),
        None => side.what.to_owned(),
    }
}

fn side_view(side: &Side) -> ComparedSide {
    match &side.version {
        None => ComparedSide { what: side.what.into(), ..ComparedSide::default() },
        Some((version, name)) => ComparedSide {
            what: side.what.into(),
            version: version.id.hex(),
            at: clock::rfc3339(version.at),
            author: version.author.clone(),
            reason: version.reason.clone(),
            name: name.clone(),
        },
    }
}

fn field(change: FieldChange) -> FieldDifference {
    let became = |became: Became| match became {
        Became::Restyled => "moved",
        other => word(other),
    };
    FieldDifference {
        field: change.field,
        fate: if change.became == Became::Same { "edited" } else { word(change.became) }.into(),
        spans: change.spans.into_iter().map(span).collect(),
        items: change.items.into_iter().map(|item| ItemView { became: became(item.became).into(), text: item.text }).collect(),
    }
}

fn block(change: BlockChange) -> BlockDifference {
    let fate = match change.fate {
        Fate::Same => "same",
        Fate::Edited => "edited",
        Fate::Added => "added",
        Fate::Removed => "removed",
        Fate::MovedHere => "moved-here",
        Fate::MovedAway => "moved-away",
    };
    BlockDifference {
        fate: fate.into(),
        kind: change.kind,
        was_kind: change.was_kind.unwrap_or_default(),
        old: change.old.unwrap_or_default() as u32,
        new: change.new.unwrap_or_default() as u32,
        other: change.other.map(|place| place as u32),
        spans: change.spans.into_iter().map(span).collect(),
    }
}

fn word(became: Became) -> &'static str {
    match became {
        Became::Same => "same",
        Became::Removed => "removed",
        Became::Added => "added",
        Became::Restyled => "restyled",
    }
}

fn span(span: Span) -> SpanView {
    SpanView { became: word(span.became).into(), text: span.text, style: style(&span.style), was: span.was.as_ref().map(style) }
}

fn style(style: &Style) -> StyleView {
    let marks =
        [(style.strong, "strong"), (style.emphasis, "emphasis"), (style.struck, "struck"), (style.code, "code"), (style.title, "title")];
    StyleView {
        marks: marks.into_iter().filter(|(set, _)| *set).map(|(_, name)| name.to_owned()).collect(),
        link: style.link.as_deref().unwrap_or_default().to_owned(),
        picture: style.picture.as_deref().unwrap_or_default().to_owned(),
    }
}

fn sides(app: &App, request: &Compare) -> Result<(Side, Side), Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    Ok((side(&room, &edition, &request.from)?, side(&room, &edition, &request.to)?))
}

pub(crate) fn request(app: &App, request: Compare) -> Result<Comparison, Fault> {
    let (from, to) = sides(app, &request)?;
    Ok(comparison(&from, &to))
}

pub(crate) fn source_request(app: &App, request: Compare) -> Result<SourceComparison, Fault> {
    let (from, to) = sides(app, &request)?;
    Ok(source(&from, &to))
}
