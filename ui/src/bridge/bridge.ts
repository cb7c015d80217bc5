// What the window asks of the world outside it. The real one is `tauri.ts`; tests and the look-at page put in their own.

import type { Commands, Event as WireEvent, Fault } from './wire';

/** Takes a listener away again. */
export type Stop = () => void;

/** What is being dragged over the window from outside. */
export type FileDrop = { phase: 'over' } | { phase: 'left' } | { phase: 'dropped'; paths: string[] };

export type Theme = 'system' | 'light' | 'dark';

export interface Bridge {
  /** Asks one command. A rejection carries a `Fault`. */
  call<C extends keyof Commands>(name: C, request: Commands[C]['request']): Promise<Commands[C]['response']>;
  /** Hears what the window is told without having asked. */
  listen(handler: (event: WireEvent) => void): Promise<Stop>;
  /** Address of a picture, such as `media/quay.jpg`, for an `img`. */
  pictureUrl(path: string): string;
  /** Address of a rendered page for the preview frame. */
  previewUrl(path: string): string;
  /** Asks for a folder. Null where nothing was chosen. */
  pickFolder(title: string): Promise<string | null>;
  /** Asks for files to import. Empty where nothing was chosen. */
  pickFiles(title: string): Promise<string[]>;
  /** Asks where to write. Null where nothing was chosen. */
  pickSaveTarget(title: string, suggested: string): Promise<string | null>;
  /** Shows a file or folder in the system's file manager. */
  reveal(path: string): Promise<void>;
  /** Opens an address in the system's browser. */
  openExternal(url: string): Promise<void>;
  /** Tells the window's frame which theme it has. */
  setTheme(theme: Theme): Promise<void>;
  /** Names the window, for the system's list of windows. */
  setTitle(title: string): Promise<void>;
  /** Makes the window fill the screen, or no longer. */
  toggleFullscreen(): Promise<void>;
  /** Called before the window closes; it stays open where the answer is false. */
  onCloseRequested(handler: () => Promise<boolean>): Promise<Stop>;
  /** Closes the window without asking. */
  closeWindow(): Promise<void>;
  /** Files dragged from outside. */
  onFileDrop(handler: (drop: FileDrop) => void): Promise<Stop>;
}

/** Makes a fault of whatever was thrown, so that no view has to guess. */
export function asFault(thrown: unknown): Fault {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const { code, message, hint } = thrown as Partial<Fault>;
    return { code: String(code ?? 'unexpected'), message: String(message), hint: String(hint ?? '') };
  }
  return { code: 'unexpected', message: String(thrown), hint: '' };
}
