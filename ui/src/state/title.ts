// The window's name: the story that is open, the newsroom, and Stet.

import { bridge } from '../bridge';
import { desk } from './desk';
import { newsroomStore } from './newsroom';

/** Keeps the window's name in step with what it shows. */
export function keepTitle(): void {
  let said = '';
  const tell = () => {
    const parts = [desk.get().draft?.story.title, newsroomStore.get().newsroom?.name, 'Stet'];
    const title = parts.filter(Boolean).join(' – ');
    if (title === said) return;
    said = title;
    document.title = title;
    void bridge()
      .setTitle(title)
      .catch(() => {});
  };
  desk.subscribe(tell);
  newsroomStore.subscribe(tell);
}
