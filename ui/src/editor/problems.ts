// What the checks found, underlined in the text. Each mark moves along with edits until the next check; F8 and
// Shift+F8 go from one to the next and show what it says.

import { type Diagnostic, nextDiagnostic, previousDiagnostic, setDiagnostics } from '@codemirror/lint';
import type { EditorState, TransactionSpec } from '@codemirror/state';
import type { EditorView, KeyBinding } from '@codemirror/view';
import { toDocument } from './line_breaks';
import type { EditorPhrase } from './phrases';
import type { EditorProblem } from './types';

/** Replaces the problems shown. A place beyond the text is moved to its end. */
export function showProblems(state: EditorState, problems: EditorProblem[]): TransactionSpec {
  const diagnostics = problems.map((problem): Diagnostic => {
    const from = toDocument(state, problem.from);
    const to = Math.max(from, toDocument(state, problem.to));
    return {
      from,
      to,
      severity: problem.severity === 'block' ? 'error' : 'warning',
      message: problem.hint ? `${problem.message} ${problem.hint}` : problem.message,
      markClass: `stet-problem stet-problem-${problem.severity}`,
      renderMessage: (view) => render(view, problem),
    };
  });
  return setDiagnostics(
    state,
    diagnostics.sort((a, b) => a.from - b.from || a.to - b.to),
  );
}

function render(view: EditorView, problem: EditorProblem): HTMLElement {
  const box = document.createElement('div');
  box.className = 'stet-problem-box';
  box.dir = 'auto';
  const name: EditorPhrase = problem.severity === 'block' ? 'Must be fixed' : 'Worth a look';
  for (const [className, text] of [
    ['stet-problem-severity', view.state.phrase(name)],
    ['stet-problem-message', problem.message],
    ['stet-problem-hint', problem.hint],
  ] as const) {
    if (!text) continue;
    const line = box.appendChild(document.createElement('div'));
    line.className = className;
    line.textContent = text;
  }
  return box;
}

export const problemKeys: KeyBinding[] = [{ key: 'F8', run: nextDiagnostic, shift: previousDiagnostic, preventDefault: true }];
