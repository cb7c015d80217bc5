// What becomes of a place that two sides changed, once somebody has chosen. Pure: the session does it, the newsroom is
// told.

import type { ConflictPlace, Fields } from '../bridge/wire';

/** Ours, theirs, one after the other, or words written by hand. */
export type Take = 'mine' | 'theirs' | 'both' | { text: string };

/** The edits of the body that put a choice in place, in order. None where the text has it already. */
export function changesFor(places: ConflictPlace[], take: Take, body: string): { from: number; to: number; insert: string }[] {
  if (take === 'mine') return [];
  return places
    .filter(({ kind }) => kind === 'body')
    .map((place) => ({ from: place.from, to: place.to, insert: fitted(chosen(place, take), place, body) }))
    .filter(({ from, to, insert }) => body.slice(from, to) !== insert);
}

/** The fields that change with a choice. A field cannot be both: ours stays. */
export function fieldsFor(places: ConflictPlace[], take: Take, theirs: Fields, now: Fields): Partial<Fields> {
  const out: Partial<Fields> = {};
  for (const { kind, field } of places) {
    if (kind !== 'field' || !(field in now)) continue;
    const key = field as keyof Fields;
    if (take === 'theirs') Object.assign(out, { [key]: theirs[key] });
    else if (typeof take === 'object' && typeof now[key] === 'string') Object.assign(out, { [key]: take.text.trim() });
  }
  return out;
}

function chosen({ mine, theirs }: ConflictPlace, take: Exclude<Take, 'mine'>): string {
  if (take === 'theirs') return theirs;
  if (take === 'both') return [mine, theirs].map(trimmed).filter(Boolean).join('\n\n');
  return trimmed(take.text);
}

/** Words as paragraphs of their own between what stands before and after them. */
function fitted(words: string, { from, to, mine, base, theirs }: ConflictPlace, body: string): string {
  const inner = trimmed(words);
  if (inner === '') return '';
  const before = body.slice(0, from);
  const after = body.slice(to);
  const lead = before === '' || /\n[ \t]*\r?\n[ \t]*$/.test(before) ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  // At the end of the text it ends as the side did that had words there.
  const end = after !== '' ? '\n\n' : ([mine, theirs, base].map((text) => /\r?\n*$/.exec(text)?.[0] ?? '').find(Boolean) ?? '');
  return `${lead}${inner}${end.replaceAll('\r', '')}`;
}

/** Without blank lines around it. Blanks before the first word stay: they may be code. */
function trimmed(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
}
