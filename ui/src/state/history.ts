// The history view: which versions stand against each other, and what comes of that.

import { asFault, bridge, type Comparison, type Fault, type SourceComparison, type VersionRow } from '../bridge';
import { strings } from '../strings';
import { adopt, desk } from './desk';
import { say, sayFault } from './notices';
import { Store } from './store';

/** What the chosen version stands against: the text as it stands, the version before it, or a version by its id. */
export type Against = 'present' | 'before' | (string & {});

export interface HistoryState {
  open: boolean;
  /** Whose versions they are; 0 while it is closed. */
  edition: number;
  /** Newest first; null until they are fetched. */
  versions: VersionRow[] | null;
  chosen: string;
  against: Against;
  /** Whether the sources are shown, and not the prose. */
  source: boolean;
  comparison: Comparison | null;
  lines: SourceComparison | null;
  comparing: boolean;
  /** Why the versions or the comparison could not be had. */
  fault: Fault | null;
  /** Whether the chosen version is being named. */
  naming: boolean;
  /** Whether something is being restored. */
  restoring: boolean;
}

const CLOSED: HistoryState = {
  open: false,
  edition: 0,
  versions: null,
  chosen: '',
  against: 'present',
  source: false,
  comparison: null,
  lines: null,
  comparing: false,
  fault: null,
  naming: false,
  restoring: false,
};

export const history = new Store<HistoryState>(CLOSED);

let returnTo: Element | null = null;

/** Shows the versions of the story on the desk, or puts them away again. */
export function toggleHistory(): void {
  if (history.get().open) closeHistory();
  else openHistory();
}

export function openHistory(): void {
  if (!desk.get().draft || history.get().open) return;
  returnTo = document.activeElement;
  lookAtStory();
}

/** Looks at the versions of the story on the desk, which may have become another one meanwhile. */
export function lookAtStory(): void {
  const edition = desk.get().draft?.story.edition ?? 0;
  if (edition === history.get().edition) return;
  history.set({ ...CLOSED, open: true, edition });
  void fetchVersions();
}

export function closeHistory(): void {
  if (!history.get().open) return;
  history.set(CLOSED);
  // The one who wrote goes on writing where they were.
  requestAnimationFrame(() => {
    if (returnTo instanceof HTMLElement && returnTo.isConnected && returnTo !== document.body) returnTo.focus();
    else desk.get().editor?.focus();
    returnTo = null;
  });
}

/** Fetches the versions, and compares what is chosen again. */
export async function fetchVersions(): Promise<void> {
  const { draft, session } = desk.get();
  if (!draft || !session) return;
  const { edition } = draft.story;
  try {
    // The present text is compared as the journal has it.
    await session.flush().catch(() => {});
    const { versions } = await bridge().call('history', { edition });
    if (desk.get().draft?.story.edition !== edition || !history.get().open) return;
    const { chosen } = history.get();
    history.set({
      versions,
      fault: null,
      chosen: versions.some((row) => row.version === chosen) ? chosen : first(versions, session.dirty),
    });
    await compare();
  } catch (thrown) {
    history.set({ fault: asFault(thrown) });
  }
}

/** What is looked at first: the last version that is not the text as it stands. */
function first(versions: VersionRow[], dirty: boolean): string {
  const head = versions.find((row) => row.head) ?? versions[0];
  if (!head || dirty) return head?.version ?? '';
  return versions.find((row) => row.version === head.parents[0])?.version ?? head.version;
}

/** The older and the newer side; null where there is nothing to compare. */
export function sides(state: HistoryState): { from: string; to: string } | null {
  const row = state.versions?.find((each) => each.version === state.chosen);
  if (!row) return null;
  if (state.against === 'present') return { from: row.version, to: 'draft' };
  if (state.against === 'before') {
    const before = row.parents[0];
    return before && state.versions?.some((each) => each.version === before) ? { from: before, to: row.version } : null;
  }
  // Whichever is older is the older side, whichever was chosen first.
  const order = state.versions!.map((each) => each.version);
  const older = order.indexOf(row.version) > order.indexOf(state.against);
  return older ? { from: row.version, to: state.against } : { from: state.against, to: row.version };
}

let asked = 0;

/** Compares what is chosen. Only the last answer counts. */
export async function compare(): Promise<void> {
  const edition = desk.get().draft?.story.edition;
  const between = sides(history.get());
  const mine = (asked += 1);
  if (edition === undefined || !between) {
    history.set({ comparison: null, lines: null, comparing: false });
    return;
  }
  history.set({ comparing: true });
  try {
    const { source } = history.get();
    const request = { edition, ...between };
    const found = source
      ? { lines: await bridge().call('compare_source', request), comparison: null }
      : { comparison: await bridge().call('compare', request), lines: null };
    if (mine === asked && history.get().open) history.set({ ...found, comparing: false, fault: null });
  } catch (thrown) {
    if (mine === asked) history.set({ comparing: false, fault: asFault(thrown) });
  }
}

let settling: ReturnType<typeof setTimeout> | undefined;

/** Chooses a version. The comparison follows once the choice has rested for a moment. */
export function chooseVersion(chosen: string): void {
  if (chosen === history.get().chosen) return;
  const { against } = history.get();
  history.set({ chosen, naming: false, against: against === chosen ? 'present' : against });
  clearTimeout(settling);
  settling = setTimeout(() => void compare(), 90);
}

export function compareAgainst(against: Against): void {
  history.set({ against });
  void compare();
}

/** Holds a version fast as the other side, or lets it go. */
export function holdFast(version: string): void {
  const state = history.get();
  if (state.against === version) return compareAgainst('present');
  if (version === state.chosen) {
    // Holding the chosen one fast: the next that is chosen stands against it.
    const other = state.versions?.find((row) => row.version === state.chosen)?.parents[0];
    history.set({ against: version, chosen: other ?? state.chosen });
    return void compare();
  }
  compareAgainst(version);
}

export function showSource(source: boolean): void {
  history.set({ source });
  void compare();
}

/** Gives a version a name, or takes it away. False where it was refused. */
export async function nameVersion(edition: number, version: string, name: string): Promise<boolean> {
  try {
    const row = await bridge().call('name_version', { edition, version, name });
    const { versions } = history.get();
    history.set({ naming: false, versions: versions?.map((each) => (each.version === row.version ? row : each)) ?? null });
    return true;
  } catch (thrown) {
    sayFault(asFault(thrown));
    return false;
  }
}

/** Brings back a version, one block of it, or one field. */
export async function restore(version: string, part: { paragraph?: number; field?: string } = {}): Promise<void> {
  const { draft, session } = desk.get();
  if (!draft || !session || history.get().restoring) return;
  const { edition } = draft.story;
  const t = strings().history;
  history.set({ restoring: true });
  try {
    // What was typed must be in the journal: the newsroom makes a version of it before another takes its place.
    await session.flush();
    const whole = part.paragraph === undefined && part.field === undefined;
    const view = whole
      ? await bridge().call('restore_version', { edition, version })
      : await bridge().call('restore_part', { edition, version, paragraph: part.paragraph ?? 0, field: part.field ?? '' });
    if (desk.get().draft?.story.edition === edition) adopt(view);
    say('good', whole ? t.restored : t.partRestored, { hint: t.restoredHint });
    await fetchVersions();
  } catch (thrown) {
    sayFault(asFault(thrown));
  } finally {
    history.set({ restoring: false });
  }
}
