//! `state-unknown`: a state word that Stet cannot read counts as `draft`, and the writer should know.

use super::Subject;
use crate::article::State;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if let Some(value) = subject.keys.get("state")
        && value.as_str().and_then(State::parse).is_none()
    {
        let words: Vec<&str> = State::ALL.iter().map(|state| state.as_str()).collect();
        let message = format!("`{}` is not a state; the story counts as `draft`.", value.as_str().unwrap_or("this"));
        found.push(subject.field("state-unknown", Severity::Warn, "state", message, format!("Use one of: {}.", words.join(", "))));
    }
}
