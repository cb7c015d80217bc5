//! A newsroom whose files other programs change, while Stet is open and while it is not.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod bulk;
#[path = "../desk/mod.rs"]
mod desk;
mod editors;
mod files;
