//! Pictures: what of an original is published, and as which files. Bytes in, bytes out; nothing is opened here.
//!
//! An original is never published as it is. It is [`look`]ed at once, which refuses what is no picture or could harm the
//! machine, and published as [`Rendition`]s: made from the pixels anew, upright, in sRGB, with no metadata but an
//! allow-list. Which renditions there are follows from the original's size and kind alone, so that a page can name
//! them before one of them is made.

mod encode;
mod facts;
mod iptc;
mod open;
mod recipe;
mod refused;
mod xmp;

pub use encode::encode;
pub use facts::{Facts, SOURCE_TYPES};
pub use open::{Pixels, open};
pub use recipe::{Form, Kind, RECIPE, Rendition, key, renditions};
pub use refused::Refused;

use serde::{Deserialize, Serialize};

/// What the site knows of an original.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// What its pixels are like.
    pub kind: Kind,
    /// Whether the original moves. Its first frame is what is published.
    pub moving: bool,
    /// A `data:` address of the picture at a few pixels, to stand there while it loads; empty where pixels are clear.
    pub placeholder: String,
    /// Credit, caption and rights that the original states.
    pub facts: Facts,
}

/// Bytes of an original, at most. A caller asks for the size before it reads the file.
pub const HEAVIEST: u64 = 256 << 20;

/// Looks at an original: decodes it whole, so that what passes can be published.
///
/// # Errors
/// Where it is no picture that can be published; see [`Refused`].
pub fn look(bytes: &[u8]) -> Result<Look, Refused> {
    let opened = open(bytes)?;
    let placeholder = if opened.kind() == Kind::Opaque { encode::placeholder(&opened)? } else { String::new() };
    Ok(Look { width: opened.width, height: opened.height, kind: opened.kind(), moving: opened.moving, placeholder, facts: opened.facts })
}
