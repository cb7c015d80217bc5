// The desk: the draft that is open, its session, and which dialog stands over it.

import { asFault, bridge, type DraftView, type Fault, type JobState, type StoryRow, type WireEvent } from '../bridge';
import type { DraftEditor, SelectionInfo } from '../editor/types';
import { DraftSession } from './draft_session';
import { healthEnded, openHealth } from './health';
import { hearJob } from './jobs';
import { newsroomStore, refreshNewsroom, refreshVocabulary } from './newsroom';
import { say, sayFault } from './notices';
import { setSettings, settings } from './settings';
import { ALL, patchRow, refetch, setFilter, stories } from './stories';
import { Store } from './store';
import { strings } from '../strings';

export type DialogName =
  | ''
  | 'palette'
  | 'quick-open'
  | 'pull-quote'
  | 'picture'
  | 'export'
  | 'import'
  | 'shortcuts'
  | 'settings'
  | 'health'
  | 'unsafe'
  | 'name-version';

export interface DeskState {
  draft: DraftView | null;
  session: DraftSession | null;
  /** The editor's handle while its view stands. */
  editor: DraftEditor | null;
  selection: SelectionInfo | null;
  /** The edition that is being opened, 0 for none. */
  opening: number;
  /** Why the last one could not be opened. */
  fault: Fault | null;
  dialog: DialogName;
  /** Paths that were dropped on the window, for the import dialog. */
  dropped: string[];
  /** Whether the shortcuts sheet waits for keys, so that they are an answer and no command. */
  askingKeys: boolean;
  /** Whether files are being dragged over the window. */
  dropping: boolean;
  /** What was about to happen when the draft turned out not to be safe; null for nothing. */
  goOn: (() => void) | null;
  /** Where the cursor should go once the draft is drawn. */
  arrive: 'headline' | 'body' | '';
}

export const desk = new Store<DeskState>({
  draft: null,
  session: null,
  editor: null,
  selection: null,
  opening: 0,
  fault: null,
  dialog: '',
  dropped: [],
  dropping: false,
  askingKeys: false,
  goOn: null,
  arrive: '',
});

export function openDialog(dialog: DialogName): void {
  desk.set({ dialog });
}

export function closeDialog(): void {
  desk.set({ dialog: '', dropped: [], goOn: null });
}

/** Says that work was restored when the newsroom was opened, and leads to it. */
function sayRecovered(rows: StoryRow[]): void {
  const [first] = rows;
  if (!first) return;
  const t = strings();
  say('info', t.draft.recoveredStories(rows.length), {
    hint: rows.map((row) => row.title || t.list.untitled).join(' · '),
    action: { label: t.common.open, run: () => void openDraft(first.edition, 'body') },
  });
}

/** Says that stories wait for a decision since the newsroom was open last, and leads to them. */
function sayConflicts(rows: StoryRow[]): void {
  const [first] = rows;
  if (!first) return;
  const t = strings();
  const run = () => {
    setSettings({ panel: 'conflicts' });
    void openDraft(first.edition);
  };
  say('info', t.conflicts.waiting(rows.length), {
    hint: rows.map((row) => row.title || t.list.untitled).join(' · '),
    action: { label: t.conflicts.compare, run },
  });
}

/** Opens an edition, after the one on the desk is safe. */
export async function openDraft(edition: number, arrive: DeskState['arrive'] = ''): Promise<void> {
  if (desk.get().draft?.story.edition === edition && desk.get().opening === 0) {
    desk.set({ arrive });
    return;
  }
  desk.set({ opening: edition, fault: null });
  if (!(await putAway(() => void openDraft(edition, arrive)))) return;
  try {
    const view = await bridge().call('open_draft', { edition });
    if (desk.get().opening === edition) adopt(view, arrive);
  } catch (thrown) {
    if (desk.get().opening === edition) desk.set({ opening: 0, fault: asFault(thrown) });
  }
}

/** Makes an empty story, or an edition of the story with the id `story` in another language. */
export async function newDraft(lang = '', story = ''): Promise<void> {
  if (!(await putAway(() => void newDraft(lang, story)))) return;
  const { filter } = stories.get();
  const main = newsroomStore.get().newsroom?.default_lang ?? 'en';
  try {
    const view = await bridge().call('new_draft', { lang: lang || filter.lang || main, section: story ? '' : filter.section, story });
    adopt(view, 'headline');
    void refetch();
  } catch (thrown) {
    sayFault(asFault(thrown));
  }
}

/** Notes which edition is open, so that it is again when the window is. */
function remember(edition: number): void {
  const path = newsroomStore.get().newsroom?.path;
  if (path && settings.get().last[path] !== edition) setSettings({ last: { ...settings.get().last, [path]: edition } });
}

/** Begins in another newsroom: nothing of the one before is left. */
export function enterNewsroom(recovered: StoryRow[]): void {
  trail.length = 0;
  place = -1;
  setFilter(ALL);
  sayRecovered(recovered);
  const last = settings.get().last[newsroomStore.get().newsroom?.path ?? ''];
  sayConflicts((newsroomStore.get().newsroom?.conflicts ?? []).filter((row) => row.edition !== last));
  void reopenLast();
}

/** Opens what was open when the newsroom was left. What is not there any more is not missed. */
async function reopenLast(): Promise<void> {
  const edition = settings.get().last[newsroomStore.get().newsroom?.path ?? ''];
  if (!edition || desk.get().draft || desk.get().opening) return;
  await openDraft(edition);
  if (desk.get().fault) desk.set({ fault: null });
}

const trail: number[] = [];
let place = -1;

/** Notes where one is, so that one can go back there. */
function leaveTrace(edition: number): void {
  if (trail[place] === edition) return;
  trail.splice(place + 1, trail.length, edition);
  place = trail.length - 1;
}

/** Whether there is a story to go back or forward to. */
export function canGo(step: 1 | -1): boolean {
  return trail[place + step] !== undefined;
}

/** Goes back or forward among the stories that were open. */
export function go(step: 1 | -1): void {
  const edition = trail[place + step];
  if (edition === undefined) return;
  place += step;
  void openDraft(edition);
}

/** Puts a draft on the desk, with a session of its own. */
export function adopt(draft: DraftView, arrive: DeskState['arrive'] = ''): void {
  const { edition } = draft.story;
  leaveTrace(edition);
  remember(edition);
  desk.get().session?.leave();
  let { body } = draft;
  const onScreen = () => (desk.get().session === session ? desk.get().editor : null);
  const session: DraftSession = new DraftSession(draft, {
    open: () => bridge().call('open_draft', { edition }),
    body: () => (body = onScreen()?.body() ?? body),
    replaceBody: (next) => {
      body = next;
      onScreen()?.setBody(next);
    },
    edit: (operations, revision) => bridge().call('edit_draft', { edition, revision, operations }),
    save: (reason) => bridge().call('save_draft', { edition, reason }),
    history: () => onScreen()?.history() ?? '',
    keepUndo: (version, seq, history) => bridge().call('keep_undo', { edition, version, seq, history }),
    conflict: () => bridge().call('conflict', { edition }),
    settle: (tokens, take) => bridge().call('settle_conflict', { edition, tokens, take }),
    change: (changes) => onScreen()?.change(changes),
    check: () => bridge().call('check_draft', { edition }),
    preview: () => bridge().call('preview', { edition }),
  });
  session.showPreview(settings.get().preview);
  let story = draft.story;
  session.store.subscribe(() => {
    const now = session.store.get().story;
    if (now !== story) patchRow((story = now));
  });
  desk.set({ draft, session, selection: null, opening: 0, fault: null, arrive });
  if (draft.recovered) say('info', strings().draft.recovered);
}

/** Makes the draft safe and takes it off the desk. False where it must stay, because it is not safe. */
export async function closeDraft(): Promise<boolean> {
  if (!(await putAway(() => void closeDraft()))) return false;
  desk.get().session?.leave();
  desk.set({ draft: null, session: null, selection: null, opening: 0 });
  remember(0);
  return true;
}

/**
 * Journals and saves what is open. False, with a dialog that says why, where text would be lost by going on; the dialog
 * offers `goOn` to whoever will lose it.
 */
export async function putAway(goOn: () => void): Promise<boolean> {
  const { session } = desk.get();
  if (!session) return true;
  if (await session.settle()) return true;
  desk.set({ opening: 0, dialog: 'unsafe', goOn });
  return false;
}

/** Gives up the text that is not safe, and does what was about to happen. */
export function loseAndGoOn(): void {
  const { session, goOn } = desk.get();
  session?.leave();
  desk.set({ draft: null, session: null, selection: null, dialog: '', goOn: null });
  goOn?.();
}

/** Opens the draft afresh from the newsroom: what the journal and the file hold. */
export async function reloadDraft(): Promise<void> {
  const { draft, session, selection } = desk.get();
  if (!draft || !session) return;
  try {
    await session.flush();
    const view = await bridge().call('open_draft', { edition: draft.story.edition });
    if (desk.get().session !== session) return;
    adopt(view);
    if (selection) queueMicrotask(() => desk.get().editor?.reveal(selection.from, selection.from));
  } catch (thrown) {
    sayFault(asFault(thrown));
  }
}

let settle: ReturnType<typeof setTimeout> | undefined;

/** Takes in whatever the newsroom tells without having been asked. */
export function hear(event: WireEvent): void {
  if (event.event === 'job') {
    hearJob(event);
    if (event.phase !== 'running') ended(event);
    return;
  }
  if (event.event === 'warning') {
    const offer = { label: strings().health.offer, run: openHealth };
    return say('bad', event.message, { hint: event.hint, action: event.code === 'store-damaged' ? offer : undefined });
  }
  changed();
  const { draft, session } = desk.get();
  const touched = draft && (event.editions.length === 0 || event.editions.includes(draft.story.edition));
  if (!touched || !session || !event.outside) return;
  // A file that could not be read may be readable now, and is then another kind of draft.
  if (draft.editable) void session.follow();
  else void reloadDraft();
}

/** Says how a job ended, where its dialog is not there to show it. */
function ended(job: JobState): void {
  if (job.kind === 'backup' || job.kind === 'repair' || job.kind === 'restore') return healthEnded(job);
  if (job.kind === 'import') changed();
  if (job.kind === 'look') {
    if (job.phase === 'failed') say('bad', `${strings().status.lookFailed}: ${job.message}`, { hint: job.hint });
    return;
  }
  if (desk.get().dialog === job.kind || job.phase === 'cancelled') return;
  const t = job.kind === 'import' ? strings().import : strings().export;
  if (job.phase === 'failed') say('bad', `${t.failed}: ${job.message}`, { hint: job.hint });
  else if (job.kind === 'export')
    say('good', t.done, {
      hint: job.path,
      action: {
        label: strings().export.reveal,
        run: () =>
          void bridge()
            .reveal(job.path)
            .catch(() => {}),
      },
    });
  else say('good', t.done, { hint: job.message });
}

/** Refetches what is on screen once a flock of changes has passed. */
function changed(): void {
  clearTimeout(settle);
  settle = setTimeout(() => {
    void refetch();
    void refreshVocabulary();
    void refreshNewsroom();
  }, 150);
}
