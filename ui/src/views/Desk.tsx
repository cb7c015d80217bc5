import { useEffect, useRef } from 'react';
import { Group, Panel, Separator, type GroupImperativeHandle } from 'react-resizable-panels';
import { useStore } from '../parts/use_store';
import { useStrings } from '../parts/use_strings';
import { desk } from '../state/desk';
import { history } from '../state/history';
import { setSettings, settings } from '../state/settings';
import { DraftPane } from './draft/DraftPane';
import { HistoryView } from './history/HistoryView';
import { StoryList } from './list/StoryList';
import { PreviewPane } from './preview/PreviewPane';
import { StatusBar } from './StatusBar';
import { TopBar } from './TopBar';

/** The window's main view: list, story and preview beside each other. */
export function Desk() {
  const t = useStrings();
  const list = useStore(settings, (state) => state.list);
  const preview = useStore(settings, (state) => state.preview);
  const panes = ['list', 'editor', 'preview'].filter((pane) => (pane === 'list' ? list : pane === 'preview' ? preview : true));
  const shown = panes.join(' ');
  const dropping = useStore(desk, (state) => state.dropping);
  const looking = useStore(history, (state) => state.open);
  const group = useRef<GroupImperativeHandle>(null);
  // Panes come and go while the editor between them stays as it is; each set of panes keeps its own sizes.
  useEffect(() => {
    const sizes = settings.get().layout[shown];
    if (!sizes) return;
    // The group learns of a pane that came or went after it is drawn, and refuses sizes for other panes than it has.
    const frame = requestAnimationFrame(() => {
      const now = Object.keys(group.current?.getLayout() ?? {});
      if (now.length === Object.keys(sizes).length && now.every((pane) => pane in sizes)) group.current?.setLayout(sizes);
    });
    return () => cancelAnimationFrame(frame);
  }, [shown]);
  return (
    <div className="desk">
      <TopBar />
      <main className="panes">
        {looking ? <HistoryView /> : null}
        <div className="panes-row" inert={looking}>
          <Group
            groupRef={group}
            orientation="horizontal"
            defaultLayout={settings.get().layout[shown]}
            onLayoutChanged={(next, { isUserInteraction }) => {
              if (isUserInteraction) setSettings({ layout: { ...settings.get().layout, [shown]: next } });
            }}
          >
            {list ? (
              <>
                <Panel id="list" minSize={220} defaultSize="24%" className="pane">
                  <section className="pane-inner" data-pane="list" aria-label={t.list.pane} tabIndex={-1}>
                    <StoryList />
                  </section>
                </Panel>
                <Separator className="separator" aria-label={t.list.pane} />
              </>
            ) : null}
            <Panel id="editor" minSize={360} className="pane">
              <section className="pane-inner" data-pane="editor" aria-label={t.draft.pane} tabIndex={-1}>
                <DraftPane />
              </section>
            </Panel>
            {preview ? (
              <>
                <Separator className="separator" aria-label={t.preview.pane} />
                <Panel id="preview" minSize={260} defaultSize="34%" className="pane">
                  <section className="pane-inner" data-pane="preview" aria-label={t.preview.pane} tabIndex={-1}>
                    <PreviewPane />
                  </section>
                </Panel>
              </>
            ) : null}
          </Group>
        </div>
      </main>
      <StatusBar />
      {dropping ? <div className="drop-here">{t.import.drop}</div> : null}
    </div>
  );
}
