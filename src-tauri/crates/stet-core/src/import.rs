//! The recognisers behind `stet import`: the bytes of one file in, a story's fields and body out.
//!
//! Two kinds of copy come in. Markdown with front matter, as static-site generators and note apps write it, says
//! itself what its fields are (`meta`, `markdown`). Plain text pasted from a page or a wire says nothing, so that
//! its parts are recognised by their form and place (`wire`, `chrome`).
//!
//! One law holds in both: nothing of the text is lost. What does not go into a field or the body is returned in
//! [`Imported::set_aside`], and what was understood is said in [`Imported::notes`]. Where a recogniser is not sure it
//! leaves the text in the body.

mod byline;
mod chrome;
mod dates;
mod decode;
mod escape;
mod layout;
mod markdown;
mod meta;
mod meta_fields;
mod meta_values;
mod obsidian;
mod source_line;
#[cfg(test)]
mod tests;
mod text;
mod wire;
mod zones;

use serde::{Deserialize, Serialize};

use crate::article::Article;

/// The largest file that is read, in bytes. Copy is far smaller: whatever is larger is not a story.
pub const LIMIT_BYTES: usize = 32 * 1024 * 1024;

/// What was recognised in one file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// The story's fields and body. The id is absent unless the front matter carries a ULID, the slug unless it was given.
    pub article: Article,
    /// BCP 47 tag from the front matter, or `ar` where most letters are Arabic; otherwise nobody said.
    pub lang: Option<String>,
    /// Front-matter keys that have no field in [`Article`], in their order and as they were.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Text recognised as not being copy, in the order of the file. It is kept with the story.
    pub set_aside: Vec<SetAside>,
    /// What was recognised, for people (`message`) and programs (`kind`).
    pub notes: Vec<Note>,
}

/// A piece of the file that is not copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// What sort of text it is.
    pub kind: SetAsideKind,
    /// The text as it stood.
    pub text: String,
    /// Line of the file it began in, from 1.
    pub line: u32,
    /// One sentence for people: why it was set aside.
    pub reason: String,
}

/// Kinds of text that are set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetAsideKind {
    /// Masthead, navigation, buttons, related links, copyright: the furniture of a site.
    Chrome,
    /// A time relative to a moment that nobody knows any more, such as "2 hours ago".
    RelativeTime,
    /// A date that could be read in more than one way.
    Date,
    /// A picture's credit or caption, without the picture.
    Caption,
    /// Text that repeats what a field already says.
    Duplicate,
    /// A remark to colleagues, such as an Obsidian comment.
    Comment,
    /// Markup that has no like in Markdown; what could be kept of it is in the body.
    Markup,
}

/// One thing that was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// A word for programs, such as `headline`, `section` or `encoding`.
    pub kind: String,
    /// One sentence for people.
    pub message: String,
}

/// Why a file cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// There is no text in it, or nothing but front matter without a headline.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`LIMIT_BYTES`].
    #[error("the file has {bytes} bytes; Stet reads files of up to {limit} bytes")]
    TooLarge {
        /// Size of the file.
        bytes: usize,
        /// Largest size that is read.
        limit: usize,
    },
    /// It is a picture, an archive, an office document or another file that is not text.
    #[error("the file is not text: it looks like {found}")]
    NotText {
        /// What it looks like, with its article: "a PDF document".
        found: &'static str,
    },
    /// It is text in an encoding that Stet does not read, or damaged text.
    #[error("the file is not UTF-8 (first in line {line}), and its bytes do not fit Windows-1252 or Windows-1256 text either")]
    UnknownEncoding {
        /// First line with bytes that are not UTF-8, from 1.
        line: u32,
    },
    /// The front matter cannot be read.
    #[error("the front matter cannot be read (line {line}): {message}")]
    FrontMatter {
        /// Line of the file, from 1.
        line: u32,
        /// What the parser said.
        message: String,
    },
}

impl ImportError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ImportError::Empty => "Check that the file was saved, or leave it out.",
            ImportError::TooLarge { .. } => "A story is far smaller. Split the file into one file per story, or leave it out.",
            ImportError::NotText { .. } => {
                "Open it in the program that made it, save the story as plain text or Markdown, and import that."
            }
            ImportError::UnknownEncoding { .. } => "Open it in a text editor, save it as UTF-8, and import it again.",
            ImportError::FrontMatter { .. } => {
                "Correct that line and import the file again. Quote values that hold a colon, and close the block with the mark that opened it."
            }
        }
    }

    /// A word for programs, such as `not-text`.
    pub fn code(&self) -> &'static str {
        match self {
            ImportError::Empty => "empty",
            ImportError::TooLarge { .. } => "too-large",
            ImportError::NotText { .. } => "not-text",
            ImportError::UnknownEncoding { .. } => "unknown-encoding",
            ImportError::FrontMatter { .. } => "front-matter",
        }
    }
}

/// Recognises one file.
///
/// `file_name` decides two things only: `.md` (and its like) is Markdown even without front matter, and a Markdown
/// file in which nothing can serve as a headline takes its name. A file of another name is Markdown if it opens with
/// front matter, and plain text otherwise.
///
/// # Errors
/// [`ImportError`], each with a [hint](ImportError::hint); nothing was recognised then.
pub fn import(bytes: &[u8], file_name: &str) -> Result<Imported, ImportError> {
    if bytes.len() > LIMIT_BYTES {
        return Err(ImportError::TooLarge { bytes: bytes.len(), limit: LIMIT_BYTES });
    }
    let decoded = decode::decode(bytes)?;
    let mut imported = Imported { notes: decoded.notes, ..Imported::default() };
    let named_markdown = is_markdown(file_name);
    match meta::split(&decoded.text, named_markdown)? {
        Some(parts) => {
            meta::read(parts.keys, &mut imported);
            if parts.body.is_empty() {
                if imported.article.title.is_empty() {
                    return Err(ImportError::Empty);
                }
                // Zola and Hugo describe a section in such a file.
                imported.note("no-text", "The file has front matter and no text below it.".into());
            }
            markdown::read(parts.body, parts.body_line, file_name, &mut imported);
        }
        None if named_markdown => markdown::read(&decoded.text, 1, file_name, &mut imported),
        None => wire::read(&decoded.text, &mut imported),
    }
    if imported.lang.is_none() && text::mostly_arabic(&[&imported.article.title, &imported.article.body]) {
        imported.note("language", "Most letters are Arabic: the language is taken to be Arabic.".into());
        imported.lang = Some("ar".into());
    }
    Ok(imported)
}

fn is_markdown(file_name: &str) -> bool {
    let extension = file_name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    ["md", "markdown", "mdown", "mkd", "mdx"].contains(&extension.as_str())
}

impl Imported {
    fn note(&mut self, kind: &str, message: String) {
        self.notes.push(Note { kind: kind.into(), message });
    }

    fn set_aside(&mut self, kind: SetAsideKind, text: &str, line: u32, reason: &str) {
        self.set_aside.push(SetAside { kind, text: text.into(), line, reason: reason.into() });
    }

    /// Adds a tag unless it is there already, in whatever case.
    fn tag(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && !self.article.tags.iter().any(|tag| tag.to_lowercase() == name.to_lowercase()) {
            self.article.tags.push(name.into());
        }
    }
}
