import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fault } from '../../../fake/bridge';
import { HEALTH, NEWSROOM } from '../../../fake/copy';
import { openStory, openWindow, type Shown } from '../../../fake/window';
import { action } from '../../state/actions';
import { setSettings } from '../../state/settings';

let shown: Shown;
afterEach(() => act(() => shown.stop()));

const asked = (name: string) => shown.bridge.calls.filter((call) => call.name === name).map((call) => call.request);

async function openHealth(): Promise<HTMLElement> {
  act(() => action('health').run());
  const dialog = await screen.findByTestId('health-dialog');
  await within(dialog).findAllByTestId('finding');
  return dialog;
}

describe('newsroom health', () => {
  it('is found in the palette, and says what is wrong, where, and what a repair would do', async () => {
    shown = await openWindow();
    await shown.user.keyboard('{Control>}{Shift>}p{/Shift}{/Control}');
    await shown.user.keyboard('health');
    await shown.user.keyboard('{Enter}');
    const dialog = await screen.findByTestId('health-dialog');
    const [first] = await within(dialog).findAllByTestId('finding');
    expect(first?.dataset.rule).toBe('version-spoilt');
    expect(within(dialog).getByText(/Did you mean `base_url`/).textContent).toContain('newsroom.toml · line 4');
    expect(within(dialog).getAllByTestId('backup')).toHaveLength(3);
    expect(asked('health')).toEqual([{ path: NEWSROOM.path, deep: false }]);
  });

  it('mends only after it was asked, puts the story away first, and opens the newsroom again', async () => {
    shown = await openWindow();
    await openStory(shown, 'Lighthouse lamp to be lit by volunteers');
    const dialog = await openHealth();
    await shown.user.click(within(dialog).getByTestId('repair'));
    const ask = await screen.findByTestId('health-ask');
    expect(within(ask).getAllByRole('listitem')).toHaveLength(1);
    await shown.user.click(within(ask).getByText('Cancel'));
    expect(asked('repair')).toEqual([]);
    await shown.user.click(await screen.findByTestId('repair'));
    await shown.user.click(await screen.findByTestId('health-go'));
    await screen.findByTestId('health-done');
    expect(screen.getByText('The text of 2 of 2 versions was found again.')).toBeTruthy();
    await waitFor(() => expect(asked('open_newsroom')).toEqual([{ path: NEWSROOM.path }]));
    const order = shown.bridge.calls.map((call) => call.name);
    expect(order.lastIndexOf('repair')).toBeLessThan(order.lastIndexOf('open_newsroom'));
    await waitFor(() => expect(screen.queryByTestId('repair')).toBeNull());
  });

  it('makes a backup and shows it', async () => {
    shown = await openWindow();
    await openHealth();
    await shown.user.click(screen.getByTestId('back-up'));
    await waitFor(() => expect(screen.getAllByTestId('backup')).toHaveLength(4));
    expect(asked('open_newsroom')).toEqual([]);
  });

  it('goes back to a backup after it was asked', async () => {
    shown = await openWindow();
    const dialog = await openHealth();
    await shown.user.click(within(dialog).getAllByText('Go back to this one…')[1]!);
    await shown.user.click(await screen.findByTestId('health-go'));
    await waitFor(() => expect(asked('restore_backup')).toEqual([{ path: NEWSROOM.path, name: HEALTH.backups[1]?.name }]));
    await screen.findByTestId('health-done');
  });

  it('says why a repair could not be done', async () => {
    shown = await openWindow();
    shown.bridge.answer('repair', () => {
      throw fault('busy', 'The newsroom is open in another Stet.', 'Close the other window.');
    });
    const dialog = await openHealth();
    await shown.user.click(within(dialog).getByTestId('repair'));
    await shown.user.click(await screen.findByTestId('health-go'));
    await screen.findByText('Close the other window.');
  });

  it('is offered where a newsroom cannot be opened because its store is damaged', async () => {
    shown = await openWindow({ open: false });
    let well = false;
    shown.bridge.answer('open_newsroom', ({ path }) => {
      if (!well) throw fault('store-damaged', 'The newsroom’s store is damaged.', 'Repair it.');
      return { ...NEWSROOM, path };
    });
    await shown.user.click(await screen.findByText('The Harbour Post'));
    await shown.user.click(await screen.findByTestId('open-health'));
    const dialog = await screen.findByTestId('health-dialog');
    expect(asked('health')).toEqual([{ path: NEWSROOM.path, deep: false }]);
    expect(within(dialog).queryByTestId('back-up')).toBeNull();
    well = true;
    await shown.user.click(await within(dialog).findByTestId('repair'));
    await shown.user.click(await screen.findByTestId('health-go'));
    await screen.findByTestId('health-done');
    await screen.findAllByTestId('story-row');
  });

  it('is offered where the newsroom that the command line named is damaged', async () => {
    shown = await openWindow({ open: false, refused: '/srv/post' });
    await shown.user.click(await screen.findByTestId('open-health'));
    await waitFor(() => expect(asked('health')).toEqual([{ path: '/srv/post', deep: false }]));
  });

  it('warns of a bad place until somebody has heard enough of it', async () => {
    const place = fault('place-synced', 'The newsroom lies in a folder that is synced.', 'Move it.');
    setSettings({ placesKnown: [] });
    shown = await openWindow({ place });
    await screen.findByText('Move it.');
    await shown.user.click(screen.getByText('Do not say this again here'));
    act(() => shown.stop());
    shown = await openWindow({ place });
    await screen.findAllByTestId('story-row');
    expect(screen.queryByText('Move it.')).toBeNull();
    setSettings({ placesKnown: [] });
  });

  it('says when a backup that nobody asked for fails', async () => {
    shown = await openWindow();
    act(() => shown.bridge.emit({ event: 'warning', ...fault('backup-space', 'There is no room for a backup.', 'Make room.') }));
    await screen.findByText('Make room.');
  });
});
