// A tiny driver: an editor with a body in which `|` is the cursor, or `[|` and `|]` a selection.

import { EditorView } from '@codemirror/view';
import { toDocument } from '../line_breaks';
import { createEditor, type DraftEditor, type EditorOptions, type Splice } from '../index';

export interface Desk {
  editor: DraftEditor;
  view: EditorView;
  splices: Splice[];
  /** Types characters one by one, as the keyboard would. */
  type(text: string): void;
  press(key: string, modifiers?: { ctrl?: boolean; alt?: boolean; shift?: boolean; code?: string; keyCode?: number }): boolean;
  /** The document with the cursor or selection written into it. */
  shown(): string;
}

export function desk(marked: string, options: Partial<EditorOptions> = {}): Desk {
  const { body, anchor, head } = unmark(marked);
  const parent = document.body.appendChild(document.createElement('div'));
  const splices: Splice[] = [];
  const editor = createEditor(parent, {
    body,
    lang: 'en',
    direction: 'ltr',
    label: 'Body',
    editable: true,
    onSplices: (some) => splices.push(...some),
    ...options,
  });
  const view = EditorView.findFromDOM(parent);
  if (!view) throw new Error('no editor in the page');
  view.dispatch({ selection: { anchor: toDocument(view.state, anchor), head: toDocument(view.state, head) } });
  return {
    editor,
    view,
    splices,
    type(text) {
      for (const character of text) {
        const { from, to } = view.state.selection.main;
        const insert = () => view.state.update(view.state.replaceSelection(character), { userEvent: 'input.type' });
        const taken = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, character, insert));
        if (!taken) view.dispatch(insert());
      }
    },
    press(key, { ctrl = false, alt = false, shift = false, code = '', keyCode } = {}) {
      const event = new KeyboardEvent('keydown', {
        key,
        code,
        ctrlKey: ctrl,
        altKey: alt,
        shiftKey: shift,
        bubbles: true,
        cancelable: true,
      });
      if (keyCode !== undefined) Object.defineProperty(event, 'keyCode', { value: keyCode });
      view.contentDOM.dispatchEvent(event);
      return event.defaultPrevented;
    },
    shown() {
      const { anchor, head } = view.state.selection.main;
      const text = view.state.doc.toString();
      if (anchor === head) return `${text.slice(0, head)}|${text.slice(head)}`;
      const [from, to] = anchor < head ? [anchor, head] : [head, anchor];
      return `${text.slice(0, from)}[|${text.slice(from, to)}|]${text.slice(to)}`;
    },
  };
}

function unmark(marked: string): { body: string; anchor: number; head: number } {
  const start = marked.indexOf('[|');
  const end = marked.indexOf('|]');
  if (start >= 0 && end > start) {
    const body = marked.slice(0, start) + marked.slice(start + 2, end) + marked.slice(end + 2);
    return { body, anchor: start, head: end - 2 };
  }
  const at = marked.indexOf('¦') >= 0 ? marked.indexOf('¦') : marked.indexOf('|');
  return at < 0 ? { body: marked, anchor: 0, head: 0 } : { body: marked.slice(0, at) + marked.slice(at + 1), anchor: at, head: at };
}

/** A body after splices, as the app's journal applies them. */
export function applySplices(body: string, splices: Splice[]): string {
  return splices.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), body);
}

/** A repeatable source of whole numbers below a bound (mulberry32). */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
