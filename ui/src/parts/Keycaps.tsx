import { keycaps } from '../state/keys';

/** A key binding, drawn as keys; nothing where there is none. */
export function Keycaps({ keys }: { keys: string | undefined }) {
  if (!keys) return null;
  return (
    <span className="keycaps" dir="ltr">
      {keycaps(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
