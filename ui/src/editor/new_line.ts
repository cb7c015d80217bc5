// Enter and Backspace in lists and quotations: a new line goes on with the marks of the one before, an empty item
// ends the list, and Backspace behind a mark takes the mark away.

import { type ChangeSpec, EditorSelection, type EditorState, type Line, type SelectionRange, type StateCommand } from '@codemirror/state';
import { enclosing, inRawBlock } from './syntax';

/** Quote marks, indentation, list mark, and task box of a line. */
const LEAD = /^((?:[ \t]*>[ ]?)*)([ \t]*)(?:([-+*])|(\d{1,9})([.)]))?([ \t]+(?=\S|$))?(\[[ xX]\][ \t]+)?/;

interface Lead {
  quotes: string;
  indent: string;
  bullet: string;
  number: string;
  delimiter: string;
  gap: string;
  task: string;
  length: number;
}

function leadOf(text: string): Lead {
  const [whole = '', quotes = '', indent = '', bullet = '', number = '', delimiter = '', gap = '', task = ''] = LEAD.exec(text) ?? [];
  // A dash or a number is a list mark only with a blank behind it.
  if ((bullet || number) && !gap)
    return { quotes, indent, bullet: '', number: '', delimiter: '', gap: '', task: '', length: quotes.length + indent.length };
  if (!bullet && !number)
    return {
      quotes,
      indent: indent + gap,
      bullet,
      number,
      delimiter,
      gap: '',
      task: '',
      length: quotes.length + indent.length + gap.length,
    };
  return { quotes, indent, bullet, number, delimiter, gap, task, length: whole.length };
}

const LIST = new Set(['ListItem']);
const QUOTATION = new Set(['Blockquote']);

/** Enter: goes on with a list or a quotation, or leaves it. False where there is none, so that a plain break follows. */
export const newLine: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  let applies = false;
  const update = state.changeByRange((range) => {
    const next = nextLine(state, range);
    if (next) applies = true;
    return next ?? { changes: { from: range.from, to: range.to, insert: '\n' }, range: EditorSelection.cursor(range.from + 1) };
  });
  if (!applies) return false;
  dispatch(state.update(update, { userEvent: 'input', scrollIntoView: true }));
  return true;
};

/** Blocks in which a blank line would end or break something. */
const CONTAINERS = new Set([
  'ListItem',
  'Blockquote',
  'Callout',
  'Table',
  'FootnoteDefinition',
  'FencedCode',
  'CodeBlock',
  'HTMLBlock',
  'CommentBlock',
]);

/**
 * Enter in running text begins a new paragraph: Markdown takes a lone line break for a blank, and whoever presses
 * Enter once would find two paragraphs run into one on the page. Whoever presses it twice, as Markdown wants it, gets
 * the same: an empty paragraph does not begin another one.
 */
export const newParagraph: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const update = state.changeByRange((range) => {
    const line = state.doc.lineAt(range.from);
    const blank = (number: number) => number > 0 && state.doc.line(number).text.trim() === '';
    const running = line.text.trim() !== '' && enclosing(state, range.from, CONTAINERS) === null;
    if (range.empty && blank(line.number) && blank(line.number - 1) && !inRawBlock(state, range.from)) return { range };
    const insert = running ? '\n\n' : '\n';
    return { changes: { from: range.from, to: range.to, insert }, range: EditorSelection.cursor(range.from + insert.length) };
  });
  dispatch(state.update(update, { userEvent: 'input', scrollIntoView: true }));
  return true;
};

type Result = { changes: ChangeSpec; range: SelectionRange };

function nextLine(state: EditorState, range: SelectionRange): Result | null {
  const line = state.doc.lineAt(range.from);
  if (inRawBlock(state, range.from)) return null;
  const lead = leadOf(line.text);
  const listed = (lead.bullet !== '' || lead.number !== '') && enclosing(state, line.from + lead.length, LIST) !== null;
  const quoted = lead.quotes !== '' && enclosing(state, line.from + lead.quotes.trimEnd().length, QUOTATION) !== null;
  if (!listed && !quoted) return null;
  // With the cursor inside the marks, Enter pushes the whole line down.
  if (range.from - line.from < (listed ? lead.length : lead.quotes.trimEnd().length)) return null;
  if (range.empty && line.text.slice(lead.length).trim() === '') return leave(state, line, lead, listed);
  const insert = `\n${lead.quotes}${listed ? nextItem(lead) : ''}`;
  const eaten = blanksAfter(line, range.to);
  const changes: ChangeSpec[] = [{ from: range.from, to: range.to + eaten, insert }];
  if (listed && lead.number) changes.push(...renumber(state, line, lead));
  return { changes, range: EditorSelection.cursor(range.from + insert.length) };
}

function nextItem(lead: Lead): string {
  const mark = lead.bullet || `${Number(lead.number) + 1}${lead.delimiter}`;
  return `${lead.indent}${mark}${lead.gap.length > 4 ? ' ' : lead.gap}${lead.task ? '[ ] ' : ''}`;
}

/** On an empty item the innermost mark goes; on an empty quotation line the quotation ends. */
function leave(state: EditorState, line: Line, lead: Lead, listed: boolean): Result {
  if (listed) {
    // An item inside another one steps out to it first.
    const outer = lead.indent === '' ? null : outerMark(state, line, lead);
    const keep = lead.quotes + (outer ?? '');
    return { changes: { from: line.from, to: line.to, insert: keep }, range: EditorSelection.cursor(line.from + keep.length) };
  }
  const quotes = lead.quotes.replace(/[ \t]*>[ ]?$/, '');
  // Without a blank line, what is written next would still belong to the quotation.
  const before = line.number > 1 ? state.doc.line(line.number - 1) : null;
  const insert = before && before.text.trim() !== '' && before.text.trim() !== quotes.trim() ? `${quotes.trimEnd()}\n${quotes}` : quotes;
  return { changes: { from: line.from, to: line.to, insert }, range: EditorSelection.cursor(line.from + insert.length) };
}

/** The mark of a new item in the list around the one that is left. */
function outerMark(state: EditorState, line: Line, lead: Lead): string | null {
  for (let number = line.number - 1; number >= 1; number -= 1) {
    const above = state.doc.line(number);
    const other = leadOf(above.text);
    if (above.text.trim() === '') continue;
    if ((other.bullet || other.number) && other.indent.length < lead.indent.length) return nextItem(other);
    if (other.indent.length === 0 && !other.bullet && !other.number) return null;
  }
  return null;
}

function blanksAfter(line: Line, position: number): number {
  const rest = line.text.slice(position - line.from);
  return position <= line.to ? rest.length - rest.trimStart().length : 0;
}

/** The numbers of the items that follow in the same list, each one higher. */
function renumber(state: EditorState, line: Line, lead: Lead): ChangeSpec[] {
  const changes: ChangeSpec[] = [];
  let expected = Number(lead.number) + 1;
  for (let number = line.number + 1; number <= state.doc.lines; number += 1) {
    const below = state.doc.line(number);
    const other = leadOf(below.text);
    if (below.text.trim() === '') continue;
    if (other.quotes !== lead.quotes || (other.indent.length <= lead.indent.length && !other.number)) break;
    if (other.indent !== lead.indent || !other.number) continue;
    if (Number(other.number) !== expected) break;
    const from = below.from + other.quotes.length + other.indent.length;
    changes.push({ from, to: from + other.number.length, insert: String(expected + 1) });
    expected += 1;
  }
  return changes;
}

/** Backspace right behind a list or quotation mark takes the mark away. */
export const deleteMark: StateCommand = ({ state, dispatch }) => {
  const { main, ranges } = state.selection;
  if (state.readOnly || ranges.length > 1 || !main.empty || inRawBlock(state, main.head)) return false;
  const line = state.doc.lineAt(main.head);
  const lead = leadOf(line.text);
  const column = main.head - line.from;
  if (column !== lead.length || column === 0) return false;
  const listed = lead.bullet !== '' || lead.number !== '';
  if (!listed && (lead.quotes === '' || lead.indent !== '')) return false;
  const from = listed ? line.from + lead.quotes.length + lead.indent.length : line.from + lead.quotes.replace(/>[ ]?$/, '').length;
  dispatch(state.update({ changes: { from, to: main.head }, userEvent: 'delete.backward', scrollIntoView: true }));
  return true;
};

/** Tab in a list makes the item part of the one above; elsewhere Tab leaves the editor, as it must. */
export const indentItem: StateCommand = (target) => shiftItems(target, 1);

/** Shift+Tab in a list takes the item one level out. */
export const outdentItem: StateCommand = (target) => shiftItems(target, -1);

function shiftItems({ state, dispatch }: Parameters<StateCommand>[0], way: 1 | -1): boolean {
  if (state.readOnly) return false;
  const { from, to } = state.selection.main;
  const first = state.doc.lineAt(from);
  const last = state.doc.lineAt(to);
  if (!enclosing(state, first.from + leadOf(first.text).length, LIST)) return false;
  const changes: ChangeSpec[] = [];
  for (let number = first.number; number <= last.number; number += 1) {
    const line = state.doc.line(number);
    const lead = leadOf(line.text);
    const start = line.from + lead.quotes.length;
    if (way > 0) changes.push({ from: start, insert: ' '.repeat(widthAbove(state, first)) });
    else changes.push({ from: start, to: start + Math.min(lead.indent.length, widthAbove(state, first)) });
  }
  const set = state.changes(changes);
  // An outermost item has nowhere to go; the key is taken all the same, so that the focus does not jump by surprise.
  if (!set.empty)
    dispatch(
      state.update({
        changes: set,
        selection: state.selection.map(set, 1),
        userEvent: way > 0 ? 'input.indent' : 'delete.dedent',
        scrollIntoView: true,
      }),
    );
  return true;
}

/** The width of the mark of the item above, which is what a nested item is indented by. */
function widthAbove(state: EditorState, line: Line): number {
  for (let number = line.number - 1; number >= 1; number -= 1) {
    const lead = leadOf(state.doc.line(number).text);
    if (lead.bullet) return 1 + lead.gap.length;
    if (lead.number) return lead.number.length + 1 + lead.gap.length;
  }
  return 2;
}
