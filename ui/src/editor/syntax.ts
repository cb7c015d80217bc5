// Small questions about the syntax around a position.

import type { EditorState } from '@codemirror/state';
import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import { treeUpTo } from './blocks';
import { calloutKind } from './markdown/callout';

/** The nearest node of one of these names around a position, looking to either side. */
export function enclosing(state: EditorState, position: number, names: ReadonlySet<string>): SyntaxNode | null {
  const tree = treeUpTo(state, position);
  for (const side of [-1, 1] as const) {
    for (let node: SyntaxNode | null = tree.resolveInner(position, side); node; node = node.parent) {
      if (names.has(node.name) && node.from <= position && position <= node.to) return node;
    }
  }
  return null;
}

const LITERAL = new Set([
  'InlineCode',
  'FencedCode',
  'CodeBlock',
  'URL',
  'Autolink',
  'HTMLTag',
  'HTMLBlock',
  'CommentBlock',
  'Comment',
  'LinkReference',
  'CalloutMark',
]);
const RAW_BLOCK = new Set(['FencedCode', 'CodeBlock', 'HTMLBlock', 'CommentBlock']);

/** Whether what is typed here is code or an address, not copy. */
export function isLiteral(state: EditorState, position: number): boolean {
  const node = enclosing(state, position, LITERAL);
  if (node && (RAW_BLOCK.has(node.name) || (node.from < position && position < node.to) || node.name === 'URL')) return true;
  // While it is being typed, a link, a tag or a code span is not one yet for the parser.
  const line = state.doc.lineAt(position);
  const before = line.text.slice(0, position - line.from);
  if (/\]\([^)]*$/.test(before) || /<[a-zA-Z/!][^<>]*$/.test(before) || /\b(?:https?:\/\/|www\.|mailto:)\S*$/i.test(before)) return true;
  return (before.replace(/\\`/g, '').match(/`/g)?.length ?? 0) % 2 === 1;
}

/** Whether a position is in a block of code or raw HTML. */
export function inRawBlock(state: EditorState, position: number): boolean {
  return enclosing(state, position, RAW_BLOCK) !== null;
}

/** The kind of a callout block (`pullquote`, `gallery`…); null for a plain quotation or another block. */
export function kindOf(state: EditorState, block: SyntaxNodeRef): string | null {
  const mark = block.name === 'Blockquote' ? block.node.getChild('CalloutHead')?.getChild('CalloutMark') : null;
  return mark ? calloutKind(state.sliceDoc(mark.from, mark.to)) : null;
}
