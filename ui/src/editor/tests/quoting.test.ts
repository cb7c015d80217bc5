import { undo } from '@codemirror/commands';
import { afterEach, describe, expect, test } from 'vitest';
import { desk } from './driver';

afterEach(() => document.body.replaceChildren());

describe('sentence at the selection', () => {
  test.each([
    ['en', 'One is here. Two| is there. Three.', 'Two is there.'],
    ['en', 'One is here.| Two is there.', 'One is here.'],
    ['en', '[|is here|]. Two.', 'is here'],
    ['en', '[| “We will build it,” |]', 'We will build it,'],
    ['en', 'He spoke. “We w|ill build it.” Then he left.', 'We will build it.'],
    ['en', '“We will| build it. We must.” He left.', 'We will build it.'],
    ['en', '“We will build it. We m|ust.” He left.', 'We must.'],
    ['en', '“We will build it,” said| the mayor.', '“We will build it,” said the mayor.'],
    ['en', 'The mayor said “we will bu|ild it”.', 'The mayor said “we will build it”.'],
    ['en', 'Dr. Smith m|et Gov. Jones. They spoke.', 'Dr. Smith met Gov. Jones.'],
    ['en', 'It runs over\ntwo li|nes here. Next.', 'It runs over two lines here.'],
    ['en', '> [!pullquote] A\n> We will\n> bui|ld it. Yes.', 'We will build it.'],
    ['en', '- First it|em. Second.', 'First item.'],
    ['en', '## A hea|ding here', 'A heading here'],
    ['en', 'One.\n\nTw|o.', 'Two.'],
    ['en', '|', ''],
    ['de', '„Wir bau|en das.“ Dann ging er.', 'Wir bauen das.'],
    ['ar', 'بدأ العمل اليوم. قال الوز|ير إنّ الخطة جاهزة. وانتهى.', 'قال الوزير إنّ الخطة جاهزة.'],
    ['ar', 'هل بدأ الع|مل؟ نعم.', 'هل بدأ العمل؟'],
    ['ar', '«سنبني الجد|ار».', 'سنبني الجدار'],
    ['ar', 'قالت ليلى: «سنبني الجد|ار».', 'قالت ليلى: «سنبني الجدار».'],
  ])('in %s: %j gives %j', (lang, marked, wanted) => {
    const { editor } = desk(marked, { lang });
    const { text } = editor.sentenceAtSelection();
    expect(text).toBe(wanted);
  });

  test('is placed in the file', () => {
    const { editor, view } = desk('', { body: 'One.\r\n\r\n“Two is here.”' });
    view.dispatch({ selection: { anchor: 9 } });
    const { from, to } = editor.sentenceAtSelection();
    expect(editor.body().slice(from, to)).toBe('Two is here.');
  });
});

describe('pull quote', () => {
  const quote = { words: 'We will build it.', speaker: 'A. Speaker', role: 'mayor' };
  const block = '> [!pullquote] A. Speaker, mayor\n> We will build it.';

  test.each([
    ['One pa|ra\ngoes on.\n\nTwo', `One para\ngoes on.\n\n${block}\n\n|Two`],
    ['One|', `One\n\n${block}\n\n|`],
    ['One|\n', `One\n\n${block}\n\n|`],
    ['One|\n# Two', `One\n\n${block}\n\n|# Two`],
    ['One\n\n\n|\n\nTwo', `One\n\n\n${block}\n\n|Two`],
    ['|', `${block}\n\n|`],
    ['- a|\n- b\n\nTwo', `- a\n- b\n\n${block}\n\n|Two`],
  ])('in %j gives %j', (before, after) => {
    const { editor, shown } = desk(before);
    editor.insertPullQuote(quote);
    expect(shown()).toBe(after);
  });

  test('keeps the line breaks of the words, and one Undo takes it away', () => {
    const { editor, view } = desk('One|\n');
    editor.insertPullQuote({ words: 'We will\n\nbuild it.\n', speaker: ' A.\nSpeaker ', role: '' });
    expect(editor.body()).toBe('One\n\n> [!pullquote] A. Speaker\n> We will\n>\n> build it.\n\n');
    undo(view);
    expect(editor.body()).toBe('One\n');
  });

  test.each([
    ['ar', { words: 'سنبني الجدار', speaker: 'ليلى', role: 'رئيسة البلدية' }, '> [!pullquote] ليلى، رئيسة البلدية\n> سنبني الجدار\n\n'],
    ['en', { words: 'x', speaker: '', role: '' }, '> [!pullquote]\n> x\n\n'],
  ])('in %s %j is %j', (lang, some, wanted) => {
    const { editor } = desk('|', { lang });
    editor.insertPullQuote(some);
    expect(editor.body()).toBe(wanted);
  });

  test('has the line endings of the file', () => {
    const { editor } = desk('', { body: 'One\r\n' });
    editor.insertPullQuote(quote);
    expect(editor.body()).toBe(`One\r\n\r\n${block.replace('\n', '\r\n')}\r\n\r\n`);
  });
});
