import { undo, redo } from '@codemirror/commands';
import { afterEach, describe, expect, test } from 'vitest';
import { toBody, toDocument } from '../line_breaks';
import { applySplices, desk, numbers } from './driver';

const BODIES: [string, string][] = [
  ['LF', 'First paragraph.\n\n> quote\n\n- a\n- b\n'],
  ['CRLF', 'First paragraph.\r\n\r\n> quote\r\n\r\n- a\r\n- b\r\n'],
  ['CR', 'One\rTwo\r\rThree'],
  ['mixed', 'One\r\nTwo\nThree\r\r\nFour\n\r\nFive\r'],
  ['Arabic and emoji', 'قال «الوزير» 👩‍👩‍👧‍👦 إنّ\r\nالخطة 𝒳 جاهزة.\r\n\nنهاية 🏳️‍🌈'],
  ['empty', ''],
];
const PIECES = ['a', 'ب', '👩‍👩‍👧', '\n', '\r\n', '\r', '**x**', '\n\n> [!gallery] x\r\n> y', '', 'é', '\u2028'];

afterEach(() => document.body.replaceChildren());

describe('splices', () => {
  test.each(BODIES)('of random edits of a body with %s give the body', (_name, body) => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const next = numbers(seed);
      const { editor, view, splices } = desk('', { body });
      expect(editor.body()).toBe(body);
      let mirror = body;
      for (let step = 0; step < 30; step += 1) {
        const length = view.state.doc.length;
        const kind = next(8);
        if (kind === 0) undo(view);
        else if (kind === 1) redo(view);
        else if (kind === 2) {
          const other = applySplices(editor.body(), [
            { at: next(editor.body().length + 1), remove: 0, insert: PIECES[next(PIECES.length)] ?? '' },
          ]);
          editor.setBody(other);
          expect(editor.body()).toBe(other);
          mirror = other;
        } else {
          const cuts = [next(length + 1), next(length + 1), next(length + 1), next(length + 1)].sort((a, b) => a - b);
          const [a = 0, b = 0, c = 0, d = 0] = cuts;
          const changes = [{ from: a, to: Math.min(b, a + 6), insert: PIECES[next(PIECES.length)] ?? '' }];
          if (kind > 5 && c > b) changes.push({ from: c, to: Math.min(d, c + 4), insert: PIECES[next(PIECES.length)] ?? '' });
          view.dispatch({ changes });
        }
        mirror = applySplices(mirror, splices.splice(0));
        expect(editor.body()).toBe(mirror);
      }
      editor.destroy();
    }
  });

  test.each(BODIES)('offsets of a body with %s map both ways', (_name, body) => {
    const { editor, view } = desk('', { body });
    for (let position = 0; position <= view.state.doc.length; position += 1) {
      const offset = toBody(view.state, position);
      expect(toDocument(view.state, offset)).toBe(position);
      expect(body.slice(0, offset).replace(/\r\n?/g, '\n').length).toBe(position);
    }
    expect(toBody(view.state, view.state.doc.length)).toBe(body.length);
    editor.destroy();
  });

  test('undo brings a line ending back as it was', () => {
    const body = 'a\nb\nc\r\nd\n';
    const { editor, view } = desk('', { body });
    view.dispatch({ changes: { from: 4, to: 7, insert: '' } });
    expect(editor.body()).toBe('a\nb\n\n');
    undo(view);
    expect(editor.body()).toBe(body);
    redo(view);
    undo(view);
    expect(editor.body()).toBe(body);
  });

  test('a new line ends as the others do', () => {
    const { editor, view, splices, press } = desk('', { body: 'a\r\nb' });
    view.dispatch({ selection: { anchor: 3 } });
    press('Enter');
    expect(editor.body()).toBe('a\r\nb\r\n\r\n');
    expect(splices).toEqual([{ at: 4, remove: 0, insert: '\r\n\r\n' }]);
  });
});

describe('setBody', () => {
  test.each([
    ['One\n\nTwo\n\nThr|ee\n', 'Zero\n\nOne\n\nTwo changed\n\nThree\n', 'Zero\n\nOne\n\nTwo changed\n\nThr|ee\n'],
    ['On|e\n\nTwo\n', 'One more\n\nTwo\n\nThree\n', 'On|e more\n\nTwo\n\nThree\n'],
    ['a\nb|', 'a', 'a|'],
    ['|', 'new text\n', 'new text\n|'],
    ['x|\n', 'x|\n'.replace('|', ''), 'x|\n'],
    ['😀|', '😁', '😁|'],
  ])('%j to %j leaves %j and reports nothing', (before, body, after) => {
    const { editor, shown, splices } = desk(before);
    editor.setBody(body);
    expect(editor.body()).toBe(body);
    expect(shown().replace('|', '')).toBe(body);
    if (before !== '|') expect(shown()).toBe(after);
    expect(splices).toEqual([]);
  });

  test('is not undone', () => {
    const { editor, view, type } = desk('a|');
    type('b');
    editor.setBody('x\nab');
    undo(view);
    expect(editor.body()).toBe('x\na');
  });
});
