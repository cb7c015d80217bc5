import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator, Toolbar, Tooltip, TooltipTrigger } from 'react-aria-components';
import { Icon, type IconName } from '../parts/Icon';
import { Keycaps } from '../parts/Keycaps';
import { useStore } from '../parts/use_store';
import { useStrings } from '../parts/use_strings';
import { ACTIONS, action, type Action, type ActionGroup } from '../state/actions';
import { keysOf } from '../state/bindings';
import { desk } from '../state/desk';
import { ariaKeys } from '../state/keys';
import { newsroomStore } from '../state/newsroom';
import { settings } from '../state/settings';

const GROUPS: ActionGroup[] = ['story', 'edit', 'insert', 'view', 'help'];

/** Menus, the newsroom's name, and what is done most. */
export function TopBar() {
  const t = useStrings();
  const name = useStore(newsroomStore, (state) => state.newsroom?.name ?? '');
  // Menus show what can be done now: they are drawn again when the desk or the settings change.
  useStore(desk, (state) => state.draft);
  useStore(settings);
  return (
    <header className="topbar">
      <Toolbar className="menus" aria-label={t.menus.all} data-pane="menus">
        {GROUPS.map((group) => (
          <MenuTrigger key={group}>
            <Button className="button quiet menu-button" data-pane-focus>
              {t.menus[group]}
            </Button>
            <Popover className="popover" placement="bottom start">
              <ActionMenu label={t.menus[group]} actions={ACTIONS.filter((each) => each.group === group)} />
            </Popover>
          </MenuTrigger>
        ))}
      </Toolbar>
      <h1 className="newsroom-name">
        <bdi>{name}</bdi>
      </h1>
      <div className="topbar-actions">
        <Quick id="palette" icon="search" />
        <Quick id="toggle-list" icon="list" />
        <Quick id="toggle-preview" icon="preview" />
        <Button className="button" data-testid="new-story" onPress={() => action('new-story').run()}>
          <Icon name="plus" />
          {t.actions.newStory}
        </Button>
        <Button className="button primary" data-testid="open-export" onPress={() => action('export').run()}>
          <Icon name="export" />
          {t.export.start}
        </Button>
      </div>
    </header>
  );
}

function ActionMenu({ label, actions }: { label: string; actions: Action[] }) {
  const t = useStrings();
  const disabled = actions.filter((each) => each.can && !each.can()).map((each) => each.id);
  return (
    <Menu className="menu" aria-label={label} disabledKeys={disabled} onAction={(id) => action(String(id)).run()}>
      {actions.map((each, index) => {
        const gap = index > 0 && family(each) !== family(actions[index - 1]);
        return [
          gap ? <Separator key={`before-${each.id}`} className="menu-gap" /> : null,
          <MenuItem
            key={each.id}
            id={each.id}
            textValue={each.title(t)}
            className="option menu-item"
            aria-keyshortcuts={ariaKeys(keysOf(each)[0]?.keys)}
          >
            <span className="menu-check">{each.on?.() ? <Icon name="check" /> : null}</span>
            <span className="menu-title">{each.title(t)}</span>
            <Keycaps keys={keysOf(each)[0]?.keys} />
          </MenuItem>,
        ];
      })}
    </Menu>
  );
}

/** Which neighbours in a menu belong together: the beginning of the name, and whether it is a switch. */
function family(each: Action | undefined): string {
  const start = each?.id.split('-')[0] ?? '';
  return ['theme', 'text', 'language', 'panel', 'toggle', 'next', 'previous'].includes(start)
    ? start.replace(/next|previous/, 'pane')
    : each?.on
      ? 'switch'
      : (FAMILIES[each?.id ?? ''] ?? '');
}

const FAMILIES: Record<string, string> = {
  save: 'story',
  'close-story': 'story',
  'reveal-file': 'story',
  back: 'trail',
  forward: 'trail',
  import: 'io',
  export: 'io',
  undo: 'undo',
  redo: 'undo',
  bold: 'marks',
  italic: 'marks',
  strikethrough: 'marks',
  code: 'marks',
  paragraph: 'blocks',
  heading2: 'blocks',
  heading3: 'blocks',
  quote: 'blocks',
  bulleted: 'blocks',
  numbered: 'blocks',
  link: 'inline',
  footnote: 'inline',
  settings: 'settings',
  'other-newsroom': 'room',
  health: 'health',
  'back-up': 'health',
};

function Quick({ id, icon }: { id: string; icon: IconName }) {
  const t = useStrings();
  const each = action(id);
  const keys = keysOf(each)[0]?.keys;
  return (
    <TooltipTrigger delay={500}>
      <Button className="button quiet square" aria-label={each.title(t)} aria-pressed={each.on?.()} onPress={() => each.run()}>
        <Icon name={icon} />
      </Button>
      <Tooltip className="tooltip">
        {each.title(t)} {keys ? <Keycaps keys={keys} /> : null}
      </Tooltip>
    </TooltipTrigger>
  );
}
