// Where the text is, what happens when it cannot be written, and two sides of one story: in the whole window.

import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fault } from '../../fake/bridge';
import { openStory, openWindow, type Shown } from '../../fake/window';
import { desk } from '../state/desk';
import { flushWhenLeaving } from '../state/leaving';
import { setSettings } from '../state/settings';

const STORM = 'New harbour wall holds through the first winter storm';

let shown: Shown;
let stop = () => {};
afterEach(() =>
  act(() => {
    stop();
    stop = () => {};
    shown.stop();
  }),
);

const places = () =>
  Object.fromEntries(
    within(screen.getByTestId('places'))
      .getAllByRole('listitem')
      .map((item) => [item.dataset.place, item.dataset.state]),
  );
const sent = (name: string) => shown.bridge.calls.filter((call) => call.name === name);

async function open(options: Parameters<typeof openWindow>[0] = {}): Promise<void> {
  shown = await openWindow(options);
  await openStory(shown, STORM);
  await waitFor(() => expect(desk.get().editor).not.toBeNull());
}

/** Types into the body, as the editor reports it. */
const write = (text: string) => act(() => desk.get().editor?.insert(text));

describe('where the text is', () => {
  it('is said of four places, and only what is confirmed', async () => {
    await open();
    expect(places()).toEqual({ journal: 'holds', version: 'holds', file: 'holds', live: 'never' });
    let answer = () => {};
    shown.bridge.answer('edit_draft', () => new Promise((done) => (answer = () => done({ seq: 1, at: '', revision: 1 }))));
    write('x');
    await waitFor(() => expect(places()).toMatchObject({ journal: 'under-way', version: 'behind', file: 'behind' }));
    await waitFor(() => expect(sent('edit_draft')).toHaveLength(1));
    await act(async () => answer());
    await waitFor(() => expect(places()).toMatchObject({ journal: 'holds', version: 'behind' }));
    await shown.user.keyboard('{Control>}s{/Control}');
    await waitFor(() => expect(places()).toEqual({ journal: 'holds', version: 'holds', file: 'holds', live: 'never' }));
    expect(screen.getByTestId('places').textContent).toContain('Not published');
    expect(screen.getByTestId('save-status').getAttribute('aria-live')).toBe('polite');
  });
});

describe('turning away', () => {
  const ways: [string, () => void][] = [
    ['to another field', () => screen.getByTestId('standfirst').focus()],
    ['to another window', () => window.dispatchEvent(new Event('blur'))],
    ['for good', () => window.dispatchEvent(new Event('pagehide'))],
    [
      'by hiding the window',
      () => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
        Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
      },
    ],
  ];
  it.each(ways)('%s sends what was typed at once', async (_, turn) => {
    await open();
    stop = flushWhenLeaving(window);
    act(() => screen.getByTestId('headline').focus());
    write('one');
    await waitFor(() => expect(sent('edit_draft')).toHaveLength(1));
    // The next one would wait for its turn.
    act(() => {
      desk.get().session?.setFields({ kicker: 'K' });
      turn();
    });
    expect(sent('edit_draft')).toHaveLength(2);
  });

  it('to another story journals and saves the one before', async () => {
    await open();
    write('one');
    await shown.user.click(screen.getAllByTestId('story-row')[2]!);
    await waitFor(() => expect(sent('open_draft')).toHaveLength(2));
    const order = shown.bridge.calls.map((call) => call.name).filter((name) => ['edit_draft', 'save_draft', 'open_draft'].includes(name));
    expect(order).toEqual(['open_draft', 'edit_draft', 'save_draft', 'open_draft']);
  });
});

describe('a disk that fails', () => {
  const full = () => {
    throw fault('disk-full', 'The store could not be written: the disk is full.', 'Make room on the disk.');
  };

  it('leaves the text in the window, says why, and saves a copy of it elsewhere, though nothing else works', async () => {
    await open();
    for (const name of ['edit_draft', 'save_draft', 'open_draft', 'draft_markdown'] as const) shown.bridge.answer(name, full);
    act(() => desk.get().editor?.reveal(0, 0));
    write('Typed on a full disk. ');
    const trouble = await screen.findByTestId('trouble');
    expect(trouble.getAttribute('role')).toBe('alert');
    expect(trouble.textContent).toContain('The disk is full.');
    write('And on. ');
    await shown.user.click(screen.getByTestId('save-copy'));
    await waitFor(() => expect(shown.bridge.copies.size).toBe(1));
    const [path, copy] = [...shown.bridge.copies][0]!;
    expect(path).toBe('harbour-wall.md');
    expect(copy.body.startsWith('Typed on a full disk. And on. The new wall')).toBe(true);
    expect(copy.head).toContain('---\ntitle:');
    // And the clipboard has the words even so.
    await shown.user.click(screen.getByTestId('copy-draft'));
    await waitFor(async () => expect(await navigator.clipboard.readText()).toContain('Typed on a full disk. And on.'));
  });

  it('is over when it is over', async () => {
    await open();
    shown.bridge.answer('edit_draft', full);
    write('x');
    await screen.findByTestId('trouble');
    shown.bridge.answer('edit_draft', () => ({ seq: 1, at: '', revision: 1 }));
    await shown.user.click(screen.getByText('Try again now'));
    await waitFor(() => expect(screen.queryByTestId('trouble')).toBeNull());
  });

  it('under the file alone says that the version is safe', async () => {
    await open();
    shown.bridge.answer('save_draft', () => ({
      story: desk.get().draft!.story,
      version: 'v9',
      at: '2026-11-24T10:00:00Z',
      changed: true,
      revision: 1,
      in_file: false,
      file_fault: 'en/2026/harbour-wall.md could not be written: you may not.',
      file_code: 'not-allowed',
      conflicts: 0,
      live: desk.get().draft!.live,
    }));
    write('x');
    await shown.user.keyboard('{Control>}s{/Control}');
    const trouble = await screen.findByTestId('trouble');
    expect(trouble.textContent).toContain('This user may not write there.');
    expect(trouble.textContent).toContain('safe in the newsroom’s store');
    expect(places()).toMatchObject({ version: 'holds', file: 'failed' });
  });

  it('speaks Arabic to whoever does', async () => {
    await open();
    act(() => setSettings({ language: 'ar' }));
    await waitFor(() => expect(desk.get().editor).not.toBeNull());
    shown.bridge.answer('edit_draft', full);
    write('x');
    expect((await screen.findByTestId('trouble')).textContent).toContain('القرص ممتلئ.');
  });
});

describe('two sides of one story', () => {
  it('stand side by side, in the way of nobody', async () => {
    await open({ conflicts: true });
    expect(screen.getAllByText('Conflict').length).toBeGreaterThan(0);
    expect((await screen.findByTestId('conflict-banner')).textContent).toContain('3 of the same places');
    write('Typing goes on. ');
    expect(desk.get().editor?.body()).toContain('Typing goes on.');
    await shown.user.click(screen.getByText('Compare', { selector: '[data-testid="conflict-banner"] *' }));
    const found = await screen.findAllByTestId('conflict');
    expect(found).toHaveLength(3);
    expect(within(found[1]!).getByLabelText('Here').textContent).toContain('four metres');
    expect(within(found[1]!).getByLabelText('Elsewhere').textContent).toContain('five metres');
    expect([...found[1]!.querySelectorAll('mark')].map((mark) => mark.textContent?.trim())).toContain('five');
    expect(within(found[2]!).getByLabelText('Elsewhere').textContent).toContain('Taken out');
    expect(places().file).toBe('waits');
  });

  it('are decided by keys alone, and Undo takes a choice back', async () => {
    await open({ conflicts: true });
    await shown.user.keyboard('{Control>}{Alt>}c{/Alt}{/Control}');
    const found = await screen.findAllByTestId('conflict');
    act(() => found[0]!.focus());
    await shown.user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(found[1]);
    await shown.user.keyboard('2');
    await waitFor(() => expect(screen.getAllByTestId('conflict')).toHaveLength(2));
    expect(desk.get().editor?.body()).toContain('five metres');
    expect(sent('settle_conflict').at(-1)?.request).toEqual({ edition: 1, tokens: ['body-0'], take: 'theirs' });
    act(() => void desk.get().editor?.run('undo'));
    expect(desk.get().editor?.body()).toContain('four metres');
  });

  it('are put together by hand', async () => {
    await open({ conflicts: true });
    act(() => setSettings({ panel: 'conflicts' }));
    const found = await screen.findAllByTestId('conflict');
    act(() => found[1]!.focus());
    await shown.user.keyboard('4');
    const box = (await screen.findByTestId('conflict-hand')) as HTMLTextAreaElement;
    expect(box.value).toContain('four metres');
    expect(box.value).toContain('five metres');
    await waitFor(() => expect(document.activeElement).toBe(box));
    await shown.user.clear(box);
    await shown.user.type(box, 'Waves of some metres.{Enter}{Enter}A second paragraph.');
    await shown.user.click(screen.getByText('Use these words'));
    await waitFor(() =>
      expect(desk.get().editor?.body()).toContain('Waves of some metres.\n\nA second paragraph.\n\n## What was measured'),
    );
  });

  it('are decided all at once, and the file follows', async () => {
    await open({ conflicts: true });
    act(() => setSettings({ panel: 'conflicts' }));
    await screen.findAllByTestId('conflict');
    await shown.user.click(screen.getByText('Take all theirs'));
    await screen.findByText('All decided. The version and the file hold what you chose.');
    expect((screen.getByTestId('headline') as HTMLTextAreaElement).value).toBe('Harbour wall withstands its first winter storm');
    expect(desk.get().editor?.body()).not.toContain('Fishing boats');
    await waitFor(() => expect(places()).toMatchObject({ version: 'holds', file: 'holds' }));
    expect(screen.queryByTestId('conflict-banner')).toBeNull();
  });

  it('are read in their own direction', async () => {
    shown = await openWindow({ conflicts: true });
    act(() => setSettings({ panel: 'conflicts' }));
    await openStory(shown, 'جدار المرفأ الجديد يصمد أمام أول عاصفة شتوية');
    const found = await screen.findAllByTestId('conflict');
    const words = found[1]!.querySelector('.conflict-words')!;
    expect(words.getAttribute('dir')).toBe('rtl');
    expect(words.getAttribute('lang')).toBe('ar');
  });
});

describe('undo', () => {
  it('goes on after another story was open', async () => {
    await open();
    write('Typed here. ');
    await shown.user.click(screen.getAllByTestId('story-row')[2]!);
    await waitFor(() => expect(desk.get().draft?.story.edition).toBe(3));
    await shown.user.click(screen.getAllByTestId('story-row')[0]!);
    await waitFor(() => expect(desk.get().draft?.story.edition).toBe(1));
    await waitFor(() => expect(desk.get().editor?.body()).toContain('Typed here.'));
    act(() => void desk.get().editor?.run('undo'));
    expect(desk.get().editor?.body()).not.toContain('Typed here.');
  });

  it('goes on after the view was drawn afresh', async () => {
    await open();
    write('Typed here. ');
    const { editor } = desk.get();
    act(() => setSettings({ language: 'ar' }));
    await waitFor(() => expect(desk.get().editor).not.toBe(editor));
    await waitFor(() => expect(desk.get().editor).not.toBeNull());
    act(() => void desk.get().editor?.run('undo'));
    expect(desk.get().editor?.body()).not.toContain('Typed here.');
  });
});
