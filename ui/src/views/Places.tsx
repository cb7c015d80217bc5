import { memo } from 'react';
import { useStore } from '../parts/use_store';
import { useStrings } from '../parts/use_strings';
import type { DraftSession } from '../state/draft_session';
import { placesOf, type PlaceName, type PlaceState } from '../state/places';
import { longTime } from '../strings';

/** The four places that a text comes to, each with what is known of it. */
export function Places({ session }: { session: DraftSession }) {
  const t = useStrings();
  // Each on its own: most of what changes with a key leaves the line as it is.
  const journal = useStore(session.store, (state) => placesOf(state).journal);
  const version = useStore(session.store, (state) => placesOf(state).version);
  const file = useStore(session.store, (state) => placesOf(state).file);
  const live = useStore(session.store, (state) => placesOf(state).live);
  const id = useStore(session.store, (state) => state.version);
  const at = useStore(session.store, (state) => state.versionAt);
  const path = useStore(session.store, (state) => state.story.path);
  const receipt = useStore(session.store, (state) => state.live.at);
  return (
    <ol className="places" aria-label={t.places.label} data-testid="places">
      <Place name="journal" state={journal} />
      <Place name="version" state={version} at={at} id={id.slice(0, 6)} />
      <Place name="file" state={file} where={path} />
      <Place name="live" state={live} at={receipt} />
    </ol>
  );
}

interface PlaceProps {
  name: PlaceName;
  state: PlaceState;
  /** When it was confirmed, RFC 3339. */
  at?: string;
  where?: string;
  id?: string;
}

const Place = memo(function Place({ name, state, at = '', where = '', id = '' }: PlaceProps) {
  const t = useStrings();
  const said = t.places.said[name]?.[state] ?? t.places.states[state];
  return (
    <li
      className={`place place-${state}`}
      data-place={name}
      data-state={state}
      title={[said, at && longTime(at), where].filter(Boolean).join(' · ')}
    >
      <span aria-hidden="true">
        {name === 'live' && state === 'never' ? t.places.never : t.places.names[name]}
        {id === '' ? null : (
          <code className="hash" dir="ltr">
            {id}
          </code>
        )}
      </span>
      <span className="visually-hidden">{said}</span>
    </li>
  );
});
