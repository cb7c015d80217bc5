import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { DraftView } from '../../bridge';
import { Icon } from '../../parts/Icon';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { copyText } from '../../state/clipboard';
import type { DraftSession } from '../../state/draft_session';
import { setSettings, settings, type BottomPanel } from '../../state/settings';
import { Conflicts } from './Conflicts';
import { Outline } from './Outline';
import { Problems } from './Problems';

/** What is kept below the text: problems, headings, what an import set aside. */
export function Panels({ draft, session }: { draft: DraftView; session: DraftSession }) {
  const t = useStrings();
  const panel = useStore(settings, (state) => state.panel);
  const problems = useStore(session.store, (state) => state.check?.problems.length ?? 0);
  const conflicts = useStore(session.store, (state) => state.conflicts);
  return (
    <section className={`panels ${panel === 'conflicts' ? 'panels-tall' : ''}`} aria-label={t.panels.label}>
      <Tabs selectedKey={panel} onSelectionChange={(chosen) => setSettings({ panel: chosen as BottomPanel })} className="tabs">
        <div className="tab-row">
          <TabList className="tab-list" aria-label={t.panels.label}>
            <Tab id="problems" className="tab">
              {t.actions.problems} <span className="count">{problems}</span>
            </Tab>
            <Tab id="outline" className="tab">
              {t.actions.outline}
            </Tab>
            {conflicts > 0 || panel === 'conflicts' ? (
              <Tab id="conflicts" className="tab">
                {t.actions.conflicts} <span className="count">{conflicts}</span>
              </Tab>
            ) : null}
            <Tab id="set-aside" className="tab">
              {t.actions['set-aside']} <span className="count">{draft.set_aside.length}</span>
            </Tab>
          </TabList>
          <Button className="button quiet square" aria-label={t.panels.close} onPress={() => setSettings({ panel: '' })}>
            <Icon name="close" />
          </Button>
        </div>
        <TabPanel id="problems" className="tab-panel">
          <Problems session={session} />
        </TabPanel>
        <TabPanel id="outline" className="tab-panel">
          <Outline session={session} />
        </TabPanel>
        <TabPanel id="conflicts" className="tab-panel">
          <Conflicts key={draft.story.edition} draft={draft} session={session} />
        </TabPanel>
        <TabPanel id="set-aside" className="tab-panel">
          <SetAside draft={draft} />
        </TabPanel>
      </Tabs>
    </section>
  );
}

function SetAside({ draft }: { draft: DraftView }) {
  const t = useStrings();
  if (draft.set_aside.length === 0) return <p className="muted panel-empty">{t.panels.noSetAside}</p>;
  return (
    <>
      <p className="muted panel-help">{t.panels.setAsideHelp}</p>
      <ul className="set-aside">
        {draft.set_aside.map((item, index) => (
          <li key={index}>
            <p className="muted">
              <bdi>{item.reason || item.kind}</bdi> · {t.panels.atLine(item.line)}
            </p>
            <blockquote dir="auto">{item.text}</blockquote>
            <Button className="button small" onPress={() => void copyText(item.text)}>
              {t.panels.copy}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
