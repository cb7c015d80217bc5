// Stretches that stand apart in mixed text. Without them an address in an Arabic sentence would be torn to pieces by
// the bidirectional algorithm, on the screen and under the cursor: CodeMirror is told of both.

import { syntaxTree } from '@codemirror/language';
import { type Extension, Prec, type Range } from '@codemirror/state';
import { Decoration, type DecorationSet, Direction, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

const LEFT_TO_RIGHT = Decoration.mark({ class: 'stet-isolate', attributes: { dir: 'ltr' }, bidiIsolate: Direction.LTR, inclusive: true });
const BY_CONTENT = Decoration.mark({ class: 'stet-isolate', attributes: { dir: 'auto' }, bidiIsolate: null, inclusive: true });

const ISOLATED: Record<string, Decoration> = {
  URL: LEFT_TO_RIGHT,
  HTMLTag: LEFT_TO_RIGHT,
  CalloutMark: LEFT_TO_RIGHT,
  FootnoteMark: LEFT_TO_RIGHT,
  FootnoteReference: LEFT_TO_RIGHT,
  InlineCode: BY_CONTENT,
  LinkTitle: BY_CONTENT,
};

function isolate(view: EditorView): DecorationSet {
  const marks: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        const mark = ISOLATED[node.name];
        if (!mark || node.from === node.to) return true;
        marks.push(mark.range(node.from, node.to));
        return false;
      },
    });
  }
  return Decoration.set(marks, true);
}

class Isolates {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = isolate(view);
  }

  update(update: ViewUpdate): void {
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
    if (update.docChanged || update.viewportChanged || parsed) this.decorations = isolate(update.view);
  }
}

/** Isolates addresses, code, HTML tags and the marks of callouts and footnotes. */
export const isolates: Extension = ViewPlugin.fromClass(Isolates, {
  provide(plugin) {
    const ranges = (view: EditorView) => view.plugin(plugin)?.decorations ?? Decoration.none;
    return [EditorView.outerDecorations.of(ranges), Prec.lowest(EditorView.bidiIsolatedRanges.of(ranges))];
  },
});
