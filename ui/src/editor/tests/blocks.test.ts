import { afterEach, describe, expect, test } from 'vitest';
import type { SelectionInfo } from '../index';
import { desk } from './driver';

afterEach(() => document.body.replaceChildren());

function infoAt(marked: string, lang = 'en'): SelectionInfo {
  const seen: SelectionInfo[] = [];
  const { view } = desk(marked, { lang, onSelection: (info) => seen.push(info) });
  view.dispatch({ selection: view.state.selection });
  const info = seen.at(-1);
  if (!info) throw new Error('nothing was reported');
  return info;
}

describe('block number', () => {
  test.each([
    ['|', 0],
    ['On|e', 0],
    ['One\n|\nTwo', 0],
    ['One\n\nTw|o', 1],
    ['One\nstill one|\n\nTwo', 0],
    ['# H\n\nText\n\n- a\n- b\n  - c¦\n\n1. x', 2],
    ['# H\n\nText\n\n- a\n- b\n\n1. x¦', 3],
    ['Title\n=====\nText|', 1],
    ['> [!pullquote] A\n> words|\n\nText', 0],
    ['> [!pullquote] A\n> words\n\n> [!gallery] B\n> ![x](y)|', 1],
    ['> quote\nlazy|\n\nText', 0],
    ['| a | b |\n|---|---|\n| 1 | 2 |\n\nText¦', 1],
    ['```\ncode\n\nmore\n```\nText|', 1],
    ['<div>\nx\n</div>\n\nText|', 1],
    ['[a]: https://example.org\n\nText|', 0],
    ['One\n\n[a]: https://example.org\n\nText|', 1],
    ['One[^1]\n\n[^1]: Note\n\nTwo|', 1],
    ['One[^1]\n\n[^1]: No|te\n\nTwo', 2],
    ['One[^b] two[^a]\n\n[^a]: First|\n[^b]: Second', 2],
    ['One[^b] two[^a]\n\n[^a]: First\n[^b]: Sec|ond', 1],
    ['One\n\n***\n\nTwo|', 2],
    ['One\n\n    code\n\nTwo|', 2],
    ['- a\n\n- b\n\nText|', 1],
    ['- a\n* b|', 1],
    ['1. a\n\n\n2) b|', 1],
    ['عنوان\n\nنص|', 1],
    ['One\r\n\r\nTw|o', 1],
    ['One\n\nTwo\n\n|', 1],
  ])('of %j is %i', (marked, wanted) => {
    expect(infoAt(marked).block).toBe(wanted);
  });

  test('stays right in a long draft while it is edited at the top', () => {
    const body = Array.from({ length: 3000 }, (_, index) => `Paragraph ${index} with some words in it.`).join('\n\n');
    const seen: SelectionInfo[] = [];
    const { view } = desk('', { body, onSelection: (info) => seen.push(info) });
    const at = view.state.doc.length;
    // A cold parser may need more than one look; what matters is where it arrives.
    for (let look = 0; look < 20 && seen.at(-1)?.block !== 2999; look += 1) view.dispatch({ selection: { anchor: at } });
    expect(seen.at(-1)?.block).toBe(2999);
    view.dispatch({ changes: { from: 0, insert: '# New\n\n' } });
    expect(seen.at(-1)?.block).toBe(3000);
    view.dispatch({ selection: { anchor: view.state.doc.line(2001).from } });
    expect(seen.at(-1)?.block).toBe(1000);
  });
});

describe('selection', () => {
  test.each([
    ['The [|harbour wall|] is new.', 'en', 2, 'harbour wall'],
    ['قال [|الوزير إنّ الخطة|] جاهزة.', 'ar', 3, 'الوزير إنّ الخطة'],
    ['x|', 'en', 0, ''],
  ])('of %j in %s has %i words', (marked, lang, words, text) => {
    const info = infoAt(marked, lang);
    expect([info.words, info.text]).toEqual([words, text]);
  });

  test('is told in offsets of the file', () => {
    const seen: SelectionInfo[] = [];
    const { view } = desk('', { body: 'a\r\nb\r\nc', onSelection: (info) => seen.push(info) });
    view.dispatch({ selection: { anchor: 2, head: 5 } });
    expect([seen.at(-1)?.from, seen.at(-1)?.to, seen.at(-1)?.text]).toEqual([3, 7, 'b\r\nc']);
  });
});
