//! `slug-unusable` and `slug-duplicate`: two stories cannot have one address.

use super::Subject;
use crate::problem::{Problem, Severity};
use crate::slug;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Problem>) {
    if let Some(written) = &subject.article.slug
        && !slug::is_slug(written)
    {
        let message = if slug::RESERVED.contains(&written.as_str()) {
            format!("The slug `{written}` belongs to the site itself.")
        } else {
            format!("The slug `{written}` cannot be part of an address.")
        };
        let hint = format!("Use letters, digits and hyphens, such as `{}`.", slug::story_slug(written));
        found.push(subject.field("slug-unusable", Severity::Block, "slug", message, hint));
    }
    if let Some(other) = subject.around.same_slug {
        let message = format!("The slug `{}` is also that of {other}.", subject.around.slug);
        found.push(subject.field(
            "slug-duplicate",
            Severity::Block,
            "slug",
            message,
            "Change one of the two; each story of a language needs its own.",
        ));
    }
}
