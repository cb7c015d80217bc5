import { expect, it } from 'vitest';
import type { Phase } from './draft_session';
import { placesOf, type Places } from './places';

const NEVER = { state: 'never', version: '', at: '', destination: '' };

/** Phase, whether the file holds the base version, its fault, conflicts; and journal, version, file, live. */
const TABLE: [Phase, boolean, string, number, string, Places[keyof Places][]][] = [
  ['untouched', true, '', 0, 'never', ['holds', 'holds', 'holds', 'never']],
  ['untouched', false, '', 0, 'never', ['holds', 'holds', 'behind', 'never']],
  ['journalling', true, '', 0, 'live', ['under-way', 'behind', 'behind', 'behind']],
  ['journalled', true, '', 0, 'never', ['holds', 'behind', 'behind', 'never']],
  ['saving', true, '', 0, 'never', ['holds', 'under-way', 'under-way', 'never']],
  ['saved', true, '', 0, 'live', ['holds', 'holds', 'holds', 'holds']],
  ['saved', true, '', 0, 'older', ['holds', 'holds', 'holds', 'behind']],
  ['saved', false, 'The disk is full.', 0, 'withdrawn', ['holds', 'holds', 'failed', 'withdrawn']],
  ['saved', false, '', 2, 'never', ['holds', 'holds', 'waits', 'never']],
  ['unsaved', true, '', 0, 'never', ['holds', 'failed', 'behind', 'never']],
  ['failed', true, '', 0, 'never', ['failed', 'behind', 'behind', 'never']],
];

it.each(TABLE)(
  '%s, in file %s, fault “%s”, conflicts %i, live %s',
  (phase, inFile, fileFault, conflicts, live, [journal, version, file, last]) => {
    expect(placesOf({ phase, inFile, fileFault, conflicts, live: { ...NEVER, state: live } })).toEqual({
      journal,
      version,
      file,
      live: last,
    });
  },
);
