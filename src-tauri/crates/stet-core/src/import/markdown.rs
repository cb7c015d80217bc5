//! Markdown bodies: kept byte for byte, but for a headline, a source line and hashtags that have fields of their own,
//! and for markup that only one program knows.

use comrak::nodes::{AstNode, NodeValue};

use super::{Imported, SetAsideKind, obsidian, source_line, wire};

/// Reads the body of a Markdown file whose front matter, if any, has been read. `line` is its first line in the file.
pub(super) fn read(body: &str, line: u32, file_name: &str, imported: &mut Imported) {
    let (body, line) = first_heading(body, line, imported);
    let body = closing_lines(body, line, imported);
    imported.article.body = obsidian::rewrite(body, line, imported);
    if imported.article.title.is_empty() {
        name(file_name, imported);
    }
}

/// Takes a `# Heading` that opens the body as the headline, where there is none yet.
fn first_heading<'a>(body: &'a str, line: u32, imported: &mut Imported) -> (&'a str, u32) {
    let start = body.len() - body.trim_start_matches(['\n', ' ', '\t']).len();
    let start = body[..start].rfind('\n').map_or(0, |end| end + 1);
    let (before, text) = body.split_at(start);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (second, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let underlined = !second.trim().is_empty() && second.trim_end().chars().all(|letter| letter == '=') && !first.trim().is_empty();
    let (title, rest, lines) = match first.strip_prefix('#').filter(|title| title.starts_with([' ', '\t'])) {
        Some(title) => (plain(&format!("#{title}")), rest, 1),
        None if underlined => (plain(&format!("{first}\n===")), below, 2),
        None => return (body, line),
    };
    if title.is_empty() {
        return (body, line);
    }
    if imported.article.title == title {
        // The page prints the headline itself; printed twice it would look like a mistake.
        let at = line.saturating_add(u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX));
        imported.set_aside(SetAsideKind::Duplicate, first.trim_end(), at, "Repeats the headline that the front matter gives.");
    } else if !imported.article.title.is_empty() {
        return (body, line);
    } else {
        imported.note("headline", format!("The heading that opens the body became the headline: “{title}”."));
        imported.article.title = title;
    }
    let kept = rest.trim_start_matches('\n');
    let skipped = lines + before.matches('\n').count() + (rest.len() - kept.len());
    (kept, line.saturating_add(u32::try_from(skipped).unwrap_or(u32::MAX)))
}

/// Takes final paragraphs that are only a source line or only hashtags.
fn closing_lines<'a>(body: &'a str, line: u32, imported: &mut Imported) -> &'a str {
    let mut rest = body;
    for _ in 0..4 {
        let text = rest.trim_end();
        let start = text.rfind("\n\n").map_or(0, |at| at + 2);
        let last = &text[start..];
        // A line of many, or one that is code, is no closing line.
        if last.is_empty() || last.contains('\n') || last.starts_with(['\t', ' ', '>']) || text[..start].matches("```").count() % 2 == 1 {
            return rest;
        }
        let number = line.saturating_add(u32::try_from(text[..start].matches('\n').count()).unwrap_or(u32::MAX));
        if let Some(names) = source_line::hashtags(last) {
            for name in &names {
                imported.tag(name);
            }
            imported.note("tags", format!("Tags were read from line {number}: {last}."));
        } else if let Some(source) = source_line::source_line(last) {
            match &mut imported.article.source {
                None => {
                    imported.note("source", format!("The source was read from line {number}: “{last}”."));
                    imported.article.source = Some(source);
                }
                Some(given) if given.name.to_lowercase() == source.name.to_lowercase() => {
                    given.url = given.url.take().or(source.url);
                    imported.set_aside(SetAsideKind::Duplicate, last, number, "Repeats the source that the front matter names.");
                }
                Some(given) => {
                    let other = given.name.clone();
                    imported.note(
                        "source",
                        format!("The source line {number} was left in the body, as the front matter names another source, “{other}”."),
                    );
                    return rest;
                }
            }
        } else {
            return rest;
        }
        // One line end stays after the paragraph that is now the last.
        let kept = text[..start].trim_end().len();
        rest = &rest[..(kept + 1).min(start)];
    }
    rest
}

/// A headline for a file that has none: its first heading or first words, or else the file's name.
fn name(file_name: &str, imported: &mut Imported) {
    let text = first_text(&imported.article.body);
    if !text.is_empty() {
        imported.article.title = wire::opening_words(&text);
        imported.note("headline", "The file names no headline; its first words stand in for it.".into());
        return;
    }
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let words: Vec<&str> = stem.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    imported.article.title = words.join(" ");
    imported.note("headline", "The file names no headline; its own name stands in for it.".into());
}

/// The text of the first heading, or of the first block that has any.
fn first_text(body: &str) -> String {
    // A headline stands near the top; the rest of a long file need not be parsed.
    let mut end = body.len().min(20_000);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, &body[..end], &comrak::Options::default());
    let heading = root.children().find(|node| matches!(node.data.borrow().value, NodeValue::Heading(_)));
    heading.into_iter().chain(root.children()).map(text_of).find(|text| !text.is_empty()).unwrap_or_default()
}

/// Markdown of one block as plain text.
fn plain(markdown: &str) -> String {
    let arena = comrak::Arena::new();
    text_of(comrak::parse_document(&arena, markdown, &comrak::Options::default()))
}

fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for node in node.descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::HtmlInline(html) => text.push_str(html),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
