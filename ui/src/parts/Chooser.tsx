import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Overlay } from './Overlay';
import { Icon } from './Icon';

export interface ChooserItem {
  id: string;
  content: ReactNode;
  /** A heading above the first item of each group. */
  group?: string;
}

interface ChooserProps {
  title: string;
  hint: string;
  nothing: string;
  testId: string;
  items: ChooserItem[];
  text: string;
  onText(text: string): void;
  onChoose(id: string): void;
  onClose(): void;
}

/** Type a little, choose with arrows and Enter (WAI-ARIA combobox with a list box that is always open). */
export function Chooser({ title, hint, nothing, testId, items, text, onText, onChoose, onClose }: ChooserProps) {
  const list = useId();
  const [at, setAt] = useState(0);
  const marked = Math.min(at, items.length - 1);
  const input = useRef<HTMLInputElement>(null);
  // One types at once: the focus is in the box before the dialog around it looks for it.
  useEffect(() => input.current?.focus(), []);

  function mark(next: number): void {
    const to = (next + items.length) % Math.max(1, items.length);
    setAt(to);
    document.getElementById(`${list}-${to}`)?.scrollIntoView({ block: 'nearest' });
  }

  return (
    <Overlay title={title} onClose={onClose} testId={testId} place="top" bare>
      <div className="chooser">
        <div className="chooser-box">
          <Icon name="search" />
          <input
            ref={input}
            className="chooser-input"
            role="combobox"
            aria-label={title}
            aria-expanded="true"
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={marked >= 0 ? `${list}-${marked}` : undefined}
            placeholder={hint}
            value={text}
            dir={text === '' ? undefined : 'auto'}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setAt(0);
              onText(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'ArrowDown') mark(marked + 1);
              else if (event.key === 'ArrowUp') mark(marked - 1);
              else if (event.key === 'Enter') {
                const item = items[marked];
                if (item) onChoose(item.id);
              } else return;
              event.preventDefault();
            }}
          />
        </div>
        <div className="chooser-list" id={list} role="listbox" aria-label={title}>
          {items.map((item, index) => (
            <div key={item.id} role="presentation">
              {item.group && item.group !== items[index - 1]?.group ? (
                <div className="chooser-group" role="presentation">
                  {item.group}
                </div>
              ) : null}
              <div
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === marked}
                className="option chooser-item"
                data-focused={index === marked || undefined}
                onPointerMove={() => setAt(index)}
                onClick={() => onChoose(item.id)}
              >
                {item.content}
              </div>
            </div>
          ))}
        </div>
        <p className="chooser-nothing" role="status">
          {items.length === 0 ? nothing : ''}
        </p>
      </div>
    </Overlay>
  );
}
