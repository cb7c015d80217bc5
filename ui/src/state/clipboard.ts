// Copying text, with the old way where the web view has no new one.

import { strings } from '../strings';
import { say } from './notices';

/** Puts text on the clipboard and says so. */
export async function copyText(text: string): Promise<void> {
  if ((await writeNew(text)) || writeOld(text)) say('good', strings().status.copied);
  else say('bad', strings().status.copyFailed);
}

async function writeNew(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function writeOld(text: string): boolean {
  const box = document.createElement('textarea');
  box.value = text;
  box.style.position = 'fixed';
  box.style.opacity = '0';
  document.body.append(box);
  const before = document.activeElement;
  box.select();
  // Deprecated, but the only other way there is.
  const done = document.execCommand?.('copy') ?? false;
  box.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
