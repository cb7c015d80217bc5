// What was typed goes to the journal at once when one turns away from it: to another field, another window, or for good.

import { desk } from './desk';

/** Listens for every way of turning away. */
export function flushWhenLeaving(target: Window): () => void {
  const flush = () =>
    void desk
      .get()
      .session?.flush()
      .catch(() => {});
  const hidden = () => {
    if (target.document.visibilityState === 'hidden') flush();
  };
  // The web view may go away without asking, as when the system shuts down.
  target.addEventListener('pagehide', flush);
  target.addEventListener('blur', flush);
  target.document.addEventListener('focusout', flush);
  target.document.addEventListener('visibilitychange', hidden);
  return () => {
    target.removeEventListener('pagehide', flush);
    target.removeEventListener('blur', flush);
    target.document.removeEventListener('focusout', flush);
    target.document.removeEventListener('visibilitychange', hidden);
  };
}
