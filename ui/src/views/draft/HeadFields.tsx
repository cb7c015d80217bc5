import { Picker } from '../../parts/Picker';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { desk } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import { newsroomStore, sectionName } from '../../state/newsroom';

/** Feeds and search results cut a standfirst that is longer than this many characters. */
const STANDFIRST = 220;

/** What stands above the text on the page: kicker, headline, standfirst; and where the story belongs. */
export function HeadFields({ session, editable }: { session: DraftSession; editable: boolean }) {
  const t = useStrings();
  const fields = useStore(session.store, (state) => state.fields);
  const lang = useStore(session.store, (state) => state.story.lang);
  const newsroom = useStore(newsroomStore, (state) => state.newsroom);
  const length = [...fields.standfirst].length;
  return (
    <div className="head-fields">
      <div className="head-row">
        <div data-field="kicker" className="kicker-field">
          <TextBox
            quiet
            label={t.draft.kicker}
            hint={t.draft.kickerHint}
            value={fields.kicker}
            onChange={(kicker) => session.setFields({ kicker })}
            className="bare kicker"
            testId="kicker"
            lang={lang}
            readOnly={!editable}
          />
        </div>
        <div data-field="section">
          <Picker
            quiet
            label={t.draft.section}
            value={fields.section}
            onChange={(section) => session.setFields({ section })}
            choices={[
              { id: '', label: t.draft.noSection },
              ...(newsroom?.sections ?? []).map(({ path, depth }) => ({ id: path, label: sectionName(newsroom, path, lang), depth })),
            ]}
            testId="section"
            disabled={!editable}
          />
        </div>
        <div data-field="state">
          <Picker
            quiet
            label={t.draft.state}
            value={fields.state || 'draft'}
            onChange={(state) => session.setFields({ state })}
            choices={Object.entries(t.states).map(([id, label]) => ({ id, label, dot: `state-${id}` }))}
            testId="state"
            disabled={!editable}
          />
        </div>
      </div>
      <div data-field="title">
        <TextBox
          quiet
          grow
          label={t.draft.headline}
          hint={t.draft.headlineHint}
          value={fields.title}
          onChange={(title) => session.setFields({ title })}
          className="bare headline"
          testId="headline"
          lang={lang}
          readOnly={!editable}
          onEnter={() => focusField('standfirst')}
        />
      </div>
      <div data-field="standfirst" className="standfirst-field">
        <TextBox
          quiet
          grow
          label={t.draft.standfirst}
          hint={t.draft.standfirstHint}
          value={fields.standfirst}
          onChange={(standfirst) => session.setFields({ standfirst })}
          className="bare standfirst"
          testId="standfirst"
          lang={lang}
          readOnly={!editable}
          onEnter={() => desk.get().editor?.focus()}
        />
        {length > STANDFIRST * 0.8 ? (
          <p className={`guide ${length > STANDFIRST ? 'is-warn' : 'muted'}`}>
            {length > STANDFIRST ? `${t.draft.standfirstCount(length)}. ${t.draft.standfirstLong}` : t.draft.standfirstCount(length)}
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** Moves the focus into the box of a field, by its front-matter name. */
export function focusField(name: string): void {
  const field = document.querySelector<HTMLElement>(`[data-field="${name}"]`);
  field?.scrollIntoView({ block: 'center' });
  field?.querySelector<HTMLElement>('input, textarea, button, [role="spinbutton"]')?.focus();
}
