import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from '../../parts/Icon';
import { Keycaps } from '../../parts/Keycaps';
import { Overlay } from '../../parts/Overlay';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { ACTIONS, type Action, type ActionGroup } from '../../state/actions';
import { canRemap, holderOf, keysOf, remap } from '../../state/bindings';
import { closeDialog, desk } from '../../state/desk';
import { bindingOf } from '../../state/keys';
import { settings } from '../../state/settings';

const GROUPS: ActionGroup[] = ['story', 'edit', 'insert', 'view', 'help'];

/** Every key, by what it does; and the place to choose others. */
export function Shortcuts() {
  const t = useStrings();
  const chosen = useStore(settings, (state) => state.keys);
  const [asking, setAsking] = useState('');
  const [taken, setTaken] = useState('');

  function ask(id: string): void {
    setTaken('');
    setAsking(id);
    // While one is asked for, keys are an answer and no command.
    desk.set({ askingKeys: id !== '' });
  }

  return (
    <Overlay
      title={t.shortcuts.title}
      onClose={() => {
        ask('');
        closeDialog();
      }}
      testId="shortcuts"
      width="wide"
    >
      <p className="muted">{t.shortcuts.help}</p>
      <p role="status" className="is-block shortcut-taken">
        {taken}
      </p>
      <div className="shortcuts">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t.menus[group]}</h3>
            <ul>
              {ACTIONS.filter((each) => each.group === group && (each.keys.length > 0 || chosen[each.id])).map((each) => (
                <Row key={each.id} each={each} changed={each.id in chosen} asking={asking === each.id} onAsk={ask} onTaken={setTaken} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Overlay>
  );
}

interface RowProps {
  each: Action;
  changed: boolean;
  asking: boolean;
  onAsk(id: string): void;
  onTaken(message: string): void;
}

function Row({ each, changed, asking, onAsk, onTaken }: RowProps) {
  const t = useStrings();
  const keys = keysOf(each);
  const caps =
    keys.length > 0 ? keys.map((key) => <Keycaps key={key.keys} keys={key.keys} />) : <span className="muted">{t.common.none}</span>;
  if (!canRemap(each)) {
    return (
      <li className="shortcut">
        <span>{each.title(t)}</span>
        <span className="shortcut-keys">{caps}</span>
      </li>
    );
  }
  return (
    <li className="shortcut">
      <span>{each.title(t)}</span>
      <Button
        className="shortcut-keys shortcut-change"
        onPress={() => onAsk(asking ? '' : each.id)}
        onBlur={() => (asking ? onAsk('') : undefined)}
        onKeyDown={(event) => {
          if (!asking || event.key === 'Tab') return event.continuePropagation();
          if (event.key === 'Escape') return onAsk('');
          if (event.key === 'Backspace' || event.key === 'Delete') {
            remap(each.id, []);
            return onAsk('');
          }
          const binding = bindingOf({
            key: event.key,
            code: event.code,
            ctrlKey: event.ctrlKey,
            metaKey: event.metaKey,
            shiftKey: event.shiftKey,
            altKey: event.altKey,
            isComposing: event.nativeEvent.isComposing,
          });
          if (binding === '') return;
          event.preventDefault();
          const holder = holderOf(binding, each.id);
          if (holder) return onTaken(t.shortcuts.taken(holder.title(t)));
          remap(each.id, [binding]);
          onAsk('');
        }}
      >
        <span className="visually-hidden">{each.title(t)}: </span>
        {asking ? <span className="muted">{t.shortcuts.press}</span> : caps}
        <span className="visually-hidden">. {t.shortcuts.change}</span>
      </Button>
      {changed ? (
        <Button
          className="button quiet square small"
          aria-label={t.shortcuts.reset(each.title(t))}
          onPress={() => remap(each.id, undefined)}
        >
          <Icon name="history" />
        </Button>
      ) : null}
    </li>
  );
}
