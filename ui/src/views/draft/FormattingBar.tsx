import { Button, Separator, Toolbar, Tooltip, TooltipTrigger } from 'react-aria-components';
import { Icon, type IconName } from '../../parts/Icon';
import { Keycaps } from '../../parts/Keycaps';
import { useStrings } from '../../parts/use_strings';
import { action } from '../../state/actions';
import { keysOf } from '../../state/bindings';

const BAR: ([string, IconName] | null)[] = [
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['link', 'link'],
  null,
  ['heading2', 'heading'],
  ['bulleted', 'bulleted'],
  ['numbered', 'numbered'],
  ['quote', 'quote'],
  null,
  ['pull-quote', 'pullQuote'],
  ['picture', 'picture'],
  ['footnote', 'footnote'],
];

/** What is done to the text most, by pointer. All of it has keys. */
export function FormattingBar({ editable }: { editable: boolean }) {
  const t = useStrings();
  return (
    <Toolbar className="formatting" aria-label={t.draft.toolbar}>
      {BAR.map((entry, index) => {
        if (!entry) return <Separator key={index} orientation="vertical" className="bar-gap" />;
        const each = action(entry[0]);
        const keys = keysOf(each)[0]?.keys;
        return (
          <TooltipTrigger key={each.id} delay={500}>
            <Button
              className="button quiet square"
              aria-label={each.title(t)}
              isDisabled={!editable}
              preventFocusOnPress
              onPress={() => (each.can?.() === false ? undefined : each.run())}
              data-testid={`do-${each.id}`}
            >
              <Icon name={entry[1]} />
            </Button>
            <Tooltip className="tooltip">
              {each.title(t)} {keys ? <Keycaps keys={keys} /> : null}
            </Tooltip>
          </TooltipTrigger>
        );
      })}
    </Toolbar>
  );
}
