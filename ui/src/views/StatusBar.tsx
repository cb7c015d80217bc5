import { Button } from 'react-aria-components';
import { Icon, type IconName } from '../parts/Icon';
import { useStore } from '../parts/use_store';
import { useStrings } from '../parts/use_strings';
import { desk, openDialog } from '../state/desk';
import type { DraftSession, DraftState } from '../state/draft_session';
import { jobs, type JobKind } from '../state/jobs';
import { setSettings, settings } from '../state/settings';
import { languageName, shortTime, type Strings } from '../strings';
import type { Theme } from '../bridge';
import { Places } from './Places';

const NEXT_THEME: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const THEME_ICON: Record<Theme, IconName> = { system: 'screen', light: 'sun', dark: 'moon' };

/** The job that is under way, which leads to its dialog. */
function RunningJob({ kind }: { kind: Exclude<JobKind, 'look'> }) {
  const t = useStrings();
  const state = useStore(jobs, ({ running, heard }) => heard[running[kind]]);
  const name = kind === 'import' || kind === 'export' ? kind : 'health';
  const open = useStore(desk, (each) => each.dialog === name);
  if (!state || open) return null;
  return (
    <Button className="button quiet small" onPress={() => openDialog(name)}>
      {kind === 'import' || kind === 'export' ? t[kind].running : t.health.working[kind]}
      {state.total > 0 ? (
        <span dir="ltr">
          {state.done} / {state.total}
        </span>
      ) : null}
    </Button>
  );
}

/** How far the look at the files is, after a newsroom was opened. The list stands already. */
function Looking() {
  const t = useStrings();
  const state = useStore(jobs, ({ running, heard }) => heard[running.look]);
  if (!state || state.total === 0) return null;
  return (
    <span className="muted" data-testid="looking">
      {t.status.looking}{' '}
      <span dir="ltr">
        {state.done} / {state.total}
      </span>
    </span>
  );
}

/** Where the text is, how long it is, and what is wrong with it. */
export function StatusBar() {
  const t = useStrings();
  const session = useStore(desk, (state) => state.session);
  const theme = useStore(settings, (state) => state.theme);
  return (
    <footer className="statusbar" data-pane="status" aria-label={t.status.bar} tabIndex={-1}>
      {session ? <DraftStatus session={session} /> : <span className="muted" data-testid="save-status" />}
      <Looking />
      <RunningJob kind="import" />
      <RunningJob kind="export" />
      <RunningJob kind="backup" />
      <RunningJob kind="repair" />
      <RunningJob kind="restore" />
      <Button
        className="button quiet small"
        data-pane-focus
        aria-label={`${t.status.theme}: ${t.status.themes[theme]}`}
        onPress={() => setSettings({ theme: NEXT_THEME[theme] })}
        data-testid="theme"
      >
        <Icon name={THEME_ICON[theme]} />
        {t.status.themes[theme]}
      </Button>
    </footer>
  );
}

function DraftStatus({ session }: { session: DraftSession }) {
  const t = useStrings();
  const state = useStore(session.store);
  const selected = useStore(desk, (each) => each.selection?.words ?? 0);
  const panel = useStore(settings, (each) => each.panel);
  const problems = state.check?.problems ?? [];
  const blocking = problems.some((problem) => problem.severity === 'block');
  const words = state.check?.words ?? state.story.words;
  return (
    <>
      <span
        className={`save-status phase-${state.phase}`}
        role="status"
        aria-live="polite"
        data-testid="save-status"
        data-phase={state.phase}
        title={state.fault ? `${state.fault.message} ${state.fault.hint}` : undefined}
      >
        {saveWords(t, state)}
      </span>
      <Places session={session} />
      <span className="status-gap" />
      <Button
        className={`button quiet small ${blocking ? 'is-block' : problems.length > 0 ? 'is-warn' : ''}`}
        aria-expanded={panel === 'problems'}
        onPress={() => setSettings({ panel: panel === 'problems' ? '' : 'problems' })}
        data-testid="problem-count"
      >
        <Icon name={blocking ? 'block' : problems.length > 0 ? 'warn' : 'check'} />
        {problems.length > 0 ? t.status.problems(problems.length) : t.status.noProblems}
      </Button>
      {selected > 0 ? <span data-testid="selection-count">{t.status.selected(selected)}</span> : null}
      <span data-testid="word-count">{t.status.words(words)}</span>
      {state.check ? <span className="muted">{t.status.minutes(state.check.reading_minutes)}</span> : null}
      <span className="muted">{languageName(state.story.lang)}</span>
    </>
  );
}

/** What is said of where the text is. “Saved” is said only of what a version holds. */
export function saveWords(t: Strings, state: DraftState): string {
  if (state.phase === 'saved' && state.fileFault !== '') return t.status.fileFault;
  if (state.phase === 'saved' && state.conflicts > 0) return t.status.fileWaits(shortTime(state.savedAt));
  return state.phase === 'saved' ? t.status.saved(shortTime(state.savedAt)) : t.status[state.phase];
}
