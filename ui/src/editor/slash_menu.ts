// The menu that `/` opens on an empty line: blocks to put there. Built on CodeMirror's completion, which brings the
// list-box roles, the announcement of the chosen item and the keys.

import { autocompletion, type Completion, type CompletionContext, type CompletionResult, pickedCompletion } from '@codemirror/autocomplete';
import type { EditorState, Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { footnote } from './insert_footnote';
import type { EditorPhrase } from './phrases';
import { inRawBlock } from './syntax';

/** One entry: what it is called, how it is written, and which part of that is selected to be typed over. */
interface Entry {
  name: EditorPhrase;
  /** Words that find it too, whatever the interface speaks. */
  also: string;
  text(phrase: (name: EditorPhrase) => string): string;
  select?: (phrase: (name: EditorPhrase) => string) => string;
}

const ENTRIES: Entry[] = [
  { name: 'Heading', also: 'heading h2', text: () => '## ' },
  { name: 'Smaller heading', also: 'subheading h3', text: () => '### ' },
  {
    name: 'Pull quote',
    also: 'pullquote quote',
    text: (phrase) => `> [!pullquote] ${phrase('Speaker, role')}\n> `,
    select: (phrase) => phrase('Speaker, role'),
  },
  { name: 'Quotation', also: 'quote', text: () => '> ' },
  {
    name: 'Gallery',
    also: 'gallery pictures',
    text: (phrase) => `> [!gallery] ${phrase('Title of the gallery')}\n> ![](media/)`,
    select: (phrase) => phrase('Title of the gallery'),
  },
  { name: 'Correction', also: 'correction', text: () => '> [!correction] \n> ' },
  { name: 'Bulleted list', also: 'list bullets ul', text: () => '- ' },
  { name: 'Numbered list', also: 'list numbers ol', text: () => '1. ' },
  {
    name: 'Table',
    also: 'table',
    text: (phrase) => `| ${phrase('Column')} | ${phrase('Column')} |\n| --- | --- |\n|  |  |`,
    select: (phrase) => phrase('Column'),
  },
];

function apply(entry: Entry) {
  return (view: EditorView, completion: Completion, from: number, to: number) => {
    const phrase = (name: EditorPhrase) => view.state.phrase(name);
    const insert = entry.text(phrase);
    const selected = entry.select?.(phrase) ?? '';
    const anchor = from + (selected ? insert.indexOf(selected) : insert.length);
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor, head: anchor + selected.length },
      annotations: pickedCompletion.of(completion),
      userEvent: 'input.complete',
      scrollIntoView: true,
    });
  };
}

function applyFootnote(view: EditorView, completion: Completion, from: number, to: number): void {
  view.dispatch({ changes: { from, to }, annotations: pickedCompletion.of(completion), userEvent: 'input.complete' });
  footnote(view);
}

/** The entries that answer to what follows the slash. */
export function slashSource(context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  if (!/^\/[^\s/]*$/u.test(line.text) || context.pos !== line.to || inRawBlock(context.state, context.pos)) return null;
  const query = line.text.slice(1).toLocaleLowerCase();
  const options = optionsOf(context.state).filter(({ words }) => words.some((word) => word.startsWith(query)));
  return { from: line.from, to: line.to, options: options.map(({ option }) => option), filter: false };
}

function optionsOf(state: EditorState): { option: Completion; words: string[] }[] {
  const options = ENTRIES.map((entry, index) => ({
    entry,
    option: { label: state.phrase(entry.name), boost: 50 - index, apply: apply(entry) },
  }));
  const found: { name: string; also: string; option: Completion }[] = options.map(({ entry, option }) => ({
    name: option.label,
    also: entry.also,
    option,
  }));
  found.push({
    name: state.phrase('Footnote'),
    also: 'footnote note',
    option: { label: state.phrase('Footnote'), boost: 0, apply: applyFootnote },
  });
  return found.map(({ name, also, option }) => ({ option, words: `${name} ${also}`.toLocaleLowerCase().split(' ') }));
}

export const slashMenu: Extension = autocompletion({
  override: [slashSource],
  icons: false,
  activateOnTypingDelay: 0,
  interactionDelay: 0,
  tooltipClass: () => 'stet-slash-menu',
});
