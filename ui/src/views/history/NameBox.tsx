import { useState } from 'react';
import { Button } from 'react-aria-components';
import { TextBox } from '../../parts/TextBox';
import { useStrings } from '../../parts/use_strings';

interface NameBoxProps {
  name: string;
  onName(name: string): void;
  onCancel(): void;
}

/** Names a version where it stands. Empty takes its name away. */
export function NameBox({ name: before, onName, onCancel }: NameBoxProps) {
  const t = useStrings();
  const [name, setName] = useState(before);
  return (
    <form
      className="name-box"
      onSubmit={(event) => {
        event.preventDefault();
        onName(name.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <TextBox
        quiet
        autoFocus
        label={t.history.name}
        hint={t.history.nameHint}
        value={name}
        onChange={setName}
        testId="version-name"
        onEnter={() => onName(name.trim())}
      />
      <Button className="button small primary" type="submit">
        {before !== '' && name.trim() === '' ? t.history.clearName : t.history.giveName}
      </Button>
      <Button className="button small" onPress={onCancel}>
        {t.common.cancel}
      </Button>
    </form>
  );
}
