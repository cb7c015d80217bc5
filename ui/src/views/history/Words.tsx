import { useStrings } from '../../parts/use_strings';
import type { SpanView, StyleView } from '../../bridge';
import type { Strings } from '../../strings';

const CLASSES: Record<string, string> = {
  strong: 'is-strong',
  emphasis: 'is-emphasis',
  struck: 'is-struck',
  code: 'is-code',
  title: 'is-title',
};

/** Words as they are set, with what became of them: more than a colour tells, for the eye and for a screen reader. */
export function Words({ spans }: { spans: SpanView[] }) {
  const t = useStrings();
  return spans.map((span, index) => {
    const style = classes(span.style);
    if (span.became === 'removed')
      return (
        <del key={index} className={style}>
          {span.text}
        </del>
      );
    if (span.became === 'added')
      return (
        <ins key={index} className={style}>
          {span.text}
        </ins>
      );
    if (span.became === 'restyled' && span.was) {
      const how = restyling(t, span.was, span.style);
      return (
        <span key={index} className={`restyled ${style}`} title={how}>
          {span.text}
          <small className="restyled-how">
            <bdi>{how}</bdi>
          </small>
        </span>
      );
    }
    return (
      <span key={index} className={style || undefined} title={span.style.link || span.style.picture || undefined}>
        {span.text}
      </span>
    );
  });
}

function classes({ marks, link, picture }: StyleView): string {
  return [...marks.map((mark) => CLASSES[mark] ?? ''), link ? 'is-link' : '', picture ? 'is-picture' : ''].filter(Boolean).join(' ');
}

/** What changed about how words are set: bold, not italic, link to … */
export function restyling(t: Strings, was: StyleView, now: StyleView): string {
  const out = [
    ...now.marks.filter((mark) => !was.marks.includes(mark)).map((mark) => t.history.marks[mark] ?? mark),
    ...was.marks.filter((mark) => !now.marks.includes(mark)).map((mark) => t.history.not(t.history.marks[mark] ?? mark)),
  ];
  if (was.link !== now.link) out.push(now.link ? t.history.linkTo(now.link) : t.history.noLink);
  if (was.picture !== now.picture) out.push(t.history.otherPicture);
  return out.join(t.common.comma);
}
