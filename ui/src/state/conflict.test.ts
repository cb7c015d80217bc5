import { describe, expect, it } from 'vitest';
import { fieldsOf, rows } from '../../fake/copy';
import type { ConflictPlace } from '../bridge/wire';
import { changesFor, fieldsFor, type Take } from './conflict';

const BODY = 'One.\n\nMine.\n\nThree.\n';

function place(change: Partial<ConflictPlace> = {}): ConflictPlace {
  return { token: 't', kind: 'body', field: '', base: 'Two.\n\n', mine: 'Mine.\n\n', theirs: 'Theirs.\n\n', from: 6, to: 13, ...change };
}

function after(body: string, places: ConflictPlace[], take: Take): string {
  return changesFor(places, take, body).reduceRight((text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to), body);
}

describe('a choice in the text', () => {
  const table: [string, Take, string][] = [
    ['mine', 'mine', BODY],
    ['theirs', 'theirs', 'One.\n\nTheirs.\n\nThree.\n'],
    ['both', 'both', 'One.\n\nMine.\n\nTheirs.\n\nThree.\n'],
    ['by hand', { text: '\n Ours,\ntogether. \n' }, 'One.\n\n Ours,\ntogether.\n\nThree.\n'],
    ['nothing by hand', { text: ' ' }, 'One.\n\nThree.\n'],
  ];
  it.each(table)('%s', (_, take, wanted) => expect(after(BODY, [place()], take)).toBe(wanted));

  it('keeps paragraphs apart at the end of the text', () => {
    const last = place({ from: 13, to: 20, base: '3.\n', mine: 'Three.\n', theirs: 'Drei.\n' });
    expect(after(BODY, [last], 'theirs')).toBe('One.\n\nMine.\n\nDrei.\n');
    expect(after(BODY, [last], 'both')).toBe('One.\n\nMine.\n\nThree.\n\nDrei.\n');
    const gone = place({ from: 20, to: 20, base: '4.\n', mine: '', theirs: 'Vier.\n' });
    expect(after(BODY, [gone], 'theirs')).toBe('One.\n\nMine.\n\nThree.\n\nVier.\n');
  });

  it('keeps them apart where theirs was the end of their text', () => {
    expect(after(BODY, [place({ theirs: 'Theirs.' })], 'theirs')).toBe('One.\n\nTheirs.\n\nThree.\n');
    expect(after(BODY, [place({ mine: '', to: 6, theirs: 'Theirs.' })], 'theirs')).toBe('One.\n\nTheirs.\n\nMine.\n\nThree.\n');
  });

  it('takes a paragraph out where they did', () => {
    expect(after(BODY, [place({ theirs: '' })], 'theirs')).toBe('One.\n\nThree.\n');
    expect(after(BODY, [place({ theirs: '' })], 'both')).toBe(BODY);
  });

  it('does several at once', () => {
    const both = [place({ from: 0, to: 6, mine: 'One.\n\n', theirs: 'Uno.\n\n' }), place()];
    expect(after(BODY, both, 'theirs')).toBe('Uno.\n\nTheirs.\n\nThree.\n');
  });
});

describe('a choice in the fields', () => {
  const now = fieldsOf(rows(1)[0]!);
  const theirs = { ...now, title: 'Theirs', tags: ['A'] };
  const title = place({ kind: 'field', field: 'title' });
  it('is put into the field', () => {
    expect(fieldsFor([title, place({ kind: 'field', field: 'tags' })], 'theirs', theirs, now)).toEqual({ title: 'Theirs', tags: ['A'] });
    expect(fieldsFor([title], 'mine', theirs, now)).toEqual({});
    expect(fieldsFor([title], 'both', theirs, now)).toEqual({});
    expect(fieldsFor([title], { text: ' By hand ' }, theirs, now)).toEqual({ title: 'By hand' });
  });
  it('leaves a key without a box to the newsroom', () => {
    expect(fieldsFor([place({ kind: 'other', field: 'odd' })], 'theirs', theirs, now)).toEqual({});
  });
});
