// How this person likes the window. Kept in the web view's local storage: nothing here belongs to the newsroom.

import { bridge, type Theme } from '../bridge';
import { Store } from './store';

export type InterfaceLanguage = 'en' | 'ar';
export type PreviewWidth = 'fit' | 'phone' | 'tablet' | 'desktop';
export type BottomPanel = 'problems' | 'outline' | 'set-aside' | 'conflicts' | '';

export interface Settings {
  theme: Theme;
  language: InterfaceLanguage;
  /** Size of the interface's text in percent. */
  textSize: number;
  list: boolean;
  preview: boolean;
  inspector: boolean;
  panel: BottomPanel;
  previewWidth: PreviewWidth;
  /** Whether Markdown's marks are hidden away from the cursor. */
  live: boolean;
  focusMode: boolean;
  typewriter: boolean;
  /** Shares of the three panes in percent, by the name of the panes shown. */
  layout: Record<string, Record<string, number>>;
  /** The edition that was open last, by the newsroom's path. */
  last: Record<string, number>;
  /** Keys that were chosen for actions, by the action's name; none for an action whose keys were taken away. */
  keys: Record<string, string[]>;
  /** Newsrooms, by path, in which nobody wants to hear any more that their folder is a bad place. */
  placesKnown: string[];
}

const PANELS: BottomPanel[] = ['problems', 'outline', 'set-aside'];

export const TEXT_SIZES = [90, 100, 110, 125, 150, 175, 200];

const KEY = 'stet.settings';

const DEFAULTS: Settings = {
  theme: 'system',
  language: 'en',
  textSize: 100,
  list: true,
  preview: true,
  inspector: false,
  panel: '',
  previewWidth: 'fit',
  live: true,
  focusMode: false,
  typewriter: false,
  layout: {},
  last: {},
  keys: {},
  placesKnown: [],
};

function read(): Settings {
  const preferred: InterfaceLanguage = globalThis.navigator?.language?.startsWith('ar') ? 'ar' : 'en';
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
    // A panel that an earlier Stet had is no panel now.
    if (kept.panel && !PANELS.includes(kept.panel)) kept.panel = '';
    return { ...DEFAULTS, language: preferred, ...kept };
  } catch {
    // Storage that cannot be read is no reason not to open.
    return { ...DEFAULTS, language: preferred };
  }
}

export const settings = new Store<Settings>(read());

/** Changes settings and keeps them. */
export function setSettings(change: Partial<Settings>): void {
  settings.set(change);
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.get()));
  } catch {
    // Storage that is full or forbidden costs the memory, not the change.
  }
}

/** Puts theme, language, direction and text size on the document, now and after every change. */
export function applySettings(): () => void {
  let theme = '';
  const apply = () => {
    const now = settings.get();
    const root = document.documentElement;
    root.lang = now.language;
    root.dir = now.language === 'ar' ? 'rtl' : 'ltr';
    root.style.fontSize = `${now.textSize}%`;
    if (now.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = now.theme;
    if (now.theme !== theme)
      void bridge()
        .setTheme(now.theme)
        .catch(() => {});
    theme = now.theme;
  };
  apply();
  return settings.subscribe(apply);
}

/** The next larger or smaller text, or the ordinary one. */
export function stepTextSize(step: 1 | -1 | 0): void {
  const { textSize } = settings.get();
  const at = TEXT_SIZES.indexOf(textSize);
  setSettings({ textSize: step === 0 ? 100 : (TEXT_SIZES[at + step] ?? textSize) });
}
