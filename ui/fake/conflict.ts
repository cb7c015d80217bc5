// Places of an invented story that somebody else changed too.

import type { ConflictPlace, DraftView, StoryRow } from '../src/bridge';

export const THEIR_TITLE: Record<string, string> = {
  en: 'Harbour wall withstands its first winter storm',
  ar: 'جدار المرفأ يجتاز عاصفته الشتوية الأولى',
};

const SAID: Record<string, [found: string, before: string, theirs: string][]> = {
  en: [
    [
      'Waves of up to four metres',
      'Waves of up to three metres reached the outer quay during the night.',
      'Waves of up to five metres reached the outer quay during the night, the highest since 2019. “The wall did exactly what it was built to do,” said Ines Almada, the harbour master.',
    ],
    ['Fishing boats that had been moved', 'Fishing boats were expected back on Thursday.', ''],
  ],
  ar: [
    [
      'بلغ ارتفاع الأمواج أربعة أمتار',
      'بلغ ارتفاع الأمواج ثلاثة أمتار عند الرصيف الخارجي خلال الليل.',
      'بلغ ارتفاع الأمواج خمسة أمتار عند الرصيف الخارجي خلال الليل، وهو الأعلى منذ 2019. «أدى الجدار ما بُني من أجله تمامًا»، قالت مديرة المرفأ.',
    ],
  ],
};

/** The places as the body stands now. */
export function placesOf(row: StoryRow, { body, fields }: DraftView): ConflictPlace[] {
  const title: ConflictPlace = {
    token: 'title',
    kind: 'field',
    field: 'title',
    base: row.title,
    mine: fields.title,
    theirs: THEIR_TITLE[row.lang] ?? '',
    from: 0,
    to: 0,
  };
  const inBody = (SAID[row.lang] ?? []).flatMap(([found, base, theirs], index) => {
    const from = body.indexOf(found);
    if (from < 0) return [];
    const end = body.indexOf('\n\n', from);
    const to = end < 0 ? body.length : end + 2;
    const after = end < 0 ? '\n' : '\n\n';
    return [
      {
        token: `body-${index}`,
        kind: 'body',
        field: '',
        base: base + after,
        mine: body.slice(from, to),
        theirs: theirs && theirs + after,
        from,
        to,
      },
    ];
  });
  return [title, ...inBody];
}
