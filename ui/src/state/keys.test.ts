import { afterEach, describe, expect, it } from 'vitest';
import { ACTIONS } from './actions';
import { actionFor, holderOf, remap } from './bindings';
import { bindingOf, keycaps, matches, type KeyPress } from './keys';

const press = (key: string, code: string, modifiers = ''): KeyPress => ({
  key,
  code,
  ctrlKey: modifiers.includes('C'),
  shiftKey: modifiers.includes('S'),
  altKey: modifiers.includes('A'),
  metaKey: modifiers.includes('M'),
  isComposing: modifiers.includes('I'),
  getModifierState: (name) => name === 'AltGraph' && modifiers.includes('G'),
});

describe('a key press is a binding', () => {
  it.each([
    ['a Latin layout', 'Mod+S', press('s', 'KeyS', 'C'), true],
    ['with Shift the letter is large', 'Mod+Shift+P', press('P', 'KeyP', 'CS'), true],
    ['an Arabic layout, by place', 'Mod+S', press('س', 'KeyS', 'C'), true],
    ['an Arabic layout, another place', 'Mod+S', press('ش', 'KeyA', 'C'), false],
    ['Dvorak, by letter and not by place', 'Mod+S', press('s', 'Semicolon', 'C'), true],
    ['Dvorak, another letter in that place', 'Mod+S', press('o', 'KeyS', 'C'), false],
    ['a digit under Shift', 'Mod+Shift+8', press('*', 'Digit8', 'CS'), true],
    ['a sign on an Arabic layout', 'Mod+/', press('ظ', 'Slash', 'C'), true],
    ['without the modifier', 'Mod+S', press('s', 'KeyS'), false],
    ['with a modifier too many', 'Mod+S', press('s', 'KeyS', 'CA'), false],
    ['AltGr types a letter', 'Mod+Alt+Q', press('@', 'KeyQ', 'CAG'), false],
    ['while an input method composes', 'Mod+S', press('s', 'KeyS', 'CI'), false],
    ['a named key', 'F6', press('F6', 'F6'), true],
    ['a named key with Shift', 'Shift+F6', press('F6', 'F6', 'S'), true],
    ['Enter with modifiers', 'Mod+Shift+Enter', press('Enter', 'Enter', 'CS'), true],
  ])('%s', (_, binding, event, expected) => {
    expect(matches(binding, event, false)).toBe(expected);
  });

  it('has the command key on macOS', () => {
    expect(matches('Mod+S', press('s', 'KeyS', 'M'), true)).toBe(true);
    expect(matches('Mod+S', press('s', 'KeyS', 'C'), true)).toBe(false);
    expect(keycaps('Mod+Shift+P', true)).toEqual(['⌘', '⇧', 'P']);
    expect(keycaps('Mod+Shift+Enter', false)).toEqual(['Ctrl', 'Shift', '↵']);
  });
});

describe('keys that are chosen', () => {
  afterEach(() => remap('save', undefined));

  it.each([
    ['a letter with modifiers', press('P', 'KeyP', 'CS'), 'Mod+Shift+P'],
    ['a letter on an Arabic layout', press('س', 'KeyS', 'C'), 'Mod+S'],
    ['a function key', press('F9', 'F9'), 'F9'],
    ['a letter alone would not be typed any more', press('p', 'KeyP'), ''],
    ['modifiers alone', press('Control', 'ControlLeft', 'C'), ''],
  ])('%s', (_, event, binding) => expect(bindingOf(event, false)).toBe(binding));

  it('take the place of an action’s own', () => {
    remap('save', ['Mod+Shift+S']);
    expect(actionFor(press('S', 'KeyS', 'CS'), false, false)?.id).toBe('save');
    expect(actionFor(press('s', 'KeyS', 'C'), false, false)).toBeUndefined();
    expect(holderOf('Mod+Shift+S', 'export')?.id).toBe('save');
  });
});

describe('actions', () => {
  it.each([
    ['Mod+K outside the text is the palette', press('k', 'KeyK', 'C'), false, false, 'palette'],
    ['Mod+K in the text is left to the editor', press('k', 'KeyK', 'C'), true, true, undefined],
    ['Mod+K in the text that the editor did not answer is a link', press('k', 'KeyK', 'C'), true, false, 'link'],
    ['Mod+Shift+P is the palette everywhere', press('P', 'KeyP', 'CS'), true, true, 'palette'],
    ['bold is nothing outside the text', press('b', 'KeyB', 'C'), false, false, undefined],
    ['the pull quote, on an Arabic layout', press('ض', 'KeyQ', 'CA'), true, true, 'pull-quote'],
    ['export', press('Enter', 'Enter', 'CS'), false, false, 'export'],
    ['shortcuts by F1', press('F1', 'F1'), true, true, 'shortcuts'],
  ])('%s', (_, event, inText, answered, id) => {
    expect(actionFor(event, inText, answered)?.id).toBe(id);
  });

  it('have names of their own and no key twice in one place', () => {
    expect(new Set(ACTIONS.map((each) => each.id)).size).toBe(ACTIONS.length);
    for (const inText of [true, false]) {
      const keys = ACTIONS.flatMap((each) =>
        each.keys.filter(({ scope }) => scope === 'always' || (scope === 'text') === inText).map(({ keys: binding }) => binding),
      );
      expect(keys.filter((binding, index) => keys.indexOf(binding) !== index)).toEqual([]);
    }
  });
});
