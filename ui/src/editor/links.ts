// Links: made from a selection, from a pasted address, and taken apart again.

import { EditorSelection, type EditorState, type StateCommand, type TransactionSpec } from '@codemirror/state';
import { enclosing } from './syntax';

const ADDRESS = /^(?:https?:\/\/|mailto:)[^\s<>]+$/i;

/** Whether a text is one address and nothing else. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text.trim());
}

/** An address as it stands inside the parentheses of a link. */
export function asDestination(address: string): string {
  const trimmed = address.trim();
  return /[()\s]/.test(trimmed) ? `<${trimmed}>` : trimmed;
}

/**
 * Makes the selection, or the word under the cursor, the words of a link with the place of the address selected; an
 * address that is selected becomes the link's address. On a link, selects its address.
 */
export const link: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const { main } = state.selection;
  const existing = enclosing(state, main.from, new Set(['Link']));
  const address = existing?.getChild('URL');
  if (existing && address && existing.to >= main.to) {
    dispatch(state.update({ selection: { anchor: address.from, head: address.to }, scrollIntoView: true }));
    return true;
  }
  const range = main.empty ? (state.wordAt(main.head) ?? main) : main;
  dispatch(state.update(linkOf(state, range.from, range.to), { userEvent: 'input.format', scrollIntoView: true }));
  return true;
};

function linkOf(state: EditorState, from: number, to: number): TransactionSpec {
  const words = state.sliceDoc(from, to);
  if (isAddress(words)) {
    return { changes: { from, to, insert: `[](${asDestination(words)})` }, selection: EditorSelection.cursor(from + 1) };
  }
  const insert = `[${words}](https://)`;
  const address = from + words.length + 3;
  return { changes: { from, to, insert }, selection: EditorSelection.range(address, address + 'https://'.length) };
}

/** An address pasted on selected words makes them a link; null where this does not apply. */
export function linkFromPaste(state: EditorState, pasted: string): TransactionSpec | null {
  const { main, ranges } = state.selection;
  if (main.empty || ranges.length > 1 || !isAddress(pasted)) return null;
  const words = state.sliceDoc(main.from, main.to);
  if (
    words.includes('\n') ||
    words.trim() === '' ||
    isAddress(words) ||
    enclosing(state, main.from, new Set(['Link', 'InlineCode', 'FencedCode', 'CodeBlock', 'URL']))
  )
    return null;
  const insert = `[${words}](${asDestination(pasted)})`;
  return {
    changes: { from: main.from, to: main.to, insert },
    selection: EditorSelection.cursor(main.from + insert.length),
    userEvent: 'input.paste',
    scrollIntoView: true,
  };
}
