import { redo, undo } from '@codemirror/commands';
import { describe, expect, it } from 'vitest';
import { LARGEST_HISTORY } from '../undo_history';
import type { KeptUndo, UndoStep } from '../types';
import { applySplices, desk, numbers, type Desk } from './driver';

/** Steps that were journalled, as the newsroom gives them back. */
function typed(...splices: [at: number, remove: number, insert: string][]): UndoStep[] {
  return splices.map(([at, remove, insert], index) => ({
    at: 1000 + index * 80,
    own: true,
    body: null,
    splices: [{ at, remove, insert }],
  }));
}

/** The same draft opened again, with the history that the one before had. */
function again(before: Desk, steps: UndoStep[] = [], body = before.editor.body()): Desk {
  const kept: KeptUndo = { history: before.editor.history(), before: before.editor.body(), steps };
  return desk(body, { undo: kept });
}

/** Everything that can be taken back, as the bodies on the way. */
function allUndone({ view, editor }: Desk): string[] {
  const bodies = [];
  while (undo(view)) bodies.push(editor.body());
  return bodies;
}

describe('undo over a restart', () => {
  it('goes on where it was', () => {
    const first = desk('Hello.|');
    first.type(' One.');
    first.press('Enter');
    first.type('Two.');
    const kept = first.editor.history();
    const expected = allUndone(first);
    const second = desk(expected.length > 0 ? 'Hello. One.\n\nTwo.' : '', { undo: { history: kept, before: '', steps: [] } });
    expect(second.editor.body()).toBe('Hello. One.\n\nTwo.');
    expect(allUndone(second)).toEqual(expected);
    expect(expected.at(-1)).toBe('Hello.');
  });

  it('keeps what was taken back, for Redo', () => {
    const first = desk('Hello.|');
    first.type(' One.');
    undo(first.view);
    const second = again(first);
    expect(second.editor.body()).toBe('Hello.');
    expect(redo(second.view)).toBe(true);
    expect(second.editor.body()).toBe('Hello. One.');
  });

  it('tells nobody of an edit, for nothing was edited', () => {
    const first = desk('Hello.|');
    first.type('!');
    const second = again(first, typed([7, 0, 'a']), 'Hello.!a');
    expect(second.splices).toEqual([]);
    undo(second.view);
    expect(applySplices('Hello.!a', second.splices)).toBe(second.editor.body());
  });

  it('takes back the keys that were journalled after the history was kept', () => {
    const first = desk('Hello.|');
    first.type('!');
    const pause = { at: 9000, own: true, body: null, splices: [{ at: 8, remove: 3, insert: '' }] };
    const second = again(first, [...typed([7, 0, ' a'], [9, 0, 'b'], [10, 0, 'c']), pause], 'Hello.! ');
    const bodies = allUndone(second);
    expect(bodies[0]).toBe('Hello.! abc');
    expect(bodies).toContain('Hello.!');
    expect(bodies.at(-1)).toBe('Hello.');
  });

  it('takes back keys where no history was kept at all', () => {
    const { view, editor } = desk('Hello, you.', {
      undo: { history: '', before: 'Hello.', steps: typed([5, 0, ', '], [7, 0, 'you']) },
    });
    expect(undo(view)).toBe(true);
    expect(editor.body()).toBe('Hello.');
    expect(undo(view)).toBe(false);
  });

  it('leaves what came from elsewhere, and takes back what was typed before it', () => {
    const first = desk('One.\n\nTwo.|');
    first.type(' More.');
    const outside = 'Uno, from outside.\n\nTwo. More.';
    const second = again(first, [{ at: 0, own: false, body: outside, splices: [] }], outside);
    expect(second.editor.body()).toBe(outside);
    undo(second.view);
    expect(second.editor.body()).toBe('Uno, from outside.\n\nTwo.');
    expect(undo(second.view)).toBe(false);
  });

  it('takes back in one step what was typed here between two versions', () => {
    const first = desk('One.|');
    first.type(' A.');
    const second = again(first, [{ at: 0, own: true, body: 'One. A. B.', splices: [] }], 'One. A. B.');
    expect(allUndone(second)).toEqual(['One. A.', 'One.']);
  });

  it('puts the cursor where the words come back', () => {
    const first = desk('One.\n\nTwo.\n\nThree.|');
    const second = again(first, typed([10, 0, '!']), 'One.\n\nTwo.!\n\nThree.');
    undo(second.view);
    expect(second.view.state.selection.main.head).toBe(10);
  });

  it('keeps offsets right where lines end in CR LF', () => {
    const first = desk('One.\r\n\r\nTwo.|');
    first.type('!');
    const second = again(first, typed([13, 0, '?']), 'One.\r\n\r\nTwo.!?');
    expect(allUndone(second).at(-1)).toBe('One.\r\n\r\nTwo.');
  });

  it('is left out, and nothing else, where it does not fit', () => {
    const first = desk('Hello.|');
    first.type('!');
    const history = first.editor.history();
    const bad: KeptUndo[] = [
      { history, before: '', steps: [] },
      { history: '{"done":[{"changes":[[3]]}', before: '', steps: [] },
      { history: '{}', before: '', steps: [] },
      { history: 'null', before: '', steps: [] },
      { history, before: 'Hello.!', steps: typed([99, 0, 'x']) },
      { history, before: 'Hello.!', steps: [] },
      { history: '', before: 'x', steps: typed([0, 0, 'y']) },
    ];
    for (const undoKept of bad) {
      const { view, editor, type } = desk('Another text|', { undo: undoKept });
      expect(editor.body()).toBe('Another text');
      expect(undo(view)).toBe(false);
      type('x');
      expect(undo(view)).toBe(true);
      expect(editor.body()).toBe('Another text');
    }
  });

  it('is not kept where Undo would forget the kind of a line break', () => {
    const mixed = desk('One.\nTwo.\nThree.\r\nFour.|');
    mixed.type('!');
    expect(mixed.editor.history()).toBe('');
  });

  it('is bounded, and keeps the latest', () => {
    const large = desk('|');
    for (let round = 0; round < 40; round += 1) {
      large.editor.change([{ from: 0, to: large.editor.body().length, insert: `${round} ${'x'.repeat(10_000)}` }]);
    }
    const history = large.editor.history();
    expect(history.length).toBeLessThanOrEqual(LARGEST_HISTORY + 32);
    const second = again(large);
    undo(second.view);
    expect(second.editor.body().startsWith('38 ')).toBe(true);
  });

  it('leads back through the same texts, whatever was done', () => {
    const draw = numbers(7);
    for (let round = 0; round < 10; round += 1) {
      const first = desk('Alpha beta.\n\nGamma delta.\n\nالنص هنا.|');
      for (let step = 0; step < 25; step += 1) {
        const length = first.view.state.doc.length;
        const at = draw(length + 1);
        first.view.dispatch({ selection: { anchor: at, head: Math.min(length, at + draw(4)) } });
        const act = draw(5);
        if (act === 0) undo(first.view);
        else if (act === 1) redo(first.view);
        else if (act === 2) first.press('Enter');
        else first.type(String.fromCharCode(97 + draw(26)));
      }
      const second = again(first);
      expect(second.editor.body()).toBe(first.editor.body());
      expect(allUndone(second)).toEqual(allUndone(first));
    }
  });
});

describe('change', () => {
  it('replaces ranges of the body as one edit that is told of', () => {
    const { editor, view, splices } = desk('One.\r\n\r\nTwo.\r\n\r\nThree.');
    editor.change([
      { from: 0, to: 4, insert: 'Uno.' },
      { from: 8, to: 12, insert: 'Due.\n\nAnd a half.' },
    ]);
    expect(editor.body()).toBe('Uno.\r\n\r\nDue.\r\n\r\nAnd a half.\r\n\r\nThree.');
    expect(applySplices('One.\r\n\r\nTwo.\r\n\r\nThree.', splices)).toBe(editor.body());
    undo(view);
    expect(editor.body()).toBe('One.\r\n\r\nTwo.\r\n\r\nThree.');
  });
});
