// The sentence under the cursor, as a reader would quote it.

import { type EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { treeUpTo } from './blocks';

/** A stretch of the document and its words. */
export interface Sentence {
  from: number;
  to: number;
  text: string;
}

const LEAF = new Set([
  'Paragraph',
  'Task',
  'ATXHeading1',
  'ATXHeading2',
  'ATXHeading3',
  'ATXHeading4',
  'ATXHeading5',
  'ATXHeading6',
  'SetextHeading1',
  'SetextHeading2',
  'TableCell',
  'CalloutTitle',
]);
/** Titles and initials after which a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(“«"‘])(?:\p{L}|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Rev|Hon|St|No|vs|cf|e\.g|i\.e|(?:\p{Lu}\.)+\p{Lu}|z\. ?B|bzw|Hr|Fr|M|MM|Mme|Sr|Sra|أ\.د)\.\s*$/u;
const OPENING = '"“„«‹‘‚\'”’';
const CLOSING = '"”“»›’‘\'';
/** Which marks close what an opening one began; languages differ, so several may. */
const PAIRS: Record<string, string> = {
  '"': '"',
  '“': '”',
  '„': '“”',
  '«': '»',
  '‹': '›',
  '‘': '’',
  '‚': '‘’',
  "'": "'",
  '”': '”',
  '’': '’',
};

/** The selection, or else the sentence under the cursor; trimmed, without quotation marks around it. */
export function sentenceAtSelection(state: EditorState, lang: string): Sentence {
  const { main } = state.selection;
  const range = main.empty ? sentenceAround(state, main.head, lang) : main;
  const { from, to } = unquoted(state.doc.sliceString(range.from, range.to), range.from);
  return { from, to, text: spoken(state.doc.sliceString(from, to)) };
}

/** From the first to the last unit of the sentence around a position. */
function sentenceAround(state: EditorState, position: number, lang: string): { from: number; to: number } {
  const { from, to } = paragraphAround(state, position);
  // Line breaks and quote marks inside a paragraph end no sentence; blanks of the same length keep all offsets.
  const text = state.doc.sliceString(from, to).replace(/\n[ \t]*(?:>[ \t]?)*/g, (lead) => ' '.repeat(lead.length));
  const offset = position - from;
  let start = 0;
  let found = { from, to: from };
  for (const { segment, index } of new Intl.Segmenter(lang, { granularity: 'sentence' }).segment(text)) {
    const end = index + segment.length;
    if (ABBREVIATION.test(text.slice(start, end)) && end < text.length) continue;
    found = { from: from + start, to: from + end };
    if (offset < end) break;
    start = end;
  }
  return found;
}

function paragraphAround(state: EditorState, position: number): { from: number; to: number } {
  const tree = treeUpTo(state, position);
  for (const side of [-1, 1] as const) {
    for (let node: SyntaxNode | null = tree.resolveInner(position, side); node; node = node.parent) {
      if (LEAF.has(node.name) && node.from <= position && position <= node.to) return withoutMark(node);
    }
  }
  return state.doc.lineAt(position);
}

function withoutMark(node: SyntaxNode): { from: number; to: number } {
  const mark = node.firstChild;
  const skip = mark && (mark.name === 'HeaderMark' || mark.name === 'TaskMarker') && mark.from === node.from;
  return { from: skip ? mark.to : node.from, to: node.to };
}

/**
 * Takes off blanks and quotation marks at the ends. A mark whose partner stands inside belongs to the words there and
 * stays; one without a partner began or ends in another sentence and goes.
 */
function unquoted(text: string, start: number): { from: number; to: number } {
  const trimmed = text.trim();
  let from = text.length - text.trimStart().length;
  let to = from + trimmed.length;
  for (let inner = trimmed; inner.length > 1; inner = text.slice(from, to)) {
    // A full stop behind the closing mark is the sentence's own, not the speaker's.
    const body = inner.replace(/[.,;،؛]$/u, '');
    const first = body.at(0) ?? '';
    const last = body.at(-1) ?? '';
    const middle = body.slice(1, -1);
    const opens = OPENING.includes(first) && ![...(PAIRS[first] ?? '')].some((mark) => middle.includes(mark));
    const closes = CLOSING.includes(last) && ![...middle].some((mark) => PAIRS[mark]?.includes(last)) && !isApostrophe(body);
    if (opens && closes && PAIRS[first]?.includes(last)) {
      from += 1;
      to = from + middle.length;
    } else if (opens && !PAIRS[first]?.includes(last)) from += 1;
    else if (closes && !PAIRS[first]?.includes(last)) to = from + body.length - 1;
    else break;
    const left = text.slice(from, to);
    from += left.length - left.trimStart().length;
    to = from + left.trim().length;
  }
  return { from: start + from, to: start + to };
}

/** Whether the last mark is an apostrophe: behind a letter, and no quotation was opened. */
function isApostrophe(text: string): boolean {
  return /\p{L}[’']$/u.test(text) && !/[‘‚'"“„«]/u.test(text.slice(0, -1));
}

/** The words without quote marks at the start of lines; a soft break is a blank. */
function spoken(text: string): string {
  return text.replace(/[ \t]*\n[ \t]*(?:>[ \t]?)*/g, ' ').trim();
}
