// Invented stories for the look-at page and the component tests.

import type { DraftView, Fields, Health, NewsroomView, ProblemView, StoryRow } from '../src/bridge';

export const NEWSROOM: NewsroomView = {
  path: '/home/editor/harbour-post',
  name: 'The Harbour Post',
  base_url: 'https://harbour.example',
  time_zone: 'Europe/Lisbon',
  default_lang: 'en',
  editions: [
    { lang: 'en', label: 'English', title: 'The Harbour Post', direction: 'ltr' },
    { lang: 'ar', label: 'العربية', title: 'بريد المرفأ', direction: 'rtl' },
  ],
  sections: [
    { path: 'news', depth: 0, name: { en: 'News', ar: 'أخبار' } },
    { path: 'news/harbour', depth: 1, name: { en: 'Harbour', ar: 'المرفأ' } },
    { path: 'news/council', depth: 1, name: { en: 'Council', ar: 'المجلس' } },
    { path: 'science', depth: 0, name: { en: 'Science', ar: 'علوم' } },
    { path: 'culture', depth: 0, name: { en: 'Culture', ar: 'ثقافة' } },
  ],
  tags: [
    { slug: 'harbour', name: { en: 'Harbour', ar: 'المرفأ' }, aliases: ['Port', 'Docks'] },
    { slug: 'sea-level', name: { en: 'Sea level', ar: 'مستوى البحر' }, aliases: ['Tides'] },
    { slug: 'council', name: { en: 'Council', ar: 'المجلس' }, aliases: [] },
  ],
  recovered: [],
  conflicts: [],
  notices: [],
  place: null,
};

const HEADLINES: [string, string, string, string, string, string][] = [
  ['en', 'New harbour wall holds through the first winter storm', 'news/harbour', 'ready', 'City Wire', 'harbour-wall'],
  ['ar', 'جدار المرفأ الجديد يصمد أمام أول عاصفة شتوية', 'news/harbour', 'copy-edit', 'وكالة المدينة', 'جدار-المرفأ'],
  ['en', 'Council agrees a night bus for the upper town', 'news/council', 'desk', 'Own reporting', 'night-bus'],
  ['en', 'Tide gauges find the bay rising a little faster than expected', 'science', 'draft', 'Bay Observatory', 'tide-gauges'],
  ['ar', 'المجلس يوافق على حافلة ليلية للمدينة العليا', 'news/council', 'draft', '', 'حافلة-ليلية'],
  ['en', 'Library opens its map room after two years of repairs', 'culture', 'ready', 'Own reporting', 'map-room'],
  ['en', 'Lighthouse lamp to be lit by volunteers', 'culture', 'hold', '', 'lighthouse-lamp'],
  ['en', 'Ferry timetable changes as the quay is resurfaced', 'news/harbour', 'spiked', 'City Wire', 'ferry-timetable'],
  ['en', '', 'news', 'draft', '', 'untitled'],
];

export function rows(count: number): StoryRow[] {
  return Array.from({ length: count }, (_, index) => {
    const [lang, title, section, state, source, slug] = HEADLINES[index % HEADLINES.length] ?? HEADLINES[0]!;
    const turn = Math.floor(index / HEADLINES.length);
    const day = String(24 - (index % 20)).padStart(2, '0');
    return {
      edition: index + 1,
      id: `01JD3V7Y5Z${String(index).padStart(16, '0')}`,
      lang,
      slug: turn ? `${slug}-${turn}` : slug,
      path: `${lang}/2026/${slug}.md`,
      kind: 'story',
      title,
      section,
      state,
      source,
      date: `2026-11-${day}T09:30:00Z`,
      updated: `2026-11-${day}T10:${String(index % 60).padStart(2, '0')}:00Z`,
      words: 240 + index,
      fault: '',
      conflict: false,
    };
  });
}

const BODY_EN = `The new wall at the mouth of the harbour has come through its first winter storm without damage, the harbour office said on Tuesday.

Waves of up to four metres reached the outer quay during the night. "The wall did exactly what it was built to do," said Ines Almada, the harbour master, after an inspection at dawn.

## What was measured

Sensors along the **outer quay** recorded the pressure of every wave. The results will be [published in full](https://observatory.example/storm) next month.

> [!pullquote] Ines Almada, harbour master
> The wall did exactly what it was built to do.

- The wall is 340 metres long.
- It took three years to build.
- It replaces one that was damaged in 2019.

![The outer quay at dawn](media/quay.jpg "The outer quay on Tuesday morning.")

Fishing boats that had been moved up the river before the storm were expected back on Wednesday.
`;

const BODY_AR = `صمد الجدار الجديد عند مدخل المرفأ أمام أول عاصفة شتوية من دون أضرار، وفق ما أعلنه مكتب المرفأ يوم الثلاثاء.

بلغ ارتفاع الأمواج أربعة أمتار عند الرصيف الخارجي خلال الليل. «أدى الجدار ما بُني من أجله تمامًا»، قالت مديرة المرفأ إيناش ألمادا بعد جولة تفقدية عند الفجر.

## ما الذي قيس

سجلت أجهزة الاستشعار على طول **الرصيف الخارجي** ضغط كل موجة. وستنشر النتائج [كاملة](https://observatory.example/storm) الشهر المقبل.

> [!pullquote] إيناش ألمادا، مديرة المرفأ
> أدى الجدار ما بُني من أجله تمامًا.
`;

export function fieldsOf(row: StoryRow): Fields {
  const arabic = row.lang === 'ar';
  return {
    title: row.title,
    kicker: arabic ? 'أخبار' : 'News',
    section: row.section,
    standfirst: arabic
      ? 'أمواج بارتفاع أربعة أمتار بلغت الرصيف الخارجي ليلًا، ولم تُسجل أضرار.'
      : 'Four-metre waves reached the outer quay overnight; an inspection at dawn found no damage.',
    byline: [{ name: arabic ? 'سلمى ناصر' : 'Salma Nasser', role: '' }],
    source: { name: row.source, url: '', kind: row.source === 'Own reporting' ? 'own-reporting' : row.source ? 'agency' : '', licence: '' },
    tags: arabic ? ['المرفأ', 'مستوى البحر'] : ['Harbour', 'Sea level'],
    slug: '',
    state: row.state,
    date: row.date,
    updated: '',
    embargo: '',
    lead: {
      image: 'media/quay.jpg',
      alt: arabic ? 'الرصيف الخارجي عند الفجر' : 'The outer quay at dawn',
      decorative: false,
      caption: '',
      credit: 'Bay Pictures',
    },
  };
}

/** A story that was never published. */
export const NOT_LIVE = { state: 'never', version: '', at: '', destination: '' };

export function draftOf(row: StoryRow): DraftView {
  return {
    story: row,
    direction: row.lang === 'ar' ? 'rtl' : 'ltr',
    fields: fieldsOf(row),
    body: row.lang === 'ar' ? BODY_AR : BODY_EN,
    version: '9f2c41d07ab3',
    seq: 0,
    revision: 1,
    recovered: false,
    editable: true,
    siblings:
      row.edition === 1 ? [{ edition: 2, lang: 'ar', title: '' }] : row.edition === 2 ? [{ edition: 1, lang: 'en', title: '' }] : [],
    set_aside: [{ kind: 'chrome', line: 1, reason: 'Masthead of a site', text: 'Home | About us | Contact us' }],
    head: `---\ntitle: ${row.title}\n---\n\n`,
    at: row.updated,
    in_file: true,
    conflicts: 0,
    live: NOT_LIVE,
    undo: { history: '', before: '', steps: [] },
  };
}

export const PROBLEMS: ProblemView[] = [
  {
    rule: 'source-url',
    severity: 'warn',
    field: 'source',
    from: 0,
    to: 0,
    line: 9,
    column: 1,
    message: 'The source has no link.',
    hint: 'Add the address where the copy was found.',
  },
  {
    rule: 'link-dead',
    severity: 'block',
    field: '',
    from: 144,
    to: 160,
    line: 21,
    column: 9,
    message: 'A link leads nowhere.',
    hint: 'Mend the address or take the link away.',
  },
];

/** A newsroom that has seen better days. */
export const HEALTH: Health = {
  path: NEWSROOM.path,
  every_minutes: 15,
  findings: [
    {
      rule: 'version-spoilt',
      severity: 'bad',
      message: 'The text of 2 versions cannot be read: its bytes have changed on disk.',
      hint: 'Repair it, and have the disk checked.',
      repair: 'Takes the same text out of a backup or a file where it is there; keeps the damaged bytes in .stet/aside where it is not.',
      count: 2,
      places: [
        { path: 'en/2026/harbour-wall.md', line: 0, note: 'text 9f2c41d07ab3' },
        { path: 'ar/2026/جدار-المرفأ.md', line: 0, note: 'text 1be07c55d902' },
      ],
    },
    {
      rule: 'settings-odd',
      severity: 'warn',
      message: 'newsroom.toml has 1 line that means nothing.',
      hint: 'Mend them in a text editor.',
      repair: '',
      count: 1,
      places: [
        { path: 'newsroom.toml', line: 4, note: '`bse_url` is no key that Stet knows, and was passed over. Did you mean `base_url`?' },
      ],
    },
    {
      rule: 'file-new',
      severity: 'note',
      message: '3 files are not in the store yet.',
      hint: 'Opening the newsroom takes it in.',
      repair: '',
      count: 3,
      places: [],
    },
  ],
  backups: [
    { name: 'newsroom-20261124T094500Z-timer-1a2b3c4d.sqlite.zst', at: '2026-11-24T09:45:00Z', why: 'timer', bytes: 1_240_000 },
    { name: 'newsroom-20261124T090000Z-asked-5e6f7a8b.sqlite.zst', at: '2026-11-24T09:00:00Z', why: 'asked', bytes: 1_180_000 },
    { name: 'newsroom-20261101T120000Z-update-9c0d1e2f.sqlite.zst', at: '2026-11-01T12:00:00Z', why: 'update', bytes: 640_000 },
  ],
};
