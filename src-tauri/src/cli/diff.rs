//! `stet diff`

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use stet_app::compare::{self, Side};
use stet_app::wire::{BlockDifference, Comparison, FieldDifference, SpanView, StyleView};
use stet_app::{Fault, clock};

use super::{Call, Ended, out};

/// Show what changed between two versions of a story: words, marks, moved paragraphs, fields.
#[derive(Args)]
#[command(
    after_help = "With no version: what was typed since the last one, or, where nothing was, the last version against the one before it. With one: that one against the text as it stands.\n\nA version is the first letters of its id, its name, or @~2 for two steps back from now; `draft` is the text as it stands, with what is not saved yet; `file` is what the file holds.\n\nMarks: [-removed-] {+added+} {~set otherwise: how~}. ¶ is a paragraph's number in the older text, as `stet restore --paragraph` takes it.\n\nExamples:\n  stet diff harbour-wall\n  stet diff harbour-wall 3fa9 81c0\n  stet diff harbour-wall \"Sent to the lawyer\"\n  stet diff harbour-wall @~3 @~1\n  stet diff harbour-wall file draft\n  stet diff harbour-wall --source | patch -p0 --dry-run other.md"
)]
pub(super) struct Diff {
    /// Slug, or lang/slug.
    slug: String,
    /// The older one.
    a: Option<String>,
    /// The newer one; otherwise the text as it stands.
    b: Option<String>,
    /// Line by line, as the files are written, in the unified form.
    #[arg(long)]
    source: bool,
    /// Colours instead of marks.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = When::Auto)]
    color: When,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl Diff {
    pub(super) fn run(&self, call: &Call) -> Result<Ended, Fault> {
        let room = call.room()?;
        let edition = room.one_by_name(&self.slug)?;
        let (from, to) = match &self.a {
            None => compare::usual(&room, &edition)?,
            Some(from) => {
                let to = self.b.as_deref().unwrap_or(compare::DRAFT);
                (compare::side(&room, &edition, from)?, compare::side(&room, &edition, to)?)
            }
        };
        if self.source {
            return source(call, &from, &to);
        }
        let comparison = compare::comparison(&from, &to);
        if call.json {
            out::json(&comparison)?;
            return Ok(Ended::Done);
        }
        let auto = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let ink = Ink { colour: self.color == When::Always || (self.color == When::Auto && auto) };
        print(&ink, &from, &to, &comparison)?;
        Ok(Ended::Done)
    }
}

fn source(call: &Call, from: &Side, to: &Side) -> Result<Ended, Fault> {
    if call.json {
        let found = compare::source(from, to);
        out::json(&serde_json::json!({
            "from": compare::label(from), "to": compare::label(to), "lines": found.lines, "coarse": found.coarse,
        }))?;
    } else {
        out::bytes(compare::patch(from, to).as_bytes())?;
    }
    Ok(Ended::Done)
}

fn print(ink: &Ink, from: &Side, to: &Side, comparison: &Comparison) -> Result<(), Fault> {
    let moved = comparison.blocks.iter().filter(|block| block.fate == "moved-here").count();
    let changed: Vec<&BlockDifference> = comparison.blocks.iter().filter(|block| block.fate != "same").collect();
    if !comparison.unreadable.is_empty() {
        eprintln!("note: the fields were not compared: {}.", comparison.unreadable);
    }
    if comparison.coarse {
        eprintln!("note: some passages are too long and too different to be compared word by word; they are shown as rewritten.");
    }
    if changed.is_empty() && comparison.fields.is_empty() {
        let what = if comparison.same {
            "They are the same."
        } else {
            "A reader would see no difference; --source shows what the files write otherwise."
        };
        eprintln!("{what}");
        return Ok(());
    }
    out::line(&ink.dim(&format!("--- {}", heading(from))))?;
    out::line(&ink.dim(&format!("+++ {}", heading(to))))?;
    for field in &comparison.fields {
        out::line(&format!("{}: {}", ink.strong(&field.field), field_words(ink, field)))?;
    }
    for block in changed {
        out::line(&format!("\n{}", ink.dim(&place(comparison, block))))?;
        if block.fate != "moved-away" {
            out::line(&block.spans.iter().map(|span| ink.span(span)).collect::<String>())?;
        }
    }
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let (added, removed) = (plural(comparison.words_added as usize, "word"), comparison.words_removed);
    eprintln!("{added} added, {removed} removed, {} moved.", plural(moved, "paragraph"));
    Ok(())
}

fn heading(side: &Side) -> String {
    match &side.version {
        None if side.what == compare::FILE => "the file".to_owned(),
        None => "the text as it stands".to_owned(),
        Some((version, name)) => {
            let name = if name.is_empty() { String::new() } else { format!(" “{name}”") };
            format!("{}  {}  {}  {}{name}", &version.id.hex()[..12], clock::rfc3339(version.at), version.author, version.reason)
        }
    }
}

/// Where a block stands and what became of it: `¶3`, `¶3 → ¶5`, `+ ¶4`, `- ¶2`.
fn place(comparison: &Comparison, block: &BlockDifference) -> String {
    let kind = match (block.was_kind.as_str(), block.kind.as_str()) {
        ("", "paragraph") => String::new(),
        ("", kind) => format!(" {kind}"),
        (was, kind) => format!(" {was} → {kind}"),
    };
    match block.fate.as_str() {
        "added" => format!("+ ¶{}{kind}", block.new),
        "removed" => format!("- ¶{}{kind}", block.old),
        "moved-here" => format!("¶{} → ¶{}{kind} moved here", block.old, block.new),
        "moved-away" => {
            let other = block.other.and_then(|place| comparison.blocks.get(place as usize)).map_or(0, |other| other.new);
            format!("¶{} → ¶{other}{kind} moved away", block.old)
        }
        _ if block.old == block.new => format!("¶{}{kind}", block.old),
        _ => format!("¶{} → ¶{}{kind}", block.old, block.new),
    }
}

fn field_words(ink: &Ink, field: &FieldDifference) -> String {
    let spans: String = field.spans.iter().map(|span| ink.span(span)).collect();
    let items: Vec<String> = field
        .items
        .iter()
        .map(|item| match item.became.as_str() {
            "removed" => ink.removed(&item.text),
            "added" => ink.added(&item.text),
            "moved" => ink.restyled(&item.text, "moved"),
            _ => visible(&item.text),
        })
        .collect();
    spans + &items.join(", ")
}

/// Marks or colours.
struct Ink {
    colour: bool,
}

impl Ink {
    fn span(&self, span: &SpanView) -> String {
        match (span.became.as_str(), &span.was) {
            ("removed", _) => self.removed(&span.text),
            ("added", _) => self.added(&span.text),
            ("restyled", Some(was)) => self.restyled(&span.text, &restyling(was, &span.style)),
            _ => visible(&span.text),
        }
    }

    fn removed(&self, text: &str) -> String {
        let text = visible(text);
        if self.colour { format!("\x1b[31;9m{text}\x1b[0m") } else { format!("[-{text}-]") }
    }

    fn added(&self, text: &str) -> String {
        let text = visible(text);
        if self.colour { format!("\x1b[32;4m{text}\x1b[0m") } else { format!("{{+{text}+}}") }
    }

    fn restyled(&self, text: &str, how: &str) -> String {
        let text = visible(text);
        if self.colour { format!("\x1b[33m{text}\x1b[2m ({how})\x1b[0m") } else { format!("{{~{text}: {how}~}}") }
    }

    fn dim(&self, text: &str) -> String {
        if self.colour { format!("\x1b[2m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn strong(&self, text: &str) -> String {
        if self.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Copy may hold control characters; a terminal must not obey them.
fn visible(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() && letter != '\n' && letter != '\t' { '\u{fffd}' } else { letter }).collect()
}

/// What changed about how words are set: `bold, not italic, link to a.md`.
fn restyling(was: &StyleView, now: &StyleView) -> String {
    let name = |mark: &String| match mark.as_str() {
        "strong" => "bold".to_owned(),
        "emphasis" => "italic".to_owned(),
        "struck" => "struck through".to_owned(),
        other => other.to_owned(),
    };
    let gained = now.marks.iter().filter(|mark| !was.marks.contains(mark)).map(name);
    let lost = was.marks.iter().filter(|mark| !now.marks.contains(mark)).map(|mark| format!("not {}", name(mark)));
    let mut out: Vec<String> = gained.chain(lost).collect();
    for (word, was, now) in [("link", &was.link, &now.link), ("picture", &was.picture, &now.picture)] {
        if was != now {
            out.push(if now.is_empty() { format!("no {word}") } else { format!("{word} to {now}") });
        }
    }
    out.join(", ")
}
