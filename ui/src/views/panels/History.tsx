import { useEffect, useState } from 'react';
import { Button, ListBox, ListBoxItem } from 'react-aria-components';
import { asFault, bridge, type DraftView, type VersionRow } from '../../bridge';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { adopt } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import { say, sayFault } from '../../state/notices';
import { longTime } from '../../strings';

/** The versions of the story, the text of one, and the way back to it. */
export function History({ draft, session }: { draft: DraftView; session: DraftSession }) {
  const t = useStrings();
  const { edition } = draft.story;
  const version = useStore(session.store, (state) => state.version);
  const [versions, setVersions] = useState<VersionRow[] | null>(null);
  const [chosen, setChosen] = useState('');
  const [text, setText] = useState('');

  useEffect(() => {
    let current = true;
    bridge()
      .call('history', { edition })
      .then(({ versions: rows }) => (current ? setVersions(rows) : undefined))
      .catch((thrown: unknown) => sayFault(asFault(thrown)));
    return () => void (current = false);
  }, [edition, version]);

  useEffect(() => {
    if (chosen === '') return;
    let current = true;
    bridge()
      .call('version_text', { edition, version: chosen })
      .then((answer) => (current ? setText(answer.text) : undefined))
      .catch((thrown: unknown) => sayFault(asFault(thrown)));
    return () => void (current = false);
  }, [edition, chosen]);

  async function restore(): Promise<void> {
    try {
      // What was written since must be in a version of its own before another takes its place.
      if (!(await session.settle())) return;
      adopt(await bridge().call('restore_version', { edition, version: chosen }));
      say('good', t.panels.restored);
    } catch (thrown) {
      sayFault(asFault(thrown));
    }
  }

  if (versions === null) return <p className="muted panel-empty">{t.common.loading}</p>;
  if (versions.length === 0) return <p className="muted panel-empty">{t.panels.noVersions}</p>;
  const row = versions.find((each) => each.version === chosen);
  return (
    <div className="history">
      <ListBox
        className="versions"
        aria-label={t.panels.versions}
        selectionMode="single"
        selectedKeys={chosen ? [chosen] : []}
        onSelectionChange={(keys) => setChosen(String([...(keys as Set<string>)][0] ?? ''))}
        items={versions.map((each) => ({ ...each, id: each.version }))}
      >
        {(each) => (
          <ListBoxItem id={each.version} textValue={longTime(each.at)} className="option version">
            <span>{longTime(each.at)}</span>
            <span className="muted">
              {t.panels.reasons[each.reason] ?? each.reason}
              {each.author ? ` · ${each.author}` : ''}
              {each.version === version ? ` · ${t.panels.current}` : ''}
            </span>
          </ListBoxItem>
        )}
      </ListBox>
      <div className="version-text">
        {row ? (
          <>
            <div className="row version-head">
              <code className="hash">{row.version.slice(0, 12)}</code>
              <span className="muted">{t.panels.bytes(row.bytes)}</span>
              <Button className="button small" isDisabled={row.version === version || !draft.editable} onPress={() => void restore()}>
                {t.panels.restore}
              </Button>
            </div>
            <pre dir="auto" tabIndex={0} aria-label={longTime(row.at)}>
              {text}
            </pre>
          </>
        ) : (
          <p className="muted panel-empty">{t.panels.pickVersion}</p>
        )}
      </div>
    </div>
  );
}
