//! Originals as they come: turned, tagged, clear, moving, hostile. What is published is judged by exiftool, which knows
//! nothing of Stet.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

#[path = "pictures/files.rs"]
mod files;
#[path = "pictures/hostile.rs"]
mod hostile;
#[path = "pictures/pixels.rs"]
mod pixels;
#[path = "pictures/private.rs"]
mod private;
