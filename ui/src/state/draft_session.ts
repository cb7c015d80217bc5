// One open draft: what was typed, where it is safe, and what was said about it. Knows nothing of React or of editors.
//
// A keystroke becomes an operation at once and waits at most `BATCH` milliseconds. One request is under way at a time,
// so that operations arrive in the order in which they were made; those made meanwhile join each other. What failed
// stays in front of the queue and is tried again. Nothing here is ever waited for by the one who types.

import type { CheckResult, DraftView, Fault, Fields, Journalled, Operation, PreviewResult, Saved, StoryRow } from '../bridge/wire';
import { asFault } from '../bridge/bridge';
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
  version: string;
  /** Why the last request failed; null once one succeeds. */
  fault: Fault | null;
  /** Why the version is not in the file, empty where it is. */
  fileFault: string;
  check: CheckResult | null;
  preview: PreviewResult | null;
  previewFault: Fault | null;
}

export class DraftSession {
  readonly edition: number;
  readonly store: Store<DraftState>;

  private revision: number;
  private waiting: Operation[] = [];
  private journalRequest: Promise<void> | null = null;
  private saveRequest: Promise<void> | null = null;
  private lastSent = -Infinity;
  private edits = 0;
  private savedEdits = 0;
  private journalTries = 0;
  private saveTries = 0;
  private following: Promise<void> | null = null;
  private closed = false;
  private previewOn = false;
  private readonly checks: Latest;
  private readonly previews: Latest;
  private timers: { journal?: Timer; pause?: Timer; check?: Timer; retry?: Timer } = {};

  constructor(
    view: DraftView,
    private port: DraftPort,
  ) {
    this.edition = view.story.edition;
    this.revision = view.revision;
    // Work restored from the journal is on disk but in no version yet, and says so.
    if (view.recovered) this.edits = 1;
    this.store = new Store<DraftState>({
      story: view.story,
      fields: view.fields,
      phase: view.recovered ? 'journalled' : 'untouched',
      journalledAt: '',
      savedAt: '',
      version: view.version,
      fault: null,
      fileFault: '',
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
    void this.checks.run();
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
    if (reason === 'pause' && !this.dirty) return true;
    const including = this.edits;
    let saved = false;
    this.saveRequest = this.port
      .save(reason)
      .then(
        (answer) => {
          saved = true;
          this.saveTries = 0;
          this.savedEdits = including;
          this.store.set({ story: answer.story, version: answer.version, savedAt: answer.at, fileFault: answer.file_fault, fault: null });
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
    else if (this.dirty) void this.save('save');
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
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }

  private edited(): void {
    this.edits += 1;
    this.showPhase();
    this.scheduleJournal();
    clearTimeout(this.timers.pause);
    this.timers.pause = setTimeout(() => void this.save('pause'), PAUSE);
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
          this.journalTries = 0;
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
        if (view.body !== this.port.body()) this.port.replaceBody(view.body);
        this.store.set({ fields: view.fields, story: view.story, version: view.version });
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
    this.timers.check = setTimeout(() => void this.checks.run(), CHECK_REST);
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;
