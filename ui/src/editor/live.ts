// Live formatting: marks are hidden where the cursor is not, and shown on the lines that it touches. The text itself
// stays plain Markdown; only what is drawn changes.

import { syntaxTree } from '@codemirror/language';
import { type EditorState, type Extension, type Range, StateEffect } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { SyntaxNodeRef } from '@lezer/common';
import { calloutKind } from './markdown/callout';
import { Chip } from './widgets';

const HIDDEN = Decoration.replace({});
const SEPARATED = Decoration.replace({ widget: new Chip(' · ', 'stet-separator') });
const ALTERNATIVE = Decoration.mark({ class: 'stet-alt' });
const CAPTION = Decoration.mark({ class: 'stet-caption' });

/** Marks that are hidden with the node around them. */
const INLINE_MARKS = new Set(['EmphasisMark', 'StrikethroughMark', 'CodeMark']);

/** Hides the marks of the visible lines that no selection touches. */
function hide(view: EditorView): DecorationSet {
  const { state } = view;
  const hidden: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({ from, to, enter: (node) => hideNode(state, node, hidden) });
  }
  return Decoration.set(hidden, true);
}

function hideNode(state: EditorState, node: SyntaxNodeRef, hidden: Range<Decoration>[]): boolean {
  const parent = node.node.parent;
  switch (node.name) {
    case 'FencedCode':
    case 'CodeBlock':
    case 'Table':
    case 'LinkReference':
      return false;
    case 'HeaderMark':
      if (parent?.name.startsWith('ATX') && !touched(state, node.from, node.to))
        hidden.push(HIDDEN.range(node.from, pastBlank(state, node)));
      return false;
    case 'QuoteMark':
      // The head of a callout hides its own mark together with the kind.
      if (!touched(state, node.from, node.to) && !isHeadMark(state, node)) hidden.push(HIDDEN.range(node.from, pastBlank(state, node)));
      return false;
    case 'CalloutMark':
      hideHead(state, node, hidden);
      return false;
    case 'Link':
      hideLink(state, node, hidden);
      return true;
    case 'Image':
      hideImage(state, node, hidden);
      return false;
    default:
      if (INLINE_MARKS.has(node.name) && parent && !touched(state, parent.from, parent.to)) hidden.push(HIDDEN.range(node.from, node.to));
      return true;
  }
}

/** Whether a selection is on one of the lines of a stretch. */
function touched(state: EditorState, from: number, to: number): boolean {
  const start = state.doc.lineAt(from).from;
  const end = state.doc.lineAt(to).to;
  return state.selection.ranges.some((range) => range.from <= end && range.to >= start);
}

/** The end of a mark, with the one blank that belongs to it. */
function pastBlank(state: EditorState, node: SyntaxNodeRef): number {
  const line = state.doc.lineAt(node.to);
  return node.to < line.to && line.text[node.to - line.from] === ' ' ? node.to + 1 : node.to;
}

function isHeadMark(state: EditorState, quoteMark: SyntaxNodeRef): boolean {
  const next = quoteMark.node.nextSibling;
  return next?.name === 'CalloutHead' && state.doc.lineAt(next.from).number === state.doc.lineAt(quoteMark.from).number;
}

const CALLOUT_NAMES: Record<string, string> = { pullquote: 'Pull quote', gallery: 'Gallery', correction: 'Correction', note: 'Note' };

/** `> [!kind] ` gives way to the name of the kind. */
function hideHead(state: EditorState, mark: SyntaxNodeRef, hidden: Range<Decoration>[]): void {
  if (touched(state, mark.from, mark.to)) return;
  const quoteMark = mark.node.parent?.prevSibling;
  const kind = calloutKind(state.sliceDoc(mark.from, mark.to));
  const known = CALLOUT_NAMES[kind];
  const chip = new Chip(known ? state.phrase(known) : kind, 'stet-chip stet-callout-name');
  hidden.push(Decoration.replace({ widget: chip }).range(quoteMark?.from ?? mark.from, pastBlank(state, mark)));
}

/** `[words](address)` shows its words. */
function hideLink(state: EditorState, link: SyntaxNodeRef, hidden: Range<Decoration>[]): void {
  if (touched(state, link.from, link.to)) return;
  const marks = link.node.getChildren('LinkMark');
  const [open, close] = marks;
  // `[words]` alone refers to a definition elsewhere, or is no link at all: it stays as it is.
  if (!open || !close || close.to === link.to || close.from <= open.to) return;
  hidden.push(HIDDEN.range(open.from, open.to));
  for (const part of splitAtLines(state, close.from, link.to)) hidden.push(HIDDEN.range(part.from, part.to));
}

/** `![alt](folder/file.jpg "Caption")` shows the file name, the alternative text and the caption. */
function hideImage(state: EditorState, image: SyntaxNodeRef, hidden: Range<Decoration>[]): void {
  if (touched(state, image.from, image.to)) return;
  const [open, close] = image.node.getChildren('LinkMark');
  const address = image.node.getChild('URL');
  if (!open || !close || !address || state.doc.lineAt(image.from).to < image.to) return;
  const url = state.sliceDoc(address.from, address.to);
  const chip = new Chip(fileName(url), 'stet-chip stet-picture', `${state.phrase('Picture')}: ${url}`);
  const title = image.node.getChild('LinkTitle');
  hidden.push(Decoration.replace({ widget: chip }).range(open.from, open.to));
  const described = close.from > open.to;
  if (described) hidden.push(ALTERNATIVE.range(open.to, close.from));
  if (!title || title.to - title.from < 3) {
    hidden.push(HIDDEN.range(close.from, image.to));
    return;
  }
  hidden.push((described ? SEPARATED : HIDDEN).range(close.from, title.from + 1));
  hidden.push(CAPTION.range(title.from + 1, title.to - 1));
  hidden.push(HIDDEN.range(title.to - 1, image.to));
}

/** The last part of an address, with percent signs decoded where they can be. */
export function fileName(url: string): string {
  const path = url.replace(/^<|>$/g, '').split(/[?#]/)[0] ?? url;
  const last = path.split('/').at(-1) || path;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** A plugin may not hide a line break, so a stretch over several lines is hidden line by line. */
function splitAtLines(state: EditorState, from: number, to: number): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (let at = from; at < to;) {
    const end = Math.min(to, state.doc.lineAt(at).to);
    if (end > at) parts.push({ from: at, to: end });
    at = end + 1;
  }
  return parts;
}

const released = StateEffect.define<null>();

class LiveMarks {
  decorations: DecorationSet;
  /** While a mouse button is down nothing appears or goes, or the text would move away under the pointer. */
  private held = false;
  private readonly view: EditorView;
  private readonly release: () => void;

  constructor(view: EditorView) {
    this.view = view;
    this.decorations = hide(view);
    this.release = () => {
      if (!this.held) return;
      this.held = false;
      view.dispatch({ effects: released.of(null) });
    };
    view.contentDOM.ownerDocument.addEventListener('mouseup', this.release);
  }

  hold(): void {
    this.held = true;
  }

  update(update: ViewUpdate): void {
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
    const letGo = update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(released)));
    if (update.docChanged || update.viewportChanged || parsed || letGo || (update.selectionSet && !this.held))
      this.decorations = hide(update.view);
  }

  destroy(): void {
    this.view.contentDOM.ownerDocument.removeEventListener('mouseup', this.release);
  }
}

/** Hides marks away from the cursor. */
export const liveMarks: Extension = [
  ViewPlugin.fromClass(LiveMarks, {
    decorations: (plugin) => plugin.decorations,
    eventHandlers: {
      mousedown() {
        this.hold();
      },
    },
  }),
  EditorView.editorAttributes.of({ class: 'stet-live' }),
];
