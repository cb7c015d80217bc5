import { expect, it } from 'vitest';
import { markWords } from './word_marks';

const shown = (text: string, other: string) =>
  markWords(text, other)
    .map(({ text: words, changed }) => (changed ? `[${words}]` : words))
    .join('');

it.each([
  ['It costs 14 million.', 'It costs 40 million.', 'It costs [14] million.'],
  ['One two three.', 'One three.', 'One [two] three.'],
  ['One three.', 'One two three.', 'One three.'],
  ['بلغ السعر 14 مليونًا.', 'بلغ السعر 40 مليونًا.', 'بلغ السعر [14] مليونًا.'],
  ['  code\nmore', '  code\nless', '  code\n[more]'],
  ['New.', '', '[New.]'],
  ['', 'Gone.', ''],
])('%s | %s', (text, other, wanted) => expect(shown(text, other)).toBe(wanted));

it('gives back the text, whatever it is', () => {
  const text = 'a  b\n\nc '.repeat(900);
  expect(
    markWords(text, `x ${text} y`)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});
