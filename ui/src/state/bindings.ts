// Which keys mean which action: each action's own, or those that were chosen for it; and the listening for them.

import { ACTIONS, always, type Action } from './actions';
import { desk } from './desk';
import { matches, type KeyPress } from './keys';
import { setSettings, settings } from './settings';

/** The keys of an action: those that were chosen for it, or else its own. */
export function keysOf(each: Action): Action['keys'] {
  const chosen = settings.get().keys[each.id];
  return chosen ? always(...chosen) : each.keys;
}

/** Whether an action's keys can be chosen. Those of the text are the editor's. */
export function canRemap(each: Action): boolean {
  return each.keys.every(({ scope }) => scope !== 'text');
}

/** The action that has a binding already, apart from `except`. */
export function holderOf(binding: string, except: string): Action | undefined {
  return ACTIONS.find((each) => each.id !== except && keysOf(each).some(({ keys }) => keys === binding));
}

/** Chooses keys for an action; undefined gives it back its own. */
export function remap(id: string, bindings: string[] | undefined): void {
  const { [id]: _, ...others } = settings.get().keys;
  setSettings({ keys: bindings ? { ...others, [id]: bindings } : others });
}

/** The action that a key press asks for, in or outside the text; undefined where none does. */
export function actionFor(press: KeyPress, inText: boolean, editorAnswered: boolean): Action | undefined {
  return ACTIONS.find((each) =>
    keysOf(each).some(({ keys, scope }) => {
      if (scope === 'outside' && inText) return false;
      if (scope === 'text' && (!inText || editorAnswered)) return false;
      return matches(keys, press);
    }),
  );
}

/** Listens for every binding, on the whole window. */
export function listenForKeys(target: Window): () => void {
  const inText = (event: Event) => event.target instanceof Element && event.target.closest('[data-testid="body"]') !== null;
  const dispatch = (event: KeyboardEvent, found: Action | undefined) => {
    if (!found || desk.get().askingKeys) return;
    event.preventDefault();
    event.stopPropagation();
    // A dialog keeps the keys to itself, but for those that put another in its place.
    if (desk.get().dialog !== '' && !['palette', 'quick-open', 'shortcuts', 'settings'].includes(found.id)) return;
    if (found.can?.() ?? true) found.run();
  };
  // Ours come before the editor's own bindings of the same keys; the editor's come before the bubbling ones here.
  const capture = (event: KeyboardEvent) => {
    const found = actionFor(event, inText(event), true);
    dispatch(event, found);
  };
  const bubble = (event: KeyboardEvent) => {
    if (!event.defaultPrevented && inText(event)) dispatch(event, actionFor(event, true, false));
  };
  target.addEventListener('keydown', capture, { capture: true });
  target.addEventListener('keydown', bubble);
  return () => {
    target.removeEventListener('keydown', capture, { capture: true });
    target.removeEventListener('keydown', bubble);
  };
}
