import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { BlockDifference, Comparison, FieldDifference } from '../../bridge';
import { useStrings } from '../../parts/use_strings';
import type { Strings } from '../../strings';
import { Words } from './Words';

interface ProseDifferenceProps {
  comparison: Comparison;
  lang: string;
  dir: string;
  /** Brings back a block or a field of the older side; null where it cannot be. */
  restore: ((part: { paragraph?: number; field?: string }) => void) | null;
}

/** So many unchanged blocks are shown beside one that changed; the others are folded away. */
const AROUND = 1;

/** Fields, then the prose, with what became of them. */
export function ProseDifference({ comparison, lang, dir, restore }: ProseDifferenceProps) {
  const t = useStrings();
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const { blocks, fields } = comparison;
  const changed = blocks.map((block) => block.fate !== 'same');
  if (!changed.includes(true) && fields.length === 0 && comparison.unreadable === '') {
    return <p className="muted difference-none">{comparison.same ? t.history.same : t.history.sameProse}</p>;
  }
  const shown = blocks.map((_, at) => changed.slice(Math.max(0, at - AROUND), at + AROUND + 1).includes(true));
  const parts = [];
  for (let at = 0; at < blocks.length;) {
    let end = at;
    while (end < blocks.length && !shown[end]) end += 1;
    if (end - at > 1 && !unfolded.has(at)) {
      const start = at;
      parts.push(
        <Button key={`fold-${at}`} className="unchanged" onPress={() => setUnfolded(new Set([...unfolded, start]))}>
          {t.history.unchanged(end - at)}
        </Button>,
      );
      at = end;
      continue;
    }
    for (const stop = Math.max(end, at + 1); at < stop; at += 1) {
      parts.push(<Block key={at} at={at} t={t} blocks={blocks} restore={restore} />);
    }
  }
  return (
    <div className="difference">
      {comparison.unreadable ? <p className="banner banner-warn">{t.history.unreadable(comparison.unreadable)}</p> : null}
      {comparison.coarse ? <p className="banner banner-warn">{t.history.coarse}</p> : null}
      {fields.length > 0 ? (
        <dl className="field-changes" aria-label={t.history.fields}>
          {fields.map((field) => (
            <Field key={field.field} t={t} field={field} lang={lang} restore={restore} />
          ))}
        </dl>
      ) : null}
      <div className="prose-changes" lang={lang} dir={dir}>
        {parts}
      </div>
    </div>
  );
}

/** A field's name in the interface's words; a key of the file's own is its own name. */
export function fieldName(t: Strings, field: string): string {
  const [top = field, part] = field.split('.', 2);
  const label = (t.draft as Record<string, unknown>)[top === 'title' ? 'headline' : top];
  const name = typeof label === 'string' ? label : top;
  if (part === undefined) return name;
  const parts: Record<string, string> = {
    image: t.draft.picture,
    alt: t.history.alt,
    caption: t.draft.caption,
    credit: t.draft.credit,
    name: t.draft.sourceName,
    url: t.draft.sourceUrl,
    kind: t.draft.sourceKind,
    licence: t.draft.sourceLicence,
  };
  return `${name}: ${parts[part] ?? part}`;
}

function Field({ t, field, lang, restore }: { t: Strings; field: FieldDifference; lang: string } & Pick<ProseDifferenceProps, 'restore'>) {
  const name = fieldName(t, field.field);
  return (
    <div className="field-change" data-change="" tabIndex={-1} data-testid={`field-${field.field}`}>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd lang={lang} dir="auto">
        <Words spans={field.spans} />
        {field.items.map((item, index) => (
          <span key={index} className="list-entry">
            <Words
              spans={[
                {
                  became: item.became === 'moved' ? 'same' : item.became,
                  text: item.text,
                  style: { marks: [], link: '', picture: '' },
                  was: null,
                },
              ]}
            />
            {item.became === 'moved' ? <small className="restyled-how">{t.history.moved}</small> : null}
          </span>
        ))}
      </dd>
      {restore ? (
        <Button
          className="button quiet small take-back"
          aria-keyshortcuts="P"
          aria-label={t.history.takeFieldBack(name)}
          onPress={() => restore({ field: field.field })}
        >
          {t.history.takeBack}
        </Button>
      ) : null}
    </div>
  );
}

function Block({ at, t, blocks, restore }: { at: number; t: Strings; blocks: BlockDifference[] } & Pick<ProseDifferenceProps, 'restore'>) {
  const block = blocks[at]!;
  const other = block.other === null ? undefined : blocks[block.other];
  const changed = block.fate !== 'same';
  const Tag = /^heading/.test(block.kind) ? 'h4' : block.kind === 'code' || block.kind === 'html' ? 'pre' : 'p';
  const what = changed ? fate(t, block) : '';
  return (
    <div
      className={`block-change fate-${block.fate} kind-${block.kind}`}
      id={`block-change-${at}`}
      data-change={changed ? '' : undefined}
      tabIndex={changed ? -1 : undefined}
      data-testid={`block-${at}`}
    >
      {changed ? (
        <div className="block-head" lang={document.documentElement.lang}>
          <bdi className="block-fate">{what}</bdi>
          {other && block.other !== null ? (
            <Button className="link-button" onPress={() => jump(block.other!)} data-testid={`jump-${at}`}>
              <bdi>{block.fate === 'moved-here' ? t.history.fromPlace(block.old) : t.history.toPlace(other.new)}</bdi>
            </Button>
          ) : null}
          {restore && block.old > 0 && block.fate !== 'moved-away' ? (
            <Button
              className="button quiet small take-back"
              aria-keyshortcuts="P"
              aria-label={t.history.takeParagraphBack(block.old)}
              onPress={() => restore({ paragraph: block.old })}
            >
              {t.history.takeBack}
            </Button>
          ) : null}
        </div>
      ) : null}
      {block.kind === 'rule' ? (
        <hr />
      ) : (
        <Tag className="block-words" dir={/^(code|html)$/.test(block.kind) ? 'ltr' : 'auto'}>
          <Words spans={block.spans} />
        </Tag>
      )}
    </div>
  );
}

/** What became of a block, in words. */
function fate(t: Strings, block: BlockDifference): string {
  const { fates, kinds, kindChanged } = t.history;
  const name = (kind: string) => kinds[kind.replace(/-\d$/, '')] ?? kind;
  if (block.was_kind && name(block.was_kind) !== name(block.kind)) return kindChanged(name(block.was_kind), name(block.kind));
  return fates[block.fate] ?? block.fate;
}

/** Shows the other place of a moved block, and stands there. */
function jump(place: number): void {
  const target = document.getElementById(`block-change-${place}`);
  target?.scrollIntoView({ block: 'center' });
  target?.focus({ preventScroll: true });
}

/** Takes back the paragraph or the field that one stands at. */
export function takeBackHere(): void {
  document.activeElement?.closest('.comparison [data-change]')?.querySelector<HTMLElement>('.take-back')?.click();
}

/** Goes to the next or previous change on the screen's sheet. */
export function goToChange(step: 1 | -1): void {
  const changes = [...document.querySelectorAll<HTMLElement>('.comparison [data-change]')];
  if (changes.length === 0) return;
  const at = changes.findIndex((change) => change.contains(document.activeElement));
  const next = at < 0 ? (step === 1 ? changes[0] : changes.at(-1)) : changes[(at + step + changes.length) % changes.length];
  next?.scrollIntoView({ block: 'center' });
  next?.focus({ preventScroll: true });
}
