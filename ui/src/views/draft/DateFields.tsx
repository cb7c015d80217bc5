import { parseAbsolute, type ZonedDateTime } from '@internationalized/date';
import { Button, DateField, DateInput, DateSegment, Label, Text } from 'react-aria-components';
import { Picker } from '../../parts/Picker';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import type { DraftSession } from '../../state/draft_session';
import { newsroomStore } from '../../state/newsroom';

/** When the story is dated, and until when it must not be published. */
export function DateFields({ session, editable }: { session: DraftSession; editable: boolean }) {
  const t = useStrings();
  const fields = useStore(session.store, (state) => state.fields);
  const kind = fields.embargo === '' ? '' : fields.embargo === 'indefinite' ? 'indefinite' : 'until';
  return (
    <>
      <div data-field="date">
        <TimeBox label={t.draft.date} value={fields.date} onChange={(date) => session.setFields({ date })} editable={editable} />
      </div>
      <div data-field="embargo" className="row">
        <Picker
          label={t.draft.embargo}
          value={kind}
          onChange={(chosen) => session.setFields({ embargo: chosen === 'until' ? nowText(24) : chosen })}
          choices={[
            { id: '', label: t.draft.embargoNone },
            { id: 'until', label: t.draft.embargoUntil },
            { id: 'indefinite', label: t.draft.embargoIndefinite },
          ]}
          disabled={!editable}
        />
        {kind === 'until' ? (
          <TimeBox
            label={t.draft.embargoUntil}
            value={fields.embargo}
            onChange={(embargo) => session.setFields({ embargo })}
            editable={editable}
          />
        ) : null}
      </div>
    </>
  );
}

function TimeBox({ label, value, onChange, editable }: { label: string; value: string; onChange(value: string): void; editable: boolean }) {
  const t = useStrings();
  const zone = useStore(newsroomStore, (state) => usableZone(state.newsroom?.time_zone ?? ''));
  const time = readTime(value, zone);
  if (time === undefined)
    return <TextBox label={label} value={value} onChange={onChange} error={t.draft.unreadableDate} dir="ltr" readOnly={!editable} />;
  return (
    <div className="row">
      <DateField
        className="field"
        value={time}
        onChange={(next) => onChange(next ? writeTime(next) : '')}
        granularity="minute"
        hideTimeZone
        isReadOnly={!editable}
        shouldForceLeadingZeros
      >
        <Label>{label}</Label>
        <DateInput className="date-input">{(segment) => <DateSegment segment={segment} className="date-segment" />}</DateInput>
        <Text slot="description" className="help">
          {t.draft.dateHelp(zone)}
        </Text>
      </DateField>
      <Button className="button quiet row-button" isDisabled={!editable} onPress={() => onChange(nowText(0))}>
        {t.draft.setNow}
      </Button>
      {value === '' ? null : (
        <Button className="button quiet row-button" isDisabled={!editable} onPress={() => onChange('')}>
          {t.common.clear}
        </Button>
      )}
    </div>
  );
}

/** The time as a date field has it: null where there is none, undefined where the text is no time. */
function readTime(text: string, zone: string): ZonedDateTime | null | undefined {
  if (text === '') return null;
  try {
    return parseAbsolute(text, zone);
  } catch {
    return undefined;
  }
}

/** RFC 3339 in UTC, to the second. */
function writeTime(time: ZonedDateTime): string {
  return time.toAbsoluteString().replace(/\.\d+Z$/, 'Z');
}

function nowText(hoursOn: number): string {
  const now = new Date(Date.now() + hoursOn * 3_600_000);
  now.setSeconds(0, 0);
  return now.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The newsroom's time zone where the web view knows it. */
function usableZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone || 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
