//! A draft that is open: its base version and what was typed on top.

use std::sync::Arc;

use stet_core::join::{Joined, join};
use stet_core::{Article, Draft};
use stet_store::VersionId;

use crate::wire::{EditDraft, Fields, Operation};
use crate::{Fault, fields};

/// So many states of a text that somebody else changed are remembered, for operations still under way.
const REMEMBERED: usize = 8;

/// A draft that is open.
#[derive(Debug, Clone)]
pub struct Session {
    /// The version the text is based on.
    pub base: VersionId,
    /// Number of the last journalled operation.
    pub seq: i64,
    /// Grows when the text changed otherwise than by typing.
    pub revision: u32,
    /// Whether work was restored from the journal that no version holds yet.
    pub recovered: bool,
    /// The slug that readers may know: the one it had when it was opened or last saved by hand.
    pub known_slug: Option<String>,
    now: Text,
    /// The last journalled operation that the base version holds, where it was made by saving this session.
    held: Option<i64>,
    /// The text as it was when somebody else changed it, by the revision it had then; the latest last.
    parted: Vec<(u32, Arc<Text>)>,
}

/// A draft's text, in the parts that are typed into.
#[derive(Debug, Clone)]
struct Text {
    /// The file of the base version, shared by the copies that each batch of keystrokes makes.
    base: Arc<Base>,
    fields: Fields,
    body: String,
}

#[derive(Debug)]
struct Base {
    draft: Draft,
    was: Article,
}

impl Text {
    fn new(text: String) -> Result<Text, Fault> {
        let draft = Draft::new(text);
        let was = draft.article().map_err(|error| {
            Fault::new(
                "front-matter",
                format!("{error}."),
                "Mend that line in a text editor; Stet shows the file but changes nothing in it.",
            )
        })?;
        Ok(Text { fields: fields::from_article(&was), body: was.body.clone(), base: Arc::new(Base { draft, was }) })
    }

    fn article(&self) -> Article {
        fields::to_article(&self.fields, &self.body, &self.base.was)
    }

    fn whole(&self) -> String {
        let mut draft = self.base.draft.clone();
        match draft.apply(&self.article()) {
            Ok(()) => draft.into_text(),
            // The front matter was readable when the session began, so this cannot be; the base text loses nothing.
            Err(_) => self.base.draft.text().to_owned(),
        }
    }

    fn apply(&mut self, operation: &Operation) -> Result<(), Fault> {
        match operation {
            Operation::Fields { fields } => self.fields = fields.clone(),
            Operation::Splice { at, remove, insert } => splice(&mut self.body, *at, *remove, insert)?,
        }
        Ok(())
    }
}

impl Session {
    /// A session on a version's text. Errors where its front matter cannot be read.
    pub fn new(base: VersionId, text: String) -> Result<Session, Fault> {
        Ok(Session { base, seq: 0, revision: 1, recovered: false, known_slug: None, now: Text::new(text)?, held: None, parted: Vec::new() })
    }

    /// The article as it stands.
    pub fn article(&self) -> Article {
        self.now.article()
    }

    /// The file's text as it stands.
    pub fn text(&self) -> String {
        self.now.whole()
    }

    /// The file's text as the base version has it.
    pub fn base_text(&self) -> &str {
        self.now.base.draft.text()
    }

    /// The article as the base version has it.
    pub fn base_article(&self) -> &Article {
        &self.now.base.was
    }

    /// The fields as they stand.
    pub fn fields(&self) -> &Fields {
        &self.now.fields
    }

    /// The body as it stands.
    pub fn body(&self) -> &str {
        &self.now.body
    }

    /// Whether anything was typed that the base version does not hold.
    pub fn is_dirty(&self) -> bool {
        self.now.body != self.now.base.was.body || self.now.article() != self.now.base.was
    }

    /// Applies one operation.
    pub fn apply(&mut self, operation: &Operation) -> Result<(), Fault> {
        self.now.apply(operation)
    }

    /// Puts the session on another base, because the text changed otherwise than by typing.
    pub(crate) fn retarget(&mut self, base: VersionId, text: &str) {
        let Ok(next) = Text::new(text.to_owned()) else { return };
        self.base = base;
        self.recovered = false;
        self.held = None;
        if next.body != self.now.body || next.fields != self.now.fields {
            self.part();
        }
        self.now = next;
    }

    /// Makes another text the one in hand, on top of the base version.
    pub(crate) fn put_on_top(&mut self, text: String) -> Result<(), Fault> {
        let over = Text::new(text)?;
        self.now.fields = over.fields;
        self.now.body = over.body;
        Ok(())
    }

    /// All that separates the text in hand from the base version, as journal entries.
    pub(crate) fn whole(&self) -> Result<Vec<String>, Fault> {
        let remove = self.now.base.was.body.encode_utf16().count() as u32;
        let body = Operation::Splice { at: 0, remove, insert: self.now.body.clone() };
        let fields = Operation::Fields { fields: self.now.fields.clone() };
        [fields, body].iter().map(|operation| serde_json::to_string(operation).map_err(|error| Fault::wire("edit_draft", &error))).collect()
    }

    /// Puts the session on the version just made of `text`, which holds what was journalled up to `seq`; keeps what was
    /// typed since.
    pub(crate) fn rebase(&mut self, base: VersionId, text: String, seq: i64) {
        let draft = Draft::new(text);
        if let Ok(was) = draft.article() {
            self.base = base;
            self.recovered = false;
            self.held = Some(seq);
            self.now.base = Arc::new(Base { draft, was });
        }
    }

    /// Notes that the base version holds what was journalled up to an operation.
    pub(crate) fn holds(&mut self, seq: i64) {
        self.held = Some(seq);
    }

    /// Whether the base version holds what was journalled up to this operation and nothing further.
    pub(crate) fn holds_just(&self, seq: i64) -> bool {
        self.held == Some(seq)
    }

    /// Takes in operations that were made on a text which somebody else has changed meanwhile: they are applied to the
    /// text they were made on, and the two are joined. Gives the operations that lead from the present text to the
    /// joined one, and the join; where both sides changed one place, what was typed stands in the text.
    pub(crate) fn rejoin(&mut self, request: &EditDraft) -> Result<Rejoined, Fault> {
        let place = self.parted.iter().position(|(revision, _)| *revision == request.revision).ok_or_else(|| {
            Fault::new("moved-on", "The draft was changed elsewhere.", "Copy your last sentence and open the draft again.")
        })?;
        let before = self.parted[place].1.whole();
        let mut typed = Text::clone(&self.parted[place].1);
        for operation in &request.operations {
            typed.apply(operation)?;
        }
        let (mine, theirs) = (typed.whole(), self.text());
        let joined = join(&before, &mine, &theirs);
        let next = Text::new(joined.text.clone())?;
        let mut operations = Vec::new();
        if next.body != self.now.body {
            let remove = self.now.body.encode_utf16().count() as u32;
            operations.push(Operation::Splice { at: 0, remove, insert: next.body });
        }
        if next.fields != self.now.fields {
            operations.push(Operation::Fields { fields: next.fields });
        }
        // The window goes on typing on the text it knows until it hears of the new one.
        self.parted[place].1 = Arc::new(typed);
        self.part();
        for operation in &operations {
            self.apply(operation)?;
        }
        Ok(Rejoined { operations, before, mine, theirs, joined })
    }

    /// Remembers the text under its revision and begins the next one.
    fn part(&mut self) {
        self.parted.push((self.revision, Arc::new(self.now.clone())));
        if self.parted.len() > REMEMBERED {
            self.parted.remove(0);
        }
        self.revision += 1;
    }
}

/// What came of operations that were made on an older text.
pub(crate) struct Rejoined {
    /// What leads from the present text to the joined one.
    pub operations: Vec<Operation>,
    /// The draft on which both sides began.
    pub before: String,
    /// The draft as typed.
    pub mine: String,
    /// The draft as somebody else changed it.
    pub theirs: String,
    /// Both brought together.
    pub joined: Joined,
}

/// Replaces UTF-16 code units `at..at + remove` of a text.
pub fn splice(text: &mut String, at: u32, remove: u32, insert: &str) -> Result<(), Fault> {
    let outside = || Fault::new("splice", "The edit does not fit the text.", "Open the draft again; nothing was changed.");
    let start = byte_of(text, 0, at).ok_or_else(outside)?;
    let end = byte_of(text, start, remove).ok_or_else(outside)?;
    text.replace_range(start..end, insert);
    Ok(())
}

/// The byte that lies `units` UTF-16 code units after the byte `from`. `None` past the end or inside a letter.
fn byte_of(text: &str, from: usize, units: u32) -> Option<usize> {
    let rest = text.get(from..)?;
    if rest.len() >= units as usize && rest.as_bytes()[..units as usize].is_ascii() {
        return Some(from + units as usize);
    }
    let mut left = units as usize;
    for (at, letter) in rest.char_indices() {
        if left == 0 {
            return Some(from + at);
        }
        left = left.checked_sub(letter.len_utf16())?;
    }
    (left == 0).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splices_count_utf16() {
        for (text, at, remove, insert, wanted) in [
            ("abc", 1, 1, "X", "aXc"),
            ("😀b", 2, 1, "c", "😀c"),
            ("نص هنا", 3, 0, "طويل ", "نص طويل هنا"),
            ("", 0, 0, "a", "a"),
            ("ab", 2, 0, "c", "abc"),
        ] {
            let mut text = text.to_owned();
            splice(&mut text, at, remove, insert).unwrap();
            assert_eq!(text, wanted);
        }
        for (at, remove) in [(1, 0), (0, 1), (4, 0), (0, 9)] {
            let mut text = "😀b".to_owned();
            assert!(splice(&mut text, at, remove, "x").is_err(), "{at} {remove}");
            assert_eq!(text, "😀b");
        }
    }
}
