// The keys of the writing surface. The map is put together by hand: CodeMirror's default one takes keys that belong
// to the app, and Tab stays free so that nobody is caught in the text.

import {
  addCursorAbove,
  addCursorBelow,
  moveLineDown,
  moveLineUp,
  redo,
  simplifySelection,
  standardKeymap,
  toggleTabFocusMode,
  undo,
} from '@codemirror/commands';
import { closeSearchPanel, findNext, findPrevious, openSearchPanel, selectNextOccurrence } from '@codemirror/search';
import { type Extension, type StateCommand } from '@codemirror/state';
import { EditorView, type KeyBinding, keymap, runScopeHandlers } from '@codemirror/view';
import { COMMANDS, openReplace } from './commands';
import { heading } from './line_marks';
import { deleteMark, indentItem, newLine, newParagraph, outdentItem } from './new_line';
import { problemKeys } from './problems';
import { inRawBlock } from './syntax';

/** A line break inside a paragraph, written so that it can be seen. */
const hardBreak: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly || inRawBlock(state, state.selection.main.head)) return false;
  dispatch(state.update(state.replaceSelection('\\\n'), { userEvent: 'input', scrollIntoView: true }));
  return true;
};

const headings: KeyBinding[] = [1, 2, 3, 4, 5, 6].map((level) => ({ key: `Mod-Alt-${level}`, run: heading(level), preventDefault: true }));

const writing: KeyBinding[] = [
  { key: 'Mod-b', run: COMMANDS.bold, preventDefault: true },
  { key: 'Mod-i', run: COMMANDS.italic, preventDefault: true },
  { key: 'Mod-k', run: COMMANDS.link, preventDefault: true },
  ...headings,
  { key: 'Mod-Alt-0', run: COMMANDS.paragraph, preventDefault: true },
  { key: 'Mod-Shift-b', run: COMMANDS.quote, preventDefault: true },
  { key: 'Mod-Shift-8', run: COMMANDS.bulleted, preventDefault: true },
  { key: 'Mod-Shift-7', run: COMMANDS.numbered, preventDefault: true },
  { key: 'Mod-Shift-x', run: COMMANDS.strikethrough, preventDefault: true },
  { key: 'Mod-Shift-c', run: COMMANDS.code, preventDefault: true },
  { key: 'Mod-Alt-f', run: COMMANDS.footnote, preventDefault: true },
  { key: 'Enter', run: newLine },
  { key: 'Enter', run: newParagraph, shift: hardBreak },
  { key: 'Backspace', run: deleteMark },
  { key: 'Tab', run: indentItem, shift: outdentItem },
  { key: 'Ctrl-m', mac: 'Shift-Alt-m', run: toggleTabFocusMode },
  { key: 'Mod-z', run: undo, preventDefault: true },
  { key: 'Mod-Shift-z', run: redo, preventDefault: true },
  { key: 'Mod-y', run: redo, preventDefault: true },
  { key: 'Alt-ArrowUp', run: moveLineUp },
  { key: 'Alt-ArrowDown', run: moveLineDown },
  { key: 'Mod-Alt-ArrowUp', run: addCursorAbove },
  { key: 'Mod-Alt-ArrowDown', run: addCursorBelow },
  { key: 'Mod-d', run: selectNextOccurrence, preventDefault: true },
  { key: 'Escape', run: simplifySelection },
];

const both = 'editor search-panel';

const finding: KeyBinding[] = [
  { key: 'Mod-f', run: openSearchPanel, scope: both, preventDefault: true },
  { key: 'Mod-h', run: openReplace, scope: both, preventDefault: true },
  { key: 'F3', run: findNext, shift: findPrevious, scope: both, preventDefault: true },
  { key: 'Mod-g', run: findNext, shift: findPrevious, scope: both, preventDefault: true },
  { key: 'Escape', run: closeSearchPanel, scope: both },
];

/** The event as a Latin keyboard would send it; null where the key already is one. */
export function latinEvent(event: KeyboardEvent): KeyboardEvent | null {
  if (!(event.ctrlKey || event.metaKey) || event.isComposing || event.key === 'Dead' || /^[\x20-\x7E]$|^[A-Z][A-Za-z0-9]+$/.test(event.key))
    return null;
  const latin = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(event.code);
  const name = latin?.[1] ?? latin?.[2];
  if (name === undefined) return null;
  const { code, ctrlKey, metaKey, altKey, shiftKey } = event;
  const copy = new KeyboardEvent('keydown', { key: shiftKey ? name : name.toLowerCase(), code, ctrlKey, metaKey, altKey, shiftKey });
  // CodeMirror finds Mod+Shift+8 by the code of the key, since with Shift the key itself reports `*`.
  Object.defineProperty(copy, 'keyCode', { value: name.charCodeAt(0) });
  return copy;
}

/** On an Arabic or Cyrillic layout Ctrl+B reports another letter: such keys are tried again by where they are. */
const otherLayouts = EditorView.domEventHandlers({
  keydown(event, view) {
    const latin = latinEvent(event);
    return latin !== null && runScopeHandlers(view, latin, 'editor');
  },
});

export const keys: Extension = [keymap.of([...writing, ...finding, ...problemKeys, ...standardKeymap]), otherLayouts];
