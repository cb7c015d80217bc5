// An invented history for the look-at page and the component tests.

import type { Comparison, SourceComparison, SpanView, StyleView, VersionRow } from '../src/bridge';

const PLAIN: StyleView = { marks: [], link: '', picture: '' };

function span(became: string, text: string, style: Partial<StyleView> = {}, was: Partial<StyleView> | null = null): SpanView {
  return { became, text, style: { ...PLAIN, ...style }, was: was && { ...PLAIN, ...was } };
}

const same = (text: string) => span('same', text);
const removed = (text: string) => span('removed', text);
const added = (text: string) => span('added', text);

/** A name like a version's, the same for the same number. */
export function id(number: number): string {
  let state = (number + 1) * 2654435761;
  let out = '';
  while (out.length < 64) {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    out += state.toString(16).padStart(8, '0');
  }
  return out.slice(0, 64);
}

/** Versions of a few days of work, newest first. The newest one is `head`. */
export function versionsOf(count: number, head: string, now = Date.parse('2026-11-24T11:48:00Z')): VersionRow[] {
  const special: Record<number, Partial<VersionRow>> = {
    0: { reason: 'save', head: true },
    1: { reason: 'restore' },
    2: { reason: 'before-restore' },
    9: { reason: 'save', name: 'Sent to the lawyer' },
    10: { reason: 'merge' },
    11: { reason: 'outside-edit', author: 'git' },
    12: { reason: 'before-merge' },
    20: { reason: 'save', exported: '2026-11-23T17:02:00Z' },
    [count - 1]: { reason: 'import', name: 'As it came from the wire' },
  };
  let at = now;
  let words = 260 + count;
  return Array.from({ length: count }, (_, index) => {
    at -= index === 0 ? 0 : index % 13 === 0 ? 9 * 3_600_000 : 95_000 + (index % 5) * 40_000;
    words -= index % 7 === 3 ? -9 : index % 4;
    return {
      version: index === 0 ? head : id(index),
      parents: index + 1 < count ? [id(index + 1)] : [],
      at: new Date(at).toISOString(),
      author: index > 26 ? 'R. Costa' : 'S. Nasser',
      reason: 'pause',
      name: '',
      words: Math.max(words, 40),
      bytes: words * 6,
      exported: '',
      head: false,
      ...special[index],
    };
  });
}

/** A comparison that has everything in it. */
export function comparisonOf(arabic: boolean, from: VersionRow | undefined, to: VersionRow | undefined): Comparison {
  const side = (row: VersionRow | undefined) => ({
    what: row ? 'version' : 'draft',
    version: row?.version ?? '',
    at: row?.at ?? '',
    author: row?.author ?? '',
    reason: row?.reason ?? '',
    name: row?.name ?? '',
  });
  const block = (
    fate: string,
    old: number,
    now: number,
    spans: SpanView[],
    more: { kind?: string; was_kind?: string; other?: number } = {},
  ) => ({
    fate,
    kind: 'paragraph',
    was_kind: '',
    old,
    new: now,
    other: null,
    spans,
    ...more,
  });
  const moved = arabic
    ? 'قالت مديرة المرفأ إن السفن ستعود إلى الرصيف الشرقي في الربيع، متى انتهى فحص الأساسات.'
    : 'Ships will be back at the eastern quay in spring, the harbour master said, once the footings have been looked at.';
  const still = arabic
    ? [
        'لم تُسجل إصابات، ولم تنقطع الكهرباء عن المدينة العليا.',
        'وكان الجدار القديم قد انهار قبل تسعة أعوام في عاصفة أضعف.',
        'ويبلغ طول الجدار الجديد ثمانمئة متر.',
      ]
    : [
        'Nobody was hurt, and the upper town kept its lights on.',
        'The old wall gave way nine years ago in a weaker storm.',
        'The new one is eight hundred metres long.',
      ];
  const blocks = arabic
    ? [
        block('edited', 1, 1, [
          same('صمد '),
          removed('جدار المرفأ'),
          added('الجدار الجديد عند مدخل المرفأ'),
          same(' أمام أمواج بلغت '),
          removed('ثلاثة'),
          added('أربعة'),
          same(' أمتار، بحسب '),
          span('restyled', 'مرصد الخليج', { link: 'https://bay.example' }, {}),
          same('.'),
        ]),
        block('moved-away', 2, 0, [same(moved)], { other: 9 }),
        block('same', 3, 2, [same(still[0]!)]),
        block('same', 4, 3, [same(still[1]!)]),
        block('same', 5, 4, [same(still[2]!)]),
        block('edited', 6, 5, [same('ما قاله المهندسون')], { kind: 'heading-2', was_kind: 'paragraph' }),
        block('removed', 7, 0, [removed('وتُنشر نتائج الفحص يوم الخميس.')]),
        block('added', 0, 6, [span('added', 'إينيس ألمادا، مهندسة', { marks: ['title'] }), added('\nفعل الجدار ما بُني ليفعله.')], {
          kind: 'pull-quote',
        }),
        block('edited', 8, 7, [
          same('وتبلغ كلفة المشروع '),
          removed('٤'),
          added('١٤'),
          same(' مليون يورو، '),
          span('restyled', 'كما قال المجلس', { marks: ['emphasis'] }, {}),
          same('.'),
        ]),
        block(
          'moved-here',
          2,
          8,
          [
            same(moved.slice(0, moved.indexOf('في الربيع'))),
            removed('في الربيع'),
            added('في الصيف'),
            same(moved.slice(moved.indexOf('في الربيع') + 9)),
          ],
          { other: 1 },
        ),
      ]
    : [
        block('edited', 1, 1, [
          same('The '),
          removed('harbour wall'),
          added('new wall at the mouth of the harbour'),
          same(' held against waves of '),
          removed('three'),
          added('four'),
          same(' metres, the '),
          span('restyled', 'Bay Observatory', { link: 'https://bay.example' }, {}),
          same(' says.'),
        ]),
        block('moved-away', 2, 0, [same(moved)], { other: 9 }),
        block('same', 3, 2, [same(still[0]!)]),
        block('same', 4, 3, [same(still[1]!)]),
        block('same', 5, 4, [same(still[2]!)]),
        block('edited', 6, 5, [same('What the engineers say')], { kind: 'heading-2', was_kind: 'paragraph' }),
        block('removed', 7, 0, [removed('The findings will be published on Thursday.')]),
        block(
          'added',
          0,
          6,
          [span('added', 'Ines Almada, engineer', { marks: ['title'] }), added('\nThe wall did exactly what it was built to do.')],
          { kind: 'pull-quote' },
        ),
        block('edited', 8, 7, [
          same('The works cost '),
          removed('4'),
          added('14'),
          same(' million euros, '),
          span('restyled', 'the council says', { marks: ['emphasis'] }, {}),
          same('.'),
        ]),
        block(
          'moved-here',
          2,
          8,
          [
            same('Ships will be back at the eastern quay in '),
            removed('spring'),
            added('summer'),
            same(moved.slice(moved.indexOf('spring') + 6)),
          ],
          { other: 1 },
        ),
      ];
  const text = (field: string, fate: string, spans: SpanView[]) => ({ field, fate, spans, items: [] });
  const fields = arabic
    ? [
        text('title', 'edited', [same('جدار المرفأ الجديد يصمد أمام '), removed('العاصفة'), added('أول عاصفة شتوية')]),
        {
          field: 'tags',
          fate: 'edited',
          spans: [],
          items: [
            { became: 'removed', text: 'عواصف' },
            { became: 'same', text: 'المرفأ' },
            { became: 'added', text: 'مستوى البحر' },
          ],
        },
        text('lead.alt', 'added', [added('الرصيف الخارجي عند الفجر')]),
      ]
    : [
        text('title', 'edited', [same('New harbour wall holds through the '), added('first winter '), same('storm')]),
        {
          field: 'tags',
          fate: 'edited',
          spans: [],
          items: [
            { became: 'removed', text: 'Storms' },
            { became: 'same', text: 'Harbour' },
            { became: 'added', text: 'Sea level' },
          ],
        },
        text('lead.alt', 'added', [added('The outer quay at dawn')]),
      ];
  return { from: side(from), to: side(to), fields, blocks, words_added: 31, words_removed: 12, same: false, coarse: false, unreadable: '' };
}

export function linesOf(arabic: boolean): SourceComparison {
  const line = (sign: string, text: string, old: number, now: number) => ({ sign, text, old, new: now });
  return {
    coarse: false,
    lines: [
      line('@', '-1,6 +1,7', 1, 1),
      line(' ', '---', 1, 1),
      line('-', arabic ? 'title: جدار المرفأ الجديد يصمد أمام العاصفة' : 'title: New harbour wall holds through the storm', 2, 0),
      line(
        '+',
        arabic ? 'title: جدار المرفأ الجديد يصمد أمام أول عاصفة شتوية' : 'title: New harbour wall holds through the first winter storm',
        0,
        2,
      ),
      line(' ', 'tags:', 3, 3),
      line('-', arabic ? '  - عواصف' : '  - Storms', 4, 0),
      line(' ', arabic ? '  - المرفأ' : '  - Harbour', 5, 4),
      line('+', arabic ? '  - مستوى البحر' : '  - Sea level', 0, 5),
      line(' ', '---', 6, 6),
      line(' ', '', 7, 7),
    ],
  };
}
