// A newsroom that lives in memory, behind the same bridge as the real one.

import type { Bridge, Commands, DraftText, Fault, JobState, Operation, StoryRow, VersionRow, WireEvent } from '../src/bridge';
import { applySplice } from '../src/state/splices';
import { placesOf, THEIR_TITLE } from './conflict';
import { draftOf, fieldsOf, HEALTH, NEWSROOM, NOT_LIVE, PROBLEMS, rows } from './copy';
import { comparisonOf, linesOf, versionsOf } from './history';

type Handlers = { [C in keyof Commands]: (request: Commands[C]['request']) => Commands[C]['response'] | Promise<Commands[C]['response']> };

export interface FakeBridge extends Bridge {
  /** Every call, in order. */
  calls: { name: keyof Commands; request: unknown }[];
  /** Tells the window something. */
  emit(event: WireEvent): void;
  /** Makes a command answer otherwise; throw a fault to refuse. */
  answer<C extends keyof Commands>(name: C, handler: Handlers[C]): void;
  revealed: string[];
  /** Copies that were written, by their path. */
  copies: Map<string, DraftText>;
}

export function fault(code: string, message: string, hint = ''): Fault {
  return { code, message, hint };
}

interface FakeOptions {
  count?: number;
  open?: boolean;
  delay?: number;
  size?: number;
  versions?: number;
  conflicts?: boolean;
  /** A folder whose store is damaged. */
  refused?: string;
  place?: Fault | null;
}

export function fakeBridge(options: FakeOptions = {}): FakeBridge {
  const { count = 24, open = true, delay = 0, size = 0, versions = 44, conflicts = false, refused = '', place = null } = options;
  const all = rows(count).map((each) => (conflicts && each.edition <= 2 ? { ...each, conflict: true } : each));
  const bodies = new Map<number, string>();
  const fields = new Map<number, ReturnType<typeof fieldsOf>>();
  const undo = new Map<number, string>();
  const settled = new Set<string>();
  const copies = new Map<string, DraftText>();
  const openPlaces = (edition: number) =>
    conflicts && edition <= 2 ? placesOf(row(edition), view(edition)).filter(({ token }) => !settled.has(`${edition} ${token}`)) : [];
  const listeners = new Set<(event: WireEvent) => void>();
  let seq = 0;
  let version = 1;
  let job = 0;
  let ill = HEALTH;
  const row = (edition: number): StoryRow => all.find((each) => each.edition === edition) ?? all[0]!;
  const view = (edition: number) => {
    const draft = draftOf(row(edition));
    if (size > 0) draft.body = draft.body.repeat(Math.ceil(size / draft.body.length));
    const body = bodies.get(edition) ?? draft.body;
    const kept = { history: undo.get(edition) ?? '', before: '', steps: [] };
    return { ...draft, body, fields: fields.get(edition) ?? draft.fields, undo: kept };
  };
  const histories = new Map<number, VersionRow[]>();
  const historyOf = (edition: number) => {
    const known = histories.get(edition) ?? versionsOf(versions, draftOf(row(edition)).version);
    histories.set(edition, known);
    return known;
  };
  const emit = (event: WireEvent) => listeners.forEach((listener) => listener(event));
  const matching = (request: Commands['list_stories']['request']) =>
    all.filter(
      (each) =>
        (!request.lang || each.lang === request.lang) &&
        (!request.section || each.section.startsWith(request.section)) &&
        (!request.state || each.state === request.state) &&
        request.kind !== 'page',
    );

  const handlers: Handlers = {
    newsroom: () => ({
      open: open ? { ...NEWSROOM, place, conflicts: all.filter((each) => each.conflict) } : null,
      refused,
      fault: refused ? fault('store-damaged', 'The newsroom’s store is damaged: database disk image is malformed.', 'Repair it.') : null,
    }),
    open_newsroom: ({ path }) => ({ ...NEWSROOM, path }),
    create_newsroom: ({ path, name }) => ({ ...NEWSROOM, path, name }),
    recent_newsrooms: () => ({
      newsrooms: [
        { path: NEWSROOM.path, name: NEWSROOM.name },
        { path: '/home/editor/غرفة-التجربة', name: 'غرفة التجربة' },
      ],
    }),
    list_stories: (request) => {
      const found = matching(request);
      return { stories: found.slice(request.offset, request.offset + request.limit), total: found.length };
    },
    search: ({ query, limit }) => {
      const words = query
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => !word.includes(':'));
      const hits = all.filter((each) => words.every((word) => each.title.toLowerCase().includes(word)));
      return {
        hits: hits
          .slice(0, limit)
          .map((story) => ({ story, snippet: 'The new wall at the mouth of the harbour has come through', marks: [{ from: 8, to: 12 }] })),
      };
    },
    vocabulary: () => ({
      tags: [
        { name: 'Harbour', count: 12 },
        { name: 'Council', count: 7 },
        { name: 'Sea level', count: 3 },
      ],
      sources: [
        { name: 'City Wire', count: 9 },
        { name: 'Bay Observatory', count: 2 },
      ],
      pictures: ['media/quay.jpg', 'media/map-room.jpg', 'media/lighthouse.jpg'],
    }),
    new_draft: ({ lang, section, story }) => {
      const made: StoryRow = {
        ...row(1),
        edition: all.length + 1,
        id: story || `new-${all.length}`,
        lang,
        section,
        title: '',
        state: 'draft',
        source: '',
        slug: 'untitled',
        words: 0,
      };
      all.unshift(made);
      const draft = draftOf(made);
      bodies.set(made.edition, '');
      fields.set(made.edition, {
        ...draft.fields,
        title: '',
        kicker: '',
        standfirst: '',
        byline: [],
        tags: [],
        lead: { image: '', alt: '', decorative: false, caption: '', credit: '' },
      });
      return { ...view(made.edition), siblings: [], set_aside: [] };
    },
    open_draft: ({ edition }) => ({ ...view(edition), conflicts: openPlaces(edition).length, in_file: openPlaces(edition).length === 0 }),
    edit_draft: ({ edition, operations }) => {
      for (const operation of operations) apply(edition, operation);
      return { seq: (seq += operations.length), at: new Date().toISOString(), revision: 1 };
    },
    save_draft: ({ edition }) => ({
      story: { ...row(edition), title: view(edition).fields.title },
      version: historyOf(edition)[0]?.version ?? `v${(version += 1)}`,
      at: new Date().toISOString(),
      changed: true,
      revision: 1,
      in_file: openPlaces(edition).length === 0,
      file_fault: '',
      file_code: '',
      conflicts: openPlaces(edition).length,
      live: NOT_LIVE,
    }),
    keep_undo: ({ edition, history }) => {
      undo.set(edition, history);
      return {};
    },
    conflict: ({ edition }) => ({
      edition,
      at: '2026-11-24T09:48:00Z',
      mine: '9f2c41d07ab3',
      theirs: '4d8699d6a551c0',
      their_author: 'S. Nasser',
      their_at: '2026-11-24T09:46:00Z',
      their_fields: { ...view(edition).fields, title: THEIR_TITLE[row(edition).lang] ?? '' },
      places: openPlaces(edition),
    }),
    settle_conflict: ({ edition, tokens }) => {
      for (const token of tokens) settled.add(`${edition} ${token}`);
      return handlers.conflict({ edition }) as ReturnType<typeof handlers.settle_conflict>;
    },
    save_copy: ({ path, text }) => {
      copies.set(path, text);
      return { path, bytes: text.body.length };
    },
    draft_markdown: ({ head, body }) => ({ text: `${head}${body}` }),
    check_draft: ({ edition }) => {
      const words = view(edition).body.split(/\s+/).filter(Boolean).length;
      return { problems: PROBLEMS, words, reading_minutes: Math.ceil(words / 230) };
    },
    preview: ({ edition }) => {
      const { body, fields: now, direction, story } = view(edition);
      const hash = [...`${body}${JSON.stringify(now)}`]
        .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)
        .toString(16)
        .padStart(8, '0');
      const blocks = body
        .split(/\n{2,}/)
        .map((block, index) => `<p id="p-${index}">${escape(block)}</p>`)
        .join('');
      const page = `<!doctype html><html lang="${story.lang}" dir="${direction}"><style>body{font:17px/1.6 Georgia,'Noto Naskh Arabic',serif;max-width:38em;margin:2em auto;padding:0 1.5em;color:#1c1b19}h1{font-size:1.9em;line-height:1.2}.k{color:#8a1c1c;font:600 14px system-ui}</style><p class="k">${escape(now.kicker)}</p><h1>${escape(now.title)}</h1><p><i>${escape(now.standfirst)}</i></p>${blocks}</html>`;
      return { path: page, hash: hash.repeat(8), missing: [] };
    },
    history: ({ edition }) => ({ versions: historyOf(edition) }),
    compare: ({ edition, from, to }) => {
      const found = (version: string) => historyOf(edition).find((each) => each.version === version);
      return comparisonOf(row(edition).lang === 'ar', found(from), found(to));
    },
    compare_source: ({ edition }) => linesOf(row(edition).lang === 'ar'),
    restore_part: ({ edition }) => view(edition),
    name_version: ({ edition, version: named, name }) => {
      const list = historyOf(edition);
      if (name !== '' && list.some((each) => each.name === name && each.version !== named))
        throw fault('name-taken', 'Another version bears that name already.', 'Choose another name.');
      const at = list.findIndex((each) => each.version === named);
      list[at] = { ...list[at]!, name };
      return list[at]!;
    },
    version_text: ({ edition }) => ({ text: `---\ntitle: ${row(edition).title}\n---\n\n${draftOf(row(edition)).body}` }),
    restore_version: ({ edition }) => view(edition),
    import: () =>
      run('import', 'Imported 3 files.', [
        'en/quay.md: Markdown with YAML front matter',
        'en/wire.txt: pasted text; source City Wire, 2 tags',
        'notes.bin: refused, not text',
      ]),
    export: ({ to, despite_problems }) =>
      run('export', '12 pages, 9 pictures', ['en/harbour-wall', 'ar/جدار-المرفأ'], to, despite_problems),
    export_target: () => ({ path: '/home/editor/harbour-post-2026-11-24.zip' }),
    health: () => ill,
    repair: () => {
      ill = { ...ill, findings: ill.findings.filter((finding) => finding.repair === '') };
      return run('repair', 'Nothing is broken; 1 thing is worth a look.', ['The text of 2 of 2 versions was found again.']);
    },
    back_up: () => {
      const name = 'newsroom-20261124T100000Z-asked-0a1b2c3d.sqlite.zst';
      ill = { ...ill, backups: [{ name, at: '2026-11-24T10:00:00Z', why: 'asked', bytes: 1_250_000 }, ...ill.backups] };
      return run('backup', name, []);
    },
    restore_backup: ({ name }) => run('restore', 'The newsroom is well.', [`The store is as it was in ${name}.`]),
    cancel_job: ({ job: stopped }) => {
      emit({ event: 'job', ...state(stopped, 'export'), phase: 'cancelled' });
      return {};
    },
  };

  function apply(edition: number, operation: Operation): void {
    if (operation.kind === 'fields') fields.set(edition, operation.fields);
    else bodies.set(edition, applySplice(view(edition).body, operation));
  }

  function state(id: number, kind: string): JobState {
    return { job: id, kind, phase: 'running', done: 0, total: 0, message: '', hint: '', path: '', details: [], edition: null };
  }

  function run(kind: string, message: string, details: string[], path = '', overruled = true) {
    const id = (job += 1);
    let done = 0;
    const step = () => {
      done += 1;
      if (done < 4) {
        emit({ event: 'job', ...state(id, kind), done, total: 4, message: 'en/harbour-wall' });
        setTimeout(step, 60);
      } else if (overruled) emit({ event: 'job', ...state(id, kind), phase: 'done', done: 4, total: 4, message, path, details });
      else
        emit({
          event: 'job',
          ...state(id, kind),
          phase: 'failed',
          message: 'One story has a problem that stops an export.',
          hint: 'Mend it, or export anyway.',
          details: ['en/harbour-wall, line 21: A link leads nowhere.'],
          edition: 1,
        });
    };
    setTimeout(step, 20);
    return { job: id };
  }

  const calls: FakeBridge['calls'] = [];
  const revealed: string[] = [];
  return {
    calls,
    revealed,
    copies,
    emit,
    answer: (name, handler) => void Object.assign(handlers, { [name]: handler }),
    async call(name, request) {
      calls.push({ name, request });
      if (delay > 0) await new Promise((done) => setTimeout(done, delay));
      return (handlers[name] as (asked: typeof request) => never)(request);
    },
    async listen(handler) {
      listeners.add(handler);
      return () => listeners.delete(handler);
    },
    pictureUrl: () =>
      `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><rect width="120" height="80" fill="#8fb3c9"/><path d="M0 55h120v25H0z" fill="#3d6b86"/></svg>')}`,
    previewUrl: (path) => `data:text/html;charset=utf-8,${encodeURIComponent(path)}`,
    pickFolder: async () => '/home/editor/chosen',
    pickFiles: async () => ['/home/editor/wire.txt'],
    pickSaveTarget: async (_, suggested) => suggested,
    reveal: async (path) => void revealed.push(path),
    openExternal: async () => {},
    setTheme: async () => {},
    setTitle: async () => {},
    toggleFullscreen: async () => {},
    onCloseRequested: async () => () => {},
    closeWindow: async () => {},
    onFileDrop: async () => () => {},
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
