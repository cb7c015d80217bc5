// Generated from stet-app/src/wire.rs by `make wire`. Do not edit.

export type Nothing = Record<symbol, never>;

export type Fault = {
/**
 * Stable, in kebab-case.
 */
code: string,
/**
 * What happened.
 */
message: string,
/**
 * What to do.
 */
hint: string, };

export type OpenNewsroom = { open: NewsroomView | null,
/**
 * The folder that could not be opened last, and why; empty where the last one was.
 */
refused: string, fault: Fault | null, };

export type OpenNewsroomRequest = {
/**
 * Absolute path of the folder.
 */
path: string, };

export type CreateNewsroom = {
/**
 * Absolute path of a folder that is new or empty.
 */
path: string, name: string,
/**
 * BCP 47 tags, the main edition first.
 */
langs: Array<string>, };

export type NewsroomView = { path: string, name: string, base_url: string, time_zone: string, default_lang: string, editions: Array<EditionView>, sections: Array<SectionView>, tags: Array<TagView>,
/**
 * Editions whose journalled work was restored when the newsroom was opened.
 */
recovered: Array<StoryRow>,
/**
 * Editions that two sides changed in one place, until somebody decides.
 */
conflicts: Array<StoryRow>,
/**
 * What should be said about the newsroom, such as a file that cannot be read.
 */
notices: Array<string>,
/**
 * Why its folder is a bad place for it, where it is: what may happen and what to do.
 */
place: Fault | null, };

export type EditionView = { lang: string,
/**
 * The language's own name.
 */
label: string, title: string,
/**
 * `ltr` or `rtl`.
 */
direction: string, };

export type SectionView = {
/**
 * Such as `world/middle-east`.
 */
path: string,
/**
 * 0 for a top section.
 */
depth: number,
/**
 * Name by language.
 */
name: { [key in string]: string }, };

export type TagView = { slug: string,
/**
 * Name by language.
 */
name: { [key in string]: string }, aliases: Array<string>, };

export type RecentNewsrooms = { newsrooms: Array<RecentNewsroom>, };

export type RecentNewsroom = { path: string, name: string, };

export type ListStories = { lang: string, section: string, state: string, tag: string,
/**
 * `story` (the default) or `page`.
 */
kind: string, limit: number, offset: number, };

export type StoryList = { stories: Array<StoryRow>,
/**
 * How many there are in all, `limit` apart.
 */
total: number, };

export type StoryRow = {
/**
 * The handle for every other command.
 */
edition: number,
/**
 * The story's id, shared by its language editions.
 */
id: string, lang: string, slug: string, path: string,
/**
 * `story` or `page`.
 */
kind: string, title: string, section: string, state: string, source: string, date: string, updated: string, words: number,
/**
 * Why the file cannot be read, empty where it can.
 */
fault: string,
/**
 * Whether two sides changed one place of it and nobody has decided yet.
 */
conflict: boolean, };

export type SearchStories = {
/**
 * Words, `"phrases"`, `section:` `tag:` `source:` `state:` `lang:` `before:` `after:`.
 */
query: string, limit: number, };

export type SearchResult = { hits: Array<SearchHit>, };

export type SearchHit = { story: StoryRow, snippet: string, marks: Array<Mark>, };

export type Mark = { from: number, to: number, };

export type Vocabulary = { tags: Array<Counted>, sources: Array<Counted>,
/**
 * Pictures in the media folder, such as `media/quay.jpg`.
 */
pictures: Array<string>, };

export type Counted = { name: string, count: number, };

export type NewDraft = { lang: string, section: string,
/**
 * Id of the story this is a language edition of; empty for a new story.
 */
story: string, };

export type EditionRef = { edition: number, };

export type DraftView = { story: StoryRow,
/**
 * `ltr` or `rtl`.
 */
direction: string, fields: Fields, body: string,
/**
 * The version it is based on.
 */
version: string,
/**
 * Number of the last journalled operation; 0 for none.
 */
seq: number,
/**
 * Grows when the text changed otherwise than by this window's operations; sent back with each edit.
 */
revision: number,
/**
 * Whether work was restored from the journal that no version holds yet.
 */
recovered: boolean,
/**
 * Whether the file may be edited: not while its front matter cannot be read.
 */
editable: boolean,
/**
 * The other language editions of the story.
 */
siblings: Array<Sibling>,
/**
 * What an import took out of the copy.
 */
set_aside: Array<SetAsideView>,
/**
 * The file's text above the body: front matter as the base version has it.
 */
head: string,
/**
 * When the base version was made.
 */
at: string,
/**
 * Whether the file is known to hold the base version.
 */
in_file: boolean,
/**
 * Open places of a conflict; 0 for none.
 */
conflicts: number, live: LiveView, undo: UndoTrail, };

export type Sibling = { edition: number, lang: string, title: string, };

export type SetAsideView = { kind: string, line: number, reason: string, text: string, };

export type Fields = { title: string, kicker: string, section: string, standfirst: string, byline: Array<BylineField>, source: SourceField, tags: Array<string>,
/**
 * As written in the file; empty where the file's name serves.
 */
slug: string, state: string,
/**
 * RFC 3339.
 */
date: string, updated: string,
/**
 * RFC 3339 or `indefinite`.
 */
embargo: string, lead: LeadField, };

export type BylineField = { name: string, role: string, };

export type SourceField = { name: string, url: string,
/**
 * `agency`, `publication`, `official`, `document`, `person`, `own-reporting` or empty.
 */
kind: string, licence: string, };

export type LeadField = {
/**
 * Path from the newsroom's root, such as `media/quay.jpg`.
 */
image: string, alt: string,
/**
 * Whether an empty `alt` was written on purpose.
 */
decorative: boolean, caption: string, credit: string, };

export type EditDraft = { edition: number,
/**
 * The revision the operations were made on; 0 for the current one.
 */
revision: number, operations: Array<Operation>, };

export type Operation = { "kind": "splice",
/**
 * Offset in UTF-16 code units, in the body as the operations before this one left it.
 */
at: number,
/**
 * How many code units go.
 */
remove: number,
/**
 * What comes.
 */
insert: string, } | { "kind": "fields",
/**
 * The new values.
 */
fields: Fields, };

export type Journalled = {
/**
 * Number of the last one.
 */
seq: number, at: string,
/**
 * Where it differs from the one sent, another program changed the text meanwhile: open the draft again.
 */
revision: number, };

export type SaveDraft = { edition: number,
/**
 * `save` (by hand) or `pause` (by itself).
 */
reason: string, };

export type KeepUndo = { edition: number, version: string,
/**
 * The last journalled operation that the history has heard of. It is kept only where that is the last one that
 * the version holds, for only then does it fit the version.
 */
seq: number,
/**
 * In the editor's own form.
 */
history: string, };

export type Saved = { story: StoryRow, version: string, at: string,
/**
 * Whether a new version was made: not where nothing had changed.
 */
changed: boolean,
/**
 * Where it differs from the one the window knows, the save merged another program's text: open the draft again.
 */
revision: number,
/**
 * Whether the file is known to hold the version.
 */
in_file: boolean,
/**
 * Why the file could not be written though the version is safe; empty where it was, or where a conflict holds it.
 */
file_fault: string,
/**
 * Code of that fault, such as `disk-full`.
 */
file_code: string,
/**
 * Open places of a conflict: until they are decided the file is left to the other side. 0 for none.
 */
conflicts: number, live: LiveView, };

export type LiveView = {
/**
 * `never`, `live` (the base version, or one with the same page), `older` (another one) or `withdrawn`.
 */
state: string,
/**
 * The version that is live; empty for none.
 */
version: string,
/**
 * When the receipt was given; empty for none.
 */
at: string, destination: string, };

export type UndoTrail = {
/**
 * The editor's own form, as a save sent it; empty where none was kept.
 */
history: string,
/**
 * The body that the history belongs to, or that the steps begin with. Empty without steps: it is the draft's.
 */
before: string,
/**
 * From that body to the draft's, in order.
 */
steps: Array<UndoStep>, };

export type UndoStep = {
/**
 * When, in milliseconds since 1970 UTC; 0 where it does not matter.
 */
at: number,
/**
 * Whether it was typed here, so that Undo takes it back.
 */
own: boolean,
/**
 * The body after the step, where it is not made of operations.
 */
body: string | null, operations: Array<Operation>, };

export type DraftText = {
/**
 * The file's text above the body, as the draft was opened with.
 */
head: string, fields: Fields, body: string, };

export type SaveCopy = {
/**
 * Absolute path of the file.
 */
path: string, text: DraftText, };

export type Copied = { path: string, bytes: number, };

export type ConflictView = { edition: number,
/**
 * When they met; empty where there is no conflict.
 */
at: string,
/**
 * The version of this side when they met.
 */
mine: string,
/**
 * The version of the other side.
 */
theirs: string,
/**
 * Who made the other side's version, and when.
 */
their_author: string, their_at: string,
/**
 * The other side's fields, to take one from.
 */
their_fields: Fields,
/**
 * The places that are still open, in the order of the text; empty once all are decided.
 */
places: Array<ConflictPlace>, };

export type ConflictPlace = {
/**
 * Names the place for as long as the other side of it stays the same.
 */
token: string,
/**
 * `body`; `field`, where the window has a box for it; `other`, a front-matter key it has none for; or
 * `unreadable`, front matter that cannot be read on one side.
 */
kind: string,
/**
 * Front-matter key; empty for the body.
 */
field: string,
/**
 * What stood there, and what each side made of it. Markdown for the body, words for a field. Empty: taken out.
 */
base: string, mine: string, theirs: string,
/**
 * Range of `mine` in the body, in UTF-16 code units; both 0 for a field.
 */
from: number, to: number, };

export type SettleConflict = { edition: number,
/**
 * Places that are decided: the text as it stands has what was chosen.
 */
tokens: Array<string>,
/**
 * `mine` or `theirs`, for places of kind `other`: the newsroom itself puts it in.
 */
take: string, };

export type CheckResult = { problems: Array<ProblemView>, words: number, reading_minutes: number, };

export type ProblemView = { rule: string,
/**
 * `warn` or `block`.
 */
severity: string,
/**
 * Front-matter field, empty for the body.
 */
field: string,
/**
 * Range in the body in UTF-16 code units; both 0 for a field.
 */
from: number, to: number,
/**
 * Line and column in the file, from 1.
 */
line: number, column: number, message: string, hint: string, };

export type PreviewResult = {
/**
 * Path below the preview scheme's root: `{edition}/{hash}/en/slug/index.html`.
 */
path: string,
/**
 * SHA-256 of the page's bytes.
 */
hash: string,
/**
 * Pictures that copy names and the newsroom does not have.
 */
missing: Array<string>, };

export type History = { versions: Array<VersionRow>, };

export type VersionRow = { version: string, parents: Array<string>, at: string, author: string,
/**
 * `new`, `pause`, `save`, `import`, `found`, `outside-edit`, `before-merge`, `merge`, `before-restore`,
 * `restore`, `export`; a newer Stet may write others.
 */
reason: string,
/**
 * The name somebody gave it.
 */
name: string, words: number, bytes: number,
/**
 * When it last left the house in a bundle; empty where it did not.
 */
exported: string,
/**
 * Whether the draft is based on it.
 */
head: boolean, };

export type VersionRef = { edition: number, version: string, };

export type VersionText = { text: string, };

export type NameVersion = { edition: number, version: string,
/**
 * Empty to take its name away.
 */
name: string, };

export type RestorePart = { edition: number, version: string,
/**
 * Number of the block in the version, from 1; 0 for a field.
 */
paragraph: number,
/**
 * Name of a field as a comparison gives it, such as `title` or `lead.alt`; empty for a block.
 */
field: string, };

export type Compare = { edition: number,
/**
 * A version (its id or the first letters of it, its name, or `@` for the head, each with `~2` for two steps back), `draft` for
 * the text as it stands, `file` for what the file holds.
 */
from: string, to: string, };

export type Comparison = { from: ComparedSide, to: ComparedSide, fields: Array<FieldDifference>, blocks: Array<BlockDifference>, words_added: number, words_removed: number,
/**
 * Whether the files hold the same bytes.
 */
same: boolean,
/**
 * Whether some passages were too long and too different to be compared word by word.
 */
coarse: boolean,
/**
 * Why the fields could not be compared; empty where they were.
 */
unreadable: string, };

export type ComparedSide = {
/**
 * `version`, `draft` or `file`.
 */
what: string,
/**
 * The version; empty for the others.
 */
version: string, at: string, author: string, reason: string, name: string, };

export type FieldDifference = {
/**
 * `title`, `tags`, `lead.alt`, or a key of the file's own.
 */
field: string,
/**
 * `added`, `removed` or `edited`.
 */
fate: string,
/**
 * Its words, for a text.
 */
spans: Array<SpanView>,
/**
 * Its entries, for a list.
 */
items: Array<ItemView>, };

export type ItemView = {
/**
 * `same`, `removed`, `added`, or `moved` where their order counts.
 */
became: string, text: string, };

export type BlockDifference = {
/**
 * `same`, `edited`, `added`, `removed`, `moved-here`, `moved-away`.
 */
fate: string,
/**
 * `paragraph`, `heading-2`, `pull-quote`, `gallery`, `correction`, `quotation`, `list`, `table`, `code`,
 * `html`, `rule`, `footnote`.
 */
kind: string,
/**
 * What it was before, where that is another kind.
 */
was_kind: string,
/**
 * Number in the old text, from 1; 0 where it is not in it.
 */
old: number,
/**
 * Number in the new text, from 1; 0 where it is not in it.
 */
new: number,
/**
 * For a moved one: place in this list, from 0, of its other appearance.
 */
other: number | null, spans: Array<SpanView>, };

export type SpanView = {
/**
 * `same`, `removed`, `added` or `restyled`.
 */
became: string, text: string, style: StyleView,
/**
 * How restyled words were set before.
 */
was: StyleView | null, };

export type StyleView = {
/**
 * Of `strong`, `emphasis`, `struck`, `code`, `title`.
 */
marks: Array<string>,
/**
 * Where a link leads.
 */
link: string,
/**
 * Address of the picture that the words describe.
 */
picture: string, };

export type SourceComparison = { lines: Array<SourceLine>,
/**
 * Whether some stretches were too long and too different to be compared.
 */
coarse: boolean, };

export type SourceLine = {
/**
 * A blank, `-`, `+`, or `@` for the head of a stretch.
 */
sign: string, text: string,
/**
 * Number in the old file, 0 where it is not in it.
 */
old: number, new: number, };

export type ImportRequest = {
/**
 * Absolute paths of files or folders.
 */
paths: Array<string>,
/**
 * Language of files that do not say; empty for the default edition.
 */
lang: string, };

export type ExportRequest = {
/**
 * Editions to export; empty for all that may leave the house.
 */
editions: Array<number>,
/**
 * Absolute path of a folder, or of a file ending in `.zip`.
 */
to: string,
/**
 * Whether to export in spite of blocking problems.
 */
despite_problems: boolean, };

export type ExportTarget = { path: string, };

export type HealthRequest = {
/**
 * Absolute path of a newsroom's folder; empty for the one that is open.
 */
path: string,
/**
 * Whether to read every text of every version too.
 */
deep: boolean, };

export type Health = {
/**
 * Absolute path of its folder.
 */
path: string,
/**
 * What is wrong, the worst first.
 */
findings: Array<Finding>,
/**
 * Backups, the newest first.
 */
backups: Array<BackupRow>,
/**
 * Minutes between two backups that are made by themselves; 0 for none.
 */
every_minutes: number, };

export type Finding = {
/**
 * Stable, in kebab-case.
 */
rule: string,
/**
 * `bad` (text is lost or in danger), `warn` (to be looked at) or `note` (good to know).
 */
severity: string, message: string,
/**
 * What to do by hand.
 */
hint: string,
/**
 * What a repair would do; empty where only a person can mend it.
 */
repair: string,
/**
 * How many such things there are.
 */
count: number,
/**
 * Where, the first few.
 */
places: Array<FindingPlace>, };

export type FindingPlace = {
/**
 * Path from the newsroom's root.
 */
path: string,
/**
 * From 1; 0 for the whole file.
 */
line: number, note: string, };

export type BackupRow = { name: string, at: string,
/**
 * `timer`, `asked` or `update`.
 */
why: string, bytes: number, };

export type RepairRequest = {
/**
 * Absolute path of a newsroom's folder; empty for the one that is open.
 */
path: string,
/**
 * Rules of the findings to mend; empty for all that can be.
 */
rules: Array<string>, };

export type RestoreBackup = {
/**
 * Absolute path of a newsroom's folder; empty for the one that is open.
 */
path: string, name: string, };

export type JobStarted = { job: number, };

export type JobRef = { job: number, };

export type JobState = { job: number,
/**
 * `import`, `export`, `backup`, `repair`, `restore`, or `look` (at the files, after a newsroom was opened).
 */
kind: string, phase: JobPhase, done: number,
/**
 * 0 while unknown.
 */
total: number,
/**
 * What is being done now, or how it ended.
 */
message: string,
/**
 * What to do about it, where something failed.
 */
hint: string,
/**
 * Path of what was made, once done.
 */
path: string,
/**
 * Lines for a report: what was recognised, refused or left out.
 */
details: Array<string>,
/**
 * For an export stopped by problems: the first edition that has one.
 */
edition: number | null, };

export type JobPhase = "running" | "done" | "failed" | "cancelled";

export type Changed = {
/**
 * Editions that changed; empty for "anything may have".
 */
editions: Array<number>,
/**
 * Whether another program changed them.
 */
outside: boolean, };

export type Event = { "event": "changed" } & Changed | { "event": "job" } & JobState | { "event": "warning" } & Fault;

export interface Commands {
  /** The newsroom that is open, if one is. */
  newsroom: { request: Nothing; response: OpenNewsroom };
  /** Opens a newsroom folder. */
  open_newsroom: { request: OpenNewsroomRequest; response: NewsroomView };
  /** Makes a newsroom in a new or empty folder and opens it. */
  create_newsroom: { request: CreateNewsroom; response: NewsroomView };
  /** Newsrooms opened before, the latest first. */
  recent_newsrooms: { request: Nothing; response: RecentNewsrooms };
  /** Stories for a list, filtered. */
  list_stories: { request: ListStories; response: StoryList };
  /** Full-text search, the best first. */
  search: { request: SearchStories; response: SearchResult };
  /** Tags, sources and bylines in use, for completion. */
  vocabulary: { request: Nothing; response: Vocabulary };
  /** Makes an empty story, or a new language edition of one. */
  new_draft: { request: NewDraft; response: DraftView };
  /** Opens an edition for editing; journalled work is restored. */
  open_draft: { request: EditionRef; response: DraftView };
  /** Journals operations; when this answers they are on disk. */
  edit_draft: { request: EditDraft; response: Journalled };
  /** Makes a version of the draft and writes its file. */
  save_draft: { request: SaveDraft; response: Saved };
  /** Keeps what Undo would take back, so that it can after a restart. */
  keep_undo: { request: KeepUndo; response: Nothing };
  /** The places that two sides changed and nobody has decided about yet. */
  conflict: { request: EditionRef; response: ConflictView };
  /** Says of places that they are decided; with the last one the conflict ends in a version and its file. */
  settle_conflict: { request: SettleConflict; response: ConflictView };
  /** Writes the draft as the window has it to any file; asks nothing of the store. */
  save_copy: { request: SaveCopy; response: Copied };
  /** The draft's whole file as the window has it; asks nothing of the store. */
  draft_markdown: { request: DraftText; response: VersionText };
  /** Problems, word count and reading time of the draft as it stands. */
  check_draft: { request: EditionRef; response: CheckResult };
  /** Renders the draft as it stands: the bytes that an export would write. */
  preview: { request: EditionRef; response: PreviewResult };
  /** The versions of an edition, newest first. */
  history: { request: EditionRef; response: History };
  /** The text of one version. */
  version_text: { request: VersionRef; response: VersionText };
  /** What changed between two texts of an edition: words, marks, moved paragraphs, fields. */
  compare: { request: Compare; response: Comparison };
  /** The same line by line, as the files are written. */
  compare_source: { request: Compare; response: SourceComparison };
  /** Makes an older version the working copy again, as a new version. */
  restore_version: { request: VersionRef; response: DraftView };
  /** Takes one paragraph or one field of an older version into the working copy, as a new version. */
  restore_part: { request: RestorePart; response: DraftView };
  /** Gives a version a name, another one, or none. */
  name_version: { request: NameVersion; response: VersionRow };
  /** Imports files or folders in the background; progress comes as `job` events. */
  import: { request: ImportRequest; response: JobStarted };
  /** Seals a bundle in the background; progress comes as `job` events. */
  export: { request: ExportRequest; response: JobStarted };
  /** Where an export would go if nobody chose. */
  export_target: { request: Nothing; response: ExportTarget };
  /** Looks for what is wrong with a newsroom; changes nothing. */
  health: { request: HealthRequest; response: Health };
  /** Mends a newsroom in the background; the newsroom is closed meanwhile and opened again. */
  repair: { request: RepairRequest; response: JobStarted };
  /** Makes a backup of the store in the background. */
  back_up: { request: Nothing; response: JobStarted };
  /** Puts a backup in the place of the store, which is put aside; the newsroom is closed meanwhile and opened again. */
  restore_backup: { request: RestoreBackup; response: JobStarted };
  /** Stops a background job; what it has not finished leaves no trace. */
  cancel_job: { request: JobRef; response: Nothing };
}
