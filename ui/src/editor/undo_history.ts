// What Undo would take back, as text that can be kept, and an editor's state made of it again.
//
// A history fits one text and no other. What is kept therefore names its body, and the steps that led from there to the
// text as it stands: those that were typed can be taken back too, those that came from elsewhere move the history along.

import { historyField } from '@codemirror/commands';
import { EditorSelection, EditorState, type Extension, Transaction } from '@codemirror/state';
import { difference } from './difference';
import { hasOtherBreaks, lineBreaks, readBody, setLineBreaks, sliceBody, toDocument } from './line_breaks';
import { fromOutside } from './splices';
import type { KeptUndo, Splice, UndoStep } from './types';

/** A history longer than this many characters is kept in part: the latest steps. */
export const LARGEST_HISTORY = 256 * 1024;

/** The state's history, to be kept. Empty where there is none, or where keeping it would lose a line break's kind. */
export function readHistory(state: EditorState): string {
  // CodeMirror's own form of a history says nothing of the effects that give a line break back its kind.
  if (hasOtherBreaks(state)) return '';
  const { done, undone } = state.field(historyField) as { done: readonly unknown[]; undone: readonly unknown[] };
  const taken = latest(done, LARGEST_HISTORY);
  const back = latest(undone, LARGEST_HISTORY - size(taken));
  return taken.length + back.length === 0 ? '' : `{"done":[${taken.join(',')}],"undone":[${back.join(',')}]}`;
}

/** As many events as there is room for, each in JSON, the latest last. */
function latest(events: readonly unknown[], room: number): string[] {
  const out: string[] = [];
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const text = JSON.stringify(events[index]);
    room -= text.length + 1;
    if (room < 0) break;
    out.push(text);
  }
  return out.reverse();
}

function size(texts: string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 1, 0);
}

/** A state with a body and the history that was kept for it. Null where the history does not lead to the body. */
export function restoreHistory(body: string, kept: KeptUndo, extensions: Extension): EditorState | null {
  const start = readBody(kept.steps.length > 0 ? kept.before : body);
  if (start.breaks.others.size > 0) return null;
  const all = [lineBreaks(start.breaks), extensions];
  try {
    let state = EditorState.create({ doc: start.doc, extensions: all });
    if (kept.history !== '') {
      const selection = EditorSelection.single(0).toJSON() as unknown;
      const json = { doc: start.doc.toString(), selection, history: JSON.parse(kept.history) as unknown };
      state = EditorState.fromJSON(json, { extensions: all }, { history: historyField });
      // A history of another text would fail only once somebody presses Undo.
      if (!fits(state)) return null;
    }
    for (const step of kept.steps) state = walk(state, step);
    return sliceBody(state, 0, state.doc.length) === body ? state : null;
  } catch {
    // Kept by another version of the editor, or damaged: to begin with an empty history loses nothing but Undo.
    return null;
  }
}

/** Whether the latest events are about a text as long as this one. */
function fits(state: EditorState): boolean {
  type Event = { changes?: { length: number } };
  const { done, undone } = state.field(historyField) as { done: readonly Event[]; undone: readonly Event[] };
  return [done.at(-1), undone.at(-1)].every((event) => !event?.changes || event.changes.length === state.doc.length);
}

function walk(state: EditorState, { at, own, body, splices }: UndoStep): EditorState {
  let next = state;
  if (body !== null) {
    const { doc, breaks } = readBody(body);
    next = next.update({
      changes: difference(next.doc, doc),
      effects: setLineBreaks.of(breaks),
      annotations: [fromOutside.of(true), Transaction.addToHistory.of(own)],
    }).state;
  }
  for (const splice of splices) next = type(next, splice, at);
  return next;
}

/** An edit as if it were typed: it stands in the history with its time and with the cursor where it was. */
function type(state: EditorState, { at, remove, insert }: Splice, time: number): EditorState {
  const from = toDocument(state, at);
  const to = toDocument(state, at + remove);
  const before = state.selection.main.head === to ? state : state.update({ selection: { anchor: to } }).state;
  const text = before.toText(insert);
  return before.update({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    annotations: [
      fromOutside.of(true),
      Transaction.time.of(time),
      Transaction.userEvent.of(insert === '' ? 'delete.backward' : remove === 0 ? 'input.type' : 'input.replace'),
    ],
  }).state;
}
