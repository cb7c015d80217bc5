// Headings, quotations and lists: marks at the start of lines.

import { type ChangeSpec, type EditorState, type Line, type StateCommand } from '@codemirror/state';
import { inRawBlock } from './syntax';

const HEADING = /^ {0,3}#{1,6}(?:[ \t]+|$)/;
const QUOTE = /^ {0,3}> ?/;
const BULLET = /^(\s*)[-+*][ \t]+/;
const NUMBER = /^(\s*)\d{1,9}[.)][ \t]+/;

/** Makes the selected lines headings of a level from 1 to 6, or running text with 0. */
export function heading(level: number): StateCommand {
  const mark = level === 0 ? '' : `${'#'.repeat(level)} `;
  return (target) =>
    changeLines(target, (lines) => {
      const written = lines.filter((line) => line.text.trim() !== '' || lines.length === 1);
      return written.map((line) => {
        const old = HEADING.exec(line.text)?.[0].length ?? 0;
        // The same command again makes it running text.
        const insert = line.text.slice(0, old) === mark ? '' : mark;
        return { from: line.from, to: line.from + old, insert };
      });
    });
}

/** Running text again: no heading, quotation or list. */
export const paragraph: StateCommand = (target) =>
  changeLines(target, (lines) =>
    lines.flatMap((line) => {
      const mark = HEADING.exec(line.text) ?? QUOTE.exec(line.text) ?? BULLET.exec(line.text) ?? NUMBER.exec(line.text);
      return mark ? [{ from: line.from, to: line.from + mark[0].length }] : [];
    }),
  );

/** Quotes the selected lines, or takes the quotation away where all of them have it. */
export const quote: StateCommand = (target) =>
  changeLines(target, (lines) => {
    if (lines.every((line) => QUOTE.test(line.text))) {
      return lines.map((line) => ({ from: line.from, to: line.from + (QUOTE.exec(line.text)?.[0].length ?? 0) }));
    }
    return lines.map((line) => ({ from: line.from, insert: line.text === '' && lines.length > 1 ? '>' : '> ' }));
  });

export const bulleted: StateCommand = (target) => changeLines(target, (lines) => listed(lines, BULLET, NUMBER, () => '- '));

export const numbered: StateCommand = (target) =>
  changeLines(target, (lines) => listed(lines, NUMBER, BULLET, (index) => `${index + 1}. `));

function listed(lines: Line[], own: RegExp, other: RegExp, mark: (index: number) => string): ChangeSpec[] {
  const written = lines.filter((line) => line.text.trim() !== '' || lines.length === 1);
  const off = written.every((line) => own.test(line.text));
  return written.map((line, index) => {
    const old = own.exec(line.text) ?? other.exec(line.text);
    const indent = old?.[1]?.length ?? 0;
    const from = line.from + indent;
    return { from, to: line.from + (old?.[0].length ?? 0), insert: off ? '' : mark(index) };
  });
}

function changeLines({ state, dispatch }: Parameters<StateCommand>[0], change: (lines: Line[]) => ChangeSpec[]): boolean {
  if (state.readOnly || inRawBlock(state, state.selection.main.head)) return false;
  const changes = state.changes(change(selectedLines(state)));
  if (changes.empty) return false;
  // A mark put in at the cursor goes before it.
  const selection = state.selection.map(changes, 1);
  dispatch(state.update({ changes, selection, userEvent: 'input.format', scrollIntoView: true }));
  return true;
}

function selectedLines(state: EditorState): Line[] {
  const lines = new Map<number, Line>();
  for (const range of state.selection.ranges) {
    for (let line = state.doc.lineAt(range.from); ; line = state.doc.line(line.number + 1)) {
      // A selection that ends where a line begins does not mean that line.
      if (range.empty || line.from < range.to || line.from === range.from) lines.set(line.number, line);
      if (line.to >= range.to || line.number === state.doc.lines) break;
    }
  }
  return [...lines.values()];
}
