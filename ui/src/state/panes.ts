// Moving between the parts of the window by keyboard.

const PANES = ['history', 'list', 'editor', 'preview', 'status'];

/** Moves the focus to the next or previous part of the window that is there. */
export function movePane(step: 1 | -1): void {
  const there = PANES.map((name) => document.querySelector<HTMLElement>(`[data-pane="${name}"]`)).filter(
    // What stands behind another view is not there for now.
    (pane) => pane !== null && pane.closest('[inert]') === null,
  ) as HTMLElement[];
  if (there.length === 0) return;
  const at = there.findIndex((pane) => pane.contains(document.activeElement));
  const next = there[(at + step + there.length) % there.length] ?? there[0];
  if (next) focusPane(next);
}

/** Moves the focus into a part of the window by its name. */
export function focusPaneNamed(name: string): void {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`);
  if (pane) focusPane(pane);
}

function focusPane(pane: HTMLElement): void {
  const inside = pane.querySelector<HTMLElement>('[data-pane-focus]');
  const target = inside?.matches('[contenteditable=true], input, textarea, button, [tabindex]')
    ? inside
    : inside?.querySelector<HTMLElement>('[contenteditable=true], [tabindex="0"]');
  (target ?? pane).focus();
}
