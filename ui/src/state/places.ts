// Where the text is: four places, each said to hold it only once that is confirmed.

import type { DraftState } from './draft_session';

export type PlaceName = 'journal' | 'version' | 'file' | 'live';

/**
 * `holds` all that was typed is there, confirmed; `under-way` it is being written; `behind` an earlier text is there;
 * `waits` for a decision; `failed` it could not be written; `never` nothing was ever there; `withdrawn` it was taken off.
 */
export type PlaceState = 'holds' | 'under-way' | 'behind' | 'waits' | 'failed' | 'never' | 'withdrawn';

export type Places = Record<PlaceName, PlaceState>;

type Known = Pick<DraftState, 'phase' | 'inFile' | 'fileFault' | 'conflicts' | 'live'>;

/** What is known of each place. */
export function placesOf({ phase, inFile, fileFault, conflicts, live }: Known): Places {
  const settled = phase === 'saved' || phase === 'untouched';
  return {
    journal: phase === 'failed' ? 'failed' : phase === 'journalling' ? 'under-way' : 'holds',
    version: settled ? 'holds' : phase === 'saving' ? 'under-way' : phase === 'unsaved' ? 'failed' : 'behind',
    file: conflicts > 0 ? 'waits' : fileFault !== '' ? 'failed' : settled && inFile ? 'holds' : phase === 'saving' ? 'under-way' : 'behind',
    live:
      live.state === 'live'
        ? settled
          ? 'holds'
          : 'behind'
        : live.state === 'older'
          ? 'behind'
          : live.state === 'withdrawn'
            ? 'withdrawn'
            : 'never',
  };
}
