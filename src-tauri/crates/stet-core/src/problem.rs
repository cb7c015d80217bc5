//! Something wrong in copy, as a value. Bad copy is never an `Err`.

use serde::{Deserialize, Serialize};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a look.
    Warn,
    /// Stops an export until it is mended.
    Block,
}

/// Where in the draft file a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Line in the file, from 1, front matter counted.
    pub line: u32,
    /// Column in that line, from 1, in characters (Unicode scalar values).
    pub column: u32,
    /// First byte in the file.
    pub start: u32,
    /// Byte after the last one.
    pub end: u32,
}

/// One thing wrong in one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The rule's name, such as `title-missing`: the name of its file in `check/`.
    pub rule: String,
    /// Whether it stops an export.
    pub severity: Severity,
    /// Front-matter key it belongs to, where it belongs to one.
    pub field: Option<String>,
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}
