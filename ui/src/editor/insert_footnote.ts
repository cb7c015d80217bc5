// A new footnote: a mark at the cursor and its text at the end, where the cursor goes.

import type { Line, StateCommand, Text } from '@codemirror/state';

const LABEL = /\[\^(\d+)\]/g;

export const footnote: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const at = state.selection.main.to;
  const used = new Set([...state.doc.toString().matchAll(LABEL)].map((match) => Number(match[1])));
  let number = 1;
  while (used.has(number)) number += 1;
  const mark = `[^${number}]`;
  const { doc } = state;
  const lastInk = doc.lineAt(Math.max(at, lastWrittenLine(doc).to));
  // Footnotes that stand at the end stay together; anything else gets a blank line before the first of them.
  const wanted = /^\[\^[^\]\s]+\]:/.test(lastInk.text) ? 1 : 2;
  const breaks = '\n'.repeat(Math.max(0, wanted - (doc.lines - lastInk.number)));
  const ending = doc.lines > lastInk.number ? '\n' : '';
  const changes = state.changes([
    { from: at, insert: mark },
    { from: doc.length, insert: `${breaks}${mark}: ${ending}` },
  ]);
  dispatch(
    state.update({ changes, selection: { anchor: changes.newLength - ending.length }, userEvent: 'input.format', scrollIntoView: true }),
  );
  return true;
};

function lastWrittenLine(doc: Text): Line {
  for (let number = doc.lines; number > 1; number -= 1) {
    const line = doc.line(number);
    if (line.text.trim() !== '') return line;
  }
  return doc.line(1);
}
