//! `date-unreadable`: a date that cannot be read would vanish from the page.

use super::Subject;
use crate::article::Moment;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    for key in ["date", "updated"] {
        let Some(value) = subject.keys.get(key).filter(|value| !value.is_null()) else { continue };
        if value.as_str().and_then(Moment::parse).is_none() && value.as_str() != Some("") {
            let message = format!("`{key}` is not a date that Stet can read: {value}.");
            found.push(subject.field("date-unreadable", Severity::Block, key, message, "Write it as 2026-11-24T09:30:00Z."));
        }
    }
}
