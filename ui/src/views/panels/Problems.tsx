import { Button } from 'react-aria-components';
import type { ProblemView } from '../../bridge';
import { Icon } from '../../parts/Icon';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { desk } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import { setSettings } from '../../state/settings';
import { focusField } from '../draft/HeadFields';

const HEAD = ['title', 'kicker', 'section', 'state', 'standfirst'];

/** What is wrong with the story. Each leads to its place. */
export function Problems({ session }: { session: DraftSession }) {
  const t = useStrings();
  const check = useStore(session.store, (state) => state.check);
  const problems = [...(check?.problems ?? [])].sort(
    (a, b) => Number(b.severity === 'block') - Number(a.severity === 'block') || a.line - b.line,
  );
  return (
    <div data-testid="problems">
      {check && problems.length === 0 ? <p className="muted panel-empty">{t.panels.noProblems}</p> : null}
      {check ? null : <p className="muted panel-empty">{t.common.loading}</p>}
      <ul className="problems">
        {problems.map((problem, index) => (
          <li key={`${problem.rule}-${index}`}>
            <Button className="problem" onPress={() => goTo(problem)}>
              <span className={problem.severity === 'block' ? 'is-block' : 'is-warn'}>
                <Icon name={problem.severity === 'block' ? 'block' : 'warn'} />
                <span className="visually-hidden">{problem.severity === 'block' ? t.panels.block : t.panels.warn}</span>
              </span>
              <span className="problem-text">
                <bdi>{problem.message}</bdi>
                {problem.hint ? (
                  <span className="muted problem-hint">
                    <bdi>{problem.hint}</bdi>
                  </span>
                ) : null}
              </span>
              <span className="muted problem-place">
                {problem.field ? t.panels.inField(fieldLabel(t.draft, problem.field)) : t.panels.atLine(problem.line)}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Leads to the place of a problem: its field, unfolded where it is folded away, or its words in the text. */
export function goTo(problem: ProblemView): void {
  if (problem.field === '') {
    desk.get().editor?.reveal(problem.from, problem.to);
    desk.get().editor?.focus();
    return;
  }
  const field = problem.field.split(/[.[]/)[0] ?? '';
  if (!HEAD.includes(field)) setSettings({ inspector: true });
  // The fields have to be unfolded before one of them can take the focus.
  requestAnimationFrame(() => requestAnimationFrame(() => focusField(field === 'source_url' ? 'source' : field)));
}

function fieldLabel(t: Record<string, unknown>, field: string): string {
  const name = field === 'title' ? 'headline' : (field.split(/[.[]/)[0] ?? field);
  const label = t[name];
  return typeof label === 'string' ? label : field;
}
