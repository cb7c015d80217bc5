import { describe, expect, it } from 'vitest';
import { id, versionsOf } from '../../fake/history';
import type { VersionRow } from '../bridge';
import { sides, type HistoryState } from './history';
import { timeline, wordDeltas } from './timeline';

function rows(...given: Partial<VersionRow>[]): VersionRow[] {
  return given.map((row, index) => ({
    version: `v${given.length - index}`,
    parents: index + 1 < given.length ? [`v${given.length - index - 1}`] : [],
    at: '2026-11-24T10:00:00Z',
    author: 'A',
    reason: 'save',
    name: '',
    words: 100,
    bytes: 600,
    exported: '',
    head: false,
    ...row,
  }));
}

/** A timeline as short words: `day`, `session 3`, `v2`, `fold 4`. */
function short(list: VersionRow[], open: string[] = [], keep: string[] = []): string[] {
  return timeline(list, new Set(open), new Set(keep)).map((item) => {
    if (item.kind === 'version') return item.row.version;
    if (item.kind === 'fold') return `fold ${item.count}`;
    return item.kind === 'session' ? `session ${item.count}` : 'day';
  });
}

describe('timeline', () => {
  it('parts days, sessions of work, and authors', () => {
    const list = rows(
      { at: '2026-11-24T12:00:00Z' },
      { at: '2026-11-24T11:50:00Z' },
      { at: '2026-11-24T11:49:00Z', author: 'B' },
      { at: '2026-11-24T09:00:00Z', author: 'B' },
      { at: '2026-11-20T12:00:00Z', author: 'B' },
    );
    expect(short(list)).toEqual(['day', 'session 2', 'v5', 'v4', 'v3', 'v2', 'day', 'v1']);
  });

  it('folds pauses in a row away, and nothing that somebody meant', () => {
    const pause = { reason: 'pause' };
    const list = rows(
      { head: true, ...pause },
      pause,
      pause,
      pause,
      { name: 'Named', ...pause },
      pause,
      pause,
      { exported: 'x', ...pause },
      pause,
    );
    expect(short(list)).toEqual(['day', 'session 9', 'v9', 'v8', 'fold 2', 'v5', 'v4', 'v3', 'v2', 'v1']);
    expect(short(list, ['fold v6'])).toEqual(['day', 'session 9', 'v9', 'v8', 'fold 2', 'v7', 'v6', 'v5', 'v4', 'v3', 'v2', 'v1']);
    expect(short(list, [], ['v7'])).toContain('v7');
  });

  it('loses no version, however long the history, and counts words against the parent', () => {
    const list = versionsOf(20_000, 'head');
    const items = timeline(list, new Set());
    const shown = items.reduce((sum, item) => sum + (item.kind === 'version' ? 1 : item.kind === 'fold' ? item.count : 0), 0);
    expect(shown).toBe(20_000);
    expect(new Set(items.map((item) => item.key)).size).toBe(items.length);
    const deltas = wordDeltas(rows({ words: 90 }, { words: 120 }, { words: 100 }));
    expect([...deltas.values()]).toEqual([-30, 20, 0]);
  });
});

describe('sides', () => {
  const state = (change: Partial<HistoryState>) =>
    ({ versions: rows({}, {}, {}), chosen: 'v2', against: 'present', ...change }) as HistoryState;
  it.each([
    [{}, { from: 'v2', to: 'draft' }],
    [{ against: 'before' }, { from: 'v1', to: 'v2' }],
    [{ chosen: 'v1', against: 'before' }, null],
    [{ against: 'v3' }, { from: 'v2', to: 'v3' }],
    [{ against: 'v1' }, { from: 'v1', to: 'v2' }],
    [{ chosen: 'gone' }, null],
    [{ versions: null }, null],
  ])('%j', (change, wanted) => expect(sides(state(change))).toEqual(wanted));
});

it('ids of the fake history are as long as real ones', () => expect(id(3)).toMatch(/^[0-9a-f]{64}$/));
