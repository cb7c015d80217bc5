import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fault } from '../../../fake/bridge';
import { id } from '../../../fake/history';
import { openStory, openWindow, type Shown } from '../../../fake/window';
import { closeDraft, desk, openDraft } from '../../state/desk';
import { toggleHistory } from '../../state/history';
import { setSettings } from '../../state/settings';

const STORM = 'New harbour wall holds through the first winter storm';

let shown: Shown;
afterEach(() => act(() => shown.stop()));

const key = (pressed: string, more = {}) => fireEvent.keyDown(document.activeElement!, { key: pressed, ...more });

// A machine that does much else draws a whole window slowly.
vi.setConfig({ testTimeout: 30_000 });

async function openHistory(options: Parameters<typeof openWindow>[0] = {}): Promise<void> {
  shown = await openWindow({ count: 4, ...options });
  await act(async () => openDraft(1));
  await screen.findByTestId('headline');
  act(() => toggleHistory());
  await screen.findByTestId('comparison');
}

function asked(name: string): unknown[] {
  return shown.bridge.calls.filter((call) => call.name === name).map((call) => call.request);
}

describe('history', () => {
  it('stands over the desk, compares what is chosen with the present, and gives the desk back', async () => {
    shown = await openWindow();
    await openStory(shown, STORM);
    await shown.user.keyboard('{Control>}{Alt>}h{/Alt}{/Control}');
    await screen.findByTestId('comparison');
    expect(document.activeElement).toBe(screen.getByTestId('timeline'));
    expect(screen.getByTestId('headline').closest('[inert]')).not.toBeNull();
    expect(asked('compare').at(-1)).toEqual({ edition: 1, from: id(1), to: 'draft' });
    key('ArrowDown');
    await waitFor(() => expect(asked('compare').at(-1)).toEqual({ edition: 1, from: id(2), to: 'draft' }));
    expect(screen.getAllByRole('option', { selected: true })[0]!.getAttribute('aria-label')).toMatch(/^Before a restore, .*S\. Nasser/);
    key('b');
    await waitFor(() => expect(asked('compare').at(-1)).toEqual({ edition: 1, from: id(3), to: id(2) }));
    key('Escape');
    await waitFor(() => expect(screen.queryByTestId('history')).toBeNull());
    expect(screen.getByTestId('headline').closest('[inert]')).toBeNull();
  });

  it('holds one version fast and compares another with it, the older one first', async () => {
    await openHistory();
    key('c');
    await waitFor(() => expect(asked('compare').at(-1)).toEqual({ edition: 1, from: id(2), to: id(1) }));
    key('ArrowDown');
    await waitFor(() => expect(asked('compare').at(-1)).toEqual({ edition: 1, from: id(3), to: id(1) }));
    key('Home');
    await waitFor(() => expect(asked('compare').at(-1)).toMatchObject({ from: id(1) }));
  });

  it('tells what changed by more than colour, and leads to the other place of a moved paragraph', async () => {
    await openHistory();
    const edited = screen.getByTestId('block-0');
    expect([...edited.querySelectorAll('del')].map((each) => each.textContent)).toEqual(['harbour wall', 'three']);
    expect([...edited.querySelectorAll('ins')].map((each) => each.textContent)).toEqual(['new wall at the mouth of the harbour', 'four']);
    expect(within(edited).getByText('link to https://bay.example')).toBeTruthy();
    expect(within(screen.getByTestId('block-5')).getByText('Paragraph made a heading')).toBeTruthy();
    expect(within(screen.getByTestId('field-tags')).getByText('Sea level').tagName).toBe('INS');
    await shown.user.click(screen.getByTestId('jump-1'));
    expect(document.activeElement).toBe(screen.getByTestId('block-9'));
    await shown.user.click(screen.getByTestId('jump-9'));
    expect(document.activeElement).toBe(screen.getByTestId('block-1'));
    key('F8');
    expect(document.activeElement).toBe(screen.getByTestId('block-5'));
    key('F8', { shiftKey: true });
    expect(document.activeElement).toBe(screen.getByTestId('block-1'));
  });

  it('brings back a version, a paragraph and a field, and journals what was typed first', async () => {
    await openHistory();
    await shown.user.click(within(screen.getByTestId('block-8')).getByLabelText('Take paragraph 8 back as it was'));
    await screen.findByText('It is as it was, as a new version.');
    expect(asked('restore_part').at(-1)).toEqual({ edition: 1, version: id(1), paragraph: 8, field: '' });
    await shown.user.click(within(screen.getByTestId('field-lead.alt')).getByRole('button'));
    await waitFor(() => expect(asked('restore_part').at(-1)).toEqual({ edition: 1, version: id(1), paragraph: 0, field: 'lead.alt' }));
    // The same by keys alone: the first change is a field.
    act(() => screen.getByTestId('timeline').focus());
    key('F8');
    key('p');
    await waitFor(() => expect(asked('restore_part').at(-1)).toEqual({ edition: 1, version: id(1), paragraph: 0, field: 'title' }));
    act(() => desk.get().session?.setFields({ ...desk.get().session!.store.get().fields, kicker: 'Typed' }));
    act(() => screen.getByTestId('timeline').focus());
    key('r');
    await screen.findByText('The older version is the text again, as a new version.');
    expect(asked('restore_version')).toEqual([{ edition: 1, version: id(1) }]);
    const order = shown.bridge.calls.map((call) => call.name);
    expect(order.lastIndexOf('edit_draft')).toBeLessThan(order.indexOf('restore_version'));
    expect(order).not.toContain('save_draft');
    expect(screen.getByTestId('history')).toBeTruthy();
  });

  it('says why nothing was brought back', async () => {
    await openHistory();
    shown.bridge.answer('restore_version', () => {
      throw fault('busy', 'The story is being written in without a pause.', 'Stop typing for a moment.');
    });
    key('r');
    await screen.findByText('The story is being written in without a pause.');
  });

  it('names a version where it stands, renames it, and takes the name away', async () => {
    await openHistory();
    const name = async (text: string) => {
      key('n');
      const box = await screen.findByTestId('version-name');
      await shown.user.clear(box);
      await shown.user.type(box, `${text}{Enter}`);
      await waitFor(() => expect(screen.queryByTestId('version-name')).toBeNull());
      await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('timeline')));
    };
    await name('First cut');
    expect(within(screen.getByTestId('timeline')).getByText('First cut')).toBeTruthy();
    await name('');
    expect(within(screen.getByTestId('timeline')).queryByText('First cut')).toBeNull();
    expect(asked('name_version')).toEqual([
      { edition: 1, version: id(1), name: 'First cut' },
      { edition: 1, version: id(1), name: '' },
    ]);
    // A name that is taken is refused, and the box stays.
    key('n');
    await shown.user.type(await screen.findByTestId('version-name'), 'Sent to the lawyer{Enter}');
    await screen.findByText('Another version bears that name already.');
    expect(screen.getByTestId('version-name')).toBeTruthy();
    fireEvent.keyDown(screen.getByTestId('version-name'), { key: 'Escape' });
    expect(screen.queryByTestId('version-name')).toBeNull();
    expect(screen.getByTestId('history')).toBeTruthy();
  });

  it('shows the source at one key, in Arabic in its own direction', async () => {
    shown = await openWindow();
    act(() => setSettings({ language: 'ar' }));
    await openStory(shown, 'جدار المرفأ الجديد يصمد أمام أول عاصفة شتوية');
    await shown.user.keyboard('{Control>}{Alt>}h{/Alt}{/Control}');
    await screen.findByTestId('comparison');
    expect(document.querySelector('.prose-changes')?.getAttribute('dir')).toBe('rtl');
    expect(screen.getByTestId('block-0').closest('[lang=ar]')).not.toBeNull();
    // On an Arabic layout the key of S gives another letter.
    key('س', { code: 'KeyS' });
    const lines = await screen.findByTestId('source-lines');
    expect(lines.querySelectorAll('.line-removed').length).toBe(2);
    expect(asked('compare_source').at(-1)).toEqual({ edition: 2, from: id(1), to: 'draft' });
  });

  it('draws only the rows on screen of twenty thousand, and opens folds by keyboard', async () => {
    await openHistory({ versions: 20_000 });
    expect(screen.getAllByTestId('version').length).toBeLessThan(60);
    const fold = screen.getAllByTestId('fold')[0]!;
    expect(fold.getAttribute('aria-expanded')).toBe('false');
    for (let step = 0; step < 3; step += 1) key('ArrowDown');
    key('ArrowRight');
    expect(screen.getAllByTestId('fold')[0]!.getAttribute('aria-expanded')).toBe('true');
    key('ArrowDown');
    await waitFor(() => expect(asked('compare').at(-1)).toMatchObject({ from: id(4) }));
    key('End');
    await screen.findAllByText('As it came from the wire');
  });

  it('says when there is nothing to compare, and why it could not be had', async () => {
    await openHistory({ versions: 1 });
    key('b');
    await screen.findByText('Nothing comes before this version.');
    shown.bridge.answer('compare', () => {
      throw fault('store', 'A version’s text is damaged.', 'Look at another one.');
    });
    key('b');
    await screen.findByText('Look at another one.');
  });

  it('goes along to another story, and with a story that is closed', async () => {
    await openHistory();
    await act(async () => openDraft(2));
    await waitFor(() => expect(asked('compare').at(-1)).toEqual({ edition: 2, from: id(1), to: 'draft' }));
    expect(screen.getByTestId('history')).toBeTruthy();
    await act(async () => void (await closeDraft()));
    await waitFor(() => expect(screen.queryByTestId('history')).toBeNull());
  });

  it('is a part of the window that F6 leads to', async () => {
    await openHistory();
    await shown.user.keyboard('{F6}');
    expect(document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane')).toBe('status');
    await shown.user.keyboard('{F6}');
    expect(document.activeElement).toBe(screen.getByTestId('timeline'));
  });

  it('offers no restore of the version that the text stands at', async () => {
    await openHistory();
    key('Home');
    await waitFor(() => expect(screen.getByTestId('restore-version').hasAttribute('disabled')).toBe(true));
    key('r');
    expect(asked('restore_version')).toEqual([]);
  });

  it('saves a version with a name', async () => {
    shown = await openWindow();
    await openStory(shown, STORM);
    await shown.user.keyboard('{Control>}{Alt>}s{/Alt}{/Control}');
    await shown.user.type(await screen.findByTestId('new-version-name'), 'For the desk{Enter}');
    await screen.findByText('Version saved as “For the desk”.');
    const order = shown.bridge.calls.map((call) => call.name);
    expect(order.indexOf('save_draft')).toBeLessThan(order.indexOf('name_version'));
    expect(asked('name_version')).toEqual([{ edition: 1, version: '9f2c41d07ab3', name: 'For the desk' }]);
  });
});
