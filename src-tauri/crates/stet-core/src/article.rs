//! The fields of a story in one language, as every other room reads them.

use serde::{Deserialize, Serialize};

/// The parsed view of one draft file: its front matter as typed fields, and its body.
///
/// It is a view. Unknown keys, comments and key order stay in the [`crate::Draft`] it was read from, which is
/// what is written back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Stable id of the story (a ULID); the same in every language edition. Absent until Stet first writes the file.
    pub id: Option<String>,
    /// Headline, plain text.
    pub title: String,
    /// Short label above the headline, such as `News`.
    pub kicker: Option<String>,
    /// Path in the section tree, such as `world/middle-east`.
    pub section: Option<String>,
    /// One or two sentences under the headline, plain text.
    pub standfirst: Option<String>,
    /// Who wrote it, in order.
    pub byline: Vec<Byline>,
    /// Where the copy comes from.
    pub source: Option<Source>,
    /// Display names of tags, in order.
    pub tags: Vec<String>,
    /// The edition's name in URLs; unique within its language.
    pub slug: Option<String>,
    /// Slugs it went by before, in this edition, oldest first. Their addresses lead on to the present one.
    pub old_slugs: Vec<String>,
    /// Addresses on another site that lead here, as Hugo's `aliases` and Jekyll's `redirect_from` give them. Read, and
    /// never written. Obsidian's `aliases`, which are names and hold no slash, are not among them.
    pub aliases: Vec<String>,
    /// Editorial state, and nothing else.
    pub state: State,
    /// When the story was (or is to be) published.
    pub date: Option<Moment>,
    /// When published copy last changed in substance.
    pub updated: Option<Moment>,
    /// Not to be published before this moment.
    pub embargo: Option<Embargo>,
    /// Picture at the top of the page.
    pub lead: Option<Lead>,
    /// Markdown, exactly as in the file.
    pub body: String,
}

/// One name in the byline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Hash)]
pub struct Byline {
    /// The name alone, without "By".
    pub name: String,
    /// Such as `Additional reporting`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// Structured source attribution.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Hash)]
pub struct Source {
    /// Name to print after `Source:`.
    pub name: String,
    /// Where the original is, `http` or `https`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What sort of source it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
    /// Licence name or URL under which the copy may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

/// Kinds of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A news agency (a wire).
    Agency,
    /// Another publication.
    Publication,
    /// A government, company or organisation's own statement.
    Official,
    /// A document: a report, a court filing, a data set.
    Document,
    /// A person.
    Person,
    /// The newsroom's own reporting.
    OwnReporting,
}

/// The editorial state of an edition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being written.
    #[default]
    Draft,
    /// With the desk.
    Desk,
    /// With a copy editor.
    CopyEdit,
    /// May be published.
    Ready,
    /// Kept back.
    Hold,
    /// Will not run.
    Spiked,
}

impl State {
    /// Every state, in working order.
    pub const ALL: [State; 6] = [State::Draft, State::Desk, State::CopyEdit, State::Ready, State::Hold, State::Spiked];

    /// The word used in files, on the command line and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Desk => "desk",
            State::CopyEdit => "copy-edit",
            State::Ready => "ready",
            State::Hold => "hold",
            State::Spiked => "spiked",
        }
    }

    /// Reads a state word; `copy edit`, `copy_edit` and `copy-edit` are the same.
    pub fn parse(word: &str) -> Option<State> {
        let word = word.trim().to_lowercase().replace([' ', '_'], "-");
        State::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A point in time as the file wrote it, with the offset it was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Hash)]
pub struct Moment(pub jiff::Timestamp);

impl Moment {
    /// Reads RFC 3339 (`2026-11-24T09:30:00Z`), the same with a blank for the `T`, without seconds or without an
    /// offset (taken as UTC), or a date alone (midnight UTC).
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        if let Ok(stamp) = text.parse::<jiff::Timestamp>() {
            return Some(Moment(stamp));
        }
        let spaced = text.replacen(' ', "T", 1);
        // Hugo and Jekyll write `2026-11-24 09:30:00 +0200`: the blank before the offset goes.
        let joined = spaced.replace(' ', "");
        if let Ok(stamp) = joined.parse::<jiff::Timestamp>() {
            return Some(Moment(stamp));
        }
        let civil = joined.parse::<jiff::civil::DateTime>().ok()?;
        jiff::tz::TimeZone::UTC.to_timestamp(civil).ok().map(Moment)
    }
}

impl std::fmt::Display for Moment {
    /// RFC 3339 in UTC, to the second.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.0.strftime("%Y-%m-%dT%H:%M:%SZ"))
    }
}

/// Until when a story may not be published. Never an editorial state, never a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Embargo {
    /// Until that moment.
    Until(Moment),
    /// Until somebody lifts it.
    Indefinite,
}

impl Embargo {
    /// Whether the story may still not be published at `now`.
    pub fn holds_at(self, now: jiff::Timestamp) -> bool {
        match self {
            Embargo::Until(moment) => now < moment.0,
            Embargo::Indefinite => true,
        }
    }
}

/// The lead picture and what is said of it in this language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Hash)]
pub struct Lead {
    /// Path from the newsroom's root, such as `media/quay.jpg`.
    pub image: String,
    /// What the picture shows, for those who do not see it. Empty means decorative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Text under the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Who is to be credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}
