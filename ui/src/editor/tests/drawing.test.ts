import { afterEach, describe, expect, test } from 'vitest';
import { desk, type Desk } from './driver';

afterEach(() => document.body.replaceChildren());

const lines = ({ view }: Desk) => [...view.contentDOM.querySelectorAll<HTMLElement>('.cm-line')];
const texts = (desk: Desk) => lines(desk).map((line) => line.textContent);

describe('live marks', () => {
  test.each([
    ['x|\n\nThe **bold** and _slanted_ `code` ~~old~~', 'The bold and slanted code old'],
    ['x|\n\n## Heading', 'Heading'],
    ['x|\n\n[words](https://example.org "T")', 'words'],
    ['x|\n\n[words][ref]', 'words'],
    ['x|\n\n[not a link]', '[not a link]'],
    ['x|\n\n> quoted', 'quoted'],
    ['x|\n\n> [!pullquote] A. Speaker, mayor', 'Pull quoteA. Speaker, mayor'],
    ['x|\n\n> [!gallery]', 'Gallery'],
    ['x|\n\n![The quay](media/the%20quay.jpg "Caption. Credit: A")', 'the quay.jpgThe quay · Caption. Credit: A'],
    ['x|\n\n![](media/a.jpg)', 'a.jpg'],
    ['x|\n\n```\n**x**\n```', '```'],
  ])('of %j show %j', (marked, wanted) => {
    expect(texts(desk(marked))[2]).toBe(wanted);
  });

  test('appear on the line of the cursor and go when it leaves', () => {
    const some = desk('x|\n\nThe **bold** one\n\nThe **other** one');
    some.view.dispatch({ selection: { anchor: 5 } });
    expect(texts(some)).toEqual(['x', '', 'The **bold** one', '', 'The other one']);
    some.view.dispatch({ selection: { anchor: 0 } });
    expect(texts(some)[2]).toBe('The bold one');
  });

  test('can be turned off and on', () => {
    const some = desk('x|\n\n**bold**');
    some.editor.setLive(false);
    expect(texts(some)[2]).toBe('**bold**');
    some.editor.setLive(true);
    expect(texts(some)[2]).toBe('bold');
    expect(some.editor.body()).toBe('x\n\n**bold**');
  });

  test('draw callouts as blocks', () => {
    const some = desk('x|\n\n> [!pullquote] A\n> Words\n\n> [!gallery] B\n> ![a](b.jpg)');
    const classes = lines(some).map((line) => [...line.classList].filter((name) => name.startsWith('stet-callout')).join(' '));
    expect(classes).toEqual([
      '',
      '',
      'stet-callout-pullquote stet-callout-first',
      'stet-callout-pullquote stet-callout-last',
      '',
      'stet-callout-gallery stet-callout-first',
      'stet-callout-gallery stet-callout-last',
    ]);
  });

  test('speak the language of the interface', () => {
    expect(texts(desk('x|\n\n> [!gallery] ميناء', { phrases: { Gallery: 'معرض صور' } }))[2]).toBe('معرض صورميناء');
  });
});

describe('direction', () => {
  test.each<['ltr' | 'rtl', string, string]>([
    ['ltr', 'Harbour\n\nميناء\n', 'ltr ltr rtl ltr'],
    ['rtl', 'Harbour\n\nميناء\n', 'ltr rtl rtl rtl'],
    ['rtl', '', 'rtl'],
    ['rtl', '2026 %', 'rtl'],
    ['rtl', 'ا', 'rtl'],
    ['rtl', 'قال\nHarbour في السطر الثاني', 'rtl rtl'],
    ['ltr', '> [!pullquote] ليلى، رئيسة\n> Words in English', 'rtl rtl'],
    ['ltr', '> [!gallery]\n> ![ميناء](media/a.jpg)', 'rtl rtl'],
    ['ltr', '- one\n- اثنان', 'ltr rtl'],
    ['ltr', '- اثنان\n- ', 'rtl rtl'],
    ['rtl', '![](media/a.jpg)', 'rtl'],
    ['rtl', 'https://example.org', 'rtl'],
    ['rtl', '```\nx = 1\n```', 'ltr ltr ltr'],
    ['rtl', '## عنوان', 'rtl'],
    ['rtl', '[^1]: نص', 'rtl'],
    ['ltr', '<b>نص</b>', 'rtl'],
  ])('in a draft that runs %s, %j runs %s', (direction, body, wanted) => {
    const some = desk('', { body, direction });
    expect(
      lines(some)
        .map((line) => line.dir)
        .join(' '),
    ).toBe(wanted);
    expect(some.view.contentDOM.dir).toBe(direction);
  });

  test('isolates addresses, code and marks', () => {
    const some = desk('انظر [الرابط](https://example.org/x|) و`code` <b>x</b> [^1]\n\n> [!pullquote] ليلى');
    const isolated = [...some.view.contentDOM.querySelectorAll<HTMLElement>('.stet-isolate')].map((mark) => [mark.textContent, mark.dir]);
    expect(isolated).toEqual([
      ['https://example.org/x', 'ltr'],
      ['`code`', 'auto'],
      ['<b>', 'ltr'],
      ['</b>', 'ltr'],
      ['[^1]', 'ltr'],
    ]);
  });
});

describe('focus mode', () => {
  test('marks the block of the cursor', () => {
    const some = desk('One\n\nTw|o\ntwo\n\nThree');
    some.editor.setFocusMode(true);
    expect(lines(some).map((line) => line.classList.contains('stet-current'))).toEqual([false, false, true, true, false, false]);
    some.editor.setFocusMode(false);
    expect(lines(some).some((line) => line.classList.contains('stet-current'))).toBe(false);
  });
});

describe('the text box', () => {
  test('has a name, a language and no marks of the web view', () => {
    const { view } = desk('', { label: 'Body', lang: 'ar', direction: 'rtl', phrases: { 'Write the story…': 'اكتب الخبر…' } });
    const box = view.contentDOM;
    expect([
      box.getAttribute('role'),
      box.getAttribute('aria-multiline'),
      box.getAttribute('aria-label'),
      box.lang,
      box.getAttribute('spellcheck'),
      box.getAttribute('autocorrect'),
    ]).toEqual(['textbox', 'true', 'Body', 'ar', 'false', 'off']);
    expect(box.textContent).toContain('اكتب الخبر…');
  });

  test('can be read only', () => {
    const { editor, view, press } = desk('x|', { editable: false });
    press('Enter', { keyCode: 13 });
    editor.run('bold');
    expect([editor.body(), view.contentDOM.contentEditable, view.contentDOM.tabIndex]).toEqual(['x', 'false', 0]);
  });
});
