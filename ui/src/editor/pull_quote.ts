// A pull quote as a callout behind the paragraph that it is taken from.

import type { EditorState, TransactionSpec } from '@codemirror/state';
import { blockAt } from './blocks';
import type { PullQuote } from './types';

/** Speaker and role on one line, with the comma of the language: `> [!pullquote] Name, role`. */
function headOf({ speaker, role }: PullQuote, lang: string): string {
  const comma = ['ar', 'fa', 'ur', 'ps', 'ckb'].includes(lang.split('-')[0] ?? '') ? '، ' : ', ';
  const title = [speaker, role]
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(comma);
  return title === '' ? '> [!pullquote]' : `> [!pullquote] ${title}`;
}

/** The Markdown of a pull quote, without blank lines around it. */
export function pullQuoteMarkdown(quote: PullQuote, lang: string): string {
  const words = quote.words
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim());
  return [headOf(quote, lang), ...words.map((line) => (line === '' ? '>' : `> ${line}`))].join('\n');
}

/** Inserts a pull quote behind the block of the selection, blank lines around it, the cursor behind it: one step. */
export function insertPullQuote(state: EditorState, quote: PullQuote, lang: string): TransactionSpec {
  return insertBlock(state, pullQuoteMarkdown(quote, lang));
}

/** Inserts a block of Markdown behind the block of the selection. */
export function insertBlock(state: EditorState, markdown: string): TransactionSpec {
  const { doc, selection } = state;
  const line = doc.lineAt(selection.main.to);
  const block = line.text.trim() === '' ? null : (blockAt(state, selection.main.to) ?? blockAt(state, line.from));
  // On a blank line, that line itself is the place.
  const at = block ? doc.lineAt(block.to).to : line.text.trim() === '' ? line.from : line.to;
  const before = doc.sliceString(Math.max(0, at - 2), at);
  const after = doc.slice(at, doc.length);
  const lead = at === 0 ? '' : before.endsWith('\n\n') || before === '\n' ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  // Only the breaks that are missing are added; text further down stays where it is.
  let breaks = 0;
  for (let number = 2; number <= after.lines && after.line(number - 1).text.trim() === ''; number += 1) breaks += 1;
  const tail = '\n'.repeat(Math.max(0, 2 - breaks));
  const insert = lead + markdown + tail;
  // The cursor goes to the line behind the blank one, where what is typed does not join the quotation.
  const anchor = at + lead.length + markdown.length + 2;
  return { changes: { from: at, insert }, selection: { anchor }, userEvent: 'input.element', scrollIntoView: true };
}
