// Short messages that appear over the window and are read out.

import type { Fault } from '../bridge';
import { Store } from './store';

export interface Notice {
  id: number;
  tone: 'info' | 'good' | 'bad';
  text: string;
  hint: string;
  action?: { label: string; run: () => void };
}

export const notices = new Store<{ list: Notice[] }>({ list: [] });

let next = 1;

/** Says something. Bad news stays until it is put away; other news leaves by itself. */
export function say(tone: Notice['tone'], text: string, more: { hint?: string; action?: Notice['action'] } = {}): void {
  const notice: Notice = { id: next++, tone, text, hint: more.hint ?? '', action: more.action };
  notices.set(({ list }) => ({ list: [...list.filter((other) => other.text !== text), notice].slice(-4) }));
  if (tone !== 'bad') setTimeout(() => dismiss(notice.id), 8000);
}

export function sayFault(fault: Fault): void {
  say('bad', fault.message, { hint: fault.hint });
}

export function dismiss(id: number): void {
  notices.set(({ list }) => ({ list: list.filter((notice) => notice.id !== id) }));
}
