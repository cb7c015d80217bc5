import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { DraftView } from '../../bridge';
import { FaultNote } from '../../parts/FaultNote';
import { Keycaps } from '../../parts/Keycaps';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { action } from '../../state/actions';
import { keysOf } from '../../state/bindings';
import { desk } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import { settings } from '../../state/settings';
import { Panels } from '../panels/Panels';
import { Banners } from './Banners';
import { BodyEditor } from './BodyEditor';
import { Editions } from './Editions';
import { HeadFields } from './HeadFields';
import { Inspector } from './Inspector';
import { FormattingBar } from './FormattingBar';

/** The story that is open: its fields, its text, and the panels below. */
export function DraftPane() {
  const t = useStrings();
  // Each on its own: the desk changes with every move of the cursor.
  const draft = useStore(desk, (state) => state.draft);
  const session = useStore(desk, (state) => state.session);
  const opening = useStore(desk, (state) => state.opening);
  const fault = useStore(desk, (state) => state.fault);
  const panel = useStore(settings, (state) => state.panel);
  if (!draft || !session) {
    return (
      <div className="empty" aria-busy={opening !== 0}>
        {fault ? <FaultNote title={t.draft.failedTitle} fault={fault} /> : null}
        <h2>{opening ? t.draft.opening : t.draft.emptyTitle}</h2>
        {opening ? null : (
          <>
            <p className="muted">{t.draft.emptyText}</p>
            <ul className="hints">
              {['new-story', 'quick-open', 'palette', 'import'].map((id) => (
                <li key={id}>
                  <Button className="hint" onPress={() => action(id).run()}>
                    <span>{action(id).title(t)}</span>
                    <Keycaps keys={keysOf(action(id))[0]?.keys ?? ''} />
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    );
  }
  return (
    <>
      {fault ? <FaultNote title={t.draft.failedTitle} fault={fault} /> : null}
      <Sheet key={draft.story.edition} draft={draft} session={session} />
      {panel === '' ? null : <Panels draft={draft} session={session} />}
    </>
  );
}

function Sheet({ draft, session }: { draft: DraftView; session: DraftSession }) {
  const t = useStrings();
  const arrive = useStore(desk, (state) => state.arrive);
  const editor = useStore(desk, (state) => state.editor);
  const sheet = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (arrive === 'headline') sheet.current?.querySelector<HTMLElement>('[data-testid="headline"]')?.focus();
    else if (arrive === 'body' && desk.get().editor) {
      // Asked afresh: the one that this was drawn with may be the editor of the story before, which is gone.
      desk.get().editor?.focus();
    } else return;
    desk.set({ arrive: '' });
  }, [arrive, editor]);

  return (
    <div className="draft">
      <FormattingBar editable={draft.editable} />
      <Banners session={session} />
      <div className="draft-scroll">
        <div className="sheet" ref={sheet} lang={draft.story.lang} dir={draft.direction}>
          <Ours>
            <Editions draft={draft} />
            {draft.editable ? null : (
              <div className="banner banner-warn" role="status">
                <strong>{t.draft.readOnlyTitle}</strong>
                <p>{draft.story.fault || t.draft.readOnlyText}</p>
              </div>
            )}
          </Ours>
          <HeadFields session={session} editable={draft.editable} />
          <Ours>
            <Inspector session={session} draft={draft} />
          </Ours>
          <BodyEditor draft={draft} session={session} />
        </div>
      </div>
    </div>
  );
}

/** A part of the sheet that speaks the interface's language and not the story's. */
function Ours({ children }: { children: ReactNode }) {
  const language = useStore(settings, (state) => state.language);
  return (
    <div lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'} className="ours">
      {children}
    </div>
  );
}
