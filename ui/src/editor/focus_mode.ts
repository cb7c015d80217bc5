// Focus mode, which dims every block but the one being written, and typewriter scrolling, which keeps the line being
// written in the middle of the window.

import { syntaxTree } from '@codemirror/language';
import { EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { blockAt } from './blocks';

const CURRENT = Decoration.line({ class: 'stet-current' });

function current(view: EditorView): DecorationSet {
  const { state } = view;
  const { head } = state.selection.main;
  const block = blockAt(state, head) ?? state.doc.lineAt(head);
  const lines: Range<Decoration>[] = [];
  const from = Math.max(block.from, view.viewport.from);
  const to = Math.min(block.to, view.viewport.to);
  for (let at = from; at <= to;) {
    const line = state.doc.lineAt(at);
    lines.push(CURRENT.range(line.from));
    at = line.to + 1;
  }
  return Decoration.set(lines);
}

class CurrentBlock {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = current(view);
  }

  update(update: ViewUpdate): void {
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
    if (update.docChanged || update.selectionSet || update.viewportChanged || parsed) this.decorations = current(update.view);
  }
}

export const focusMode: Extension = [
  ViewPlugin.fromClass(CurrentBlock, { decorations: (plugin) => plugin.decorations }),
  EditorView.editorAttributes.of({ class: 'stet-focus' }),
];

export const typewriter: Extension = [
  EditorState.transactionExtender.of((transaction) => {
    // Selecting with the mouse must not move the text under the pointer.
    if (!(transaction.docChanged || transaction.selection) || transaction.isUserEvent('select.pointer') || !transaction.scrollIntoView)
      return null;
    return { effects: EditorView.scrollIntoView(transaction.newSelection.main.head, { y: 'center' }) };
  }),
  EditorView.editorAttributes.of({ class: 'stet-typewriter' }),
];
