import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

interface VirtualListProps {
  label: string;
  count: number;
  /** Height of every row in pixels at the ordinary text size. */
  rowHeight: number;
  /** Place of the row that is chosen, -1 for none. */
  current: number;
  testId?: string;
  row(index: number): ReactNode;
  /** Called when a row is chosen: by Enter one goes on to it, by pointer or Space one only looks. */
  onChoose(index: number, goOn: boolean): void;
  /** Called with the rows that are on screen, so that they can be fetched. */
  onShow(first: number, last: number): void;
}

/** Rows drawn beyond each edge, so that quick scrolling shows no gap. */
const MARGIN = 6;

/**
 * A list box that draws only the rows on screen (WAI-ARIA listbox with `aria-activedescendant`). Its rows may be
 * missing until they are fetched, which is what a collection that must be complete cannot do with 100,000 stories.
 */
export function VirtualList({ label, count, rowHeight, current, testId, row, onChoose, onShow }: VirtualListProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 600 });
  const [active, setActive] = useState(-1);
  const height = rowHeight * (typeof document === 'undefined' ? 1 : (parseFloat(document.documentElement.style.fontSize) || 100) / 100);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setScroll({ top: element.scrollTop, height: element.clientHeight || 600 });
    measure();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // The chosen row is brought into view where the list becomes another one around it: found, or no longer searched.
  const before = useRef({ current: -1, rowHeight });
  useLayoutEffect(() => {
    const element = box.current;
    const came = current >= 0 && (before.current.current < 0 || before.current.rowHeight !== rowHeight);
    before.current = { current, rowHeight };
    if (!came || !element) return;
    const top = current * height;
    if (top < element.scrollTop || top + height > element.scrollTop + element.clientHeight) {
      element.scrollTop = top - (element.clientHeight - height) / 2;
    }
  }, [current, rowHeight, height]);

  const first = Math.max(0, Math.floor(scroll.top / height) - MARGIN);
  const last = Math.min(count - 1, Math.ceil((scroll.top + scroll.height) / height) + MARGIN);
  useEffect(() => {
    if (count > 0) onShow(first, Math.max(first, last));
  }, [first, last, count, onShow]);

  const marked = Math.min(active >= 0 ? active : current, count - 1);

  function move(to: number): void {
    const next = Math.max(0, Math.min(count - 1, to));
    setActive(next);
    const element = box.current;
    if (!element) return;
    if (next * height < element.scrollTop) element.scrollTop = next * height;
    else if ((next + 1) * height > element.scrollTop + element.clientHeight) element.scrollTop = (next + 1) * height - element.clientHeight;
  }

  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(scroll.height / height) - 1);
    const steps: Record<string, number> = {
      ArrowDown: marked + 1,
      ArrowUp: marked - 1,
      PageDown: marked + page,
      PageUp: marked - page,
      Home: 0,
      End: count - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if ((event.key === 'Enter' || event.key === ' ') && marked >= 0) onChoose(marked, event.key === 'Enter');
    else return;
    event.preventDefault();
  }

  const rows = [];
  for (let index = first; index <= last; index += 1) {
    rows.push(
      <div
        key={index}
        id={`${id}-${index}`}
        role="option"
        aria-selected={index === current}
        aria-setsize={count}
        aria-posinset={index + 1}
        className="virtual-row"
        data-active={index === marked || undefined}
        style={{ transform: `translateY(${index * height}px)`, blockSize: height }}
        onClick={() => {
          setActive(index);
          onChoose(index, false);
        }}
      >
        {row(index)}
      </div>,
    );
  }

  return (
    <div
      ref={box}
      className="virtual-list"
      role="listbox"
      aria-label={label}
      aria-activedescendant={marked >= first && marked <= last ? `${id}-${marked}` : undefined}
      tabIndex={0}
      data-testid={testId}
      onKeyDown={press}
      onFocus={() => (active < 0 && current >= 0 ? setActive(current) : undefined)}
      onScroll={(event) => setScroll({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
    >
      <div className="virtual-space" role="presentation" style={{ blockSize: count * height }}>
        {rows}
      </div>
    </div>
  );
}
