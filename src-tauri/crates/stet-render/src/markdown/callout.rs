//! Typed elements of copy: pull quotes, galleries, figures and corrections.

use std::sync::Arc;

use comrak::nodes::{AstNode, NodeValue};
use stet_core::block::speaker_and_role;

use super::{Body, Builder, Correction, escaped, picture, plain_text};

/// A picture used in a callout.
struct Used {
    picture: Arc<crate::input::Picture>,
    alt: String,
    title: String,
}

/// The HTML of a callout that stands on its own; `None` for an ordinary quotation.
pub(super) fn element<'n>(builder: &mut Builder<'_, '_>, kind: &str, node: &'n AstNode<'n>, id: &str, body: &mut Body) -> Option<String> {
    match kind {
        "pullquote" => Some(pull_quote(builder, node, id, body)),
        "correction" => Some(correction(builder, node, id, body)),
        "gallery" => Some(gallery(builder, node, id, body)),
        "figure" => Some(figure(builder, node, id, body)),
        _ => None,
    }
}

/// A label that no other element of the page has: `Pull quote`, `Pull quote 2`.
fn label(builder: &mut Builder<'_, '_>, word: &'static str) -> String {
    let number = builder.labels.entry(word).or_default();
    *number += 1;
    let words = builder.around.strings.get(word);
    if *number == 1 { escaped(words) } else { format!("{} {}", escaped(words), (builder.around.number)(*number)) }
}

fn pull_quote<'n>(builder: &mut Builder<'_, '_>, node: &'n AstNode<'n>, id: &str, body: &mut Body) -> String {
    let label = label(builder, "pull_quote");
    let quotation = builder.children(node, body);
    let title = super::callout_title(node);
    let (speaker, role) = speaker_and_role(&title);
    let mut by = String::new();
    if !speaker.is_empty() {
        by.push_str(&format!("<bdi class=\"speaker\">{}</bdi>", escaped(speaker)));
    }
    if let Some(role) = role {
        let comma = if by.is_empty() { "" } else { builder.around.strings.get("comma") };
        by.push_str(&format!("{}<span class=\"role\">{}</span>", escaped(comma), escaped(role)));
    }
    let by = if by.is_empty() { by } else { format!("<figcaption>{by}</figcaption>\n") };
    let dir = builder.against(node);
    format!(
        "<aside class=\"pullquote\" id=\"{id}\"{dir} aria-label=\"{label}\">\n<figure>\n<blockquote>\n{quotation}</blockquote>\n{by}</figure>\n</aside>\n"
    )
}

fn correction<'n>(builder: &mut Builder<'_, '_>, node: &'n AstNode<'n>, id: &str, body: &mut Body) -> String {
    let label = label(builder, "correction");
    let text = builder.children(node, body);
    let title = super::callout_title(node);
    let date = title.parse::<jiff::civil::Date>().ok().or_else(|| title.split_whitespace().next().and_then(|word| word.parse().ok()));
    let when = match date {
        Some(date) => format!(" <time datetime=\"{date}\">{}</time>", escaped(&(builder.around.day)(date))),
        None if title.is_empty() => String::new(),
        None => format!(" <span>{}</span>", escaped(&title)),
    };
    body.corrections.push(Correction { date, text: super::words_of_children(node) });
    let word = escaped(builder.around.strings.get("correction"));
    let dir = builder.against(node);
    format!(
        "<aside class=\"correction\" id=\"{id}\"{dir} aria-label=\"{label}\">\n<p class=\"correction-head\"><strong>{word}</strong>{when}</p>\n{text}</aside>\n"
    )
}

fn used<'n>(builder: &Builder<'_, '_>, node: &'n AstNode<'n>, body: &mut Body) -> Vec<Used> {
    let mut out = Vec::new();
    for inner in node.descendants() {
        if let NodeValue::Image(link) = &inner.data.borrow().value
            && let picture::Place::Here(picture) = picture::look_up(&link.url, builder.around, &mut body.found)
        {
            out.push(Used { picture, alt: plain_text(inner), title: link.title.clone() });
        }
    }
    out
}

/// A list of figures, each of which opens larger: by `:target` alone, with a link to close it, so that it needs no
/// script and no mouse.
fn gallery<'n>(builder: &mut Builder<'_, '_>, node: &'n AstNode<'n>, id: &str, body: &mut Body) -> String {
    let used = used(builder, node, body);
    if used.is_empty() {
        return String::new();
    }
    body.gallery = true;
    let strings = builder.around.strings;
    let title = super::callout_title(node);
    let name = if title.is_empty() { label(builder, "gallery") } else { escaped(&title) };
    let heading = if title.is_empty() { String::new() } else { format!("<p class=\"gallery-title\">{name}</p>\n") };
    let (close, previous, next, enlarge) =
        (strings.get("close"), strings.get("previous_picture"), strings.get("next_picture"), strings.get("enlarge"));
    let (mut list, mut large) = (String::new(), String::new());
    let total = (builder.around.number)(used.len() as u32);
    for (index, one) in used.iter().enumerate() {
        let place = index + 1;
        let caption = picture::figcaption(&one.title, &one.picture);
        // The first is as wide as the column, and so is the last of two.
        let setting = if index == 0 || used.len() == 2 { &picture::COLUMN } else { &picture::HALF };
        let small = picture::element(&one.picture, &one.alt, builder.around, setting);
        if !builder.around.enlarge {
            list.push_str(&format!("<li><figure>{small}{caption}</figure></li>\n"));
            continue;
        }
        list.push_str(&format!(
            "<li><figure><a href=\"#{id}-{place}\" id=\"{id}-{place}-small\" title=\"{}\">{small}</a>{caption}</figure></li>\n",
            escaped(enlarge)
        ));
        let step =
            |to: usize, class: &str, word: &str| format!("<a class=\"{class}\" href=\"#{id}-{to}\"><span>{}</span></a>", escaped(word));
        let before = if index > 0 { step(place - 1, "previous", previous) } else { String::new() };
        let after = if place < used.len() { step(place + 1, "next", next) } else { String::new() };
        let count = format!(
            "<p class=\"count\">{}</p>",
            escaped(&strings.fill("picture_of", &[("n", &(builder.around.number)(place as u32)), ("total", &total)]))
        );
        let full = picture::element(&one.picture, &one.alt, builder.around, &picture::WINDOW);
        large.push_str(&format!(
            "<div class=\"lightbox\" id=\"{id}-{place}\" role=\"group\" aria-label=\"{name} {}\"><a class=\"close\" href=\"#{id}-{place}-small\"><span>{}</span></a><figure>{full}{caption}</figure>{count}{before}{after}</div>\n",
            (builder.around.number)(place as u32),
            escaped(close)
        ));
    }
    format!("<div class=\"gallery\" id=\"{id}\" role=\"group\" aria-label=\"{name}\">\n{heading}<ul>\n{list}</ul>\n{large}</div>\n")
}

/// One picture with its own words as caption, which may hold links and emphasis.
fn figure<'n>(builder: &mut Builder<'_, '_>, node: &'n AstNode<'n>, id: &str, body: &mut Body) -> String {
    let used = used(builder, node, body);
    let image = |one: &Used| picture::element(&one.picture, &one.alt, builder.around, &picture::COLUMN);
    let images: String = used.iter().map(image).collect::<Vec<_>>().join("\n");
    let mut words = String::new();
    for child in node.children() {
        if !matches!(child.data.borrow().value, NodeValue::CalloutTitle) && super::only_images(child).is_empty() {
            words.push_str(&builder.part(child, body));
        }
    }
    let title = super::callout_title(node);
    let title = if title.is_empty() { title } else { format!("<span class=\"caption\">{}</span>", escaped(&title)) };
    let caption = if words.is_empty() && title.is_empty() {
        used.first().map(|one| picture::figcaption(&one.title, &one.picture)).unwrap_or_default()
    } else {
        let credit = used.first().map(|one| picture::credit_of(&one.title, &one.picture)).unwrap_or_default();
        format!("<figcaption>{title}\n{words}{credit}</figcaption>")
    };
    if images.is_empty() && words.is_empty() {
        return String::new();
    }
    format!("<figure class=\"picture\" id=\"{id}\">\n{images}\n{caption}</figure>\n")
}
