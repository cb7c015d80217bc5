import { useEffect, useRef } from 'react';
import type { DraftView } from '../../bridge';
import { createEditor } from '../../editor';
import { useStore } from '../../parts/use_store';
import { desk } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import { settings } from '../../state/settings';
import { strings } from '../../strings';
import { editorPhrases } from '../../strings/editor';

/** The place where the editor stands. React draws the box and never looks inside. */
export function BodyEditor({ draft, session }: { draft: DraftView; session: DraftSession }) {
  const host = useRef<HTMLDivElement>(null);
  const language = useStore(settings, (state) => state.language);
  const editor = useStore(desk, (state) => state.editor);
  const live = useStore(settings, (state) => state.live);
  const focusMode = useStore(settings, (state) => state.focusMode);
  const typewriter = useStore(settings, (state) => state.typewriter);
  const check = useStore(session.store, (state) => state.check);

  useEffect(() => {
    if (!host.current) return;
    const made = createEditor(host.current, {
      body: session.body(),
      undo: session.undo,
      lang: draft.story.lang,
      direction: draft.direction === 'rtl' ? 'rtl' : 'ltr',
      label: strings().draft.body,
      editable: draft.editable,
      phrases: editorPhrases(language),
      onSplices: (splices) => session.splice(splices),
      onSelection: (selection) => desk.set({ selection }),
      // What was typed must not wait while one is elsewhere.
      onBlur: () => void session.flush().catch(() => {}),
    });
    desk.set({ editor: made });
    return () => {
      // The session keeps the text, and what Undo would take back, for when the view is drawn afresh.
      session.putDown();
      if (desk.get().editor === made) desk.set({ editor: null });
      made.destroy();
    };
  }, [draft, session, language]);

  useEffect(() => editor?.setLive(live), [editor, live]);
  useEffect(() => editor?.setFocusMode(focusMode), [editor, focusMode]);
  useEffect(() => editor?.setTypewriter(typewriter), [editor, typewriter]);
  useEffect(() => {
    const found = check?.problems.filter((problem) => problem.field === '' && problem.to > 0) ?? [];
    editor?.setProblems(
      found.map(({ from, to, severity, message, hint }) => ({
        from,
        to,
        severity: severity === 'block' ? 'block' : 'warn',
        message,
        hint,
      })),
    );
  }, [editor, check]);

  return <div className="body" ref={host} data-testid="body" data-pane-focus />;
}
