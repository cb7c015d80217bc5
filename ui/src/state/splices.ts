// Body edits as splices: offsets are UTF-16 code units, as JavaScript's strings and CodeMirror count them.

import type { Operation } from '../bridge/wire';

/** Replaces `remove` code units at `at` by `insert`, in the text as the splices before left it. */
export interface Splice {
  at: number;
  remove: number;
  insert: string;
}

/** The text after a splice. */
export function applySplice(text: string, { at, remove, insert }: Splice): string {
  return text.slice(0, at) + insert + text.slice(at + remove);
}

/**
 * Two splices as one, where the second continues the first: typing on, deleting backwards over what was just typed or
 * further, deleting forwards. Null where they are apart.
 */
export function joinSplices(first: Splice, second: Splice): Splice | null {
  const end = first.at + first.insert.length;
  const reach = second.at + second.remove;
  if (second.at >= first.at && second.at <= end) {
    // Inside or right after what the first put in; what it removes beyond that is the original text behind it.
    const within = Math.min(second.remove, end - second.at);
    const offset = second.at - first.at;
    return {
      at: first.at,
      remove: first.remove + (second.remove - within),
      insert: first.insert.slice(0, offset) + second.insert + first.insert.slice(offset + within),
    };
  }
  if (second.at < first.at && reach >= first.at && reach <= end) {
    // Backspacing from the end of what the first put in to before its start.
    return {
      at: second.at,
      remove: first.remove + (first.at - second.at),
      insert: second.insert + first.insert.slice(reach - first.at),
    };
  }
  return null;
}

/**
 * Adds an operation to those that wait. Splices that continue each other become one; only the latest fields are kept,
 * for they are set all at once and do not touch the body.
 */
export function addOperation(waiting: Operation[], next: Operation): Operation[] {
  if (next.kind === 'fields') {
    return [...waiting.filter((operation) => operation.kind !== 'fields'), next];
  }
  const last = waiting.findLastIndex((operation) => operation.kind === 'splice');
  const before = waiting[last];
  if (before?.kind === 'splice') {
    const joined = joinSplices(before, next);
    if (joined) return waiting.map((operation, index) => (index === last ? { kind: 'splice', ...joined } : operation));
  }
  return [...waiting, next];
}
