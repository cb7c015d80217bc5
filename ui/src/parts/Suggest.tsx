import { ComboBox, Button, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { fold } from '../state/fuzzy';
import { Icon } from './Icon';

interface SuggestProps {
  label: string;
  value: string;
  suggestions: { name: string; note?: string }[];
  onChange(value: string): void;
  hint?: string;
  testId?: string;
  readOnly?: boolean;
  /** Address of a picture to show beside a suggestion. */
  picture?(name: string): string;
  error?: string;
}

/** Most suggestions drawn at once. */
const SHOWN = 60;

/** A box for text that offers what was written there before; anything else may be written as well. */
export function Suggest({ label, value, suggestions, onChange, hint, testId, readOnly, picture, error = '' }: SuggestProps) {
  const wanted = fold(value);
  const exact = suggestions.some((each) => each.name === value);
  const items = suggestions.filter((each) => exact || fold(each.name).includes(wanted)).slice(0, SHOWN);
  return (
    <ComboBox
      className="field"
      inputValue={value}
      onInputChange={onChange}
      onChange={(chosen) => (chosen === null ? undefined : onChange(String(chosen)))}
      items={items}
      allowsCustomValue
      menuTrigger="input"
      isReadOnly={readOnly}
      isInvalid={error !== ''}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <div className="combo">
        <Input placeholder={hint} data-testid={testId} dir={value === '' ? undefined : 'auto'} spellCheck={false} />
        <Button className="combo-button">
          <Icon name="down" />
        </Button>
      </div>
      {error === '' ? null : <span className="react-aria-FieldError">{error}</span>}
      <Popover className="popover">
        <ListBox className="listbox">
          {(item: { name: string; note?: string }) => (
            <ListBoxItem id={item.name} textValue={item.name} className="option option-row">
              {picture ? <img className="thumb" src={picture(item.name)} alt="" loading="lazy" /> : null}
              <bdi className="option-name">{item.name}</bdi>
              {item.note ? <span className="muted">{item.note}</span> : null}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
