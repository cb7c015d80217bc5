import { Checkbox } from 'react-aria-components';
import { bridge, type LeadField } from '../../bridge';
import { Icon } from '../../parts/Icon';
import { Suggest } from '../../parts/Suggest';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import type { DraftSession } from '../../state/draft_session';
import { newsroomStore } from '../../state/newsroom';

/** The picture that leads the story. */
export function LeadFields({ session, editable }: { session: DraftSession; editable: boolean }) {
  const t = useStrings();
  const lead = useStore(session.store, (state) => state.fields.lead);
  const lang = useStore(session.store, (state) => state.story.lang);
  const pictures = useStore(newsroomStore, (state) => state.vocabulary.pictures);
  const set = (part: Partial<LeadField>) => session.setFields({ lead: { ...session.store.get().fields.lead, ...part } });
  return (
    <fieldset className="group" data-field="lead">
      <legend>{t.draft.lead}</legend>
      <div className="lead">
        {pictures.includes(lead.image) ? (
          <img className="lead-picture" src={bridge().pictureUrl(lead.image)} alt={lead.alt} />
        ) : (
          <div className="lead-picture lead-none" aria-hidden="true" />
        )}
        <div className="lead-fields">
          <Suggest
            label={t.draft.picture}
            value={lead.image}
            suggestions={pictures.map((name) => ({ name }))}
            onChange={(image) => set({ image })}
            hint={t.draft.pictureHint}
            readOnly={!editable}
            picture={(name) => bridge().pictureUrl(name)}
            testId="lead-image"
          />
          {lead.image === '' ? (
            pictures.length === 0 ? (
              <p className="muted">{t.draft.noPictures}</p>
            ) : null
          ) : (
            <>
              <TextBox
                label={t.draft.alt}
                hint={t.draft.altHint}
                value={lead.alt}
                onChange={(alt) => set({ alt, decorative: alt === '' && lead.decorative })}
                lang={lang}
                readOnly={!editable || lead.decorative}
                testId="lead-alt"
              />
              <Tick
                label={t.draft.decorative}
                on={lead.decorative}
                onChange={(decorative) => set({ decorative, alt: decorative ? '' : lead.alt })}
                disabled={!editable}
              />
              <TextBox
                label={t.draft.caption}
                value={lead.caption}
                onChange={(caption) => set({ caption })}
                lang={lang}
                readOnly={!editable}
              />
              <TextBox label={t.draft.credit} value={lead.credit} onChange={(credit) => set({ credit })} lang={lang} readOnly={!editable} />
            </>
          )}
        </div>
      </div>
    </fieldset>
  );
}

export function Tick({ label, on, onChange, disabled }: { label: string; on: boolean; onChange(on: boolean): void; disabled?: boolean }) {
  return (
    <Checkbox className="tick" isSelected={on} onChange={onChange} isDisabled={disabled}>
      <span className="tick-box">
        <Icon name="check" />
      </span>
      {label}
    </Checkbox>
  );
}
