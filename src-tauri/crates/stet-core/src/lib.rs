//! What an article is and what is wrong with it.
//!
//! Everything here is pure: bytes and values in, values out. No file is opened, no clock is read, no random
//! number is drawn; whoever needs one of those passes it in. That is what lets the preview, the export, the
//! command line and the tests agree.

pub mod address;
pub mod article;
pub mod block;
pub mod check;
pub mod diff;
pub mod draft;
pub mod fold;
pub mod front_matter;
pub mod import;
pub mod join;
pub mod lang;
pub mod merge;
pub mod newsroom;
pub mod problem;
pub mod slug;
pub mod words;

pub use article::{Article, Byline, Embargo, Lead, Moment, Source, SourceKind, State};
pub use draft::{Draft, DraftError};
pub use newsroom::{Newsroom, NewsroomError};
pub use problem::{Place, Problem, Severity};
