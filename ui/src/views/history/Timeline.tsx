import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '../../parts/Icon';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { chooseVersion, history, holdFast } from '../../state/history';
import { timeline, type TimelineItem } from '../../state/timeline';
import { dayName, signed, timeOfDay, type Strings } from '../../strings';

/** Heights of the kinds of row, in pixels at the ordinary text size. */
const HEIGHTS = { day: 34, session: 26, version: 46, fold: 28 };
/** Pixels drawn beyond each edge, so that quick scrolling shows no gap. */
const MARGIN = 300;

/**
 * The versions, newest first, by day and session. Draws only the rows on screen (WAI-ARIA listbox with
 * `aria-activedescendant`): a story that is written for a year has tens of thousands.
 */
export function Timeline() {
  const t = useStrings();
  const id = useId();
  const { versions, chosen, against } = useStore(history);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const items = useMemo(() => timeline(versions ?? [], open, new Set([chosen])), [versions, open, chosen]);
  const [active, setActive] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 800 });
  const scale = (parseFloat(document.documentElement.style.fontSize) || 100) / 100;
  const tops = useMemo(() => {
    const out = [0];
    for (const item of items) out.push(out.at(-1)! + HEIGHTS[item.kind] * scale);
    return out;
  }, [items, scale]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setScroll({ top: element.scrollTop, height: element.clientHeight || 800 });
    measure();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const marked = items.some((item) => item.key === active) ? active : chosen;
  const place = items.findIndex((item) => item.key === marked);

  // Whoever opens the history stands in the timeline at once, at the version that is looked at.
  useEffect(() => box.current?.focus(), []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || place < 0) return;
    const [top, bottom] = [tops[place]!, tops[place + 1]!];
    // The day that a version belongs to comes into view with it.
    const head = items[place - 1]?.kind === 'version' || items[place - 1]?.kind === 'fold' ? 0 : 60 * scale;
    if (top - head < element.scrollTop) element.scrollTop = Math.max(0, top - head);
    else if (bottom > element.scrollTop + element.clientHeight && element.clientHeight > 0)
      element.scrollTop = bottom - element.clientHeight;
    // Only where the mark went elsewhere: scrolling by hand is left alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [marked]);

  function go(to: number, step: 1 | -1): void {
    let at = Math.max(0, Math.min(items.length - 1, to));
    while (items[at] && items[at]!.kind !== 'version' && items[at]!.kind !== 'fold') at += step;
    // Headings at either end are no place to stand.
    if (!items[at]) at = items.findIndex((item) => item.kind === 'version');
    const item = items[at];
    if (!item) return;
    setActive(item.key);
    if (item.kind === 'version') chooseVersion(item.key);
  }

  function toggleFold(item: TimelineItem, wanted?: boolean): void {
    if (item.kind !== 'fold' || item.open === wanted) return;
    const next = new Set(open);
    if (item.open) {
      next.delete(item.key);
      // A fold that holds what is chosen cannot be shut around it: the one above it is chosen instead.
      const above = items[items.indexOf(item) - 1];
      if (above?.kind === 'version') chooseVersion(above.key);
    } else next.add(item.key);
    setOpen(next);
    setActive(item.key);
  }

  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(scroll.height / (HEIGHTS.version * scale)) - 1);
    const item = items[place];
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key === 'ArrowDown') go(place + 1, 1);
    else if (event.key === 'ArrowUp') go(place - 1, -1);
    else if (event.key === 'PageDown') go(place + page, 1);
    else if (event.key === 'PageUp') go(place - page, -1);
    else if (event.key === 'Home') go(0, 1);
    else if (event.key === 'End') go(items.length - 1, -1);
    else if (item?.kind === 'fold' && event.key === forward) toggleFold(item, true);
    else if (item?.kind === 'fold' && event.key === back) toggleFold(item, false);
    else if (item?.kind === 'fold' && (event.key === 'Enter' || event.key === ' ')) toggleFold(item);
    else if (item?.kind === 'version' && (event.key === ' ' || (event.key === 'Enter' && event.shiftKey))) holdFast(item.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const from = Math.max(0, tops.findIndex((top) => top > scroll.top - MARGIN) - 1);
  const rows = [];
  for (let at = from; at < items.length && tops[at]! < scroll.top + scroll.height + MARGIN; at += 1) {
    const item = items[at]!;
    const style = { transform: `translateY(${tops[at]}px)`, blockSize: HEIGHTS[item.kind] * scale };
    if (item.kind === 'day' || item.kind === 'session') {
      rows.push(
        <div key={item.key} className={`timeline-row timeline-${item.kind}`} role="presentation" style={style}>
          {item.kind === 'day' ? dayName(item.at) : <SessionHead t={t} item={item} />}
        </div>,
      );
      continue;
    }
    rows.push(
      <div
        key={item.key}
        id={`${id}-${at}`}
        role="option"
        aria-selected={item.key === chosen}
        aria-expanded={item.kind === 'fold' ? item.open : undefined}
        aria-label={item.kind === 'version' ? spoken(t, item) : undefined}
        className={`timeline-row timeline-${item.kind}`}
        data-testid={item.kind === 'version' ? 'version' : 'fold'}
        data-active={item.key === marked || undefined}
        data-held={item.key === against || undefined}
        style={style}
        onClick={(event) => {
          setActive(item.key);
          box.current?.focus();
          if (item.kind === 'fold') toggleFold(item);
          else if (event.shiftKey) holdFast(item.key);
          else chooseVersion(item.key);
        }}
      >
        {item.kind === 'fold' ? <FoldRow t={t} item={item} /> : <Row t={t} item={item} held={item.key === against} />}
      </div>,
    );
  }

  return (
    <div
      ref={box}
      className="timeline"
      role="listbox"
      tabIndex={0}
      data-pane-focus=""
      aria-label={t.history.versions}
      aria-activedescendant={place >= 0 ? `${id}-${place}` : undefined}
      data-testid="timeline"
      onKeyDown={press}
      onScroll={(event) => setScroll({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight || 800 })}
    >
      <div role="presentation" style={{ blockSize: tops.at(-1) }} className="virtual-space">
        {rows}
      </div>
    </div>
  );
}

type Of<K extends TimelineItem['kind']> = Extract<TimelineItem, { kind: K }>;

function SessionHead({ t, item }: { t: Strings; item: Of<'session'> }) {
  return (
    <>
      <bdi>{item.from === item.to ? timeOfDay(item.to) : t.history.span(timeOfDay(item.from), timeOfDay(item.to))}</bdi>
      <bdi className="timeline-author">{item.author}</bdi>
      <span className="timeline-delta">{t.history.count(item.count)}</span>
    </>
  );
}

function FoldRow({ t, item }: { t: Strings; item: Of<'fold'> }) {
  return (
    <>
      <Icon name={item.open ? 'down' : 'right'} />
      <span>{t.history.pauses(item.count)}</span>
    </>
  );
}

function Row({ t, item, held }: { t: Strings; item: Of<'version'>; held: boolean }) {
  const { row } = item;
  const reason = t.history.reasons[row.reason] ?? row.reason;
  return (
    <>
      <span className={`timeline-dot reason-${row.reason}`} data-named={row.name !== '' || undefined} />
      <span className="timeline-words">
        <span className="timeline-first">
          <bdi className={row.name ? 'timeline-name' : undefined}>{row.name || reason}</bdi>
          {held ? <span className="tag">{t.history.held}</span> : null}
          {row.head ? <span className="tag tag-now">{t.history.current}</span> : null}
        </span>
        <span className="timeline-second">
          <bdi>{timeOfDay(row.at)}</bdi>
          {row.name ? ` · ${reason}` : ''}
          {row.author ? (
            <>
              {' · '}
              <bdi>{row.author}</bdi>
            </>
          ) : null}
          {row.exported ? ` · ${t.history.exported}` : ''}
        </span>
      </span>
      <span className="timeline-delta" data-sign={Math.sign(item.delta)}>
        {item.delta === 0 ? '' : signed(item.delta)}
      </span>
    </>
  );
}

/** A version as a screen reader says it: its day as well, which stands above it for the eye. */
function spoken(t: Strings, { row, delta }: Of<'version'>): string {
  return [
    row.name,
    t.history.reasons[row.reason] ?? row.reason,
    `${dayName(row.at)} ${timeOfDay(row.at)}`,
    row.author,
    t.history.delta(delta),
    row.exported ? t.history.exported : '',
    row.head ? t.history.current : '',
  ]
    .filter(Boolean)
    .join(t.common.comma);
}
