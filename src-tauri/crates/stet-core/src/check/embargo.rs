//! `embargo`: an embargoed story may be worked on; whoever opens it should see that it may not leave.

use super::Subject;
use crate::article::Embargo;
use crate::problem::{Problem, Severity};

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    let message = match subject.article.embargo {
        None => return,
        Some(Embargo::Until(moment)) => format!("Under embargo until {moment}: an export before then leaves it out."),
        Some(Embargo::Indefinite) => "Under embargo until somebody lifts it: every export leaves it out.".to_owned(),
    };
    found.push(subject.field("embargo", Severity::Warn, "embargo", message, "Take out `embargo` when the story may run."));
}
