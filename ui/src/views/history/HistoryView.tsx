import { useEffect, type KeyboardEvent } from 'react';
import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { ComparedSide, DraftView, VersionRow } from '../../bridge';
import { FaultNote } from '../../parts/FaultNote';
import { Icon } from '../../parts/Icon';
import { Keycaps } from '../../parts/Keycaps';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { desk } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import {
  closeHistory,
  compareAgainst,
  fetchVersions,
  history,
  holdFast,
  lookAtStory,
  nameVersion,
  restore,
  showSource,
  sides,
} from '../../state/history';
import { ariaKeys, matches } from '../../state/keys';
import { dayName, timeOfDay, type Strings } from '../../strings';
import { NameBox } from './NameBox';
import { goToChange, ProseDifference, takeBackHere } from './ProseDifference';
import { SourceDifference } from './SourceDifference';
import { Timeline } from './Timeline';

/** The versions of the story that is open, over the desk. The desk stays as it is behind it. */
export function HistoryView() {
  const draft = useStore(desk, (state) => state.draft);
  const session = useStore(desk, (state) => state.session);
  // A story that is closed takes its history with it; one that takes its place brings its own.
  useEffect(() => {
    if (draft) lookAtStory();
    else closeHistory();
  }, [draft]);
  if (!draft || !session) return null;
  return <Versions key={draft.story.edition} draft={draft} session={session} />;
}

function Versions({ draft, session }: { draft: DraftView; session: DraftSession }) {
  const t = useStrings();
  const state = useStore(history);
  const { edition } = draft.story;
  const current = useStore(session.store, ({ version }) => version);
  const saved = useStore(session.store, ({ phase }) => phase === 'untouched' || phase === 'saved');
  const { versions, chosen } = state;
  const known = versions?.find((row) => row.head)?.version;
  // Saved, merged or restored meanwhile: the list is another one.
  useEffect(() => {
    if (known !== undefined && known !== current) void fetchVersions();
  }, [known, current]);

  const row = versions?.find((each) => each.version === chosen);
  // The version that the text stands at is there already.
  const canRestore = row !== undefined && !state.restoring && !(row.head && saved);

  function press(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key === 'Escape') closeHistory();
    else if (event.key === 'F8') goToChange(event.shiftKey ? -1 : 1);
    else if (typing) return;
    else if (matches('S', event.nativeEvent)) showSource(!state.source);
    else if (matches('B', event.nativeEvent)) compareAgainst(state.against === 'before' ? 'present' : 'before');
    else if (matches('C', event.nativeEvent) && row) holdFast(row.version);
    else if (matches('N', event.nativeEvent) && row) history.set({ naming: true });
    else if (matches('R', event.nativeEvent) && canRestore) void restore(chosen);
    else if (matches('P', event.nativeEvent)) takeBackHere();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <section className="history-view" aria-label={t.history.title} onKeyDown={press} data-testid="history" data-pane="history">
      <header className="history-head">
        <h2>
          {t.history.title}
          <bdi className="muted history-story" lang={draft.story.lang}>
            {session.store.get().story.title || t.list.untitled}
          </bdi>
        </h2>
        <Button className="button" onPress={closeHistory} aria-keyshortcuts="Escape">
          {t.history.back} <Keycaps keys="Escape" />
        </Button>
      </header>
      <div className="history-body">
        <nav className="history-list" aria-label={t.history.versions}>
          {versions === null ? <p className="muted panel-empty">{state.fault ? '' : t.common.loading}</p> : null}
          {versions?.length === 0 ? <p className="muted panel-empty">{t.history.none}</p> : null}
          {versions && versions.length > 0 ? <Timeline /> : null}
        </nav>
        <div className="comparison" aria-busy={state.comparing}>
          {state.fault ? <FaultNote title={t.history.failed} fault={state.fault} /> : null}
          {row ? <Head t={t} row={row} edition={edition} canRestore={canRestore} /> : null}
          <Sheet t={t} draft={draft} canRestore={!state.restoring} />
        </div>
      </div>
    </section>
  );
}

function Head({ t, row, edition, canRestore }: { t: Strings; row: VersionRow; edition: number; canRestore: boolean }) {
  const { against, source, naming, versions } = useStore(history);
  const held = versions?.find((each) => each.version === against);
  return (
    <div className="comparison-head">
      {naming ? (
        <NameBox
          name={row.name}
          onCancel={() => leaveNaming()}
          onName={(name) => void nameVersion(edition, row.version, name).then((named) => (named ? leaveNaming() : undefined))}
        />
      ) : (
        <div className="comparison-title">
          <strong>
            <bdi>{row.name || (t.history.reasons[row.reason] ?? row.reason)}</bdi>
          </strong>
          <span className="muted">
            <bdi>
              {dayName(row.at)} {timeOfDay(row.at)}
            </bdi>
            {' · '}
            {t.list.words(row.words)}
            {' · '}
            <code className="hash">{row.version.slice(0, 12)}</code>
          </span>
        </div>
      )}
      <div className="comparison-tools">
        <ToggleButtonGroup
          className="segments"
          aria-label={t.history.against}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[held ? 'held' : against]}
          onSelectionChange={(keys) => {
            const key = String([...keys][0] ?? 'present');
            if (key !== 'held') compareAgainst(key);
          }}
        >
          <ToggleButton id="present" className="segment">
            {t.history.present}
          </ToggleButton>
          <ToggleButton id="before" className="segment" aria-keyshortcuts="B">
            {t.history.before}
          </ToggleButton>
          {held ? (
            <ToggleButton id="held" className="segment">
              {t.history.heldVersion(held.name || timeOfDay(held.at))}
            </ToggleButton>
          ) : null}
        </ToggleButtonGroup>
        <ToggleButton className="button small" isSelected={source} onChange={showSource} aria-keyshortcuts="S" data-testid="toggle-source">
          {t.history.source} <Keycaps keys="S" />
        </ToggleButton>
        <span className="spacer" />
        {naming ? null : (
          <Button className="button small" onPress={() => history.set({ naming: true })} aria-keyshortcuts="N" data-testid="name-version">
            {row.name ? t.history.rename : t.history.giveNameTo} <Keycaps keys="N" />
          </Button>
        )}
        <Button
          className="button small primary"
          isDisabled={!canRestore}
          onPress={() => void restore(row.version)}
          aria-keyshortcuts={ariaKeys('R')}
          data-testid="restore-version"
        >
          {t.history.restore} <Keycaps keys="R" />
        </Button>
      </div>
    </div>
  );
}

/** Ends naming, and stands in the timeline again. */
function leaveNaming(): void {
  history.set({ naming: false });
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid="timeline"]')?.focus());
}

function Sheet({ t, draft, canRestore }: { t: Strings; draft: DraftView; canRestore: boolean }) {
  const state = useStore(history);
  const { comparison, lines, versions, chosen } = state;
  if (versions === null) return null;
  if (chosen === '') return <p className="muted difference-none">{t.history.pick}</p>;
  if (sides(state) === null) return <p className="muted difference-none">{t.history.nothingBefore}</p>;
  if (!comparison && !lines) return state.fault ? null : <p className="muted difference-none">{t.common.loading}</p>;
  const from = comparison?.from.version ?? '';
  const moved = comparison?.blocks.filter((block) => block.fate === 'moved-here').length ?? 0;
  return (
    <div className="comparison-sheet" data-testid="comparison">
      {comparison ? (
        <p className="comparison-sum">
          <span>
            <SideName t={t} side={comparison.from} /> <span aria-hidden="true">{t.history.arrow}</span>
            <span className="visually-hidden">{t.history.comparedWith}</span> <SideName t={t} side={comparison.to} />
          </span>
          <span className="muted">
            {t.history.sum(comparison.words_added, comparison.words_removed)}
            {moved > 0 ? ` · ${t.history.movedCount(moved)}` : ''}
          </span>
          <span className="spacer" />
          <span className="change-steps">
            <Button
              className="button quiet small square"
              aria-label={t.history.previousChange}
              onPress={() => goToChange(-1)}
              aria-keyshortcuts="Shift+F8"
            >
              <Icon name="up" />
            </Button>
            <Button
              className="button quiet small square"
              aria-label={t.history.nextChange}
              onPress={() => goToChange(1)}
              aria-keyshortcuts="F8"
            >
              <Icon name="down" />
            </Button>
            <Keycaps keys="F8" />
          </span>
        </p>
      ) : null}
      {comparison ? (
        <ProseDifference
          comparison={comparison}
          lang={draft.story.lang}
          dir={draft.direction}
          restore={canRestore && draft.editable && from !== '' ? (part) => void restore(from, part) : null}
        />
      ) : null}
      {lines ? <SourceDifference found={lines} /> : null}
      <span className="visually-hidden" role="status">
        {comparison ? t.history.sum(comparison.words_added, comparison.words_removed) : ''}
      </span>
    </div>
  );
}

function SideName({ t, side }: { t: Strings; side: ComparedSide }) {
  if (side.what === 'draft') return <bdi>{t.history.presentText}</bdi>;
  if (side.what === 'file') return <bdi>{t.history.file}</bdi>;
  return (
    <bdi>
      {side.name ? `${side.name} · ` : ''}
      {dayName(side.at)} {timeOfDay(side.at)}
    </bdi>
  );
}
