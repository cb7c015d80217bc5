import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';

interface TextBoxProps {
  label: string;
  value: string;
  onChange(value: string): void;
  hint?: string;
  /** A line of help below the box. */
  help?: ReactNode;
  /** What is wrong with the value; empty where nothing is. */
  error?: string;
  /** Whether the label is only read out. */
  quiet?: boolean;
  /** Whether it grows over several lines with its text, which is one paragraph. */
  grow?: boolean;
  /** Whether it grows, and the text has lines of its own. */
  lines?: boolean;
  className?: string;
  testId?: string;
  dir?: 'auto' | 'ltr' | 'rtl';
  lang?: string;
  readOnly?: boolean;
  autoFocus?: boolean;
  onEnter?(): void;
}

/** A labelled box for text, of one line or growing with what is in it. */
export function TextBox({
  label,
  value,
  onChange,
  hint,
  help,
  error = '',
  quiet,
  grow,
  lines,
  className,
  testId,
  dir = 'auto',
  lang,
  readOnly,
  autoFocus,
  onEnter,
}: TextBoxProps) {
  return (
    <TextField
      className={`field ${className ?? ''}`}
      value={value}
      onChange={(text) => onChange(grow ? text.replace(/\s*\n\s*/g, ' ') : text)}
      isInvalid={error !== ''}
      isReadOnly={readOnly}
      aria-label={quiet ? label : undefined}
      autoFocus={autoFocus}
      validationBehavior="aria"
    >
      {quiet ? null : <Label>{label}</Label>}
      {grow || lines ? (
        <GrowingText value={value} hint={hint} testId={testId} dir={dir} lang={lang} lines={lines} onEnter={onEnter} />
      ) : (
        <Input
          placeholder={hint}
          data-testid={testId}
          dir={value === '' ? undefined : dir}
          lang={lang}
          spellCheck={false}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing && onEnter) {
              event.preventDefault();
              onEnter();
            }
          }}
        />
      )}
      {help && error === '' ? (
        <Text slot="description" className="help">
          {help}
        </Text>
      ) : null}
      <FieldError>{error}</FieldError>
    </TextField>
  );
}

function GrowingText({
  value,
  hint,
  testId,
  dir,
  lang,
  lines,
  onEnter,
}: Pick<TextBoxProps, 'value' | 'hint' | 'testId' | 'dir' | 'lang' | 'lines' | 'onEnter'>) {
  const box = useRef<HTMLTextAreaElement>(null);
  // WebKitGTK has no `field-sizing` yet: the height follows what the text needs, and again when the width changes.
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    let width = -1;
    const fit = () => {
      if (area.clientWidth === width && area.style.height !== '') return;
      width = area.clientWidth;
      area.style.height = 'auto';
      area.style.height = `${area.scrollHeight}px`;
    };
    fit();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => fit());
    observer.observe(area);
    return () => observer.disconnect();
  }, [value]);
  return (
    <TextArea
      ref={box}
      rows={1}
      placeholder={hint}
      data-testid={testId}
      dir={value === '' ? undefined : dir}
      lang={lang}
      spellCheck={false}
      onKeyDown={(event) => {
        // One paragraph: Enter goes on to what comes next.
        if (event.key === 'Enter' && !lines && !event.nativeEvent.isComposing) {
          event.preventDefault();
          onEnter?.();
        }
      }}
    />
  );
}
