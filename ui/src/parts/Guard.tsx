import { Component, type ReactNode } from 'react';
import { asFault } from '../bridge';
import { desk } from '../state/desk';
import { copyDraft } from '../state/rescue';
import { strings } from '../strings';

/**
 * Stands between a fault in a view and an empty window: what was typed goes to the journal, can be copied, and the
 * window can be drawn afresh. React wants a class for this.
 */
export class Guard extends Component<{ children: ReactNode }, { thrown: unknown }> {
  override state: { thrown: unknown } = { thrown: null };

  static getDerivedStateFromError(thrown: unknown): { thrown: unknown } {
    return { thrown };
  }

  override componentDidCatch(): void {
    void desk
      .get()
      .session?.flush()
      .catch(() => {});
  }

  override render(): ReactNode {
    const { thrown } = this.state;
    if (thrown === null) return this.props.children;
    const t = strings();
    return (
      <main className="empty" role="alert">
        <h1>{t.guard.title}</h1>
        <p>{t.guard.text}</p>
        <pre className="muted">{asFault(thrown).message}</pre>
        <div className="row centre">
          <button type="button" className="button" onClick={() => void copyDraft()}>
            {t.rescue.copy}
          </button>
          <button type="button" className="button primary" onClick={() => location.reload()}>
            {t.guard.reload}
          </button>
        </div>
      </main>
    );
  }
}
