import { Button } from 'react-aria-components';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { desk } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import { outline } from '../../state/outline';

/** The headings of the text. Each leads to its place. */
export function Outline({ session }: { session: DraftSession }) {
  const t = useStrings();
  const lang = useStore(session.store, (state) => state.story.lang);
  // Headings are read again whenever the text was checked, which is when typing rested.
  useStore(session.store, (state) => state.check);
  const headings = outline(session.body());
  if (headings.length === 0) return <p className="muted panel-empty">{t.panels.noOutline}</p>;
  return (
    <ul className="problems" data-testid="outline">
      {headings.map((heading) => (
        <li key={heading.from}>
          <Button
            className="problem"
            style={{ paddingInlineStart: `${0.75 + Math.max(0, heading.level - 2)}rem` }}
            onPress={() => {
              desk.get().editor?.reveal(heading.from, heading.to);
              desk.get().editor?.focus();
            }}
          >
            <bdi lang={lang}>{heading.text}</bdi>
          </Button>
        </li>
      ))}
    </ul>
  );
}
