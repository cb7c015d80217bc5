import { acceptCompletion, completionStatus, currentCompletions, startCompletion } from '@codemirror/autocomplete';
import { forEachDiagnostic } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EDITOR_PHRASES } from '../index';
import { desk } from './driver';

afterEach(() => document.body.replaceChildren());

async function open(marked: string, phrases = {}) {
  const some = desk(marked, { phrases });
  startCompletion(some.view);
  await vi.waitFor(() => {
    if (completionStatus(some.view.state) === 'pending') throw new Error('still looking');
  });
  return some;
}

describe('the slash menu', () => {
  test.each([
    [
      '/|',
      [
        'Heading',
        'Smaller heading',
        'Pull quote',
        'Quotation',
        'Gallery',
        'Correction',
        'Bulleted list',
        'Numbered list',
        'Table',
        'Footnote',
      ],
    ],
    ['/qu|', ['Pull quote', 'Quotation']],
    ['a /|', []],
    ['/a/b|', []],
    ['```\n/|\n```', []],
  ])('at %j offers %j', async (marked, wanted) => {
    const { view } = await open(marked);
    expect(currentCompletions(view.state).map(({ label }) => label)).toEqual(wanted);
  });

  test.each([
    ['/pull|', '> [!pullquote] [|Speaker, role|]\n> '],
    ['/gal|', '> [!gallery] [|Title of the gallery|]\n> ![](media/)'],
    ['/table|', '| [|Column|] | Column |\n| --- | --- |\n|  |  |'],
    ['/h2|', '## |'],
    ['Text\n\n/foot|', 'Text\n\n[^1]\n\n[^1]: |'],
  ])('at %j puts in %j', async (marked, wanted) => {
    const { view, shown } = await open(marked);
    expect(acceptCompletion(view)).toBe(true);
    expect(shown()).toBe(wanted);
  });

  test('is found in the language of the interface', async () => {
    const { view } = await open('/معر|', { Gallery: 'معرض صور' });
    expect(currentCompletions(view.state).map(({ label }) => label)).toEqual(['معرض صور']);
  });
});

describe('paste', () => {
  function paste(marked: string, data: Record<string, string>, pasteHtml?: (html: string) => string | null) {
    const some = desk(marked, pasteHtml ? { pasteHtml } : {});
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'clipboardData', {
      value: { getData: (type: string) => data[type] ?? '', types: Object.keys(data), files: [] },
    });
    some.view.contentDOM.dispatchEvent(event);
    return some.shown();
  }

  test.each([
    ['the [|report|]', 'https://example.org/a', 'the [report](https://example.org/a)|'],
    ['the [|report|]', 'https://example.org/a_(b)', 'the [report](<https://example.org/a_(b)>)|'],
    ['the |', 'https://example.org/a', 'the https://example.org/a|'],
    ['[|https://example.org|]', 'https://example.org/b', 'https://example.org/b|'],
    ['a [|b|]', 'two words', 'a two words|'],
  ])('on %j of %j gives %j', (marked, text, wanted) => {
    expect(paste(marked, { 'text/plain': text })).toBe(wanted);
  });

  test('takes Markdown from the app, or else plain text', () => {
    const data = { 'text/plain': 'bold', 'text/html': '<b>bold</b>' };
    expect(paste('|', data, () => '**bold**')).toBe('**bold**|');
    expect(paste('|', data, () => null)).toBe('bold|');
    expect(paste('|', data)).toBe('bold|');
  });
});

describe('problems', () => {
  const found = (view: EditorView) => {
    const places: [number, number, string][] = [];
    forEachDiagnostic(view.state, (diagnostic, from, to) => places.push([from, to, diagnostic.severity]));
    return places;
  };

  test('are underlined where they are, also after edits and with CRLF', () => {
    const { editor, view } = desk('', { body: 'One\r\nTwo three\r\n' });
    editor.setProblems([
      { from: 9, to: 14, severity: 'block', message: 'No.', hint: 'Do.' },
      { from: 5, to: 8, severity: 'warn', message: 'Hm.', hint: '' },
      { from: 90, to: 99, severity: 'warn', message: 'Gone.', hint: '' },
    ]);
    expect(found(view)).toEqual([
      [4, 7, 'warning'],
      [8, 13, 'error'],
      [14, 14, 'warning'],
    ]);
    view.dispatch({ changes: { from: 0, insert: 'xx' } });
    expect(found(view).slice(0, 2)).toEqual([
      [6, 9, 'warning'],
      [10, 15, 'error'],
    ]);
    editor.setProblems([]);
    expect(found(view)).toEqual([]);
  });

  test('are reached by F8 and Shift+F8', () => {
    const { editor, press, shown } = desk('|One two three');
    editor.setProblems([
      { from: 4, to: 7, severity: 'warn', message: 'a', hint: '' },
      { from: 8, to: 13, severity: 'warn', message: 'b', hint: '' },
    ]);
    press('F8');
    expect(shown()).toBe('One [|two|] three');
    press('F8');
    expect(shown()).toBe('One two [|three|]');
    press('F8', { shift: true });
    expect(shown()).toBe('One [|two|] three');
  });
});

test('every phrase is its own English form', () => {
  for (const [key, value] of Object.entries(EDITOR_PHRASES)) expect(value).toBe(key);
});
