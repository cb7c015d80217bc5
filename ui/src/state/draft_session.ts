// One open draft: what was typed, where it is safe, and what was said about it. Knows nothing of React or of editors.
//
// A keystroke becomes an operation at once and waits at most `BATCH` milliseconds. One request is under way at a time,
// so that operations arrive in the order in which they were made; those made meanwhile join each other. What failed
// stays in front of the queue and is tried again. Nothing here is ever waited for by the one who types.

import type {
  CheckResult,
  ConflictPlace,
  ConflictView,
  DraftView,
  Fault,
  Fields,
  Journalled,
  LiveView,
  Operation,
  PreviewResult,
  Saved,
  StoryRow,
} from '../bridge/wire';
import { asFault } from '../bridge/bridge';
import type { KeptUndo } from '../editor/types';
import { changesFor, fieldsFor, type Take } from './conflict';
import { Latest } from './latest';
import { addOperation, type Splice } from './splices';
import { Store } from './store';

/** Least time between two requests to the journal, in milliseconds. */
export const BATCH = 80;
/** How long typing must rest before a version is made by itself. */
export const PAUSE = 1500;
/** How long typing must rest before the copy is checked. */
export const CHECK_REST = 400;
/** Waits between tries after a failure: the last one repeats. */
export const BACKOFF = [1000, 2000, 4000, 8000, 15000, 30000];

/** Faults that say that operations do not fit the newsroom's text: sending them again does not help. */
const OUT_OF_STEP = ['moved-on', 'splice'];

/** What a session asks of the newsroom, and of the editor on screen. */
export interface DraftPort {
  /** Opens the draft afresh: the text as the newsroom has it, with its revision. */
  open(): Promise<DraftView>;
  /** The body as it is on screen. */
  body(): string;
  /** Puts another body on screen, where the draft changed elsewhere. */
  replaceBody(body: string): void;
  /** Journals operations that were made on the text of a revision. */
  edit(operations: Operation[], revision: number): Promise<Journalled>;
  save(reason: 'save' | 'pause'): Promise<Saved>;
  /** What Undo would take back on screen, in the editor's own form; empty for nothing. */
  history(): string;
  /** Keeps it for a version that holds what was journalled up to `seq`. */
  keepUndo(version: string, seq: number, history: string): Promise<unknown>;
  /** The places that two sides changed and nobody has decided about yet. */
  conflict(): Promise<ConflictView>;
  /** Says of places that they are decided. */
  settle(tokens: string[], take: 'mine' | 'theirs'): Promise<ConflictView>;
  /** Replaces ranges of the body on screen, as one edit of this window. */
  change(changes: { from: number; to: number; insert: string }[]): void;
  check(): Promise<CheckResult>;
  preview(): Promise<PreviewResult>;
}

/**
 * Where the text is, in the order in which it travels: `journalling` not yet on disk, `journalled` on disk but in no
 * version, `saving` a version is being made, `saved` the version and the file hold all of it, `unsaved` all is
 * journalled but making the version failed, `failed` some of it is in the window only.
 */
export type Phase = 'untouched' | 'journalling' | 'journalled' | 'saving' | 'saved' | 'unsaved' | 'failed';

export interface DraftState {
  story: StoryRow;
  fields: Fields;
  phase: Phase;
  /** When the journal or the version answered last; RFC 3339, empty before. */
  journalledAt: string;
  savedAt: string;
  /** The version that the text is based on, and when it was made. */
  version: string;
  versionAt: string;
  /** Front matter of that version, as in the file. */
  head: string;
  /** Whether the file is known to hold that version. */
  inFile: boolean;
  live: LiveView;
  /** Why the last request failed; null once one succeeds. */
  fault: Fault | null;
  /** Why the version is not in the file, empty where it is. */
  fileFault: string;
  /** Code of that, such as `disk-full`. */
  fileCode: string;
  /** How many places two sides changed; the file is left to the other side until somebody decides. */
  conflicts: number;
  /** Those places, once they are known. */
  conflict: ConflictView | null;
  check: CheckResult | null;
  preview: PreviewResult | null;
  previewFault: Fault | null;
}

export class DraftSession {
  readonly edition: number;
  readonly store: Store<DraftState>;

  private revision: number;
  /** The last operation that the journal has answered for. */
  private seq: number;
  private kept: KeptUndo;
  private waiting: Operation[] = [];
  private journalRequest: Promise<void> | null = null;
  private saveRequest: Promise<void> | null = null;
  private lastSent = -Infinity;
  private edits = 0;
  private savedEdits = 0;
  private journalTries = 0;
  private saveTries = 0;
  private fileTries = 0;
  private following: Promise<void> | null = null;
  private closed = false;
  private previewOn = false;
  private readonly checks: Latest;
  private readonly previews: Latest;
  private readonly conflicts: Latest;
  private timers: { journal?: Timer; pause?: Timer; check?: Timer; retry?: Timer } = {};

  constructor(
    view: DraftView,
    private port: DraftPort,
  ) {
    this.edition = view.story.edition;
    this.revision = view.revision;
    this.seq = view.seq;
    this.kept = keptUndo(view);
    // Work restored from the journal is on disk but in no version yet, and says so.
    if (view.recovered) this.edits = 1;
    this.store = new Store<DraftState>({
      story: view.story,
      fields: view.fields,
      phase: view.recovered ? 'journalled' : 'untouched',
      journalledAt: '',
      savedAt: '',
      version: view.version,
      versionAt: view.at,
      head: view.head,
      inFile: view.in_file,
      live: view.live,
      fault: null,
      fileFault: '',
      fileCode: '',
      conflicts: view.conflicts,
      conflict: null,
      check: null,
      preview: null,
      previewFault: null,
    });
    this.checks = new Latest(async () => {
      // A check that cannot be made leaves the last one standing; it is made again with the next edit.
      const check = await port.check().catch(() => null);
      if (check && !this.closed) this.store.set({ check });
    });
    this.previews = new Latest(async () => {
      try {
        const preview = await port.preview();
        if (!this.closed) this.store.set({ preview, previewFault: null });
      } catch (thrown) {
        if (!this.closed) this.store.set({ previewFault: asFault(thrown) });
      }
    });
    this.conflicts = new Latest(async () => {
      const conflict = await port.conflict().catch(() => null);
      if (conflict && !this.closed) this.store.set({ conflict, conflicts: conflict.places.length });
    });
    void this.checks.run();
    if (view.conflicts > 0) void this.conflicts.run();
    // A file that could not be written when the draft was open last is tried again.
    else if (view.editable && !view.in_file) this.schedulePause();
  }

  /** What Undo could take back when the body was last put on screen or taken off it. */
  get undo(): KeptUndo {
    return this.kept;
  }

  /** The body is taken off the screen: it is kept, and what Undo would take back with it. */
  putDown(): void {
    this.port.body();
    this.kept = { history: this.port.history(), before: '', steps: [] };
  }

  /** The body as it is on screen, or was when it was last there. */
  body(): string {
    return this.port.body();
  }

  /** Takes edits of the body, in order. */
  splice(splices: Splice[]): void {
    for (const { at, remove, insert } of splices) this.waiting = addOperation(this.waiting, { kind: 'splice', at, remove, insert });
    if (splices.length > 0) this.edited();
  }

  /** Changes some of the fields. */
  setFields(change: Partial<Fields>): void {
    const fields = { ...this.store.get().fields, ...change };
    this.store.set({ fields });
    this.waiting = addOperation(this.waiting, { kind: 'fields', fields });
    this.edited();
  }

  /** Whether anything is in the window only. */
  get unjournalled(): boolean {
    return this.waiting.length > 0 || this.journalRequest !== null;
  }

  /** Whether no version holds the text as it stands. */
  get dirty(): boolean {
    return this.edits !== this.savedEdits;
  }

  /** Sends what waits, now, and resolves when the journal has all of it. Rejects with the fault where it has not. */
  async flush(): Promise<void> {
    while (this.unjournalled) {
      await (this.journalRequest ?? this.sendJournal());
      const fault = this.store.get().fault;
      if (this.waiting.length > 0 && this.journalTries > 0 && fault) throw fault;
    }
  }

  /** Makes a version of all that was typed until now. Never rejects: the state says how it went. */
  async save(reason: 'save' | 'pause'): Promise<boolean> {
    clearTimeout(this.timers.pause);
    try {
      do {
        await this.saveRequest;
        await this.flush();
      } while (this.saveRequest);
    } catch {
      return false;
    }
    if (reason === 'pause' && !this.dirty && this.store.get().inFile) return true;
    const including = this.edits;
    // Nothing is under way at this moment, so that the history fits the text which is saved.
    const undo = this.unjournalled ? '' : this.port.history();
    const { seq } = this;
    let saved = false;
    this.saveRequest = this.port
      .save(reason)
      .then(
        (answer) => {
          saved = true;
          this.saveTries = 0;
          this.savedEdits = including;
          if (answer.conflicts > 0 || this.store.get().conflicts > 0) void this.conflicts.run();
          this.store.set({
            story: answer.story,
            version: answer.version,
            versionAt: answer.changed ? answer.at : this.store.get().versionAt,
            savedAt: answer.at,
            inFile: answer.in_file,
            fileFault: answer.file_fault,
            fileCode: answer.file_code,
            conflicts: answer.conflicts,
            live: answer.live,
            fault: null,
          });
          if (undo !== '') void this.port.keepUndo(answer.version, seq, undo).catch(() => {});
          // The version is safe; the file is tried again until it is written.
          this.fileTries = answer.file_fault === '' ? 0 : this.fileTries + 1;
          if (this.fileTries > 0) this.retryLater(this.fileTries, () => void this.save('pause'));
          // The save merged what another program wrote meanwhile.
          if (answer.revision !== this.revision) void this.follow();
        },
        (thrown: unknown) => {
          this.store.set({ fault: asFault(thrown) });
          this.saveTries += 1;
          this.retryLater(this.saveTries, () => void this.save('pause'));
        },
      )
      .finally(() => {
        this.saveRequest = null;
        this.showPhase();
      });
    this.showPhase();
    await this.saveRequest;
    return saved;
  }

  /** Tries again at once what failed. */
  retry(): void {
    clearTimeout(this.timers.retry);
    if (this.waiting.length > 0) void this.sendJournal();
    else if (this.dirty || !this.store.get().inFile) void this.save('save');
  }

  /**
   * Decides places that two sides changed: what was chosen is put into the text as an edit of this window, so that Undo
   * knows it, and then the newsroom is told. False where the newsroom could not be told; the text is what was chosen.
   */
  async decide(places: ConflictPlace[], take: Take): Promise<boolean> {
    const { conflict, fields } = this.store.get();
    if (!conflict) return false;
    const changes = changesFor(places, take, this.port.body());
    if (changes.length > 0) this.port.change(changes);
    const change = fieldsFor(places, take, conflict.their_fields, fields);
    if (Object.keys(change).length > 0) this.setFields(change);
    try {
      await this.flush();
      const next = await this.port.settle(
        places.map(({ token }) => token),
        take === 'theirs' ? 'theirs' : 'mine',
      );
      if (this.closed) return true;
      this.store.set({ conflict: next, conflicts: next.places.length });
      // With the last place a version was made and the file was written: what the newsroom says of them is asked.
      if (next.places.length === 0) await this.save('save');
      if (places.some(({ kind }) => kind === 'other')) await this.follow();
      return true;
    } catch (thrown) {
      if (!this.closed) this.store.set({ fault: asFault(thrown) });
      return false;
    }
  }

  /** Turns the preview on or off. It is off at first: nothing is rendered that nobody sees. */
  showPreview(on: boolean): void {
    if (on === this.previewOn) return;
    this.previewOn = on;
    if (on) this.refreshPreview();
    else this.previews.forget();
  }

  /** Renders again, for something outside the text changed. */
  refreshPreview(): void {
    if (this.previewOn) void this.previews.run();
  }

  /** Checks again, for something outside the text changed. */
  recheck(): void {
    void this.checks.run();
  }

  /** Makes everything safe before something else happens. False where some of it could not be journalled. */
  async settle(): Promise<boolean> {
    try {
      await this.flush();
    } catch {
      return false;
    }
    // A version that cannot be made now is no reason to hold anybody up: the journal has the text.
    if (this.dirty) await this.save('pause');
    return true;
  }

  /**
   * Takes over what somebody else did to the draft. The newsroom has merged it with what was typed here already; the
   * text on screen is changed only when nothing typed is under way, so that nothing is lost and nothing jumps.
   */
  follow(): Promise<void> {
    this.following ??= this.takeOver().finally(() => {
      this.following = null;
    });
    return this.following;
  }

  /** Ends the session. What was typed since it was last settled is still sent. */
  leave(): void {
    if (this.waiting.length > 0) void this.sendJournal();
    this.closed = true;
    this.checks.stop();
    this.previews.stop();
    this.conflicts.stop();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }

  private edited(): void {
    this.edits += 1;
    this.showPhase();
    this.scheduleJournal();
    this.schedulePause();
  }

  private schedulePause(): void {
    clearTimeout(this.timers.pause);
    this.timers.pause = setTimeout(() => {
      this.timers.pause = undefined;
      void this.save('pause');
    }, PAUSE);
  }

  private scheduleJournal(): void {
    if (this.closed || this.journalRequest || this.timers.journal !== undefined || this.waiting.length === 0) return;
    // After a failure the retry timer decides, so that a broken disk is not hammered with every keystroke.
    if (this.journalTries > 0) return;
    const wait = Math.max(0, this.lastSent + BATCH - performance.now());
    this.timers.journal = setTimeout(() => void this.sendJournal(), wait);
  }

  private sendJournal(): Promise<void> {
    clearTimeout(this.timers.journal);
    this.timers.journal = undefined;
    if (this.journalRequest) return this.journalRequest;
    if (this.waiting.length === 0) return Promise.resolve();
    const sent = this.waiting;
    this.waiting = [];
    this.lastSent = performance.now();
    const { revision } = this;
    this.journalRequest = this.port
      .edit(sent, revision)
      .then(
        (answer) => {
          // A pause that came while the journal failed made no version.
          if (this.journalTries > 0 && !this.closed) this.schedulePause();
          this.journalTries = 0;
          this.seq = answer.seq;
          if (answer.revision !== revision) void this.follow();
          // A version that could not be made is still news after the journal has worked.
          this.store.set({ journalledAt: answer.at, fault: this.saveTries > 0 ? this.store.get().fault : null });
          this.refreshPreview();
          this.scheduleCheck();
        },
        (thrown: unknown) => {
          this.waiting = this.waiting.reduce(addOperation, sent);
          this.journalTries += 1;
          const fault = asFault(thrown);
          this.store.set({ fault });
          if (OUT_OF_STEP.includes(fault.code) && this.journalTries === 1) void this.stepIn();
          else this.retryLater(this.journalTries, () => void this.sendJournal());
        },
      )
      .finally(() => {
        this.journalRequest = null;
        this.showPhase();
        this.scheduleJournal();
      });
    this.showPhase();
    return this.journalRequest;
  }

  private async takeOver(): Promise<void> {
    for (;;) {
      try {
        await this.flush();
        const before = this.edits;
        const view = await this.port.open();
        if (this.closed) return;
        // Something was typed meanwhile: it has to reach the newsroom before its text can come here.
        if (this.edits !== before || this.unjournalled) continue;
        this.revision = view.revision;
        this.seq = view.seq;
        if (view.body !== this.port.body()) {
          this.kept = { history: '', before: '', steps: [] };
          this.port.replaceBody(view.body);
        }
        const { fields, story, version, head, live, conflicts } = view;
        if (conflicts > 0 || this.store.get().conflicts > 0) void this.conflicts.run();
        this.store.set({ fields, story, version, versionAt: view.at, head, inFile: view.in_file, live, conflicts });
        this.refreshPreview();
        this.scheduleCheck();
      } catch (thrown) {
        if (!this.closed) this.store.set({ fault: asFault(thrown) });
      }
      return;
    }
  }

  /**
   * The newsroom's text is not the one that the operations were made on, and cannot be led back to it: what is on
   * screen becomes the text, in one operation. What it replaces is in the history.
   */
  private async stepIn(): Promise<void> {
    try {
      const view = await this.port.open();
      this.revision = view.revision;
      this.waiting = [
        { kind: 'splice', at: 0, remove: view.body.length, insert: this.port.body() },
        { kind: 'fields', fields: this.store.get().fields },
      ];
      await this.sendJournal();
    } catch {
      this.retryLater(this.journalTries, () => void this.sendJournal());
    }
  }

  private retryLater(tries: number, again: () => void): void {
    clearTimeout(this.timers.retry);
    if (this.closed) return;
    this.timers.retry = setTimeout(again, BACKOFF[Math.min(tries, BACKOFF.length) - 1]);
  }

  private showPhase(): void {
    this.store.set({ phase: this.phase() });
  }

  private phase(): Phase {
    if (this.journalTries > 0 && this.waiting.length > 0) return 'failed';
    if (this.unjournalled) return 'journalling';
    if (this.saveRequest) return 'saving';
    if (this.saveTries > 0) return 'unsaved';
    if (this.dirty) return 'journalled';
    return this.store.get().savedAt === '' ? 'untouched' : 'saved';
  }

  private scheduleCheck(): void {
    clearTimeout(this.timers.check);
    this.timers.check = setTimeout(() => {
      void this.checks.run();
      if (this.store.get().conflicts > 0) void this.conflicts.run();
    }, CHECK_REST);
  }
}

/** What the newsroom kept of Undo, as the editor takes it. */
function keptUndo({ undo }: DraftView): KeptUndo {
  return {
    history: undo.history,
    before: undo.before,
    steps: undo.steps.map(({ at, own, body, operations }) => ({
      at,
      own,
      body,
      splices: operations.flatMap((operation) => (operation.kind === 'splice' ? [operation] : [])),
    })),
  };
}

type Timer = ReturnType<typeof setTimeout> | undefined;
