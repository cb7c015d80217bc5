// Every command that the app can run on the editor, by its name.

import { redo, undo } from '@codemirror/commands';
import { openSearchPanel } from '@codemirror/search';
import type { Command, EditorView } from '@codemirror/view';
import { BOLD, CODE, ITALIC, STRIKETHROUGH, toggle } from './inline_marks';
import { footnote } from './insert_footnote';
import { bulleted, heading, numbered, paragraph, quote } from './line_marks';
import { link } from './links';
import type { EditorCommand } from './types';

/** Opens the panel with the cursor in the field for the new words. */
export function openReplace(view: EditorView): boolean {
  openSearchPanel(view);
  const field = view.dom.querySelector<HTMLInputElement>('.cm-search [name=replace]');
  field?.focus();
  field?.select();
  return true;
}

export const COMMANDS: Record<EditorCommand, Command> = {
  bold: toggle(BOLD),
  italic: toggle(ITALIC),
  strikethrough: toggle(STRIKETHROUGH),
  code: toggle(CODE),
  link,
  heading2: heading(2),
  heading3: heading(3),
  paragraph,
  quote,
  bulleted,
  numbered,
  footnote,
  find: openSearchPanel,
  replace: openReplace,
  undo,
  redo,
};
