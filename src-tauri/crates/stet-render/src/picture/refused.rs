//! Why an original cannot be published.

use serde::{Deserialize, Serialize};

/// Why an original cannot be published: what it is, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// An SVG drawing, which is a document that can hold scripts and addresses of strangers.
    #[error("it is an SVG drawing, which can run scripts and load from elsewhere")]
    Svg,
    /// A picture in a format that is not read.
    #[error("it is {0}, which Stet does not read")]
    Form(String),
    /// Not a picture at all, whatever its name says.
    #[error("it is not a picture")]
    NoPicture,
    /// More pixels than any page needs.
    #[error("it has {width} × {height} pixels")]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// A file larger than any picture needs to be.
    #[error("its file has {0} megabytes")]
    TooHeavy(u64),
    /// Far longer than it is wide, or the other way round.
    #[error("it is {width} × {height} pixels: a line, not a picture")]
    Line {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// A file so small for its size that it is made to fill memory.
    #[error("its {bytes} bytes unfold into {pixels} pixels, as files do that are made to fill a machine's memory")]
    Bomb {
        /// Bytes of the file.
        bytes: u64,
        /// Pixels it says it has.
        pixels: u64,
    },
    /// The file breaks off.
    #[error("the file breaks off before its end")]
    Truncated,
    /// The file cannot be read.
    #[error("the file is damaged: {0}")]
    Damaged(String),
}

impl Refused {
    /// What to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Refused::Svg => "Export the drawing as PNG, twice as wide as it is shown, and use that.",
            Refused::Form(_) => "Save it as JPEG or PNG.",
            Refused::NoPicture => "Put a JPEG, PNG, WebP or GIF file there.",
            Refused::TooLarge { .. } => "Save it smaller: 64 million pixels and 30,000 on a side are the most.",
            Refused::TooHeavy(_) => "Save it smaller: 256 megabytes are the most.",
            Refused::Line { .. } => "Crop it: one side may be fifty times the other, and no more.",
            Refused::Bomb { .. } => "Do not use this file. If you trust it, save it anew as JPEG.",
            Refused::Truncated | Refused::Damaged(_) => "Fetch the file again from where it came from, or save it anew.",
        }
    }
}
