import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { DraftView, Fields } from '../../bridge';
import { Icon } from '../../parts/Icon';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import type { DraftSession } from '../../state/draft_session';
import { setSettings, settings } from '../../state/settings';
import { slugFrom } from '../../state/slug';
import { shortTime } from '../../strings';
import { BylineFields } from './BylineFields';
import { DateFields } from './DateFields';
import { LeadFields } from './LeadFields';
import { SourceFields } from './SourceFields';
import { TagsField } from './TagsField';

/** The story's other fields, folded away while one writes. Folded, it still says what they hold. */
export function Inspector({ draft, session }: { draft: DraftView; session: DraftSession }) {
  const t = useStrings();
  const open = useStore(settings, (state) => state.inspector);
  const fields = useStore(session.store, (state) => state.fields);
  return (
    <Disclosure className="inspector" isExpanded={open} onExpandedChange={(inspector) => setSettings({ inspector })}>
      <Heading className="inspector-head" level={2}>
        <Button slot="trigger" className="inspector-button" data-testid="inspector">
          <Icon name={open ? 'down' : 'right'} />
          <span className="inspector-title">{t.draft.details}</span>
          {open ? null : <Summary fields={fields} />}
        </Button>
      </Heading>
      <DisclosurePanel className="inspector-panel">
        {open ? (
          <div className="inspector-grid">
            <BylineFields session={session} editable={draft.editable} />
            <SourceFields session={session} editable={draft.editable} />
            <TagsField session={session} editable={draft.editable} />
            <LeadFields session={session} editable={draft.editable} />
            <DateFields session={session} editable={draft.editable} />
            <div className="row" data-field="slug">
              <TextBox
                label={t.draft.slug}
                value={fields.slug}
                hint={draft.story.slug || t.draft.slugHint}
                onChange={(slug) => session.setFields({ slug })}
                readOnly={!draft.editable}
                testId="slug"
              />
              <Button
                className="button row-button"
                isDisabled={!draft.editable || fields.title.trim() === ''}
                onPress={() => session.setFields({ slug: slugFrom(fields.title) })}
              >
                {t.draft.fromHeadline}
              </Button>
            </div>
          </div>
        ) : null}
      </DisclosurePanel>
    </Disclosure>
  );
}

function Summary({ fields }: { fields: Fields }) {
  const t = useStrings();
  const said = [
    fields.byline
      .map((line) => line.name)
      .filter(Boolean)
      .join(t.common.comma),
    fields.source.name,
    ...fields.tags.map((tag) => `#${tag.replace(/ /g, '_')}`),
    shortTime(fields.date),
  ].filter(Boolean);
  return (
    <span className="inspector-summary">
      {said.length === 0
        ? t.draft.summaryEmpty
        : said.map((each) => (
            <span key={each} className="said">
              <bdi>{each}</bdi>
            </span>
          ))}
    </span>
  );
}
