// Versions as a timeline: by day, by session of work, with the pauses of one session folded away. Pure.

import type { VersionRow } from '../bridge';

/** Work that rests longer than this begins another session. */
const REST = 30 * 60 * 1000;
/** So many pauses in a row are worth folding. */
const WORTH_FOLDING = 3;

export type TimelineItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'session'; key: string; from: string; to: string; author: string; count: number; delta: number }
  | { kind: 'version'; key: string; row: VersionRow; delta: number }
  | { kind: 'fold'; key: string; count: number; open: boolean };

/** Words that each version has more or fewer than the one it was made from; none for the first. */
export function wordDeltas(rows: VersionRow[]): Map<string, number> {
  const words = new Map(rows.map((row) => [row.version, row.words]));
  return new Map(rows.map((row) => [row.version, row.words - (words.get(row.parents[0] ?? '') ?? row.words)]));
}

function day(at: string): string {
  return new Date(at).toDateString();
}

/** Sessions of work: versions of one author on one day with no long rest between them. */
function sessions(rows: VersionRow[]): VersionRow[][] {
  const out: VersionRow[][] = [];
  for (const row of rows) {
    const last = out.at(-1)?.at(-1);
    const together = last && last.author === row.author && day(last.at) === day(row.at) && Date.parse(last.at) - Date.parse(row.at) <= REST;
    if (together) out.at(-1)?.push(row);
    else out.push([row]);
  }
  return out;
}

/** Whether a version may be folded away among its like: nothing but the typist's pausing made it. */
function plain(row: VersionRow): boolean {
  return row.reason === 'pause' && row.name === '' && row.exported === '' && !row.head;
}

interface Prepared {
  sessions: VersionRow[][];
  deltas: Map<string, number>;
}

/** What depends on the versions alone: choosing one of twenty thousand must not read twenty thousand dates again. */
const prepared = new WeakMap<VersionRow[], Prepared>();

function prepare(rows: VersionRow[]): Prepared {
  const known = prepared.get(rows) ?? { sessions: sessions(rows), deltas: wordDeltas(rows) };
  prepared.set(rows, known);
  return known;
}

/** The timeline of versions that are given newest first. `open` names the folds that are opened; `keep` is never folded. */
export function timeline(rows: VersionRow[], open: ReadonlySet<string>, keep: ReadonlySet<string> = new Set()): TimelineItem[] {
  const { sessions: stretches, deltas } = prepare(rows);
  const out: TimelineItem[] = [];
  let today = '';
  for (const session of stretches) {
    const newest = session[0]!;
    const oldest = session.at(-1)!;
    const date = day(newest.at);
    if (date !== today) {
      today = date;
      out.push({ kind: 'day', key: `day ${date}`, at: newest.at });
    }
    if (session.length > 1) {
      const delta = session.reduce((sum, row) => sum + (deltas.get(row.version) ?? 0), 0);
      const { author } = newest;
      out.push({ kind: 'session', key: `session ${newest.version}`, from: oldest.at, to: newest.at, author, count: session.length, delta });
    }
    for (let at = 0; at < session.length;) {
      const row = session[at]!;
      let end = at;
      while (end < session.length && plain(session[end]!)) end += 1;
      if (end - at < WORTH_FOLDING) {
        for (const each of session.slice(at, Math.max(end, at + 1)))
          out.push({ kind: 'version', key: each.version, row: each, delta: deltas.get(each.version) ?? 0 });
        at = Math.max(end, at + 1);
        continue;
      }
      // The last of the pauses stands for all of them.
      out.push({ kind: 'version', key: row.version, row, delta: deltas.get(row.version) ?? 0 });
      const folded = session.slice(at + 1, end);
      const key = `fold ${folded.at(-1)!.version}`;
      const shown = open.has(key) || folded.some((each) => keep.has(each.version));
      out.push({ kind: 'fold', key, count: folded.length, open: shown });
      if (shown)
        out.push(
          ...folded.map((each) => ({ kind: 'version' as const, key: each.version, row: each, delta: deltas.get(each.version) ?? 0 })),
        );
      at = end;
    }
  }
  return out;
}
