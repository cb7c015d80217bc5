// Classes for whole lines: headings, quotes, callouts, lists, code, tables and footnotes. Only visible lines are
// looked at.

import { syntaxTree } from '@codemirror/language';
import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { SyntaxNodeRef } from '@lezer/common';
import { kindOf } from './syntax';

/** Kinds of callout with a look of their own. */
const KNOWN = new Set(['pullquote', 'gallery', 'correction']);

const PLAIN: Record<string, string> = {
  ATXHeading1: 'stet-line-h1',
  ATXHeading2: 'stet-line-h2',
  ATXHeading3: 'stet-line-h3',
  ATXHeading4: 'stet-line-h4',
  ATXHeading5: 'stet-line-h4',
  ATXHeading6: 'stet-line-h4',
  SetextHeading1: 'stet-line-h1',
  SetextHeading2: 'stet-line-h2',
  FencedCode: 'stet-line-code',
  CodeBlock: 'stet-line-code',
  HTMLBlock: 'stet-line-html',
  CommentBlock: 'stet-line-html',
  Table: 'stet-line-table',
  ListItem: 'stet-line-list',
  FootnoteDefinition: 'stet-line-footnote',
  HorizontalRule: 'stet-line-rule',
  LinkReference: 'stet-line-reference',
};

function decorate(view: EditorView): DecorationSet {
  const { state } = view;
  const classes = new Map<number, Set<string>>();
  const add = (at: number, name: string) => {
    const known = classes.get(at);
    if (known) known.add(name);
    else classes.set(at, new Set([name]));
  };
  for (const { from, to } of view.visibleRanges) {
    const mark = (node: SyntaxNodeRef, ...names: string[]) => {
      const last = state.doc.lineAt(Math.min(node.to, to));
      for (let line = state.doc.lineAt(Math.max(node.from, from)); line.number <= last.number; line = state.doc.line(line.number + 1)) {
        for (const name of names) add(line.from, name);
        if (line.number === state.doc.lines) break;
      }
    };
    syntaxTree(state).iterate({
      from,
      to,
      enter(node) {
        if (node.name === 'Blockquote') {
          const kind = kindOf(state, node);
          if (kind === null) return mark(node, 'stet-line-quote');
          mark(node, 'stet-line-callout', `stet-callout-${KNOWN.has(kind) ? kind : 'note'}`);
          if (node.from >= from) add(state.doc.lineAt(node.from).from, 'stet-callout-first');
          if (node.to <= to) add(state.doc.lineAt(node.to).from, 'stet-callout-last');
          return;
        }
        const name = PLAIN[node.name];
        if (name) mark(node, name);
      },
    });
  }
  const builder = new RangeSetBuilder<Decoration>();
  for (const [at, names] of [...classes].sort(([a], [b]) => a - b)) {
    builder.add(at, at, Decoration.line({ class: [...names].join(' ') }));
  }
  return builder.finish();
}

class LineStyles {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = decorate(view);
  }

  update(update: ViewUpdate): void {
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
    if (update.docChanged || update.viewportChanged || parsed) this.decorations = decorate(update.view);
  }
}

export const lineStyles = ViewPlugin.fromClass(LineStyles, { decorations: (plugin) => plugin.decorations });
