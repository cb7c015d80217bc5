import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draftOf, rows } from '../../fake/copy';
import type { ConflictPlace, ConflictView, DraftView, Fault, Operation } from '../bridge/wire';
import { BATCH, DraftSession, PAUSE, type DraftPort } from './draft_session';
import { applySplice } from './splices';

const BROKEN: Fault = { code: 'disk-full', message: 'The disk is full.', hint: 'Make room and try again.' };

const CONFLICT: ConflictView = {
  edition: 1,
  at: '',
  mine: 'm',
  theirs: 't',
  their_author: '',
  their_at: '',
  their_fields: { ...draftOf(rows(1)[0]!).fields, title: 'Theirs' },
  places: [],
};

function place(change: Partial<ConflictPlace>): ConflictPlace {
  return { token: 'a', kind: 'body', field: '', base: '', mine: 'Hello.', theirs: 'Goodbye.', from: 0, to: 6, ...change };
}

/** A newsroom that answers when it is told to, and keeps what it was sent. */
function desk(answerAfter = 0, change: Partial<DraftView> = {}) {
  const view = { ...draftOf(rows(1)[0]!), body: 'Hello.', ...change };
  const log: string[] = [];
  const sent: Operation[][] = [];
  let body = view.body;
  let screen = view.body;
  let underWay = 0;
  const state = {
    refuse: null as Fault | null,
    refuseSave: null as Fault | null,
    revision: 1,
    overlapped: false,
    fileFault: '',
    places: [] as ConflictPlace[],
    previews: 0,
    previewing: 0,
  };
  const answer = <T>(value: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      setTimeout(() => {
        try {
          resolve(value());
        } catch (thrown) {
          reject(thrown);
        }
      }, answerAfter);
    });
  const port: DraftPort = {
    open: () => answer(() => ({ ...view, body, revision: state.revision })),
    body: () => screen,
    replaceBody: (next) => void (screen = next),
    edit: (operations) => {
      underWay += 1;
      state.overlapped ||= underWay > 1;
      log.push(`edit@${Date.now()}`);
      return answer(() => {
        if (state.refuse) throw state.refuse;
        sent.push(operations);
        for (const operation of operations) if (operation.kind === 'splice') body = applySplice(body, operation);
        return { seq: sent.length, at: '2026-11-24T10:00:00Z', revision: state.revision };
      }).finally(() => {
        underWay -= 1;
      });
    },
    save: (reason) => {
      log.push(`save:${reason}`);
      return answer(() => {
        if (state.refuseSave) throw state.refuseSave;
        return {
          story: view.story,
          version: 'v2',
          at: '2026-11-24T10:42:00Z',
          changed: true,
          revision: view.revision,
          in_file: state.fileFault === '' && state.places.length === 0,
          file_fault: state.fileFault,
          file_code: '',
          conflicts: state.places.length,
          live: view.live,
        };
      });
    },
    history: () => `history of ${screen}`,
    keepUndo: (version, seq, history) => {
      log.push(`undo:${version}:${seq}:${history}`);
      return answer(() => ({}));
    },
    conflict: () => answer(() => ({ ...CONFLICT, places: state.places })),
    settle: (tokens, take) => {
      log.push(`settle:${take}:${tokens.join(' ')}:${body}`);
      return answer(() => {
        state.places = state.places.filter(({ token }) => !tokens.includes(token));
        return { ...CONFLICT, places: state.places };
      });
    },
    change: (changes) => {
      for (const { from, to, insert } of changes.toReversed()) {
        session.splice([{ at: from, remove: to - from, insert }]);
        screen = screen.slice(0, from) + insert + screen.slice(to);
      }
    },
    check: () => {
      log.push('check');
      return answer(() => ({ problems: [], words: 1, reading_minutes: 1 }));
    },
    preview: () => {
      state.previews += 1;
      state.previewing += 1;
      state.overlapped ||= state.previewing > 1;
      return answer(() => ({ path: `p${state.previews}`, hash: 'h', missing: [] })).finally(() => {
        state.previewing -= 1;
      });
    },
  };
  const session: DraftSession = new DraftSession(view, port);
  const type = (text: string) => {
    for (const letter of text) {
      session.splice([{ at: screen.length, remove: 0, insert: letter }]);
      screen += letter;
    }
  };
  return {
    session,
    state,
    log,
    sent,
    type,
    body: () => body,
    screen: () => screen,
    setBody: (next: string) => void (body = next),
    phase: () => session.store.get().phase,
  };
}

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

describe('journal', () => {
  it('sends the first keystroke at once and gathers those that follow within the batch', async () => {
    const { session, sent, type, body } = desk();
    type('a');
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toHaveLength(1);
    type('bc');
    await vi.advanceTimersByTimeAsync(BATCH);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual([{ kind: 'splice', at: 7, remove: 0, insert: 'bc' }]);
    expect(body()).toBe('Hello.abc');
    session.leave();
  });

  it('sends every keystroke within 200 ms, however one types', async () => {
    const { session, log, type } = desk(5);
    const typed: number[] = [];
    for (let step = 0; step < 100; step += 1) {
      typed.push(Date.now());
      type('x');
      await vi.advanceTimersByTimeAsync(7 + (step % 5) * 13);
    }
    await vi.advanceTimersByTimeAsync(300);
    const times = log.filter((line) => line.startsWith('edit@')).map((line) => Number(line.slice(5)));
    for (const at of typed) expect(Math.min(...times.filter((time) => time >= at)) - at).toBeLessThanOrEqual(200);
    for (let index = 1; index < times.length; index += 1) expect(times[index]! - times[index - 1]!).toBeGreaterThanOrEqual(BATCH - 1);
    session.leave();
  });

  it('has one request under way at a time and keeps the order', async () => {
    const { session, state, type, body, screen } = desk(170);
    for (const word of ['one ', 'two ', 'three ', 'four ']) {
      type(word);
      await vi.advanceTimersByTimeAsync(60);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(state.overlapped).toBe(false);
    expect(body()).toBe(screen());
    session.leave();
  });

  it('sends only the latest fields, all at once', async () => {
    const { session, sent } = desk();
    session.setFields({ title: 'A' });
    await vi.advanceTimersByTimeAsync(1);
    session.setFields({ title: 'AB' });
    session.setFields({ kicker: 'News' });
    await vi.advanceTimersByTimeAsync(BATCH);
    expect(sent[1]).toHaveLength(1);
    expect(sent[1]![0]).toMatchObject({ kind: 'fields', fields: { title: 'AB', kicker: 'News' } });
    session.leave();
  });

  it('flushes at once when asked', async () => {
    const { session, type, body } = desk(10);
    type('a');
    await vi.advanceTimersByTimeAsync(1);
    type('b');
    const flushed = session.flush();
    await vi.advanceTimersByTimeAsync(25);
    await flushed;
    expect(body()).toBe('Hello.ab');
    session.leave();
  });
});

describe('failure', () => {
  it('keeps what was typed, says so, and sends it when the journal works again', async () => {
    const { session, state, type, body, phase } = desk();
    state.refuse = BROKEN;
    type('a');
    await vi.advanceTimersByTimeAsync(10);
    expect(phase()).toBe('failed');
    expect(session.store.get().fault).toEqual(BROKEN);
    type('bc');
    await vi.advanceTimersByTimeAsync(10);
    expect(phase()).toBe('failed');
    state.refuse = null;
    await vi.advanceTimersByTimeAsync(1100);
    expect(body()).toBe('Hello.abc');
    expect(session.store.get().fault).toBeNull();
    expect(phase()).not.toBe('failed');
    session.leave();
  });

  it('does not hammer a broken disk', async () => {
    const { session, state, type, log } = desk();
    state.refuse = BROKEN;
    for (let step = 0; step < 50; step += 1) {
      type('x');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(log.filter((line) => line.startsWith('edit')).length).toBeLessThan(6);
    session.leave();
  });

  it('does not let go of a draft that is not safe', async () => {
    const { session, state, type } = desk();
    state.refuse = BROKEN;
    type('a');
    const settled = session.settle();
    await vi.advanceTimersByTimeAsync(10);
    expect(await settled).toBe(false);
    state.refuse = null;
    const again = session.settle();
    await vi.advanceTimersByTimeAsync(10);
    expect(await again).toBe(true);
    session.leave();
  });

  it('still sends what waits when the session ends', async () => {
    const { session, type, body } = desk();
    type('a');
    session.leave();
    await vi.advanceTimersByTimeAsync(10);
    expect(body()).toBe('Hello.a');
  });
});

describe('what is said of the text is true', () => {
  it('goes from the window to the journal to a version', async () => {
    const { session, type, phase } = desk(5);
    const seen: string[] = [phase()];
    session.store.subscribe(() => {
      if (seen.at(-1) !== phase()) seen.push(phase());
    });
    type('a');
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    expect(seen).toEqual(['untouched', 'journalling', 'journalled', 'saving', 'saved']);
    expect(session.store.get().savedAt).toBe('2026-11-24T10:42:00Z');
    session.leave();
  });

  it('makes a version only once typing rests', async () => {
    const { session, log, type } = desk();
    for (let step = 0; step < 10; step += 1) {
      type('x');
      await vi.advanceTimersByTimeAsync(PAUSE - 100);
    }
    expect(log).not.toContain('save:pause');
    await vi.advanceTimersByTimeAsync(200);
    expect(log.filter((line) => line === 'save:pause')).toHaveLength(1);
    session.leave();
  });

  it('does not say “saved” of what was typed while a version was made', async () => {
    const { session, type, phase } = desk(50);
    type('a');
    const saved = session.save('save');
    await vi.advanceTimersByTimeAsync(60);
    expect(phase()).toBe('saving');
    type('b');
    await vi.advanceTimersByTimeAsync(60);
    await saved;
    expect(phase()).not.toBe('saved');
    await vi.advanceTimersByTimeAsync(PAUSE + 200);
    expect(phase()).toBe('saved');
    session.leave();
  });

  it('says that no version could be made, and that the journal has the text', async () => {
    const { session, state, type, phase } = desk();
    state.refuseSave = BROKEN;
    type('a');
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    expect(phase()).toBe('unsaved');
    expect(session.store.get().fault).toEqual(BROKEN);
    state.refuseSave = null;
    await vi.advanceTimersByTimeAsync(1100);
    expect(phase()).toBe('saved');
    session.leave();
  });
});

describe('preview and check', () => {
  it('never renders twice at a time, and renders last what was typed last', async () => {
    const { session, state, type } = desk(120);
    session.showPreview(true);
    for (let step = 0; step < 10; step += 1) {
      type('x');
      await vi.advanceTimersByTimeAsync(90);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(state.overlapped).toBe(false);
    expect(session.store.get().preview?.path).toBe(`p${state.previews}`);
    session.leave();
  });

  it('renders nothing that nobody sees', async () => {
    const { session, state, type } = desk();
    type('a');
    await vi.advanceTimersByTimeAsync(500);
    expect(state.previews).toBe(0);
    session.showPreview(true);
    await vi.advanceTimersByTimeAsync(10);
    expect(state.previews).toBe(1);
    session.leave();
  });

  it('checks once typing rests', async () => {
    const { session, log, type } = desk();
    await vi.advanceTimersByTimeAsync(10);
    log.length = 0;
    for (let step = 0; step < 5; step += 1) {
      type('x');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(log).not.toContain('check');
    await vi.advanceTimersByTimeAsync(400);
    expect(log.filter((line) => line === 'check')).toHaveLength(1);
    session.leave();
  });
});

describe('changed elsewhere', () => {
  it('takes the merged text over once nothing typed is under way', async () => {
    const { session, state, type, screen, setBody, body } = desk(5);
    type('a');
    await vi.advanceTimersByTimeAsync(50);
    state.revision = 2;
    setBody(`Before. ${body()}`);
    type('b');
    await vi.advanceTimersByTimeAsync(200);
    expect(screen()).toBe(body());
    expect(screen()).toContain('Before.');
    session.leave();
  });

  it('puts what is on screen in place where operations do not fit any more', async () => {
    const { session, state, type, screen, setBody, body } = desk(5);
    setBody('Quite another text.');
    state.refuse = { code: 'moved-on', message: 'The draft was changed elsewhere.', hint: '' };
    type('a');
    await vi.advanceTimersByTimeAsync(8);
    state.refuse = null;
    await vi.advanceTimersByTimeAsync(100);
    expect(body()).toBe(screen());
    expect(screen()).toBe('Hello.a');
    session.leave();
  });
});

describe('a file that cannot be written', () => {
  it('is tried again by itself, and the version is not made again', async () => {
    const { session, state, type, log } = desk();
    state.fileFault = 'The disk is full.';
    type('a');
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    expect(session.store.get()).toMatchObject({ phase: 'saved', inFile: false, fileFault: 'The disk is full.' });
    state.fileFault = '';
    await vi.advanceTimersByTimeAsync(1100);
    expect(session.store.get()).toMatchObject({ phase: 'saved', inFile: true, fileFault: '' });
    const saves = log.filter((line) => line.startsWith('save')).length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log.filter((line) => line.startsWith('save'))).toHaveLength(saves);
    session.leave();
  });

  it('in an earlier sitting is tried again when the draft is opened', async () => {
    const { session, log } = desk(0, { in_file: false });
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    expect(log).toContain('save:pause');
    expect(session.store.get().inFile).toBe(true);
    session.leave();
  });

  it('is not hammered', async () => {
    const { session, state, type, log } = desk();
    state.fileFault = 'The disk is full.';
    type('a');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log.filter((line) => line.startsWith('save')).length).toBeLessThan(8);
    session.leave();
  });
});

describe('a version', () => {
  it('is made once the journal works again, though nobody types any more', async () => {
    const { session, state, type, phase } = desk();
    state.refuse = BROKEN;
    type('a');
    await vi.advanceTimersByTimeAsync(PAUSE + 500);
    state.refuse = null;
    await vi.advanceTimersByTimeAsync(5000 + PAUSE);
    expect(phase()).toBe('saved');
    session.leave();
  });
});

describe('undo', () => {
  it('is kept with the version, and with the last key the newsroom has answered for', async () => {
    const { session, type, log } = desk();
    type('a');
    await vi.advanceTimersByTimeAsync(BATCH + 10);
    type('b');
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    expect(log).toContain('undo:v2:2:history of Hello.ab');
    session.leave();
  });

  it('goes with the body when it is taken off the screen', () => {
    const { session } = desk();
    session.putDown();
    expect(session.undo).toEqual({ history: 'history of Hello.', before: '', steps: [] });
    session.leave();
  });

  it('that a text from elsewhere does not fit is let go', async () => {
    const { session, setBody } = desk();
    session.putDown();
    setBody('Same..');
    const followed = session.follow();
    await vi.advanceTimersByTimeAsync(10);
    await followed;
    expect(session.undo.history).toBe('');
    session.leave();
  });
});

describe('a conflict', () => {
  it('is shown once a save tells of it, and typing goes on', async () => {
    const { session, state, type } = desk();
    state.places = [place({})];
    type('a');
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    expect(session.store.get()).toMatchObject({ phase: 'saved', conflicts: 1, inFile: false });
    expect(session.store.get().conflict?.places).toHaveLength(1);
    type('b');
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    expect(session.store.get().phase).toBe('saved');
    session.leave();
  });

  it('is decided by an edit that the journal has before the newsroom is told', async () => {
    const { session, state, type, log, body } = desk(5);
    state.places = [place({}), place({ token: 'b', kind: 'field', field: 'title' })];
    type('a');
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    const decided = session.decide(session.store.get().conflict!.places, 'theirs');
    await vi.advanceTimersByTimeAsync(200);
    expect(await decided).toBe(true);
    expect(log).toContain('settle:theirs:a b:Goodbye.\n\na');
    expect(body()).toBe('Goodbye.\n\na');
    expect(session.store.get().fields.title).toBe('Theirs');
    expect(session.store.get()).toMatchObject({ conflicts: 0, inFile: true, phase: 'saved' });
    session.leave();
  });

  it('that cannot be told stays open, with the choice in the text', async () => {
    const { session, state, type, screen } = desk();
    state.places = [place({})];
    type('a');
    await vi.advanceTimersByTimeAsync(PAUSE + 50);
    state.refuse = BROKEN;
    const decided = session.decide(session.store.get().conflict!.places, 'theirs');
    await vi.advanceTimersByTimeAsync(50);
    expect(await decided).toBe(false);
    expect(screen()).toContain('Goodbye.');
    expect(session.store.get().conflicts).toBe(1);
    session.leave();
  });
});
