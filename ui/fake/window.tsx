// Draws the whole window over a fake newsroom, for component tests.

import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../src/App';
import { chooseBridge } from '../src/bridge';
import { listenForKeys } from '../src/state/bindings';
import { closeDialog, desk, hear } from '../src/state/desk';
import { closeHistory } from '../src/state/history';
import { newsroomStore, startNewsroom } from '../src/state/newsroom';
import { notices } from '../src/state/notices';
import { setSettings } from '../src/state/settings';
import { ALL, setFilter, stories } from '../src/state/stories';
import { jobs } from '../src/state/jobs';
import { fakeBridge, type FakeBridge } from './bridge';

export interface Shown {
  bridge: FakeBridge;
  user: ReturnType<typeof userEvent.setup>;
  stop(): void;
}

/** Opens the window; `stop` puts every store back. */
export async function openWindow(options: Parameters<typeof fakeBridge>[0] = {}): Promise<Shown> {
  // A page in a frame is the web view's own business: the tests look at the window.
  const bridge = Object.assign(fakeBridge(options), { previewUrl: () => 'about:blank' });
  chooseBridge(bridge);
  await bridge.listen(hear);
  setFilter(ALL);
  setSettings({ language: 'en', theme: 'light', preview: true, list: true, inspector: false, panel: '' });
  const stopKeys = listenForKeys(window);
  render(<App />);
  await startNewsroom();
  return {
    bridge,
    user: userEvent.setup(),
    stop() {
      stopKeys();
      closeDialog();
      closeHistory();
      desk.get().session?.leave();
      desk.set({ draft: null, session: null, editor: null, selection: null, opening: 0, fault: null });
      newsroomStore.set({ phase: 'starting', newsroom: null, fault: null, refused: '' });
      notices.set({ list: [] });
      stories.set({ pages: {}, hits: null, total: 0, loading: true });
      jobs.set({ heard: {}, running: { import: 0, export: 0, look: 0, backup: 0, repair: 0, restore: 0 } });
    },
  };
}

/** Opens the story in the list that has this headline. */
export async function openStory({ user }: Shown, title: string): Promise<void> {
  const rows = await screen.findAllByText(title);
  await user.click(rows[0]!);
  await screen.findByTestId('headline');
}
