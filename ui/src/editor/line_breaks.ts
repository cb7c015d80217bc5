// Line endings. CodeMirror keeps lines without their endings and counts one unit for each break, so a body with CRLF
// is shorter inside the editor than in the file. This field remembers which break stands where, and turns offsets of
// one into offsets of the other. A file with one kind of break costs nothing but a line look-up; in a mixed one, the
// breaks that are not of the usual kind are kept as ranges, which move along with edits.

import { invertedEffects } from '@codemirror/commands';
import {
  type ChangeSet,
  type EditorState,
  type Extension,
  RangeSet,
  RangeValue,
  StateEffect,
  StateField,
  Text,
  type Transaction,
} from '@codemirror/state';

export type LineBreak = '\n' | '\r\n' | '\r';

/** The breaks of a document: the usual one, which new lines get too, and where others stand. */
export interface LineBreaks {
  readonly usual: LineBreak;
  /** Each range covers one line break of the document, as one unit. */
  readonly others: RangeSet<OtherBreak>;
}

class OtherBreak extends RangeValue {
  readonly kind: LineBreak;

  constructor(kind: LineBreak) {
    super();
    this.kind = kind;
    // Text put in before or behind the break does not become part of it.
    this.startSide = 1;
    this.endSide = -1;
  }

  override eq(other: RangeValue): boolean {
    return other instanceof OtherBreak && other.kind === this.kind;
  }
}

const OTHER: Record<LineBreak, OtherBreak> = { '\n': new OtherBreak('\n'), '\r\n': new OtherBreak('\r\n'), '\r': new OtherBreak('\r') };

/** A body as CodeMirror takes it, and its breaks. */
export function readBody(body: string): { doc: Text; breaks: LineBreaks } {
  if (!body.includes('\r')) return { doc: Text.of(body.split('\n')), breaks: { usual: '\n', others: RangeSet.empty } };
  const lines: string[] = [];
  const found: { at: number; kind: LineBreak }[] = [];
  const counts: Record<LineBreak, number> = { '\n': 0, '\r\n': 0, '\r': 0 };
  let start = 0;
  let at = 0;
  for (const match of body.matchAll(/\r\n|\r|\n/g)) {
    const line = body.slice(start, match.index);
    const kind = match[0] as LineBreak;
    lines.push(line);
    at += line.length;
    found.push({ at, kind });
    at += 1;
    counts[kind] += 1;
    start = match.index + kind.length;
  }
  lines.push(body.slice(start));
  let usual: LineBreak = '\n';
  for (const kind of ['\r\n', '\r'] as const) if (counts[kind] > counts[usual]) usual = kind;
  const others = found.filter(({ kind }) => kind !== usual).map(({ at, kind }) => OTHER[kind].range(at, at + 1));
  return { doc: Text.of(lines), breaks: { usual, others: RangeSet.of(others) } };
}

/** Replaces all that is known of the breaks, for a body that was taken over as a whole. */
export const setLineBreaks = StateEffect.define<LineBreaks>();

/** Gives breaks that come back by undo the kind they had. */
const restoreBreaks = StateEffect.define<readonly { at: number; kind: LineBreak }[]>({
  map: (breaks, changes) => breaks.map(({ at, kind }) => ({ at: changes.mapPos(Math.min(at, changes.length), 1), kind })),
});

const field = StateField.define<LineBreaks>({
  create: () => ({ usual: '\n', others: RangeSet.empty }),
  update(breaks, transaction) {
    let next = breaks;
    if (transaction.docChanged && breaks.others.size > 0) next = moved(breaks, transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setLineBreaks)) next = effect.value;
      if (effect.is(restoreBreaks)) next = restored(next, effect.value, transaction);
    }
    return next;
  },
});

/** The breaks after a change. One that was replaced goes first, or the range would take in what replaced it. */
function moved({ usual, others }: LineBreaks, changes: ChangeSet): LineBreaks {
  let kept = others;
  changes.iterChangedRanges((from, to) => {
    if (to > from) kept = kept.update({ filter: (start) => start < from || start >= to, filterFrom: from, filterTo: to });
  }, true);
  return { usual, others: kept.map(changes) };
}

/** Gives back their kind to breaks that this very transaction put in; those that were there keep what they are. */
function restored(breaks: LineBreaks, wanted: readonly { at: number; kind: LineBreak }[], { changes, newDoc }: Transaction): LineBreaks {
  const fresh: { from: number; to: number }[] = [];
  changes.iterChangedRanges((_fromA, _toA, from, to) => fresh.push({ from, to }), true);
  // Edits in between may have moved two of them to one place, where only one can stand.
  const add = [...new Map(wanted.map((wish) => [wish.at, wish])).values()]
    .filter(({ at }) => fresh.some(({ from, to }) => from <= at && at < to) && newDoc.lineAt(at).to === at && !isOther(breaks, at))
    .map(({ at, kind }) => OTHER[kind].range(at, at + 1));
  return { usual: breaks.usual, others: breaks.others.update({ add, sort: true }) };
}

function isOther({ others }: LineBreaks, at: number): boolean {
  const cursor = others.iter(at);
  while (cursor.value && cursor.from < at) cursor.next();
  return cursor.value !== null && cursor.from === at;
}

const undoBreaks = invertedEffects.of((transaction) => {
  const { others } = transaction.startState.field(field);
  if (!transaction.docChanged || others.size === 0) return [];
  const lost: { at: number; kind: LineBreak }[] = [];
  transaction.changes.iterChangedRanges((from, to) => {
    others.between(from, to, (start, end, value) => {
      if (start >= from && end <= to) lost.push({ at: start, kind: value.kind });
    });
  }, true);
  return lost.length > 0 ? [restoreBreaks.of(lost)] : [];
});

/** Keeps track of a document's line breaks. */
export function lineBreaks(breaks: LineBreaks): Extension {
  return [field.init(() => breaks), undoBreaks];
}

/** Whether some of the document's breaks are not of the usual kind. */
export function hasOtherBreaks(state: EditorState): boolean {
  return state.field(field).others.size > 0;
}

/** The offset in the body of a position in the document. */
export function toBody(state: EditorState, position: number): number {
  const { usual, others } = state.field(field);
  if (usual.length === 1 && others.size === 0) return position;
  let offset = position + (usual.length - 1) * (state.doc.lineAt(position).number - 1);
  for (const cursor = others.iter(); cursor.value && cursor.to <= position; cursor.next())
    offset += cursor.value.kind.length - usual.length;
  return offset;
}

/** The position in the document of an offset in the body; an offset inside a CRLF is the end of its line. */
export function toDocument(state: EditorState, offset: number): number {
  const { usual, others } = state.field(field);
  if (usual.length === 1 && others.size === 0) return Math.max(0, Math.min(offset, state.doc.length));
  let low = 0;
  let high = state.doc.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (toBody(state, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A part of the body, with the line endings it has in the file. */
export function sliceBody(state: EditorState, from: number, to: number): string {
  const { usual, others } = state.field(field);
  if (others.size === 0) return state.doc.sliceString(from, to, usual);
  let out = '';
  let at = from;
  // A cursor goes through the ranges in order; `between` need not.
  for (const cursor = others.iter(from); cursor.value && cursor.to <= to; cursor.next()) {
    if (cursor.from < from) continue;
    out += state.doc.sliceString(at, cursor.from, usual) + cursor.value.kind;
    at = cursor.to;
  }
  return out + state.doc.sliceString(at, to, usual);
}
