import { undo } from '@codemirror/commands';
import { afterEach, describe, expect, test } from 'vitest';
import type { EditorCommand } from '../index';
import { desk } from './driver';

afterEach(() => document.body.replaceChildren());

describe('commands', () => {
  test.each<[EditorCommand, string, string]>([
    ['bold', 'The [|harbour|] wall', 'The **[|harbour|]** wall'],
    ['bold', 'The **[|harbour|]** wall', 'The [|harbour|] wall'],
    ['bold', 'The har|bour wall', 'The **har|bour** wall'],
    ['bold', 'The [|harbour |]wall', 'The **[|harbour|]** wall'],
    ['bold', 'a |', 'a **|**'],
    ['bold', 'word|', 'word**|**'],
    ['bold', 'a **|**', 'a |'],
    ['italic', 'قال [|الوزير|] إنّ', 'قال _[|الوزير|]_ إنّ'],
    ['italic', '*[|x|]*', '[|x|]'],
    ['strikethrough', '[|old|]', '~~[|old|]~~'],
    ['code', '[|x|]', '`[|x|]`'],
    ['link', 'the [|report|] says', 'the [report]([|https://|]) says'],
    ['link', '[|https://example.org/a|]', '[|](https://example.org/a)'],
    ['link', 'the [rep|ort](https://example.org) says', 'the [report]([|https://example.org|]) says'],
    ['heading2', 'Title|', '## Title|'],
    ['heading2', '## Title|', 'Title|'],
    ['heading3', '## Title|', '### Title|'],
    ['paragraph', '### Title|', 'Title|'],
    ['paragraph', '- item|', 'item|'],
    ['quote', '[|One\n\nTwo|]', '> [|One\n>\n> Two|]'],
    ['quote', '> One|', 'One|'],
    ['bulleted', '[|One\nTwo|]', '- [|One\n- Two|]'],
    ['bulleted', '- On|e', 'On|e'],
    ['bulleted', '|', '- |'],
    ['numbered', '[|One\nTwo|]', '1. [|One\n2. Two|]'],
    ['numbered', '- On|e', '1. On|e'],
    ['footnote', 'Fact|.\n\nMore\n', 'Fact[^1].\n\nMore\n\n[^1]: |\n'],
    ['footnote', 'Fact|.\n\n[^1]: Text.', 'Fact[^2].\n\n[^1]: Text.\n[^2]: |'],
  ])('%s turns %j into %j', (command, before, after) => {
    const { editor, shown } = desk(before);
    expect(editor.run(command)).toBe(true);
    expect(shown()).toBe(after);
  });

  test('inside code nothing is marked', () => {
    const { editor, shown } = desk('```\n[|x|]\n```');
    expect(editor.run('bold')).toBe(false);
    expect(shown()).toBe('```\n[|x|]\n```');
  });
});

describe('Enter', () => {
  test.each([
    ['- one|', '- one\n- |'],
    ['- one|two', '- one\n- |two'],
    ['1. one|\n2. two', '1. one\n2. |\n3. two'],
    ['9) nine|', '9) nine\n10) |'],
    ['- [x] done|', '- [x] done\n- [ ] |'],
    ['- one\n- |', '- one\n|'],
    ['- one\n  - |', '- one\n- |'],
    ['> said|', '> said\n> |'],
    ['> [!pullquote] A. Speaker|', '> [!pullquote] A. Speaker\n> |'],
    ['> said\n> |', '> said\n\n|'],
    ['> - one|', '> - one\n> - |'],
    ['Plain|text', 'Plain\n\n|text'],
    ['## Heading|', '## Heading\n\n|'],
    ['One.|\n\nTwo.', 'One.\n\n|\n\nTwo.'],
    ['One.\n\n|', 'One.\n\n|'],
    ['One.\n|', 'One.\n\n|'],
    ['|', '\n|'],
    ['```\n\n\n|\n```', '```\n\n\n\n|\n```'],
    ['فقرة|', 'فقرة\n\n|'],
    ['2024 - a year|', '2024 - a year\n\n|'],
    ['-dash|', '-dash\n\n|'],
    ['```\n- a|\n```', '```\n- a\n|\n```'],
    ['- بند|', '- بند\n- |'],
  ])('turns %j into %j', (before, after) => {
    const { press, shown } = desk(before);
    press('Enter', { keyCode: 13 });
    expect(shown()).toBe(after);
  });

  test('goes on with a table by one line', () => {
    const body = '| a | b |\n| - | - |\n| 1 | 2 |';
    const { editor, view, press } = desk('', { body });
    view.dispatch({ selection: { anchor: body.length } });
    press('Enter', { keyCode: 13 });
    expect(editor.body()).toBe(`${body}\n`);
  });

  test('with Shift breaks a line inside the paragraph', () => {
    const { press, shown } = desk('one|two');
    press('Enter', { shift: true, keyCode: 13 });
    expect(shown()).toBe('one\\\n|two');
  });
});

describe('Backspace and Tab', () => {
  test.each([
    ['Backspace', false, '- |one', '|one'],
    ['Backspace', false, '> |one', '|one'],
    ['Backspace', false, '- one|', '- on|'],
    ['Tab', false, '- one\n- tw|o', '- one\n  - tw|o'],
    ['Tab', true, '- one\n  - tw|o', '- one\n- tw|o'],
    ['Tab', false, '1. one\n2. tw|o', '1. one\n   2. tw|o'],
  ])('%s (shift %s) turns %j into %j', (key, shift, before, after) => {
    const { press, shown } = desk(before);
    press(key, { shift });
    expect(shown()).toBe(after);
  });

  test('Tab leaves the text outside lists', () => {
    const { press } = desk('Plain| text');
    expect(press('Tab')).toBe(false);
  });
});

describe('smart typing', () => {
  test.each([
    ['en', '|', '"Yes," he said. "It\'s \'fine\' now."', '“Yes,” he said. “It’s ‘fine’ now.”'],
    ['en', '|', 'Wait... then--and---so', 'Wait… then–and—so'],
    ['en', '|', '("a")', '(“a”)'],
    ['en', '**|', '"a"**', '**“a”**'],
    ['de', '|', '"Ja", sagte er. \'s ist "gut".', '„Ja“, sagte er. ‚s ist „gut“.'],
    ['de', '|', "Wie geht's", 'Wie geht’s'],
    ['fr', '|', '"Oui", dit-il, l\'eau', '«\u00A0Oui\u00A0», dit-il, l’eau'],
    ['ar', '|', 'قال "نعم" و"لا"', 'قال «نعم» و«لا»'],
    ['sv', '|', '"Ja"', '”Ja”'],
    ['en-GB', '|', 'He said "no"', 'He said “no”'],
    ['en', '`|', '"x" -- y', '`"x" -- y'],
    ['en', '```\n|\n```', '"x"...', '```\n"x"...\n```'],
    ['en', '[a](https://x.org|', ' "Title"', '[a](https://x.org "Title"'],
    ['en', '<a |', 'href="x"', '<a href="x"'],
    ['en', 'https://x.org/a|', '--b', 'https://x.org/a--b'],
    ['en', '|', '---', '---'],
    ['en', '| ¦', '---', '| ---'],
    ['en', 'a\n|', '--', 'a\n--'],
    ['en', 'x <!|', '-- note', 'x <!-- note'],
  ])('in %s: after %j typing %j gives %j', (lang, before, typed, after) => {
    const { editor, type } = desk(before, { lang });
    type(typed);
    expect(editor.body()).toBe(after);
  });

  test('one Undo gives the plain characters back', () => {
    const { editor, view, type } = desk('He said |');
    type('"');
    expect(editor.body()).toBe('He said “');
    undo(view);
    expect(editor.body()).toBe('He said "');
  });
});

describe('keys', () => {
  test.each([
    ['b', { ctrl: true }, 'x', '**x**'],
    ['لا', { ctrl: true, code: 'KeyB' }, 'x', '**x**'],
    ['ه', { ctrl: true, code: 'KeyI' }, 'x', '_x_'],
    ['٢', { ctrl: true, alt: true, code: 'Digit2' }, 'x', '## x'],
    ['*', { ctrl: true, shift: true, code: 'Digit8', keyCode: 56 }, 'x', '- x'],
    ['&', { ctrl: true, shift: true, code: 'Digit7', keyCode: 55 }, 'x', '1. x'],
    ['B', { ctrl: true, shift: true, keyCode: 66 }, 'x', '> x'],
    ['X', { ctrl: true, shift: true, keyCode: 88 }, 'x', '~~x~~'],
  ])('%s with %j turns %j into %j', (key, modifiers, before, after) => {
    const { editor, press } = desk(`[|${before}|]`);
    expect(press(key, modifiers)).toBe(true);
    expect(editor.body()).toBe(after);
  });

  test.each([
    ['s', {}],
    ['o', {}],
    ['n', {}],
    ['e', {}],
    ['/', {}],
    [',', {}],
    ['\\', {}],
    ['P', { shift: true }],
    ['F', { shift: true }],
    ['Enter', { shift: true }],
    ['Enter', {}],
    ['q', { alt: true }],
    ['p', { alt: true }],
  ])('Ctrl+%s with %j is left to the app', (key, modifiers) => {
    const { editor, press } = desk('> [|x|]');
    expect(press(key, { ctrl: true, ...modifiers })).toBe(false);
    expect(editor.body()).toBe('> x');
  });

  test.each(['F1', 'F6'])('%s is left to the app', (key) => {
    expect(desk('x|').press(key)).toBe(false);
  });
});
