// What the app is told of the cursor. Nothing that costs more than a look-up is computed before it is asked for.

import type { EditorState } from '@codemirror/state';
import { blockIndex } from './blocks';
import { sliceBody, toBody } from './line_breaks';
import type { SelectionInfo } from './types';

export function selectionInfo(state: EditorState, lang: string): SelectionInfo {
  const { from, to, head } = state.selection.main;
  return {
    from: toBody(state, from),
    to: toBody(state, to),
    get text() {
      return sliceBody(state, from, to);
    },
    get words() {
      return from === to ? 0 : countWords(state.sliceDoc(from, to), lang);
    },
    get block() {
      return blockIndex(state, head);
    },
  };
}

/** Words by Unicode's word boundaries (UAX #29). */
export function countWords(text: string, lang: string): number {
  let count = 0;
  for (const { isWordLike } of new Intl.Segmenter(lang, { granularity: 'word' }).segment(text)) if (isWordLike) count += 1;
  return count;
}
