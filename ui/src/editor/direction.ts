// The direction of each line. A line takes the direction of the block it belongs to, which takes that of its first
// letter, marks and addresses apart; a line without a letter takes the draft's. CodeMirror reads it from the `dir`
// attribute of the line: a style sheet alone would show it right and move the cursor wrongly.

import { syntaxTree } from '@codemirror/language';
import type { Extension, Line, Range, Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { SyntaxNode, Tree } from '@lezer/common';

export type Direction = 'ltr' | 'rtl';

const LETTER = /\p{Alphabetic}/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** Text that the reader does not see, or that has its own direction. */
const NOT_COPY = new Set([
  'URL',
  'LinkTitle',
  'HTMLTag',
  'HTMLBlock',
  'CommentBlock',
  'Comment',
  'CalloutMark',
  'FootnoteMark',
  'FootnoteReference',
  'CodeInfo',
  'LinkLabel',
  'Entity',
  'Escape',
]);
/** Program text runs from left to right whatever is in it. */
const LEFT_TO_RIGHT = new Set(['FencedCode', 'CodeBlock', 'HTMLBlock', 'CommentBlock', 'ProcessingInstructionBlock', 'LinkReference']);
/** A block without a letter in so many units is not searched further. */
const SEARCHED = 2000;

/** The direction of a text by its first strong letter (UAX #9, rules P2 and P3); null where it has none. */
export function firstStrong(text: string): Direction | null {
  LETTER.lastIndex = 0;
  const letter = LETTER.exec(text)?.[0];
  return letter === undefined ? null : RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}

/** The direction of a line, given that of the draft. */
export function lineDirection(doc: Text, tree: Tree, line: Line, base: Direction): Direction {
  const ink = line.text.search(/\S/);
  if (ink < 0) return base;
  for (let unit = unitAt(tree, line.from + ink); unit; unit = listAround(unit)) {
    if (LEFT_TO_RIGHT.has(unit.name)) return 'ltr';
    const found = strongIn(doc, tree, unit.from, unit.to);
    if (found) return found;
  }
  return strongIn(doc, tree, line.from, line.to) ?? base;
}

/** The node whose first letter decides: a list item, else the whole top-level block, so that a frame has one side. */
function unitAt(tree: Tree, position: number): SyntaxNode | null {
  let node: SyntaxNode | null = tree.resolveInner(position, 1);
  for (; node?.parent; node = node.parent) {
    if (node.name === 'ListItem' || !node.parent.parent) return node;
  }
  return null;
}

/** For an item without a letter, the list around it. */
function listAround(unit: SyntaxNode): SyntaxNode | null {
  return unit.name === 'ListItem' ? unit.parent : null;
}

function strongIn(doc: Text, tree: Tree, from: number, to: number): Direction | null {
  const text = doc.sliceString(from, Math.min(to, from + SEARCHED));
  LETTER.lastIndex = 0;
  for (let match = LETTER.exec(text); match; match = LETTER.exec(text)) {
    const hidden = hiddenAt(tree, from + match.index);
    if (!hidden) return RIGHT_TO_LEFT.test(match[0]) ? 'rtl' : 'ltr';
    LETTER.lastIndex = hidden.to - from;
  }
  return null;
}

function hiddenAt(tree: Tree, position: number): SyntaxNode | null {
  for (let node: SyntaxNode | null = tree.resolveInner(position, 1); node; node = node.parent) {
    if (NOT_COPY.has(node.name) && node.to > position) return node;
  }
  return null;
}

const LINE: Record<Direction, Decoration> = {
  ltr: Decoration.line({ attributes: { dir: 'ltr' } }),
  rtl: Decoration.line({ attributes: { dir: 'rtl' } }),
};

function decorate(view: EditorView, base: Direction): DecorationSet {
  const { doc } = view.state;
  const tree = syntaxTree(view.state);
  const lines: Range<Decoration>[] = [];
  // An empty draft has no visible text, but a line to write on.
  for (const { from, to } of view.visibleRanges.length > 0 ? view.visibleRanges : [view.viewport]) {
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      if (lines.at(-1)?.from !== line.from) lines.push(LINE[lineDirection(doc, tree, line, base)].range(line.from));
      if (line.to >= to || line.number === doc.lines) break;
    }
  }
  return Decoration.set(lines);
}

/** Gives each visible line its direction. */
export function lineDirections(base: Direction): Extension {
  class LineDirections {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view, base);
    }

    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || parsed) this.decorations = decorate(update.view, base);
    }
  }
  return [
    EditorView.perLineTextDirection.of(true),
    EditorView.contentAttributes.of({ dir: base }),
    ViewPlugin.fromClass(LineDirections, { decorations: (plugin) => plugin.decorations }),
  ];
}
