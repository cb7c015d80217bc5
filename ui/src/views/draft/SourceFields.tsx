import { Button } from 'react-aria-components';
import { Icon } from '../../parts/Icon';
import { Picker } from '../../parts/Picker';
import { Suggest } from '../../parts/Suggest';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { asFault, bridge, type SourceField } from '../../bridge';
import { sayFault } from '../../state/notices';
import type { DraftSession } from '../../state/draft_session';
import { newsroomStore } from '../../state/newsroom';

/** Where the copy comes from. */
export function SourceFields({ session, editable }: { session: DraftSession; editable: boolean }) {
  const t = useStrings();
  const source = useStore(session.store, (state) => state.fields.source);
  const sources = useStore(newsroomStore, (state) => state.vocabulary.sources);
  const set = (part: Partial<SourceField>) => session.setFields({ source: { ...session.store.get().fields.source, ...part } });
  return (
    <fieldset className="group" data-field="source">
      <legend>{t.draft.source}</legend>
      <div className="row">
        <Suggest
          label={t.draft.sourceName}
          value={source.name}
          suggestions={sources.map(({ name, count }) => ({ name, note: t.draft.used(count) }))}
          onChange={(name) => set({ name })}
          readOnly={!editable}
          testId="source"
        />
        <Picker
          label={t.draft.sourceKind}
          value={source.kind}
          onChange={(kind) => set({ kind })}
          choices={Object.entries(t.draft.sourceKinds).map(([id, label]) => ({ id, label }))}
          disabled={!editable}
        />
      </div>
      <div className="row">
        <TextBox
          label={t.draft.sourceUrl}
          value={source.url}
          onChange={(url) => set({ url })}
          hint="https://"
          dir="ltr"
          readOnly={!editable}
        />
        {/^https?:\/\//i.test(source.url) ? (
          <Button
            className="button quiet square row-button"
            aria-label={t.draft.openLink}
            onPress={() =>
              void bridge()
                .openExternal(source.url)
                .catch((thrown: unknown) => sayFault(asFault(thrown)))
            }
          >
            <Icon name="link" />
          </Button>
        ) : null}
        <TextBox label={t.draft.sourceLicence} value={source.licence} onChange={(licence) => set({ licence })} readOnly={!editable} />
      </div>
    </fieldset>
  );
}
