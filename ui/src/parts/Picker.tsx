import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { Icon } from './Icon';

export interface Choice {
  id: string;
  label: string;
  /** Steps by which it is set in, for a tree. */
  depth?: number;
  /** Class of a coloured dot before the label. */
  dot?: string;
}

interface PickerProps {
  label: string;
  value: string;
  choices: Choice[];
  onChange(id: string): void;
  quiet?: boolean;
  className?: string;
  testId?: string;
  disabled?: boolean;
}

/** One of a few, from a list that opens. A value that is not among the choices is shown as it stands. */
export function Picker({ label, value, choices, onChange, quiet, className, testId, disabled }: PickerProps) {
  const known = choices.some((choice) => choice.id === value);
  const items = known ? choices : [...choices, { id: value, label: value }];
  return (
    <Select
      className={`field picker ${className ?? ''}`}
      value={key(value)}
      onChange={(chosen) => onChange(String(chosen).slice(1))}
      aria-label={quiet ? label : undefined}
      isDisabled={disabled}
    >
      {quiet ? null : <Label>{label}</Label>}
      <Button className="picker-button" data-testid={testId}>
        <SelectValue>
          {() => <Choosable {...(items.find((item) => item.id === value) ?? { id: value, label: value })} depth={0} />}
        </SelectValue>
        <Icon name="down" />
      </Button>
      <Popover className="popover">
        <ListBox className="listbox" items={items}>
          {(item) => (
            <ListBoxItem id={key(item.id)} textValue={item.label} className="option">
              <Choosable {...item} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** Keys must not be empty, but “no section” is the empty path. */
function key(id: string): string {
  return `:${id}`;
}

function Choosable({ label, depth = 0, dot }: Choice) {
  return (
    <span className="choosable" style={depth > 0 ? { paddingInlineStart: `${depth}em` } : undefined}>
      {dot ? <span className={`dot ${dot}`} /> : null}
      <bdi>{label}</bdi>
    </span>
  );
}
