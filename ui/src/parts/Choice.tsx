import { Label, Radio, RadioGroup } from 'react-aria-components';

/** One of a few that are all shown. */
export function ChoiceOf({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: string;
  choices: { id: string; label: string }[];
  onChange(id: string): void;
}) {
  return (
    <RadioGroup className="field radios" value={value} onChange={onChange}>
      <Label>{label}</Label>
      <div className="radio-row">
        {choices.map((choice) => (
          <Radio key={choice.id} value={choice.id} className="radio">
            <bdi>{choice.label}</bdi>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
