//! Typed elements of copy: pull quotes, galleries, figures, embeds and corrections.

use std::sync::Arc;

use comrak::nodes::{AstNode, NodeValue};
use stet_core::block::{caption_and_credit, speaker_and_role};

use super::{Body, Builder, Correction, escaped, picture, plain_text};
use crate::address;

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
        "embed" => embed(builder, node, id, body),
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
    let date = crate::input::correction_date(&title);
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
    let title = if title.is_empty() { title } else { picture::caption_words(&title) };
    let caption = if words.is_empty() && title.is_empty() {
        used.first().map(|one| picture::figcaption(&one.title, &one.picture)).unwrap_or_default()
    } else {
        // A credit in the title of the picture counts where the words have none.
        let words = credited(&words);
        let own = if words.contains("class=\"credit\"") || title.contains("class=\"credit\"") {
            String::new()
        } else {
            used.iter().map(|one| picture::credit_of(&one.title, &one.picture)).find(|credit| !credit.is_empty()).unwrap_or_default()
        };
        format!("<figcaption>{title}\n{words}{own}</figcaption>")
    };
    if images.is_empty() && words.is_empty() {
        return String::new();
    }
    let dir = builder.against(node);
    format!("<figure class=\"picture\" id=\"{id}\"{dir}>\n{images}\n{caption}</figure>\n")
}

/// The words of a caption with the credit at their end set as one: `<p>The quay. Credit: A. Name</p>`.
fn credited(words: &str) -> String {
    let Some(inner) = words.strip_suffix("</p>\n") else { return words.to_owned() };
    let last = inner.rfind("<p").and_then(|at| inner[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    let (before, paragraph) = inner.split_at(last);
    match caption_and_credit(paragraph) {
        // Inside an element that is still open, a credit cannot be set apart.
        (caption, Some(name)) if !name.contains('<') && caption.matches("</").count() * 2 == caption.matches('<').count() => {
            let gap = if caption.is_empty() { "" } else { " " };
            format!("{before}{caption}{gap}<span class=\"credit\"><bdi>{name}</bdi></span></p>\n")
        }
        _ => words.to_owned(),
    }
}

/// Something shown elsewhere (`> [!embed] https://video.example/1`): a link with a title, the provider's name and, where
/// the newsroom has one, a poster. Nothing is asked of the provider until the reader follows it.
fn embed<'n>(builder: &mut Builder<'_, '_>, node: &'n AstNode<'n>, id: &str, body: &mut Body) -> Option<String> {
    let title = super::callout_title(node);
    let mut parts = title.splitn(2, char::is_whitespace);
    let (address, after) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default().trim().to_owned());
    let address = address.trim_matches(['<', '>']);
    if !address::is_web(address) {
        return None;
    }
    let host = url::Url::parse(address).ok()?.host_str().unwrap_or_default().to_owned();
    let provider = provider(&host);
    let poster = used(builder, node, body).into_iter().next();
    let mut rest = node
        .children()
        .filter(|child| !matches!(child.data.borrow().value, NodeValue::CalloutTitle) && super::only_images(child).is_empty());
    // The words after the address are its title; without them the first paragraph is.
    let name = match after.is_empty() {
        false => after,
        true => rest
            .next()
            .map(plain_text)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| address.to_owned()),
    };
    let words: String = rest.map(|child| builder.part(child, body)).collect();
    let caption = if words.is_empty() { words } else { format!("<figcaption>{words}</figcaption>\n") };
    let poster = poster.map(|one| picture::element(&one.picture, "", builder.around, &picture::COLUMN)).unwrap_or_default();
    let mut href = String::with_capacity(address.len());
    // Writing to a `String` cannot fail.
    let _ = comrak::html::escape_href(&mut href, address, false);
    let label = label(builder, "embed");
    let at = escaped(builder.around.strings.get("embed_at")).replace("{provider}", &format!("<bdi>{}</bdi>", escaped(&provider)));
    let poster_class = if poster.is_empty() { "" } else { " with-poster" };
    Some(format!(
        "<figure class=\"embed{poster_class}\" id=\"{id}\" aria-label=\"{label}\">\n<a href=\"{href}\" rel=\"noopener external\">{poster}<span class=\"embed-title\"><bdi>{}</bdi></span> <span class=\"embed-at\">{at}</span></a>\n{caption}</figure>\n",
        escaped(&name)
    ))
}

/// A provider's own name by its host, for the ones that copy often links to; the host where it is another.
fn provider(host: &str) -> String {
    const KNOWN: [(&str, &str); 18] = [
        ("youtube.com", "YouTube"),
        ("youtu.be", "YouTube"),
        ("youtube-nocookie.com", "YouTube"),
        ("vimeo.com", "Vimeo"),
        ("dailymotion.com", "Dailymotion"),
        ("twitch.tv", "Twitch"),
        ("tiktok.com", "TikTok"),
        ("instagram.com", "Instagram"),
        ("facebook.com", "Facebook"),
        ("twitter.com", "X"),
        ("x.com", "X"),
        ("bsky.app", "Bluesky"),
        ("threads.net", "Threads"),
        ("reddit.com", "Reddit"),
        ("soundcloud.com", "SoundCloud"),
        ("spotify.com", "Spotify"),
        ("t.me", "Telegram"),
        ("openstreetmap.org", "OpenStreetMap"),
    ];
    let host = host.strip_prefix("www.").unwrap_or(host);
    let known = KNOWN.iter().find(|(known, _)| host == *known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.')));
    known.map_or_else(|| host.to_owned(), |(_, name)| (*name).to_owned())
}
