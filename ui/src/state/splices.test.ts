import { describe, expect, it } from 'vitest';
import type { Operation } from '../bridge/wire';
import { addOperation, applySplice, joinSplices, type Splice } from './splices';

const splice = (at: number, remove: number, insert: string): Splice => ({ at, remove, insert });

describe('a splice counts UTF-16 code units', () => {
  it.each([
    ['plain', 'abc', splice(1, 1, 'X'), 'aXc'],
    ['after an emoji of two units', '😀b', splice(2, 1, 'c'), '😀c'],
    ['a whole emoji', 'a😀b', splice(1, 2, ''), 'ab'],
    ['Arabic with a mark', 'مُدن', splice(1, 1, ''), 'مدن'],
    ['at the end', 'abc', splice(3, 0, 'd'), 'abcd'],
  ])('%s', (_, before, change, after) => {
    expect(applySplice(before, change)).toBe(after);
  });
});

describe('splices that continue each other become one', () => {
  it.each([
    ['typing on', splice(5, 0, 'a'), splice(6, 0, 'b')],
    ['typing before what was typed', splice(5, 0, 'b'), splice(5, 0, 'a')],
    ['typing inside what was typed', splice(5, 0, 'ac'), splice(6, 0, 'b')],
    ['deleting what was typed', splice(5, 0, 'ab'), splice(6, 1, '')],
    ['deleting over the start of what was typed', splice(5, 0, 'ab'), splice(3, 4, '')],
    ['deleting beyond the end of what was typed', splice(5, 0, 'ab'), splice(6, 3, 'X')],
    ['backspacing', splice(5, 1, ''), splice(4, 1, '')],
    ['deleting forwards', splice(5, 1, ''), splice(5, 1, '')],
    ['replacing after a replacement', splice(2, 3, 'xyz'), splice(5, 2, '!')],
  ])('%s', (_, first, second) => {
    const text = 'The quick brown fox 😀 ends.';
    const joined = joinSplices(first, second);
    expect(joined).not.toBeNull();
    expect(applySplice(text, joined!)).toBe(applySplice(applySplice(text, first), second));
  });

  it('leaves those that are apart alone', () => {
    expect(joinSplices(splice(5, 0, 'a'), splice(9, 0, 'b'))).toBeNull();
    expect(joinSplices(splice(5, 0, 'a'), splice(2, 1, ''))).toBeNull();
  });
});

it('operations come to the same text, joined or not, in any order of edits', () => {
  // A small generator with a fixed seed: the same edits on every day.
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round += 1) {
    let text = 'مرحبا world 😀';
    let waiting: Operation[] = [];
    const start = text;
    for (let step = 0; step < 12; step += 1) {
      const at = random(text.length + 1);
      const change = splice(at, Math.min(random(3), text.length - at), ['', 'a', 'بت', '\n'][random(4)] ?? '');
      text = applySplice(text, change);
      waiting = addOperation(waiting, { kind: 'splice', ...change });
    }
    const replayed = waiting.reduce((now, operation) => (operation.kind === 'splice' ? applySplice(now, operation) : now), start);
    expect(replayed).toBe(text);
  }
});
