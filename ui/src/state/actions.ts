// Everything that can be done, in one list: menus, palette, shortcuts sheet and key bindings are made from it.

import { asFault, bridge } from '../bridge';
import type { EditorCommand } from '../editor/types';
import type { Strings } from '../strings';
import { canGo, closeDraft, desk, go, newDraft, openDialog } from './desk';
import { backUp, openHealth } from './health';
import { history, toggleHistory } from './history';
import { leaveNewsroom, newsroomStore } from './newsroom';
import { say, sayFault } from './notices';
import { saveCopy } from './rescue';
import { movePane, focusPaneNamed } from './panes';
import { settings, setSettings, stepTextSize, type BottomPanel } from './settings';
import { strings } from '../strings';

export type ActionGroup = 'story' | 'edit' | 'insert' | 'view' | 'help';

/**
 * Where an action's keys count: `always`; `outside` the text, because the text has its own use for them; or inside the
 * `text` only, where the editor answers to them itself and we only do where it did not.
 */
export type KeyScope = 'always' | 'outside' | 'text';

export interface Action {
  id: string;
  group: ActionGroup;
  title(t: Strings): string;
  keys: { keys: string; scope: KeyScope }[];
  /** Whether it can be done now; always where it is left out. */
  can?(): boolean;
  /** For a switch: whether it is on. */
  on?(): boolean;
  run(): void;
}

const hasDraft = () => desk.get().draft !== null;
const canWrite = () => desk.get().draft?.editable === true && desk.get().editor !== null;

/** Keys that count wherever one is. */
export function always(...keys: string[]): Action['keys'] {
  return keys.map((each) => ({ keys: each, scope: 'always' as const }));
}

function edit(command: EditorCommand, group: ActionGroup, ...keys: string[]): Action {
  return {
    id: command,
    group,
    title: (t) => t.actions[command],
    keys: keys.map((each) => ({ keys: each, scope: 'text' as const })),
    can: canWrite,
    run: () => {
      desk.get().editor?.run(command);
      if (command !== 'find' && command !== 'replace') desk.get().editor?.focus();
    },
  };
}

function toggle(id: 'list' | 'preview' | 'inspector' | 'live' | 'focusMode' | 'typewriter', ...keys: string[]): Action {
  return {
    id: `toggle-${id}`,
    group: 'view',
    title: (t) => t.actions[id],
    keys: always(...keys),
    on: () => settings.get()[id],
    run: () => setSettings({ [id]: !settings.get()[id] }),
  };
}

function panel(id: Exclude<BottomPanel, ''>, ...keys: string[]): Action {
  return {
    id: `panel-${id}`,
    group: 'view',
    title: (t) => t.actions[id],
    keys: always(...keys),
    can: hasDraft,
    on: () => settings.get().panel === id,
    run: () => setSettings({ panel: settings.get().panel === id ? '' : id }),
  };
}

function dialog(
  name: 'quick-open' | 'export' | 'import' | 'palette' | 'shortcuts' | 'settings',
  group: ActionGroup,
  ...keys: string[]
): Action {
  return { id: name, group, title: (t) => t.actions[name], keys: always(...keys), run: () => openDialog(name) };
}

export const ACTIONS: Action[] = [
  { id: 'new-story', group: 'story', title: (t) => t.actions.newStory, keys: always('Mod+N'), run: () => void newDraft() },
  dialog('quick-open', 'story', 'Mod+O'),
  { id: 'save', group: 'story', title: (t) => t.actions.save, keys: always('Mod+S'), can: hasDraft, run: () => void saveNow() },
  {
    id: 'save-named',
    group: 'story',
    title: (t) => t.actions.saveNamed,
    keys: always('Mod+Alt+S'),
    can: hasDraft,
    run: () => openDialog('name-version'),
  },
  {
    id: 'back',
    group: 'story',
    title: (t) => t.actions.back,
    keys: [...always('Mod+['), { keys: 'Alt+ArrowLeft', scope: 'outside' }],
    can: () => canGo(-1),
    run: () => go(-1),
  },
  {
    id: 'forward',
    group: 'story',
    title: (t) => t.actions.forward,
    keys: [...always('Mod+]'), { keys: 'Alt+ArrowRight', scope: 'outside' }],
    can: () => canGo(1),
    run: () => go(1),
  },
  dialog('import', 'story', 'Mod+Shift+O'),
  dialog('export', 'story', 'Mod+Shift+Enter'),
  {
    id: 'save-copy',
    group: 'story',
    title: (t) => t.actions.saveCopy,
    keys: always('Mod+Shift+S'),
    can: hasDraft,
    run: () => void saveCopy(),
  },
  {
    id: 'close-story',
    group: 'story',
    title: (t) => t.actions.closeStory,
    keys: always('Mod+W'),
    can: hasDraft,
    run: () => void closeDraft(),
  },
  { id: 'reveal-file', group: 'story', title: (t) => t.actions.revealFile, keys: [], can: hasDraft, run: revealFile },
  {
    id: 'other-newsroom',
    group: 'story',
    title: (t) => t.actions.otherNewsroom,
    keys: [],
    run: () => void closeDraft().then((closed) => (closed ? leaveNewsroom() : undefined)),
  },

  edit('undo', 'edit', 'Mod+Z'),
  edit('redo', 'edit', 'Mod+Shift+Z'),
  edit('bold', 'edit', 'Mod+B'),
  edit('italic', 'edit', 'Mod+I'),
  edit('strikethrough', 'edit', 'Mod+Shift+X'),
  edit('code', 'edit', 'Mod+Shift+C'),
  edit('paragraph', 'edit', 'Mod+Alt+0'),
  edit('heading2', 'edit', 'Mod+Alt+2'),
  edit('heading3', 'edit', 'Mod+Alt+3'),
  edit('quote', 'edit', 'Mod+Shift+B'),
  edit('bulleted', 'edit', 'Mod+Shift+8'),
  edit('numbered', 'edit', 'Mod+Shift+7'),
  edit('find', 'edit', 'Mod+F'),
  edit('replace', 'edit', 'Mod+H'),

  {
    id: 'pull-quote',
    group: 'insert',
    title: (t) => t.actions.pullQuote,
    keys: always('Mod+Alt+Q'),
    can: canWrite,
    run: () => openDialog('pull-quote'),
  },
  {
    id: 'picture',
    group: 'insert',
    title: (t) => t.actions.picture,
    keys: always('Mod+Shift+I'),
    can: canWrite,
    run: () => openDialog('picture'),
  },
  edit('link', 'insert', 'Mod+K'),
  edit('footnote', 'insert', 'Mod+Alt+F'),

  {
    id: 'palette',
    group: 'view',
    title: (t) => t.actions.palette,
    keys: [...always('Mod+Shift+P'), { keys: 'Mod+K', scope: 'outside' }],
    run: () => openDialog('palette'),
  },
  { id: 'search', group: 'view', title: (t) => t.actions.search, keys: always('Mod+Shift+F'), run: focusSearch },
  toggle('list', 'Mod+\\'),
  toggle('preview', 'Mod+E', 'Mod+Alt+P'),
  toggle('inspector', 'Mod+Shift+,'),
  panel('problems', 'Mod+Shift+M'),
  panel('outline', 'Shift+Alt+O'),
  {
    id: 'history',
    group: 'view',
    title: (t) => t.actions.history,
    keys: always('Mod+Alt+H'),
    can: hasDraft,
    on: () => history.get().open,
    run: toggleHistory,
  },
  panel('conflicts', 'Mod+Alt+C'),
  panel('set-aside'),
  toggle('live', 'Mod+Shift+Alt+M'),
  toggle('focusMode', 'Mod+Shift+\\'),
  toggle('typewriter'),
  {
    id: 'fullscreen',
    group: 'view',
    title: (t) => t.actions.fullscreen,
    keys: always('F11'),
    run: () =>
      void bridge()
        .toggleFullscreen()
        .catch(() => {}),
  },
  {
    id: 'theme-system',
    group: 'view',
    title: (t) => t.actions.themeSystem,
    keys: [],
    on: () => settings.get().theme === 'system',
    run: () => setSettings({ theme: 'system' }),
  },
  {
    id: 'theme-light',
    group: 'view',
    title: (t) => t.actions.themeLight,
    keys: [],
    on: () => settings.get().theme === 'light',
    run: () => setSettings({ theme: 'light' }),
  },
  {
    id: 'theme-dark',
    group: 'view',
    title: (t) => t.actions.themeDark,
    keys: [],
    on: () => settings.get().theme === 'dark',
    run: () => setSettings({ theme: 'dark' }),
  },
  { id: 'text-larger', group: 'view', title: (t) => t.actions.textLarger, keys: always('Mod+='), run: () => stepTextSize(1) },
  { id: 'text-smaller', group: 'view', title: (t) => t.actions.textSmaller, keys: always('Mod+-'), run: () => stepTextSize(-1) },
  { id: 'text-ordinary', group: 'view', title: (t) => t.actions.textOrdinary, keys: always('Mod+0'), run: () => stepTextSize(0) },
  // Each in its own language, so that whoever landed in the wrong one finds the way back.
  {
    id: 'language-en',
    group: 'view',
    title: () => 'Interface in English',
    keys: [],
    on: () => settings.get().language === 'en',
    run: () => setSettings({ language: 'en' }),
  },
  {
    id: 'language-ar',
    group: 'view',
    title: () => 'الواجهة بالعربية',
    keys: [],
    on: () => settings.get().language === 'ar',
    run: () => setSettings({ language: 'ar' }),
  },
  dialog('settings', 'view', 'Mod+,'),
  { id: 'menus', group: 'view', title: (t) => t.actions.menus, keys: always('F10'), run: () => focusPaneNamed('menus') },
  { id: 'next-pane', group: 'view', title: (t) => t.actions.nextPane, keys: always('F6'), run: () => movePane(1) },
  { id: 'previous-pane', group: 'view', title: (t) => t.actions.previousPane, keys: always('Shift+F6'), run: () => movePane(-1) },

  dialog('shortcuts', 'help', 'Mod+/', 'F1'),
  { id: 'health', group: 'help', title: (t) => t.actions.health, keys: [], run: openHealth },
  { id: 'back-up', group: 'help', title: (t) => t.actions.backUp, keys: [], run: () => void backUp() },
];

/** The action with an id. */
export function action(id: string): Action {
  const found = ACTIONS.find((each) => each.id === id);
  if (!found) throw new Error(`no action ${id}`);
  return found;
}

async function saveNow(): Promise<void> {
  const { session } = desk.get();
  if (session && (await session.save('save'))) {
    const t = strings();
    say('good', t.draft.savedNotice, { action: { label: t.history.giveNameTo, run: () => openDialog('name-version') } });
  }
}

function revealFile(): void {
  const folder = newsroomStore.get().newsroom?.path;
  const path = desk.get().session?.store.get().story.path;
  if (folder && path)
    void bridge()
      .reveal(`${folder}/${path}`)
      .catch((thrown: unknown) => sayFault(asFault(thrown)));
}

function focusSearch(): void {
  setSettings({ list: true });
  // The list may have to be drawn first.
  requestAnimationFrame(() => {
    focusPaneNamed('list');
    document.querySelector<HTMLInputElement>('[data-testid="search"]')?.select();
  });
}
