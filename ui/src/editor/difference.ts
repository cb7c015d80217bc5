// The least change that turns one text into another, line by line, so that a body changed elsewhere can be taken over
// without moving the cursor, the scroll position or the marks in lines that stayed the same.

import type { ChangeSpec, Text } from '@codemirror/state';

/** More lines than this, on both sides multiplied, are replaced as one piece: the table would cost too much. */
const LARGEST_TABLE = 1_000_000;

/** Changes that turn `before` into `after`, in order, not overlapping. */
export function difference(before: Text, after: Text): ChangeSpec[] {
  const old = linesOf(before);
  const fresh = linesOf(after);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
  const hunks = hunksOf(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail));
  return hunks.map((hunk) => changeOf(before, after, hunk, head)).filter((change) => change !== null);
}

/** Lines `oldFrom..oldTo` become lines `newFrom..newTo`. */
interface Hunk {
  oldFrom: number;
  oldTo: number;
  newFrom: number;
  newTo: number;
}

/** Lines with their breaks, so that a line that became the last one differs from itself in the middle. */
function linesOf(text: Text): string[] {
  const lines = [...text.iterLines()];
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}\n` : line));
}

/** Stretches of lines that are not in the longest common subsequence of both. */
function hunksOf(old: string[], fresh: string[]): Hunk[] {
  const whole = { oldFrom: 0, oldTo: old.length, newFrom: 0, newTo: fresh.length };
  if (old.length === 0 && fresh.length === 0) return [];
  if (old.length === 0 || fresh.length === 0 || old.length * fresh.length > LARGEST_TABLE) return [whole];
  const width = fresh.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        old[i] === fresh[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  let open: Hunk | null = null;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      if (open) hunks.push(open);
      open = null;
      i += 1;
      j += 1;
      continue;
    }
    open ??= { oldFrom: i, oldTo: i, newFrom: j, newTo: j };
    const dropOld = j >= fresh.length || (i < old.length && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0));
    if (dropOld) i += 1;
    else j += 1;
    open.oldTo = i;
    open.newTo = j;
  }
  if (open) hunks.push(open);
  return hunks;
}

/** A hunk as a change of text, with what both sides share at either end taken off. */
function changeOf(before: Text, after: Text, hunk: Hunk, skipped: number): ChangeSpec | null {
  const from = startOf(before, hunk.oldFrom + skipped);
  const old = before.sliceString(from, startOf(before, hunk.oldTo + skipped));
  const fresh = after.sliceString(startOf(after, hunk.newFrom + skipped), startOf(after, hunk.newTo + skipped));
  if (old === fresh) return null;
  const [head, tail] = shared(old, fresh);
  return { from: from + head, to: from + old.length - tail, insert: fresh.slice(head, fresh.length - tail) };
}

function startOf(text: Text, line: number): number {
  return line < text.lines ? text.line(line + 1).from : text.length;
}

/** How many code units two strings share at the start and at the end; a surrogate pair is not cut in two. */
function shared(a: string, b: string): [number, number] {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  if (head > 0 && /[\uD800-\uDBFF]/.test(a[head - 1] ?? '')) head -= 1;
  let tail = 0;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  if (tail > 0 && /[\uDC00-\uDFFF]/.test(a[a.length - tail] ?? '')) tail -= 1;
  return [head, tail];
}
