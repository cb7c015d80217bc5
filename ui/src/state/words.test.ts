import { describe, expect, it } from 'vitest';
import { NEWSROOM } from '../../fake/copy';
import { ar } from '../strings/ar';
import { en } from '../strings/en';
import { figureMarkdown } from './figure';
import { fuzzyScore } from './fuzzy';
import { outline } from './outline';
import { quotationIn } from './quotation';
import { slugFrom } from './slug';
import { canonicalTag, tagChoices, tagFromTyping } from './tags';
import { formOf, withForm } from './target';
import { ALL, searchText } from './stories';

describe('slug from a headline', () => {
  it.each([
    ['New harbour wall holds', 'new-harbour-wall-holds'],
    ['Łódź’s “new” tram — at last!', 'lodzs-new-tram-at-last'],
    ['Größe & Æther', 'grosse-aether'],
    ['جدار المرفأ الجديد', 'جدار-المرفأ-الجديد'],
    ['مُدُن', 'مدن'],
    ['one two three four five six seven eight nine ten', 'one-two-three-four-five-six-seven-eight'],
    ['   ', ''],
  ])('%s', (title, slug) => expect(slugFrom(title)).toBe(slug));
});

describe('fuzzy', () => {
  it('finds a headline by a few letters, words first', () => {
    expect(fuzzyScore('harb wall', 'New harbour wall holds')).toBeGreaterThan(0);
    expect(fuzzyScore('wall', 'New harbour wall')).toBeGreaterThan(fuzzyScore('wall', 'We all like it'));
    expect(fuzzyScore('zebra', 'New harbour wall')).toBe(0);
    expect(fuzzyScore('ميناء', 'الميناء')).toBeGreaterThan(0);
    expect(fuzzyScore('الاسد', 'الأسد')).toBeGreaterThan(0);
  });
});

describe('tags', () => {
  it.each([
    ['#Sea_level', 'Sea level'],
    ['  Harbour  ', 'Harbour'],
    ['#وسم_طويل', 'وسم طويل'],
  ])('%s as typed', (typed, name) => expect(tagFromTyping(typed)).toBe(name));

  it('leads an alias and a name in another language to the name in use', () => {
    expect(canonicalTag(NEWSROOM, 'en', 'docks')).toBe('Harbour');
    expect(canonicalTag(NEWSROOM, 'ar', 'Docks')).toBe('المرفأ');
    expect(canonicalTag(NEWSROOM, 'en', '#New_thing')).toBe('New thing');
  });

  it('offers what is in use, without what the story has', () => {
    const vocabulary = {
      tags: [
        { name: 'Harbour', count: 4 },
        { name: 'Hall', count: 9 },
      ],
      sources: [],
      pictures: [],
    };
    expect(tagChoices(NEWSROOM, vocabulary, 'en', 'ha', []).map((choice) => choice.name)).toEqual(['Hall', 'Harbour']);
    expect(tagChoices(NEWSROOM, vocabulary, 'en', 'dock', []).map((choice) => [choice.name, choice.alias])).toEqual([['Harbour', 'Docks']]);
    expect(tagChoices(NEWSROOM, vocabulary, 'en', 'ha', ['Hall']).map((choice) => choice.name)).toEqual(['Harbour']);
  });
});

describe('a quotation in a sentence', () => {
  it.each([
    [
      '"The wall did what it was built to do," said Ines Almada, the harbour master.',
      'The wall did what it was built to do',
      'Ines Almada',
    ],
    ['“It held,” she said, “and it will hold again next year.”', 'and it will hold again next year.', ''],
    ['«أدى الجدار ما بُني من أجله تمامًا»، قالت مديرة المرفأ.', 'أدى الجدار ما بُني من أجله تمامًا', ''],
    ["The harbour's wall isn't new.", "The harbour's wall isn't new.", ''],
    ['The so-called "night bus" runs at last.', 'The so-called "night bus" runs at last.', ''],
    ['"We can’t wait any longer," said Omar al-Hadi on Monday.', 'We can’t wait any longer', 'Omar al-Hadi'],
    ['A quotation "that opens and never closes.', 'A quotation "that opens and never closes.', ''],
  ])('%s', (sentence, words, speaker) => expect(quotationIn(sentence)).toEqual({ words, speaker }));
});

it('makes an outline of the headings outside code', () => {
  const body = 'Lede.\r\n\r\n## One *two*\r\n\n```\n# not this\n```\n\n### [Three](x) ##\n#nor this\n';
  expect(outline(body).map(({ level, text, from, to }) => [level, text, body.slice(from, to)])).toEqual([
    [2, 'One two', '## One *two*'],
    [3, 'Three', '### [Three](x) ##'],
  ]);
});

describe('bundle target', () => {
  it.each([
    ['/out/b.zip', 'folder', '/out/b'],
    ['/out/b', 'zip', '/out/b.zip'],
    ['/out/b/', 'zip', '/out/b.zip'],
    ['/out/b.ZIP', 'zip', '/out/b.zip'],
  ] as const)('%s as %s', (path, form, made) => {
    expect(withForm(path, form)).toBe(made);
    expect(formOf(made)).toBe(form);
  });
});

it('writes a picture that Markdown reads back as it was meant', () => {
  expect(figureMarkdown('media/a b.jpg', 'A [quay]', 'The "outer" quay')).toBe('![A \\[quay\\]](<media/a b.jpg> "The \\"outer\\" quay")');
});

it('puts the filters into a search', () => {
  expect(searchText({ ...ALL, text: ' wall ', lang: 'ar', state: 'ready' })).toBe('wall lang:ar state:ready');
});

describe('catalogues', () => {
  it('count in all six Arabic forms', () => {
    expect([0, 1, 2, 3, 11, 100].map((count) => ar.list.count(count).replace(/[٠-٩0-9]+/, '#'))).toEqual([
      'لا مواد',
      'مادة واحدة',
      'مادتان',
      '# مواد',
      '# مادة',
      '# مادة',
    ]);
    expect(en.status.words(1)).toBe('1 word');
    expect(en.status.words(1200)).toBe('1,200 words');
  });

  it('have the same words in every language', () => {
    const shape = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
        : typeof value;
    expect(shape(ar)).toEqual(shape(en));
  });
});
