import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fault } from '../../fake/bridge';
import { openStory, openWindow, type Shown } from '../../fake/window';
import { desk } from '../state/desk';
import { setSettings } from '../state/settings';

const STORM = 'New harbour wall holds through the first winter storm';

let shown: Shown;
afterEach(() => act(() => shown.stop()));

describe('story list', () => {
  it('draws only the rows on screen of ten thousand, and fetches by pages', async () => {
    shown = await openWindow({ count: 10_000 });
    await screen.findAllByTestId('story-row');
    expect(screen.getByText('10,000 stories')).toBeTruthy();
    expect(screen.getAllByTestId('story-row').length).toBeLessThan(40);
    expect(shown.bridge.calls.filter((call) => call.name === 'list_stories').length).toBeLessThan(4);
  });

  it('opens stories by keyboard', async () => {
    shown = await openWindow();
    await screen.findAllByTestId('story-row');
    await shown.user.click(screen.getByTestId('search'));
    await shown.user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}');
    await waitFor(() => expect(shown.bridge.calls.at(-1)?.name).not.toBe('list_stories'));
    await waitFor(() =>
      expect((screen.getByTestId('headline') as HTMLTextAreaElement).value).toBe('جدار المرفأ الجديد يصمد أمام أول عاصفة شتوية'),
    );
  });

  it('searches, marks what it found, and says when there is nothing', async () => {
    shown = await openWindow();
    await screen.findAllByTestId('story-row');
    await shown.user.type(screen.getByTestId('search'), 'lighthouse');
    await screen.findByText('2 hits');
    expect(document.querySelector('mark')?.textContent).toBe('wall');
    await shown.user.type(screen.getByTestId('search'), ' zebra');
    await screen.findByText('Nothing found');
    await shown.user.click(screen.getByText('Clear search and filters'));
    await screen.findByText('24 stories');
  });

  it('says why it could not be fetched', async () => {
    shown = await openWindow();
    shown.bridge.answer('search', () => {
      throw fault('query', 'The query cannot be read.', 'Close the quotation mark.');
    });
    await shown.user.type(screen.getByTestId('search'), 'x');
    await screen.findByText('Close the quotation mark.');
  });
});

describe('a story', () => {
  it('sends what is typed into the headline, and says where it is', async () => {
    shown = await openWindow();
    await openStory(shown, STORM);
    await shown.user.type(screen.getByTestId('headline'), '!');
    await waitFor(() => {
      const edit = shown.bridge.calls.findLast((call) => call.name === 'edit_draft');
      expect(edit?.request).toMatchObject({ edition: 1, operations: [{ kind: 'fields', fields: { title: `${STORM}!` } }] });
    });
    await waitFor(() => expect(screen.getByTestId('save-status').dataset.phase).toBe('journalled'));
    await shown.user.keyboard('{Control>}s{/Control}');
    await waitFor(() => expect(screen.getByTestId('save-status').textContent).toMatch(/^Saved /));
  });

  it('keeps what was typed where the journal fails, and lets nobody leave unwarned', async () => {
    shown = await openWindow();
    await openStory(shown, STORM);
    shown.bridge.answer('edit_draft', () => {
      throw fault('disk-full', 'The disk is full.', 'Make room.');
    });
    await shown.user.type(screen.getByTestId('headline'), '!');
    await waitFor(() => expect(screen.getByTestId('save-status').textContent).toBe('Not safe yet: only in this window'));
    expect((await screen.findByTestId('trouble')).textContent).toContain('The disk is full.');
    await shown.user.click(screen.getAllByTestId('story-row')[2]!);
    const dialog = await screen.findByTestId('unsafe-dialog');
    await shown.user.click(within(dialog).getByText('Stay here'));
    expect((screen.getByTestId('headline') as HTMLTextAreaElement).value).toBe(`${STORM}!`);
  });

  it('leads from a problem to its field', async () => {
    shown = await openWindow();
    await openStory(shown, STORM);
    await shown.user.click(await screen.findByText('2 problems'));
    await shown.user.click(await screen.findByText('The source has no link.'));
    await waitFor(() => expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe('source'));
  });

  it('makes a tag of a hashtag and of an alias', async () => {
    shown = await openWindow();
    setSettings({ inspector: true });
    await openStory(shown, STORM);
    await shown.user.type(await screen.findByTestId('add-tag'), '#Night_bus{Enter}');
    await waitFor(() => expect(desk.get().session?.store.get().fields.tags).toEqual(['Harbour', 'Sea level', 'Night bus']));
  });

  it('follows what another program did to it', async () => {
    shown = await openWindow();
    await openStory(shown, STORM);
    const { draft } = desk.get();
    shown.bridge.answer('open_draft', () => ({
      ...draft!,
      body: 'From outside.',
      revision: 2,
      fields: { ...draft!.fields, title: 'Another headline' },
    }));
    act(() => shown.bridge.emit({ event: 'changed', editions: [1], outside: true }));
    await waitFor(() => expect((screen.getByTestId('headline') as HTMLTextAreaElement).value).toBe('Another headline'));
    expect(desk.get().editor?.body()).toBe('From outside.');
  });
});

describe('pull quote', () => {
  it('is made of the sentence at the cursor, and wants a speaker', async () => {
    shown = await openWindow();
    await openStory(shown, STORM);
    await waitFor(() => expect(desk.get().editor).not.toBeNull());
    act(() => desk.get().editor?.reveal(3, 3));
    await shown.user.keyboard('{Control>}{Alt>}q{/Alt}{/Control}');
    const dialog = await screen.findByTestId('pull-quote-dialog');
    expect((screen.getByTestId('pull-quote-words') as HTMLTextAreaElement).value).toMatch(/^The new wall at the mouth/);
    await shown.user.click(screen.getByTestId('pull-quote-insert'));
    expect(within(dialog).getByText('Say whose words these are.')).toBeTruthy();
    await shown.user.type(screen.getByTestId('pull-quote-speaker'), 'Rui Costa');
    await shown.user.type(screen.getByTestId('pull-quote-role'), 'engineer');
    await shown.user.click(screen.getByTestId('pull-quote-insert'));
    await waitFor(() => expect(screen.queryByTestId('pull-quote-dialog')).toBeNull());
    expect(desk.get().editor?.body()).toContain('> [!pullquote] Rui Costa, engineer\n> The new wall at the mouth');
  });
});

describe('pull quote of a quotation', () => {
  it('takes the words that were said, and offers the speaker whom the sentence names', async () => {
    shown = await openWindow();
    await openStory(shown, STORM);
    await waitFor(() => expect(desk.get().editor).not.toBeNull());
    const at = desk.get().editor!.body().indexOf('exactly what');
    act(() => desk.get().editor?.reveal(at, at));
    await shown.user.keyboard('{Control>}{Alt>}q{/Alt}{/Control}');
    expect(((await screen.findByTestId('pull-quote-words')) as HTMLTextAreaElement).value).toBe(
      'The wall did exactly what it was built to do',
    );
    await shown.user.click(screen.getByTestId('pull-quote-named'));
    expect((screen.getByTestId('pull-quote-speaker') as HTMLInputElement).value).toBe('Ines Almada');
  });
});

describe('export', () => {
  async function start(): Promise<void> {
    await shown.user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
    await waitFor(() =>
      expect((screen.getByTestId('export-path') as HTMLInputElement).value).toBe('/home/editor/harbour-post-2026-11-24.zip'),
    );
    await shown.user.click(screen.getByTestId('export-start'));
  }

  it('stops at problems, and goes on only when told to', async () => {
    shown = await openWindow();
    await screen.findAllByTestId('story-row');
    await start();
    await screen.findByText('Some stories have problems that stop an export');
    await shown.user.click(screen.getByTestId('export-anyway'));
    const done = await screen.findByTestId('export-done');
    expect(done.textContent).toContain('/home/editor/harbour-post-2026-11-24.zip');
    expect(
      shown.bridge.calls
        .filter((call) => call.name === 'export')
        .map((call) => (call.request as { despite_problems: boolean }).despite_problems),
    ).toEqual([false, true]);
    await shown.user.click(screen.getByTestId('export-reveal'));
    expect(shown.bridge.revealed).toEqual(['/home/editor/harbour-post-2026-11-24.zip']);
  });

  it('can be stopped on the way', async () => {
    shown = await openWindow();
    await screen.findAllByTestId('story-row');
    shown.bridge.answer('export', () => {
      setTimeout(
        () =>
          shown.bridge.emit({
            event: 'job',
            job: 9,
            kind: 'export',
            phase: 'running',
            done: 1,
            total: 4,
            message: 'en/harbour-wall',
            hint: '',
            path: '',
            details: [],
            edition: null,
          }),
        5,
      );
      return { job: 9 };
    });
    await start();
    await screen.findByText('1 / 4');
    await shown.user.click(screen.getByTestId('export-cancel'));
    await screen.findByText('Export stopped. Nothing was left behind.');
  });
});

describe('palette', () => {
  it('runs what is typed, and knows English names in Arabic', async () => {
    shown = await openWindow();
    await screen.findAllByTestId('story-row');
    act(() => setSettings({ language: 'ar' }));
    await shown.user.keyboard('{Control>}k{/Control}');
    await screen.findByTestId('palette');
    await shown.user.keyboard('dark{Enter}');
    await waitFor(() => expect(screen.getByTestId('theme').textContent).toContain('داكنة'));
  });
});

describe('welcome', () => {
  it('opens a newsroom by its typed path, and refuses half a path', async () => {
    shown = await openWindow({ open: false });
    await shown.user.type(await screen.findByTestId('open-path'), 'newsroom');
    await shown.user.click(screen.getByTestId('open-newsroom'));
    await screen.findByText('Write the whole path, from the root of the disk.');
    await shown.user.clear(screen.getByTestId('open-path'));
    await shown.user.type(screen.getByTestId('open-path'), '/home/editor/newsroom{Enter}');
    await screen.findByTestId('story-list');
    expect(shown.bridge.calls.find((call) => call.name === 'open_newsroom')?.request).toEqual({ path: '/home/editor/newsroom' });
  });
});
