import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from 'react-aria-components';
import type { ConflictPlace, DraftView, StoryRow } from '../../bridge';
import { Keycaps } from '../../parts/Keycaps';
import { TextBox } from '../../parts/TextBox';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import type { Take } from '../../state/conflict';
import { desk, openDraft } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import { newsroomStore } from '../../state/newsroom';
import { say } from '../../state/notices';
import { markWords } from '../../state/word_marks';
import { longTime } from '../../strings';
import { focusField } from '../draft/HeadFields';

/** The places that two sides changed, side by side, and the choices. Typing in the text goes on meanwhile. */
export function Conflicts({ draft, session }: { draft: DraftView; session: DraftSession }) {
  const t = useStrings();
  const conflict = useStore(session.store, (state) => state.conflict);
  const open = useStore(session.store, (state) => state.conflicts);
  const newsroom = useStore(newsroomStore, (state) => state.newsroom);
  const others = (newsroom?.conflicts ?? []).filter((row) => row.edition !== draft.story.edition);
  const list = useRef<HTMLDivElement>(null);
  const places = open > 0 ? (conflict?.places ?? []) : [];

  async function decide(chosen: ConflictPlace[], take: Take): Promise<void> {
    const at = places.findIndex(({ token }) => token === chosen[0]?.token);
    const all = chosen.length === places.length;
    if (!(await session.decide(chosen, take))) return;
    if (all) {
      say('good', t.conflicts.decided);
      desk.get().editor?.focus();
    } else {
      // On to the next one, which has come into its place.
      requestAnimationFrame(() => placeAt(list.current, Math.max(0, at))?.focus());
    }
  }

  if (places.length === 0) {
    return (
      <>
        <p className="muted panel-empty">{open > 0 ? t.common.loading : t.conflicts.none}</p>
        <Others rows={others} />
      </>
    );
  }
  const whose = conflict?.their_author ?? '';
  return (
    <div className="conflicts" ref={list} data-testid="conflicts">
      <div className="conflicts-head">
        <p className="muted panel-help">
          {t.conflicts.help(places.length, whose, longTime(conflict?.their_at ?? ''))}{' '}
          <bdi>
            <code className="hash">{conflict?.theirs.slice(0, 12)}</code>
          </bdi>
        </p>
        {places.length > 1 ? (
          <div className="row conflict-all">
            <Button className="button small" onPress={() => void decide(places, 'mine')}>
              {t.conflicts.allMine}
            </Button>
            <Button className="button small" onPress={() => void decide(places.filter(canBeTheirs), 'theirs')}>
              {t.conflicts.allTheirs}
            </Button>
            <Button className="button small" onPress={() => void decide(places, 'both')}>
              {t.conflicts.allBoth}
            </Button>
          </div>
        ) : null}
      </div>
      {places.map((place) => (
        <OnePlace key={place.token} place={place} draft={draft} decide={(take) => void decide([place], take)} />
      ))}
      <Others rows={others} />
    </div>
  );
}

const canBeTheirs = ({ kind }: ConflictPlace) => kind !== 'unreadable';

function placeAt(list: HTMLElement | null, index: number): HTMLElement | undefined {
  const all = [...(list?.querySelectorAll<HTMLElement>('.conflict') ?? [])];
  return all[Math.min(index, all.length - 1)];
}

function OnePlace({ place, draft, decide }: { place: ConflictPlace; draft: DraftView; decide(take: Take): void }) {
  const t = useStrings();
  const [hand, setHand] = useState<string | null>(null);
  const box = useRef<HTMLElement>(null);
  const name = place.kind === 'body' ? t.conflicts.paragraph : fieldName(t.draft as Record<string, unknown>, place.field);
  const canBoth = place.kind === 'body' && place.mine !== '' && place.theirs !== '';
  const canHand = place.kind === 'body' || (place.kind === 'field' && ['title', 'kicker', 'standfirst'].includes(place.field));

  useEffect(() => {
    if (hand === null) return;
    box.current?.querySelector('textarea')?.focus();
    box.current?.querySelector('.conflict-hand')?.scrollIntoView({ block: 'nearest' });
  }, [hand !== null]);

  function edit(): void {
    setHand(
      place.kind === 'body'
        ? [place.mine, place.theirs]
            .map((text) => text.trim())
            .filter(Boolean)
            .join('\n\n')
        : place.mine,
    );
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLTextAreaElement) {
      if (event.key === 'Escape') {
        setHand(null);
        box.current?.focus();
        event.stopPropagation();
      }
      return;
    }
    const run = {
      '1': () => decide('mine'),
      '2': canBeTheirs(place) ? () => decide('theirs') : undefined,
      '3': canBoth ? () => decide('both') : undefined,
      '4': canHand ? edit : undefined,
      ArrowDown: () => neighbour(box.current, 1)?.focus(),
      ArrowUp: () => neighbour(box.current, -1)?.focus(),
    }[event.key.replace(/[٠-٩]/, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)))];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  function show(): void {
    if (place.kind === 'body') {
      desk.get().editor?.reveal(place.from, Math.max(place.from, place.from + place.mine.trimEnd().length));
      desk.get().editor?.focus();
    } else focusField(place.field);
  }

  const sides = { lang: draft.story.lang, direction: draft.direction };
  return (
    <article className="conflict" ref={box} tabIndex={0} aria-label={name} onKeyDown={onKeyDown} data-testid="conflict">
      <h3>{name}</h3>
      <div className="conflict-sides">
        <Side title={t.conflicts.mine} text={place.mine} other={place.theirs} {...sides} />
        <Side title={t.conflicts.theirs} text={place.theirs} other={place.mine} {...sides} />
      </div>
      <details className="conflict-base">
        <summary>{t.conflicts.base}</summary>
        <Words text={place.base} other={place.base} {...sides} />
      </details>
      {hand === null ? (
        <div className="row conflict-choices">
          <Choose keys="1" label={t.conflicts.keepMine} run={() => decide('mine')} />
          {canBeTheirs(place) ? <Choose keys="2" label={t.conflicts.takeTheirs} run={() => decide('theirs')} /> : null}
          {canBoth ? <Choose keys="3" label={t.conflicts.keepBoth} run={() => decide('both')} /> : null}
          {canHand ? <Choose keys="4" label={t.conflicts.byHand} run={edit} /> : null}
          {place.kind === 'other' || place.kind === 'unreadable' ? null : (
            <Button className="button quiet small" onPress={show}>
              {t.conflicts.show}
            </Button>
          )}
        </div>
      ) : (
        <div className="conflict-hand">
          <TextBox label={t.conflicts.handLabel} value={hand} onChange={setHand} lines lang={draft.story.lang} testId="conflict-hand" />
          <div className="row">
            <Button className="button primary small" onPress={() => decide({ text: hand })}>
              {t.conflicts.useHand}
            </Button>
            <Button className="button small" onPress={() => setHand(null)}>
              {t.common.cancel}
            </Button>
          </div>
        </div>
      )}
    </article>
  );
}

function neighbour(box: HTMLElement | null, step: 1 | -1): HTMLElement | undefined {
  const all = [...(box?.parentElement?.querySelectorAll<HTMLElement>('.conflict') ?? [])];
  return box ? all[all.indexOf(box) + step] : undefined;
}

function Choose({ keys, label, run }: { keys: string; label: string; run(): void }) {
  return (
    <Button className="button small" onPress={run}>
      {label} <Keycaps keys={keys} />
    </Button>
  );
}

interface SideProps {
  text: string;
  other: string;
  lang: string;
  direction: string;
}

function Side({ title, ...words }: SideProps & { title: string }) {
  return (
    <section className="conflict-side" aria-label={title}>
      <h4>{title}</h4>
      <Words {...words} />
    </section>
  );
}

/** Copy in its own language and direction; what the other side does not have is marked. */
function Words({ text, other, lang, direction }: SideProps) {
  const t = useStrings();
  if (text.trim() === '') return <p className="muted">{t.conflicts.takenOut}</p>;
  return (
    <p className="conflict-words" lang={lang} dir={direction}>
      {markWords(text.trim(), other.trim()).map((part, index) => (part.changed ? <mark key={index}>{part.text}</mark> : part.text))}
    </p>
  );
}

/** Other stories that wait for a decision. */
function Others({ rows }: { rows: StoryRow[] }) {
  const t = useStrings();
  if (rows.length === 0) return null;
  return (
    <section className="conflict-others">
      <h3>{t.conflicts.others}</h3>
      <ul>
        {rows.map((row) => (
          <li key={row.edition}>
            <Button className="button quiet" onPress={() => void openDraft(row.edition)}>
              <span lang={row.lang} dir="auto">
                {row.title || t.list.untitled}
              </span>
              <span className="lang-badge">{row.lang}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The name that a field's box has; the key itself where it has none. */
function fieldName(names: Record<string, unknown>, field: string): string {
  const found = names[field === 'title' ? 'headline' : field];
  return typeof found === 'string' ? found : field;
}
