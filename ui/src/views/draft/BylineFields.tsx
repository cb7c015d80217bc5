import { Button } from 'react-aria-components';
import { Icon } from '../../parts/Icon';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import type { DraftSession } from '../../state/draft_session';

/** Who wrote it, and what each did. */
export function BylineFields({ session, editable }: { session: DraftSession; editable: boolean }) {
  const t = useStrings();
  const byline = useStore(session.store, (state) => state.fields.byline);
  const lang = useStore(session.store, (state) => state.story.lang);
  const change = (index: number, part: Partial<{ name: string; role: string }>) =>
    session.setFields({ byline: byline.map((line, at) => (at === index ? { ...line, ...part } : line)) });
  return (
    <fieldset className="group" data-field="byline">
      <legend>{t.draft.byline}</legend>
      {byline.map((line, index) => (
        <div className="row" key={index}>
          <TextBox
            label={t.draft.bylineName}
            quiet
            hint={t.draft.bylineName}
            value={line.name}
            onChange={(name) => change(index, { name })}
            lang={lang}
            readOnly={!editable}
            testId="byline-name"
          />
          <TextBox
            label={t.draft.bylineRole}
            quiet
            hint={t.draft.bylineRoleHint}
            value={line.role}
            onChange={(role) => change(index, { role })}
            lang={lang}
            readOnly={!editable}
          />
          <Button
            className="button quiet square"
            aria-label={t.draft.removeByline(line.name)}
            isDisabled={!editable}
            onPress={() => session.setFields({ byline: byline.filter((_, at) => at !== index) })}
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      <Button
        className="button quiet"
        isDisabled={!editable}
        onPress={() => session.setFields({ byline: [...byline, { name: '', role: '' }] })}
      >
        <Icon name="plus" />
        {t.draft.addByline}
      </Button>
    </fieldset>
  );
}
