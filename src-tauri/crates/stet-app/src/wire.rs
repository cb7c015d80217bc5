//! The wire contract between the window and the use cases.
//!
//! One list declares every command. The router, the TypeScript map and the types all come from it. The types are
//! plain structs at the edge: every optional text is an empty string when absent, every time is RFC 3339 in UTC.

mod types;

use serde::Serialize;
use ts_rs::TS;

pub use types::*;

use crate::App;

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:ident($request:ty) -> $response:ty = $handler:path;)+) => {
        /// Answers one command by name. The payload and the answer are JSON.
        pub fn call(app: &App, name: &str, payload: serde_json::Value) -> Result<serde_json::Value, Fault> {
            match name {
                $(stringify!($name) => {
                    let request: $request = serde_json::from_value(payload).map_err(|error| Fault::wire(name, &error))?;
                    let response: $response = $handler(app, request)?;
                    serde_json::to_value(response).map_err(|error| Fault::wire(name, &error))
                })+
                _ => Err(Fault::unknown_command(name)),
            }
        }

        /// The names of all commands.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),+];

        /// The map from command to request and response, in TypeScript.
        fn command_map(config: &ts_rs::Config) -> String {
            let mut out = String::from("export interface Commands {\n");
            $(
                for line in [$($doc),+] {
                    out.push_str(&format!("  /** {} */\n", line.trim()));
                }
                out.push_str(&format!("  {}: {{ request: {}; response: {} }};\n", stringify!($name), <$request as TS>::name(config), <$response as TS>::name(config)));
            )+
            out.push_str("}\n");
            out
        }
    };
}

commands! {
    /// The newsroom that is open, if one is.
    newsroom(Nothing) -> OpenNewsroom = crate::newsroom::current;
    /// Opens a newsroom folder.
    open_newsroom(OpenNewsroomRequest) -> NewsroomView = crate::newsroom::open_request;
    /// Makes a newsroom in a new or empty folder and opens it.
    create_newsroom(CreateNewsroom) -> NewsroomView = crate::newsroom::create_request;
    /// Newsrooms opened before, the latest first.
    recent_newsrooms(Nothing) -> RecentNewsrooms = crate::newsroom::recent;
    /// Stories for a list, filtered.
    list_stories(ListStories) -> StoryList = crate::stories::list_request;
    /// Full-text search, the best first.
    search(SearchStories) -> SearchResult = crate::stories::search_request;
    /// Tags, sources and bylines in use, for completion.
    vocabulary(Nothing) -> Vocabulary = crate::stories::vocabulary;
    /// Makes an empty story, or a new language edition of one.
    new_draft(NewDraft) -> DraftView = crate::draft::new_request;
    /// Opens an edition for editing; journalled work is restored.
    open_draft(EditionRef) -> DraftView = crate::draft::open_request;
    /// Journals operations; when this answers they are on disk.
    edit_draft(EditDraft) -> Journalled = crate::draft::edit_request;
    /// Makes a version of the draft and writes its file.
    save_draft(SaveDraft) -> Saved = crate::draft::save_request;
    /// Keeps what Undo would take back, so that it can after a restart.
    keep_undo(KeepUndo) -> Nothing = crate::undo::keep_request;
    /// The places that two sides changed and nobody has decided about yet.
    conflict(EditionRef) -> ConflictView = crate::conflict::request;
    /// Says of places that they are decided; with the last one the conflict ends in a version and its file.
    settle_conflict(SettleConflict) -> ConflictView = crate::conflict::settle_request;
    /// Writes the draft as the window has it to any file; asks nothing of the store.
    save_copy(SaveCopy) -> Copied = crate::copy::save_request;
    /// The draft's whole file as the window has it; asks nothing of the store.
    draft_markdown(DraftText) -> VersionText = crate::copy::markdown_request;
    /// Problems, word count and reading time of the draft as it stands.
    check_draft(EditionRef) -> CheckResult = crate::draft::check_request;
    /// Renders the draft as it stands: the bytes that an export would write.
    preview(EditionRef) -> PreviewResult = crate::preview::request;
    /// The versions of an edition, newest first.
    history(EditionRef) -> History = crate::history::request;
    /// The text of one version.
    version_text(VersionRef) -> VersionText = crate::history::text_request;
    /// What changed between two texts of an edition: words, marks, moved paragraphs, fields.
    compare(Compare) -> Comparison = crate::compare::request;
    /// The same line by line, as the files are written.
    compare_source(Compare) -> SourceComparison = crate::compare::source_request;
    /// Makes an older version the working copy again, as a new version.
    restore_version(VersionRef) -> DraftView = crate::history::restore_request;
    /// Takes one paragraph or one field of an older version into the working copy, as a new version.
    restore_part(RestorePart) -> DraftView = crate::history::restore_part_request;
    /// Gives a version a name, another one, or none.
    name_version(NameVersion) -> VersionRow = crate::history::name_request;
    /// Imports files or folders in the background; progress comes as `job` events.
    import(ImportRequest) -> JobStarted = crate::jobs::import_request;
    /// Seals a bundle in the background; progress comes as `job` events.
    export(ExportRequest) -> JobStarted = crate::jobs::export_request;
    /// Where an export would go if nobody chose.
    export_target(Nothing) -> ExportTarget = crate::jobs::target_request;
    /// Looks for what is wrong with a newsroom; changes nothing.
    health(HealthRequest) -> Health = crate::doctor::request;
    /// Mends a newsroom in the background; the newsroom is closed meanwhile and opened again.
    repair(RepairRequest) -> JobStarted = crate::jobs::repair_request;
    /// Makes a backup of the store in the background.
    back_up(Nothing) -> JobStarted = crate::jobs::backup_request;
    /// Puts a backup in the place of the store, which is put aside; the newsroom is closed meanwhile and opened again.
    restore_backup(RestoreBackup) -> JobStarted = crate::jobs::restore_request;
    /// Stops a background job; what it has not finished leaves no trace.
    cancel_job(JobRef) -> Nothing = crate::jobs::cancel_request;
}

/// The whole contract in TypeScript: what `ui/src/bridge/wire.ts` holds.
pub fn typescript() -> String {
    let config = ts_rs::Config::default();
    let mut out = String::from("// Generated from stet-app/src/wire.rs by `make wire`. Do not edit.\n\n");
    for declaration in types::declarations(&config) {
        out.push_str(&format!("export {declaration}\n\n"));
    }
    out.push_str(&command_map(&config));
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}

/// Something the window is told without having asked.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// Stories in the newsroom changed: refetch what is on screen.
    Changed(Changed),
    /// A background job moved on.
    Job(JobState),
    /// Something that nobody asked for went wrong, such as a backup.
    Warning(Fault),
}
