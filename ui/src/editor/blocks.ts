// Top-level blocks: which one a position is in, and its number as comrak counts.

import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import { type SyntaxNode, Tree, type TreeCursor } from '@lezer/common';

/** How long a look-up may parse ahead, in milliseconds; what is not parsed by then is answered from what there is. */
const PATIENCE = 15;

/** The syntax tree, parsed at least up to a position where that can be had quickly. */
export function treeUpTo(state: EditorState, position: number, patience = PATIENCE): Tree {
  return ensureSyntaxTree(state, Math.min(position, state.doc.length), patience) ?? syntaxTree(state);
}

/** The top-level block at a position: the one around it, else the one that ends there. Null on a blank line. */
export function blockAt(state: EditorState, position: number, tree: Tree = treeUpTo(state, position)): SyntaxNode | null {
  for (const side of [1, -1] as const) {
    let node: SyntaxNode | null = tree.resolve(position, side);
    while (node?.parent?.parent) node = node.parent;
    if (node?.parent) return node;
  }
  return null;
}

/** The block at a position, or the nearest one before it; null before the first. */
export function blockBefore(state: EditorState, position: number): SyntaxNode | null {
  const tree = treeUpTo(state, position);
  return blockAt(state, position, tree) ?? tree.topNode.childBefore(position);
}

/** The number of the block at or before a position, from 0; see `SelectionInfo.block`. */
export function blockIndex(state: EditorState, position: number): number {
  const tree = treeUpTo(state, position);
  const block = blockAt(state, position, tree) ?? tree.topNode.childBefore(position);
  if (block?.name === 'FootnoteDefinition') return footnoteIndex(state, block);
  const before = countBefore(tree, block ? block.from : 0);
  // A position that only follows link references or footnotes belongs to the last block that counts.
  return block && counts(block.name) ? before : Math.max(0, before - 1);
}

/** A piece of the document's own children: syntax trees keep long lists of children in nameless nodes. */
const pieces = new WeakMap<Tree, number>();

/** Blocks that count and that start before a position. */
function countBefore(tree: Tree, position: number, start = 0): number {
  let count = 0;
  for (let index = 0; index < tree.children.length; index += 1) {
    const child = tree.children[index];
    const from = start + (tree.positions[index] ?? 0);
    if (!(child instanceof Tree) || from >= position) continue;
    if (!child.type.isAnonymous) count += counts(child.type.name) ? 1 : 0;
    else if (from + child.length <= position) count += countAll(child);
    else count += countBefore(child, position, from);
  }
  return count;
}

function countAll(piece: Tree): number {
  const known = pieces.get(piece);
  if (known !== undefined) return known;
  const count = countBefore(piece, Number.POSITIVE_INFINITY);
  pieces.set(piece, count);
  return count;
}

function counts(name: string): boolean {
  return name !== 'LinkReference' && name !== 'FootnoteDefinition';
}

/** Footnote texts stand behind all other blocks, in the order in which they are first referred to. */
function footnoteIndex(state: EditorState, definition: SyntaxNode): number {
  const tree = treeUpTo(state, state.doc.length);
  const labels: string[] = [];
  const defined = new Set<string>();
  const cursor: TreeCursor = tree.cursor();
  do {
    if (cursor.name === 'FootnoteReference') labels.push(labelOf(state.sliceDoc(cursor.from, cursor.to)));
    if (cursor.name === 'FootnoteMark') defined.add(labelOf(state.sliceDoc(cursor.from, cursor.to)));
  } while (cursor.next());
  const order = [...new Set(labels)].filter((label) => defined.has(label));
  const own = definition.getChild('FootnoteMark');
  const place = own ? order.indexOf(labelOf(state.sliceDoc(own.from, own.to))) : -1;
  const others = countBefore(tree, Number.POSITIVE_INFINITY);
  return place < 0 ? Math.max(0, others - 1) : others + place;
}

function labelOf(mark: string): string {
  return mark.slice(2, mark.indexOf(']')).toLowerCase();
}
