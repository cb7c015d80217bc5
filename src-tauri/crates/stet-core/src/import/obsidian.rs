//! Markup in Markdown bodies that only one program knows: Obsidian's links, embeds and comments, Hugo's shortcodes.
//!
//! Code is not looked into, neither fenced nor inline. Everything else is copied byte for byte.

use super::{Imported, SetAsideKind};

/// Rewrites what has a like in Markdown; the rest stays and is noted. `line` is the body's first line in the file.
pub(super) fn rewrite(body: &str, line: u32, imported: &mut Imported) -> String {
    let mut work = Rewrite {
        out: String::with_capacity(body.len()),
        imported,
        line,
        links: Vec::new(),
        pictures: 0,
        left: Vec::new(),
        unclosed: [None; 2],
    };
    let mut fence: Option<(char, usize)> = None;
    let mut rest = body;
    while !rest.is_empty() {
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let mark = fence_mark(&rest[..end]);
        let copied = match (fence, mark) {
            (Some((sign, length)), Some((found, count, bare))) if found == sign && count >= length && bare => {
                fence = None;
                true
            }
            (Some(_), _) => true,
            (None, Some((sign, count, _))) => {
                fence = Some((sign, count));
                true
            }
            (None, None) => false,
        };
        let taken = if copied { work.copy(&rest[..end]) } else { work.prose(rest, end) };
        rest = &rest[taken..];
    }
    work.finish()
}

/// The sign and length of a code fence, and whether nothing follows it.
fn fence_mark(line: &str) -> Option<(char, usize, bool)> {
    let text = line.trim_start_matches(' ');
    let sign = text.chars().next().filter(|sign| matches!(sign, '`' | '~') && line.len() - text.len() < 4)?;
    let count = text.chars().take_while(|letter| *letter == sign).count();
    let after = text[count..].trim();
    (count >= 3 && !(sign == '`' && after.contains('`'))).then_some((sign, count, after.is_empty()))
}

struct Rewrite<'a> {
    out: String,
    imported: &'a mut Imported,
    line: u32,
    links: Vec<String>,
    pictures: usize,
    left: Vec<String>,
    unclosed: [Option<u32>; 2],
}

impl Rewrite<'_> {
    fn copy(&mut self, text: &str) -> usize {
        self.out.push_str(text);
        self.line = self.line.saturating_add(u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX));
        text.len()
    }

    /// One line of prose, `rest[..end]`; a comment or shortcode may reach further. Returns the bytes taken.
    fn prose(&mut self, rest: &str, end: usize) -> usize {
        let mut at = 0;
        while at < end {
            // Only these bytes can open anything, and all of them are ASCII, so that cutting there is safe.
            let Some(step) = rest[at..end].find(['`', '[', '!', '{', '%', '\\']) else {
                return at + self.copy(&rest[at..end]);
            };
            at += self.copy(&rest[at..at + step]);
            let (here, line) = (&rest[at..], &rest[at..end]);
            let taken = code(line)
                .map(|length| self.copy(&here[..length]))
                .or_else(|| self.link(line))
                .or_else(|| self.comment(here))
                .or_else(|| self.shortcode(line));
            at += match taken {
                Some(taken) => taken,
                // A backslash takes the meaning of the mark behind it.
                None if here.starts_with('\\') && at + 1 < end && here.as_bytes()[1].is_ascii_punctuation() => self.copy(&here[..2]),
                None => self.copy(&here[..1]),
            };
        }
        at
    }

    /// `[[note]]`, `[[note|text]]`, `![[picture.png]]`, `![[picture.png|alternative text]]`.
    fn link(&mut self, line: &str) -> Option<usize> {
        let embed = line.starts_with("![[");
        let start = if embed { 3 } else { 2 };
        if !embed && !line.starts_with("[[") {
            return None;
        }
        // Brackets are not part of a note's name, so that the first one ends the search.
        let length = line[start..].find(['[', ']', '\n'])?;
        let inner = &line[start..start + length];
        if inner.trim().is_empty() || !line[start + length..].starts_with("]]") {
            return None;
        }
        let (target, shown) =
            inner.split_once('|').map_or((inner, None), |(target, shown)| (target.trim_end_matches('\\'), Some(shown.trim())));
        let target = target.trim();
        if embed && !is_picture(target) {
            self.left.push(line[..start + length + 2].to_owned());
            return Some(self.copy(&line[..start + length + 2]));
        }
        if embed {
            // `|300` and `|300x200` are sizes.
            let size = shown.is_some_and(|shown| !shown.is_empty() && shown.chars().all(|letter| letter.is_ascii_digit() || letter == 'x'));
            if size {
                self.imported.set_aside(
                    SetAsideKind::Markup,
                    &line[..start + length + 2],
                    self.line,
                    "The picture is in the body; its size on the page is not the copy's business.",
                );
            }
            self.out.push_str(&image(target, shown.filter(|_| !size).unwrap_or_default(), None));
            self.pictures += 1;
        } else {
            self.out.push_str(shown.filter(|shown| !shown.is_empty()).unwrap_or(target));
            if !self.links.iter().any(|link| link == target) {
                self.links.push(target.to_owned());
            }
        }
        Some(start + length + 2)
    }

    /// `%%for colleagues%%`, on one line or several.
    fn comment(&mut self, rest: &str) -> Option<usize> {
        // "100%%" is a slip of the hand, not a comment.
        let inner = rest.strip_prefix("%%").filter(|_| !self.out.ends_with(|letter: char| letter.is_ascii_digit()))?;
        let length = inner.find("%%")?;
        if inner[..length].trim().is_empty() {
            return None;
        }
        let text = &rest[..length + 4];
        self.imported.set_aside(SetAsideKind::Comment, text, self.line, "An Obsidian comment, which is not for readers.");
        // A comment that had lines of its own leaves no empty lines behind.
        let after = &rest[text.len()..];
        let alone = self.out.is_empty() || self.out.ends_with('\n');
        let blank = if alone { after.len() - after.trim_start_matches('\n').len() } else { 0 };
        let taken = &rest[..text.len() + blank];
        self.line = self.line.saturating_add(u32::try_from(taken.matches('\n').count()).unwrap_or(u32::MAX));
        Some(taken.len())
    }

    /// `{{< figure src="…" alt="…" caption="…" >}}` becomes a picture; other shortcodes stay.
    fn shortcode(&mut self, line: &str) -> Option<usize> {
        let (which, (open, close)) =
            [("{{<", ">}}"), ("{{%", "%}}")].into_iter().enumerate().find(|(_, (open, _))| line.starts_with(open))?;
        // What one mark has not found on this line, another of its kind will not find either.
        if self.unclosed[which] == Some(self.line) {
            return None;
        }
        let Some(length) = line[open.len()..].find(close) else {
            self.unclosed[which] = Some(self.line);
            return None;
        };
        let inner = line[open.len()..open.len() + length].trim().trim_end_matches('/').trim_end();
        let whole = &line[..open.len() + length + close.len()];
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let attributes = (name == "figure").then(|| attributes(rest)).flatten().unwrap_or_default();
        let get = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let Some(src) = get("src") else {
            self.left.push(format!("{open} {name} {close}"));
            return Some(self.copy(whole));
        };
        self.out.push_str(&image(src, get("alt").unwrap_or_default(), get("caption").or_else(|| get("title"))));
        self.pictures += 1;
        if attributes.iter().any(|(key, _)| !["src", "alt", "caption"].contains(&key.as_str())) {
            self.imported.set_aside(
                SetAsideKind::Markup,
                whole,
                self.line,
                "The picture is in the body; the shortcode says more than a picture can.",
            );
        }
        Some(whole.len())
    }

    fn finish(self) -> String {
        if self.pictures > 0 {
            self.imported
                .note("pictures", format!("Embedded pictures and figure shortcodes that became Markdown pictures: {}.", self.pictures));
        }
        if !self.links.is_empty() {
            self.imported.note("wiki-links", format!("Links to other notes became their text: {}.", self.links.join(", ")));
        }
        if !self.left.is_empty() {
            self.imported.note("left-markup", format!("Markup of another program was left in the body: {}.", self.left.join(", ")));
        }
        self.out
    }
}

/// Farthest the end of a code span is looked for, in bytes: without a limit a line of marks would take forever.
const REACH: usize = 4096;

/// Length of a code span that a line opens with.
fn code(line: &str) -> Option<usize> {
    let ticks = line.len() - line.trim_start_matches('`').len();
    if ticks == 0 {
        return None;
    }
    let mut at = ticks;
    while let Some(found) = line.as_bytes()[..line.len().min(REACH)].get(at..).and_then(|near| near.iter().position(|byte| *byte == b'`')) {
        let start = at + found;
        let count = line[start..].len() - line[start..].trim_start_matches('`').len();
        at = start + count;
        if count == ticks {
            return Some(at);
        }
    }
    Some(ticks)
}

fn is_picture(target: &str) -> bool {
    let extension = target.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff"].contains(&extension.as_str())
}

/// A Markdown picture. Addresses with blanks or brackets stand in angle brackets.
fn image(src: &str, alt: &str, caption: Option<&str>) -> String {
    let src = if src.contains([' ', '(', ')', '<', '>']) { format!("<{}>", src.replace(['<', '>'], "")) } else { src.to_owned() };
    let alt = alt.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    match caption {
        Some(caption) => format!("![{alt}]({src} \"{}\")", caption.replace('\\', "\\\\").replace('"', "\\\"")),
        None => format!("![{alt}]({src})"),
    }
}

/// `key="value"` pairs, or a lone picture address as Hugo allows it.
fn attributes(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (key, value) = match rest.split_once('=') {
            Some((key, value)) if !key.contains('"') => (key.trim().to_owned(), value.trim_start()),
            _ => ("src".to_owned(), rest),
        };
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '`'));
        let (value, after) = match quote {
            Some(quote) => {
                let inner = &value[1..];
                let end = inner.char_indices().find(|(at, letter)| *letter == quote && !inner[..*at].ends_with('\\')).map(|(at, _)| at)?;
                (inner[..end].replace("\\\"", "\""), &inner[end + 1..])
            }
            None => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                (value[..end].to_owned(), &value[end..])
            }
        };
        found.push((key, value));
        rest = after.trim_start();
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewritten() {
        for (body, wanted) in [
            ("See [[Harbour wall|the wall]] and [[Quay]].", "See the wall and Quay."),
            ("![[old quay.png]]\n![[q.jpg|300]]", "![](<old quay.png>)\n![](q.jpg)"),
            ("![[q.jpg|The [old] quay]]", "![[q.jpg|The [old] quay]]"),
            ("`[[code]]` and ``[[a`b]]``", "`[[code]]` and ``[[a`b]]``"),
            ("```\n[[code]]\n```\n[[text]]", "```\n[[code]]\n```\ntext"),
            ("\\[[not a link]]", "\\[[not a link]]"),
            ("One%% why? \nAsk her. %% two 50%% off", "One two 50%% off"),
            ("{{< figure src=\"a.jpg\" alt=\"A quay\" caption=\"The \\\"old\\\" quay\" >}}", "![A quay](a.jpg \"The \\\"old\\\" quay\")"),
            ("{{< video 42 >}} {{% note %}}", "{{< video 42 >}} {{% note %}}"),
            ("[a](b) ![c](d) 5 % {x} é`", "[a](b) ![c](d) 5 % {x} é`"),
        ] {
            assert_eq!(rewrite(body, 1, &mut Imported::default()), wanted, "{body}");
        }
    }

    #[test]
    fn reported() {
        let mut imported = Imported::default();
        rewrite("a\n%%b%%\n{{< video 42 >}}\n![[Note]]\n{{< figure src=\"a.jpg\" width=\"3\" >}}", 10, &mut imported);
        let aside: Vec<(u32, &str)> = imported.set_aside.iter().map(|aside| (aside.line, aside.text.as_str())).collect();
        assert_eq!(aside, [(11, "%%b%%"), (14, "{{< figure src=\"a.jpg\" width=\"3\" >}}")]);
        assert!(imported.notes.iter().any(|note| note.message.contains("{{< video >}}, ![[Note]]")));
    }
}
