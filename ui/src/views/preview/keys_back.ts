// A page without scripts hears no key on our behalf: while it has the focus, no shortcut works. A click in it is meant
// for the page's eyes, not for its keys, so the keyboard goes back to where it was. Who goes there by keyboard stays,
// to scroll the page, and leaves it as they came.

/** How long after Tab or F6 a change of the focus counts as theirs, in milliseconds. */
const BY_KEY = 250;

/** Gives the keyboard back after a click into a frame within `box`, until the function that is returned is called. */
export function giveKeysBack(box: HTMLElement): () => void {
  let had: HTMLElement | null = null;
  let turned = -Infinity;
  const controller = new AbortController();
  const how = { capture: true, signal: controller.signal };
  window.addEventListener('keydown', ({ key }) => (turned = key === 'Tab' || key === 'F6' ? performance.now() : turned), how);
  window.addEventListener(
    'blur',
    ({ target }) => {
      // Whoever has the focus loses it first, and then the window does.
      if (target instanceof HTMLElement && !box.contains(target)) had = target;
      if (target !== window || performance.now() - turned < BY_KEY) return;
      // The frame has the focus only after the window has lost it.
      setTimeout(() => {
        const frame = document.activeElement;
        if (!(frame instanceof HTMLIFrameElement) || !box.contains(frame)) return;
        frame.blur();
        if (had?.isConnected) had.focus({ preventScroll: true });
      }, 0);
    },
    how,
  );
  return () => controller.abort();
}
