// Typographic quotes, dashes and dots while typing. What was typed and what it became are two steps in the history,
// so that one Undo brings the plain characters back.

import { isolateHistory } from '@codemirror/commands';
import type { EditorState, Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { joinsPrefixes, type QuotationMarks, quotationMarks } from './quotation_marks';
import { isLiteral } from './syntax';

/** A replacement of the last characters before the cursor, the one just typed among them. */
interface Replacement {
  remove: number;
  insert: string;
}

/** What stands before a quotation: a blank, an opening bracket, a dash, another opening mark, or Markdown's own marks. */
const OPENS_AFTER = /^$|[\s([{\u2013\u2014\u2012\-/«‹“‘„‚*_~|>#=+]/u;

/**
 * What the text before the cursor, ending in the character just typed, becomes; null where it stays.
 * `before` is the text of the paragraph up to and with that character.
 */
export function smartReplacement(before: string, lang: string): Replacement | null {
  const typed = before.at(-1);
  if (typed === '"' || typed === "'") return quoteFor(before.slice(0, -1), typed, lang);
  if (typed === '-') return dashFor(before);
  if (typed === '.' && /(?:^|[^.])\.\.\.$/.test(before)) return { remove: 3, insert: '…' };
  return null;
}

function quoteFor(before: string, typed: '"' | "'", lang: string): Replacement | null {
  const marks = quotationMarks(lang);
  const previous = before.at(-1) ?? '';
  if (previous === '\\') return null;
  if (typed === '"') return { remove: 1, insert: opens(before, previous, marks.open, marks.close, lang) ? marks.open : marks.close };
  return { remove: 1, insert: singleFor(before, previous, marks, lang) };
}

function singleFor(before: string, previous: string, marks: QuotationMarks, lang: string): string {
  const open = isOpen(before, marks.innerOpen, marks.innerClose);
  if (OPENS_AFTER.test(previous) && !(open && /\S/.test(previous))) return marks.innerOpen;
  // Behind a letter it is an apostrophe, unless a quotation inside is open and the language closes it otherwise.
  if (open && marks.innerClose !== marks.apostrophe) return marks.innerClose;
  return joinsPrefixes(lang) && marks.innerClose !== marks.apostrophe && !/\p{L}/u.test(previous) ? marks.innerClose : marks.apostrophe;
}

function opens(before: string, previous: string, open: string, close: string, lang: string): boolean {
  if (OPENS_AFTER.test(previous)) return true;
  return joinsPrefixes(lang) && /\p{L}/u.test(previous) && !isOpen(before, open, close);
}

/** Whether a quotation was opened and not closed yet. Where both marks are the same, an odd number is open. */
function isOpen(before: string, open: string, close: string): boolean {
  const [o = '', c = ''] = [open.trim(), close.trim()];
  if (o === c) return (before.split(o).length - 1) % 2 === 1;
  return before.lastIndexOf(o) > before.lastIndexOf(c);
}

/** Two hyphens are an en dash and three an em dash, as the renderer's smart punctuation has it. */
function dashFor(before: string): Replacement | null {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  // At the start of a line hyphens make rules, lists and front matter, and between bars the line under a table's head.
  if (!/[^\s>|:-]/.test(line.replace(/[–-]+$/, ''))) return null;
  if (/–-$/.test(line)) return { remove: 2, insert: '—' };
  return /(?:^|[^-!<])--$/.test(line) ? { remove: 2, insert: '–' } : null;
}

/** The paragraph's text before a position: as far back as the last blank line, and no further than a long paragraph. */
function paragraphBefore(state: EditorState, position: number): string {
  const line = state.doc.lineAt(position);
  let from = line.from;
  for (let number = line.number - 1; number >= 1 && position - from < 2000; number -= 1) {
    const above = state.doc.line(number);
    if (above.text.trim() === '') break;
    from = above.from;
  }
  return state.sliceDoc(from, position);
}

/** Replaces straight quotes, hyphens and dots as they are typed, except in code and addresses. */
export function smartTyping(lang: string): Extension {
  return EditorView.inputHandler.of((view, from, to, text, insert) => {
    if (!/^["'.-]$/.test(text) || view.state.readOnly || view.composing || view.state.selection.ranges.length > 1) return false;
    if (isLiteral(view.state, from)) return false;
    const found = smartReplacement(paragraphBefore(view.state, from) + text, lang);
    if (!found) return false;
    view.dispatch(insert());
    // Text that replaced a selection ends where the typed character does.
    const end = Math.min(from, to) + text.length;
    view.dispatch({
      changes: { from: end - found.remove, to: end, insert: found.insert },
      selection: { anchor: end - found.remove + found.insert.length },
      annotations: isolateHistory.of('full'),
      userEvent: 'input.type.smart',
      scrollIntoView: true,
    });
    return true;
  });
}
