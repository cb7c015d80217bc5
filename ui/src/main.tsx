import { createRoot } from 'react-dom/client';
import { App } from './App';
import { bridge } from './bridge';
import { listenForKeys } from './state/bindings';
import { desk, enterNewsroom, hear, openDialog, putAway } from './state/desk';
import { flushWhenLeaving } from './state/leaving';
import { newsroomStore, startNewsroom } from './state/newsroom';
import { applySettings, settings } from './state/settings';
import { keepTitle } from './state/title';
import './style/index.css';

applySettings();
listenForKeys(window);
keepTitle();
void bridge().listen(hear);
void bridge().onCloseRequested(() => putAway(() => void bridge().closeWindow()));
void bridge().onFileDrop((drop) => {
  desk.set({ dropping: drop.phase === 'over' && newsroomStore.get().phase === 'open' });
  if (drop.phase !== 'dropped' || drop.paths.length === 0 || newsroomStore.get().phase !== 'open') return;
  desk.set({ dropped: drop.paths });
  openDialog('import');
});
let opened = '';
newsroomStore.subscribe(() => {
  const { newsroom } = newsroomStore.get();
  if ((newsroom?.path ?? '') === opened) return;
  opened = newsroom?.path ?? '';
  if (newsroom) enterNewsroom(newsroom.recovered);
});
// What nobody sees is not rendered.
settings.subscribe(() => desk.get().session?.showPreview(settings.get().preview));
flushWhenLeaving(window);
void startNewsroom();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
