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
        Saved,
        CheckResult,
        ProblemView,
        PreviewResult,
        History,
        VersionRow,
        VersionRef,
        VersionText,
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

    /// Confirmation that a version is in the store and its text in the file.
    pub struct Saved {
        pub story: StoryRow,
        pub version: String,
        pub at: String,
        /// Whether a new version was made: not where nothing had changed.
        pub changed: bool,
        /// Where it differs from the one the window knows, the save merged another program's text: open the draft again.
        pub revision: u32,
        /// Why the file could not be written though the version is safe; empty where it was.
        pub file_fault: String,
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
        pub reason: String,
        pub bytes: u32,
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
        /// `import`, `export`, `backup`, `repair` or `restore`.
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
