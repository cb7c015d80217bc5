// Bold, italic, strikethrough and code: put marks around the selection or the word, or take them away again.

import { type ChangeSpec, EditorSelection, type EditorState, type SelectionRange } from '@codemirror/state';
import type { Command } from '@codemirror/view';
import { enclosing, inRawBlock } from './syntax';

/** How a kind of emphasis is written, and what the parser calls it. */
interface InlineMark {
  node: string;
  mark: string;
}

export const BOLD: InlineMark = { node: 'StrongEmphasis', mark: '**' };
export const ITALIC: InlineMark = { node: 'Emphasis', mark: '_' };
export const STRIKETHROUGH: InlineMark = { node: 'Strikethrough', mark: '~~' };
export const CODE: InlineMark = { node: 'InlineCode', mark: '`' };

/** A command that turns a kind of emphasis on or off for each selection. */
export function toggle(kind: InlineMark): Command {
  return (view) => {
    const { state } = view;
    if (state.readOnly || inRawBlock(state, state.selection.main.head)) return false;
    const update = state.changeByRange((range) => unwrap(state, range, kind) ?? wrap(state, range, kind));
    view.dispatch(state.update(update, { userEvent: 'input.format', scrollIntoView: true }));
    return true;
  };
}

type Result = { changes: ChangeSpec; range: SelectionRange };

/** Takes the marks away where the selection is inside them. */
function unwrap(state: EditorState, range: SelectionRange, kind: InlineMark): Result | null {
  const node = enclosing(state, range.from, new Set([kind.node]));
  if (!node || node.to < range.to) {
    // An empty pair, just made by this command, is no emphasis for the parser yet.
    const { mark } = kind;
    const around = state.sliceDoc(Math.max(0, range.from - mark.length), range.to + mark.length);
    if (!range.empty || around !== mark + mark) return null;
    const from = range.from - mark.length;
    return { changes: { from, to: range.to + mark.length }, range: EditorSelection.cursor(from) };
  }
  const first = node.firstChild;
  const last = node.lastChild;
  if (!first || !last || first.from === last.from) return null;
  const changes = state.changes([
    { from: first.from, to: first.to },
    { from: last.from, to: last.to },
  ]);
  return { changes, range: range.map(changes) };
}

function wrap(state: EditorState, range: SelectionRange, { mark }: InlineMark): Result {
  // Inside a word the word is meant; at its end, what is typed next.
  const word = range.empty ? state.wordAt(range.head) : null;
  let { from, to } = word && word.from < range.head && range.head < word.to ? word : range;
  // Marks beside a blank are not marks, so blanks at the ends of the selection stay outside.
  const text = state.sliceDoc(from, to);
  if (text.trim() !== '') {
    from += text.length - text.trimStart().length;
    to -= text.length - text.trimEnd().length;
  }
  const changes = [
    { from, insert: mark },
    { from: to, insert: mark },
  ];
  const shift = mark.length;
  const kept = range.empty ? EditorSelection.cursor(range.head + shift) : EditorSelection.range(from + shift, to + shift);
  return { changes, range: kept };
}
