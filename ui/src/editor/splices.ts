// What a transaction did to the body, as splices of the file's own text.

import { Annotation, type Transaction } from '@codemirror/state';
import { sliceBody, toBody } from './line_breaks';
import type { Splice } from './types';

/** Marks a change that came from outside and that the outside therefore need not hear of. */
export const fromOutside = Annotation.define<boolean>();

/** The splices of a transaction, in order, each relative to the body left by those before it. */
export function splicesOf(transaction: Transaction): Splice[] {
  const { startState, state } = transaction;
  const splices: Splice[] = [];
  transaction.changes.iterChanges((fromA, toA, fromB, toB) => {
    splices.push({
      // Up to here the new body is what the splices before have left, so its own offset is the one wanted.
      at: toBody(state, fromB),
      remove: toBody(startState, toA) - toBody(startState, fromA),
      insert: sliceBody(state, fromB, toB),
    });
  });
  return splices;
}
