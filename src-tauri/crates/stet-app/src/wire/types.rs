//! The plain structs that cross the wire.

#![expect(missing_docs, reason = "field names are the documentation; what needs more has it")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! wire_types {
    ($($item:item)+) => {
        $(
            #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
            #[serde(default, rename_all = "snake_case")]
            $item
        )+
    };
}

/// Every type of the contract in TypeScript, in the order in which they are declared here.
pub(super) fn declarations(config: &ts_rs::Config) -> Vec<String> {
    macro_rules! all {
        ($($name:ty),+ $(,)?) => { vec![$(<$name as TS>::decl(config)),+] };
    }
    all![
        Nothing,
        Fault,
        OpenNewsroom,
        OpenNewsroomRequest,
        CreateNewsroom,
        NewsroomView,
        EditionView,
        SectionView,
        TagView,
        RecentNewsrooms,
        RecentNewsroom,
        ListStories,
        StoryList,
        StoryRow,
        SearchStories,
        SearchResult,
        SearchHit,
        Mark,
        Vocabulary,
        Counted,
        NewDraft,
        EditionRef,
        DraftView,
        Sibling,
        SetAsideView,
        Fields,
        BylineField,
        SourceField,
        LeadField,
        EditDraft,
        Operation,
        Journalled,
        SaveDraft,
        KeepUndo,
        Saved,
        LiveView,
        UndoTrail,
        UndoStep,
        DraftText,
        SaveCopy,
        Copied,
        ConflictView,
        ConflictPlace,
        SettleConflict,
        CheckResult,
        ProblemView,
        PreviewResult,
        History,
        VersionRow,
        VersionRef,
        VersionText,
        NameVersion,
        RestorePart,
        Compare,
        Comparison,
        ComparedSide,
        FieldDifference,
        ItemView,
        BlockDifference,
        SpanView,
        StyleView,
        SourceComparison,
        SourceLine,
        ImportRequest,
        ExportRequest,
        ExportTarget,
        HealthRequest,
        Health,
        Finding,
        FindingPlace,
        BackupRow,
        RepairRequest,
        RestoreBackup,
        JobStarted,
        JobRef,
        JobState,
        JobPhase,
        Changed,
        super::Event,
    ]
}

pub use crate::Fault;

wire_types! {
    /// No request, or no answer.
    pub struct Nothing {}

    /// Whether a newsroom is open.
    pub struct OpenNewsroom {
        pub open: Option<NewsroomView>,
        /// The folder that could not be opened last, and why; empty where the last one was.
        pub refused: String,
        pub fault: Option<Fault>,
    }

    pub struct OpenNewsroomRequest {
        /// Absolute path of the folder.
        pub path: String,
    }

    pub struct CreateNewsroom {
        /// Absolute path of a folder that is new or empty.
        pub path: String,
        pub name: String,
        /// BCP 47 tags, the main edition first.
        pub langs: Vec<String>,
    }

    /// The newsroom as the window needs it.
    pub struct NewsroomView {
        pub path: String,
        pub name: String,
        pub base_url: String,
        pub time_zone: String,
        pub default_lang: String,
        pub editions: Vec<EditionView>,
        pub sections: Vec<SectionView>,
        pub tags: Vec<TagView>,
        /// Editions whose journalled work was restored when the newsroom was opened.
        pub recovered: Vec<StoryRow>,
        /// Editions that two sides changed in one place, until somebody decides.
        pub conflicts: Vec<StoryRow>,
        /// What should be said about the newsroom, such as a file that cannot be read.
        pub notices: Vec<String>,
        /// Why its folder is a bad place for it, where it is: what may happen and what to do.
        pub place: Option<Fault>,
    }

    pub struct EditionView {
        pub lang: String,
        /// The language's own name.
        pub label: String,
        pub title: String,
        /// `ltr` or `rtl`.
        pub direction: String,
    }

    pub struct SectionView {
        /// Such as `world/middle-east`.
        pub path: String,
        /// 0 for a top section.
        pub depth: u32,
        /// Name by language.
        pub name: std::collections::BTreeMap<String, String>,
    }

    pub struct TagView {
        pub slug: String,
        /// Name by language.
        pub name: std::collections::BTreeMap<String, String>,
        pub aliases: Vec<String>,
    }

    pub struct RecentNewsrooms {
        pub newsrooms: Vec<RecentNewsroom>,
    }

    pub struct RecentNewsroom {
        pub path: String,
        pub name: String,
    }

    /// Empty fields do not filter.
    pub struct ListStories {
        pub lang: String,
        pub section: String,
        pub state: String,
        pub tag: String,
        /// `story` (the default) or `page`.
        pub kind: String,
        pub limit: u32,
        pub offset: u32,
    }

    pub struct StoryList {
        pub stories: Vec<StoryRow>,
        /// How many there are in all, `limit` apart.
        pub total: u32,
    }

    pub struct StoryRow {
        /// The handle for every other command.
        pub edition: u32,
        /// The story's id, shared by its language editions.
        pub id: String,
        pub lang: String,
        pub slug: String,
        pub path: String,
        /// `story` or `page`.
        pub kind: String,
        pub title: String,
        pub section: String,
        pub state: String,
        pub source: String,
        pub date: String,
        pub updated: String,
        pub words: u32,
        /// Why the file cannot be read, empty where it can.
        pub fault: String,
        /// Whether two sides changed one place of it and nobody has decided yet.
        pub conflict: bool,
    }

    pub struct SearchStories {
        /// Words, `"phrases"`, `section:` `tag:` `source:` `state:` `lang:` `before:` `after:`.
        pub query: String,
        pub limit: u32,
    }

    pub struct SearchResult {
        pub hits: Vec<SearchHit>,
    }

    pub struct SearchHit {
        pub story: StoryRow,
        pub snippet: String,
        pub marks: Vec<Mark>,
    }

    /// A range in UTF-16 code units.
    pub struct Mark {
        pub from: u32,
        pub to: u32,
    }

    pub struct Vocabulary {
        pub tags: Vec<Counted>,
        pub sources: Vec<Counted>,
        /// Pictures in the media folder, such as `media/quay.jpg`.
        pub pictures: Vec<String>,
    }

    pub struct Counted {
        pub name: String,
        pub count: u32,
    }

    pub struct NewDraft {
        pub lang: String,
        pub section: String,
        /// Id of the story this is a language edition of; empty for a new story.
        pub story: String,
    }

    pub struct EditionRef {
        pub edition: u32,
    }

    /// A draft open for editing.
    pub struct DraftView {
        pub story: StoryRow,
        /// `ltr` or `rtl`.
        pub direction: String,
        pub fields: Fields,
        pub body: String,
        /// The version it is based on.
        pub version: String,
        /// Number of the last journalled operation; 0 for none.
        pub seq: u32,
        /// Grows when the text changed otherwise than by this window's operations; sent back with each edit.
        pub revision: u32,
        /// Whether work was restored from the journal that no version holds yet.
        pub recovered: bool,
        /// Whether the file may be edited: not while its front matter cannot be read.
        pub editable: bool,
        /// The other language editions of the story.
        pub siblings: Vec<Sibling>,
        /// What an import took out of the copy.
        pub set_aside: Vec<SetAsideView>,
        /// The file's text above the body: front matter as the base version has it.
        pub head: String,
        /// When the base version was made.
        pub at: String,
        /// Whether the file is known to hold the base version.
        pub in_file: bool,
        /// Open places of a conflict; 0 for none.
        pub conflicts: u32,
        pub live: LiveView,
        pub undo: UndoTrail,
    }

    /// What the public can read, from the last receipt.
    pub struct LiveView {
        /// `never`, `live` (the base version, or one with the same page), `older` (another one) or `withdrawn`.
        pub state: String,
        /// The version that is live; empty for none.
        pub version: String,
        /// When the receipt was given; empty for none.
        pub at: String,
        pub destination: String,
    }

    /// What Undo would take back, and how the text came from there to what it is.
    pub struct UndoTrail {
        /// The editor's own form, as a save sent it; empty where none was kept.
        pub history: String,
        /// The body that the history belongs to, or that the steps begin with. Empty without steps: it is the draft's.
        pub before: String,
        /// From that body to the draft's, in order.
        pub steps: Vec<UndoStep>,
    }

    pub struct UndoStep {
        /// When, in milliseconds since 1970 UTC; 0 where it does not matter.
        #[ts(type = "number")]
        pub at: i64,
        /// Whether it was typed here, so that Undo takes it back.
        pub own: bool,
        /// The body after the step, where it is not made of operations.
        pub body: Option<String>,
        pub operations: Vec<Operation>,
    }

    pub struct Sibling {
        pub edition: u32,
        pub lang: String,
        pub title: String,
    }

    pub struct SetAsideView {
        pub kind: String,
        pub line: u32,
        pub reason: String,
        pub text: String,
    }

    /// Front matter as fields. Empty is absent.
    pub struct Fields {
        pub title: String,
        pub kicker: String,
        pub section: String,
        pub standfirst: String,
        pub byline: Vec<BylineField>,
        pub source: SourceField,
        pub tags: Vec<String>,
        /// As written in the file; empty where the file's name serves.
        pub slug: String,
        pub state: String,
        /// RFC 3339.
        pub date: String,
        pub updated: String,
        /// RFC 3339 or `indefinite`.
        pub embargo: String,
        pub lead: LeadField,
    }

    pub struct BylineField {
        pub name: String,
        pub role: String,
    }

    pub struct SourceField {
        pub name: String,
        pub url: String,
        /// `agency`, `publication`, `official`, `document`, `person`, `own-reporting` or empty.
        pub kind: String,
        pub licence: String,
    }

    pub struct LeadField {
        /// Path from the newsroom's root, such as `media/quay.jpg`.
        pub image: String,
        pub alt: String,
        /// Whether an empty `alt` was written on purpose.
        pub decorative: bool,
        pub caption: String,
        pub credit: String,
    }

    pub struct EditDraft {
        pub edition: u32,
        /// The revision the operations were made on; 0 for the current one.
        pub revision: u32,
        pub operations: Vec<Operation>,
    }

    /// Confirmation that operations are on disk.
    pub struct Journalled {
        /// Number of the last one.
        pub seq: u32,
        pub at: String,
        /// Where it differs from the one sent, another program changed the text meanwhile: open the draft again.
        pub revision: u32,
    }

    pub struct SaveDraft {
        pub edition: u32,
        /// `save` (by hand) or `pause` (by itself).
        pub reason: String,
    }

    /// What Undo would take back, for the version that a save has just made.
    pub struct KeepUndo {
        pub edition: u32,
        pub version: String,
        /// The last journalled operation that the history has heard of. It is kept only where that is the last one that
        /// the version holds, for only then does it fit the version.
        pub seq: u32,
        /// In the editor's own form.
        pub history: String,
    }

    /// Confirmation that a version is in the store and its text in the file.
    pub struct Saved {
        pub story: StoryRow,
        pub version: String,
        pub at: String,
        /// Whether a new version was made: not where nothing had changed.
        pub changed: bool,
        /// Where it differs from the one the window knows, the save merged another program's text: open the draft again.
        pub revision: u32,
        /// Whether the file is known to hold the version.
        pub in_file: bool,
        /// Why the file could not be written though the version is safe; empty where it was, or where a conflict holds it.
        pub file_fault: String,
        /// Code of that fault, such as `disk-full`.
        pub file_code: String,
        /// Open places of a conflict: until they are decided the file is left to the other side. 0 for none.
        pub conflicts: u32,
        pub live: LiveView,
    }

    /// A draft as a window has it, whatever the newsroom knows of it.
    pub struct DraftText {
        /// The file's text above the body, as the draft was opened with.
        pub head: String,
        pub fields: Fields,
        pub body: String,
    }

    pub struct SaveCopy {
        /// Absolute path of the file.
        pub path: String,
        pub text: DraftText,
    }

    pub struct Copied {
        pub path: String,
        pub bytes: u32,
    }

    /// A draft that two sides changed in one place.
    pub struct ConflictView {
        pub edition: u32,
        /// When they met; empty where there is no conflict.
        pub at: String,
        /// The version of this side when they met.
        pub mine: String,
        /// The version of the other side.
        pub theirs: String,
        /// Who made the other side's version, and when.
        pub their_author: String,
        pub their_at: String,
        /// The other side's fields, to take one from.
        pub their_fields: Fields,
        /// The places that are still open, in the order of the text; empty once all are decided.
        pub places: Vec<ConflictPlace>,
    }

    /// One place that both sides changed.
    pub struct ConflictPlace {
        /// Names the place for as long as the other side of it stays the same.
        pub token: String,
        /// `body`; `field`, where the window has a box for it; `other`, a front-matter key it has none for; or
        /// `unreadable`, front matter that cannot be read on one side.
        pub kind: String,
        /// Front-matter key; empty for the body.
        pub field: String,
        /// What stood there, and what each side made of it. Markdown for the body, words for a field. Empty: taken out.
        pub base: String,
        pub mine: String,
        pub theirs: String,
        /// Range of `mine` in the body, in UTF-16 code units; both 0 for a field.
        pub from: u32,
        pub to: u32,
    }

    pub struct SettleConflict {
        pub edition: u32,
        /// Places that are decided: the text as it stands has what was chosen.
        pub tokens: Vec<String>,
        /// `mine` or `theirs`, for places of kind `other`: the newsroom itself puts it in.
        pub take: String,
    }

    pub struct CheckResult {
        pub problems: Vec<ProblemView>,
        pub words: u32,
        pub reading_minutes: u32,
    }

    pub struct ProblemView {
        pub rule: String,
        /// `warn` or `block`.
        pub severity: String,
        /// Front-matter field, empty for the body.
        pub field: String,
        /// Range in the body in UTF-16 code units; both 0 for a field.
        pub from: u32,
        pub to: u32,
        /// Line and column in the file, from 1.
        pub line: u32,
        pub column: u32,
        pub message: String,
        pub hint: String,
    }

    pub struct PreviewResult {
        /// Path below the preview scheme's root: `{edition}/{hash}/en/slug/index.html`.
        pub path: String,
        /// SHA-256 of the page's bytes.
        pub hash: String,
        /// Pictures that copy names and the newsroom does not have.
        pub missing: Vec<String>,
    }

    pub struct History {
        pub versions: Vec<VersionRow>,
    }

    pub struct VersionRow {
        pub version: String,
        pub parents: Vec<String>,
        pub at: String,
        pub author: String,
        /// `new`, `pause`, `save`, `import`, `found`, `outside-edit`, `before-merge`, `merge`, `before-restore`,
        /// `restore`, `export`; a newer Stet may write others.
        pub reason: String,
        /// The name somebody gave it.
        pub name: String,
        pub words: u32,
        pub bytes: u32,
        /// When it last left the house in a bundle; empty where it did not.
        pub exported: String,
        /// Whether the draft is based on it.
        pub head: bool,
    }

    pub struct VersionRef {
        pub edition: u32,
        pub version: String,
    }

    pub struct VersionText {
        pub text: String,
    }

    pub struct NameVersion {
        pub edition: u32,
        pub version: String,
        /// Empty to take its name away.
        pub name: String,
    }

    pub struct RestorePart {
        pub edition: u32,
        pub version: String,
        /// Number of the block in the version, from 1; 0 for a field.
        pub paragraph: u32,
        /// Name of a field as a comparison gives it, such as `title` or `lead.alt`; empty for a block.
        pub field: String,
    }

    pub struct Compare {
        pub edition: u32,
        /// A version (its id or the first letters of it, its name, or `@` for the head, each with `~2` for two steps back), `draft` for
        /// the text as it stands, `file` for what the file holds.
        pub from: String,
        pub to: String,
    }

    pub struct Comparison {
        pub from: ComparedSide,
        pub to: ComparedSide,
        pub fields: Vec<FieldDifference>,
        pub blocks: Vec<BlockDifference>,
        pub words_added: u32,
        pub words_removed: u32,
        /// Whether the files hold the same bytes.
        pub same: bool,
        /// Whether some passages were too long and too different to be compared word by word.
        pub coarse: bool,
        /// Why the fields could not be compared; empty where they were.
        pub unreadable: String,
    }

    pub struct ComparedSide {
        /// `version`, `draft` or `file`.
        pub what: String,
        /// The version; empty for the others.
        pub version: String,
        pub at: String,
        pub author: String,
        pub reason: String,
        pub name: String,
    }

    pub struct FieldDifference {
        /// `title`, `tags`, `lead.alt`, or a key of the file's own.
        pub field: String,
        /// `added`, `removed` or `edited`.
        pub fate: String,
        /// Its words, for a text.
        pub spans: Vec<SpanView>,
        /// Its entries, for a list.
        pub items: Vec<ItemView>,
    }

    pub struct ItemView {
        /// `same`, `removed`, `added`, or `moved` where their order counts.
        pub became: String,
        pub text: String,
    }

    pub struct BlockDifference {
        /// `same`, `edited`, `added`, `removed`, `moved-here`, `moved-away`.
        pub fate: String,
        /// `paragraph`, `heading-2`, `pull-quote`, `gallery`, `correction`, `quotation`, `list`, `table`, `code`,
        /// `html`, `rule`, `footnote`.
        pub kind: String,
        /// What it was before, where that is another kind.
        pub was_kind: String,
        /// Number in the old text, from 1; 0 where it is not in it.
        pub old: u32,
        /// Number in the new text, from 1; 0 where it is not in it.
        pub new: u32,
        /// For a moved one: place in this list, from 0, of its other appearance.
        pub other: Option<u32>,
        pub spans: Vec<SpanView>,
    }

    pub struct SpanView {
        /// `same`, `removed`, `added` or `restyled`.
        pub became: String,
        pub text: String,
        pub style: StyleView,
        /// How restyled words were set before.
        pub was: Option<StyleView>,
    }

    pub struct StyleView {
        /// Of `strong`, `emphasis`, `struck`, `code`, `title`.
        pub marks: Vec<String>,
        /// Where a link leads.
        pub link: String,
        /// Address of the picture that the words describe.
        pub picture: String,
    }

    pub struct SourceComparison {
        pub lines: Vec<SourceLine>,
        /// Whether some stretches were too long and too different to be compared.
        pub coarse: bool,
    }

    pub struct SourceLine {
        /// A blank, `-`, `+`, or `@` for the head of a stretch.
        pub sign: String,
        pub text: String,
        /// Number in the old file, 0 where it is not in it.
        pub old: u32,
        pub new: u32,
    }

    pub struct ImportRequest {
        /// Absolute paths of files or folders.
        pub paths: Vec<String>,
        /// Language of files that do not say; empty for the default edition.
        pub lang: String,
    }

    pub struct ExportRequest {
        /// Editions to export; empty for all that may leave the house.
        pub editions: Vec<u32>,
        /// Absolute path of a folder, or of a file ending in `.zip`.
        pub to: String,
        /// Whether to export in spite of blocking problems.
        pub despite_problems: bool,
    }

    pub struct ExportTarget {
        pub path: String,
    }

    pub struct HealthRequest {
        /// Absolute path of a newsroom's folder; empty for the one that is open.
        pub path: String,
        /// Whether to read every text of every version too.
        pub deep: bool,
    }

    /// How a newsroom is.
    pub struct Health {
        /// Absolute path of its folder.
        pub path: String,
        /// What is wrong, the worst first.
        pub findings: Vec<Finding>,
        /// Backups, the newest first.
        pub backups: Vec<BackupRow>,
        /// Minutes between two backups that are made by themselves; 0 for none.
        pub every_minutes: u32,
    }

    /// Something that is wrong with a newsroom.
    pub struct Finding {
        /// Stable, in kebab-case.
        pub rule: String,
        /// `bad` (text is lost or in danger), `warn` (to be looked at) or `note` (good to know).
        pub severity: String,
        pub message: String,
        /// What to do by hand.
        pub hint: String,
        /// What a repair would do; empty where only a person can mend it.
        pub repair: String,
        /// How many such things there are.
        pub count: u32,
        /// Where, the first few.
        pub places: Vec<FindingPlace>,
    }

    pub struct FindingPlace {
        /// Path from the newsroom's root.
        pub path: String,
        /// From 1; 0 for the whole file.
        pub line: u32,
        pub note: String,
    }

    pub struct BackupRow {
        pub name: String,
        pub at: String,
        /// `timer`, `asked` or `update`.
        pub why: String,
        pub bytes: u32,
    }

    pub struct RepairRequest {
        /// Absolute path of a newsroom's folder; empty for the one that is open.
        pub path: String,
        /// Rules of the findings to mend; empty for all that can be.
        pub rules: Vec<String>,
    }

    pub struct RestoreBackup {
        /// Absolute path of a newsroom's folder; empty for the one that is open.
        pub path: String,
        pub name: String,
    }

    pub struct JobStarted {
        pub job: u32,
    }

    pub struct JobRef {
        pub job: u32,
    }

    /// Where a background job is.
    pub struct JobState {
        pub job: u32,
        /// `import`, `export`, `backup`, `repair`, `restore`, or `look` (at the files, after a newsroom was opened).
        pub kind: String,
        pub phase: JobPhase,
        pub done: u32,
        /// 0 while unknown.
        pub total: u32,
        /// What is being done now, or how it ended.
        pub message: String,
        /// What to do about it, where something failed.
        pub hint: String,
        /// Path of what was made, once done.
        pub path: String,
        /// Lines for a report: what was recognised, refused or left out.
        pub details: Vec<String>,
        /// For an export stopped by problems: the first edition that has one.
        pub edition: Option<u32>,
    }

    pub struct Changed {
        /// Editions that changed; empty for "anything may have".
        pub editions: Vec<u32>,
        /// Whether another program changed them.
        pub outside: bool,
    }
}

/// One edit of an open draft.
#[expect(clippy::large_enum_variant, reason = "one at a time crosses the wire; a box would buy nothing")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Operation {
    /// Replaces `remove` UTF-16 code units of the body at `at` by `insert`.
    Splice {
        /// Offset in UTF-16 code units, in the body as the operations before this one left it.
        at: u32,
        /// How many code units go.
        remove: u32,
        /// What comes.
        insert: String,
    },
    /// Sets the fields, all at once.
    Fields {
        /// The new values.
        fields: Fields,
    },
}

/// Phase of a job.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum JobPhase {
    /// Under way.
    #[default]
    Running,
    /// Ended well.
    Done,
    /// Ended badly: `message` says how, `hint` what to do.
    Failed,
    /// Stopped by the user.
    Cancelled,
}
