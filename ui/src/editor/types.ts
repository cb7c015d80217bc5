// The public shapes of the writing surface. All offsets are UTF-16 code units of the body as it stands in the file,
// its own line endings included: CodeMirror's inner positions never leave this folder.

/** One change of the body. A list of them is in order, each relative to the text left by those before it. */
export interface Splice {
  at: number;
  remove: number;
  insert: string;
}

/** Where the cursor is and what is selected. `text` and `words` are computed when they are read. */
export interface SelectionInfo {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Words selected, by Unicode's word boundaries in the draft's language; 0 when nothing is selected. */
  readonly words: number;
  /**
   * Index of the top-level block that the cursor is in, or of the one before it on a blank line. Counted as comrak
   * counts the children of its root: headings, lists, tables, quotes and raw HTML each count once, link reference
   * definitions do not count, footnote texts come last, in the order in which they are first referred to.
   */
  readonly block: number;
}

/** What a check found, as the editor shows it. */
export interface EditorProblem {
  from: number;
  to: number;
  severity: 'warn' | 'block';
  message: string;
  hint: string;
}

/** A pull quote to insert. `role` may be empty. */
export interface PullQuote {
  words: string;
  speaker: string;
  role: string;
}

/** A stretch of the body and the words in it, without the marks around them. */
export interface TextRange {
  from: number;
  to: number;
  text: string;
}

export type EditorCommand =
  | 'bold'
  | 'italic'
  | 'link'
  | 'heading2'
  | 'heading3'
  | 'paragraph'
  | 'quote'
  | 'bulleted'
  | 'numbered'
  | 'footnote'
  | 'strikethrough'
  | 'code'
  | 'find'
  | 'replace'
  | 'undo'
  | 'redo';

/** How a body came from the one before it. */
export interface UndoStep {
  /** When, in milliseconds; 0 where it does not matter. */
  at: number;
  /** Whether it was typed here, so that Undo takes it back. */
  own: boolean;
  /** The body after it; null where splices say what changed. */
  body: string | null;
  splices: Splice[];
}

/** A history that was kept, and how the body came from the one that it belongs to. */
export interface KeptUndo {
  /** What `history()` gave; empty for none. */
  history: string;
  /** The body that it belongs to, and that the steps begin with. Not looked at without steps: it is the editor's. */
  before: string;
  steps: UndoStep[];
}

export interface EditorOptions {
  body: string;
  /** What Undo could take back when the draft was put away. One that does not lead to the body is left out. */
  undo?: KeptUndo;
  /** BCP 47 tag of the draft's language: quotation marks, sentences and words follow it. */
  lang: string;
  /** The direction of the draft, which a block without a letter of its own takes. */
  direction: 'ltr' | 'rtl';
  /** The accessible name of the text box. */
  label: string;
  editable: boolean;
  /** Words of the interface, by their English form (see `EDITOR_PHRASES`). */
  phrases?: Record<string, string>;
  /** Called once for each change that the user or a command made, never for `setBody`. */
  onSplices(splices: Splice[]): void;
  onSelection?(info: SelectionInfo): void;
  onFocus?(): void;
  onBlur?(): void;
  /** Turns pasted HTML into Markdown; null falls back to the clipboard's plain text. */
  pasteHtml?(html: string): string | null;
}

export interface DraftEditor {
  focus(): void;
  body(): string;
  /** Takes over a body that changed elsewhere, with as few changes as will do; the cursor stays with its words. */
  setBody(body: string): void;
  setProblems(problems: EditorProblem[]): void;
  /** The selection, or the sentence under the cursor, trimmed and without quotation marks around it. */
  sentenceAtSelection(): TextRange;
  insertPullQuote(quote: PullQuote): void;
  insert(markdown: string): void;
  /** Replaces ranges of the body, as one edit that Undo takes back. */
  change(changes: { from: number; to: number; insert: string }[]): void;
  /** What Undo would take back, to be kept; see `KeptUndo`. Empty for nothing. */
  history(): string;
  /** Runs a command; false when it does not apply here. */
  run(command: EditorCommand): boolean;
  reveal(from: number, to: number): void;
  setLive(on: boolean): void;
  setFocusMode(on: boolean): void;
  setTypewriter(on: boolean): void;
  destroy(): void;
}
