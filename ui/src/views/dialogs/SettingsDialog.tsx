import { Button } from 'react-aria-components';
import type { Theme } from '../../bridge';
import { ChoiceOf } from '../../parts/Choice';
import { Overlay } from '../../parts/Overlay';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { closeDialog } from '../../state/desk';
import { setSettings, settings, TEXT_SIZES, type InterfaceLanguage } from '../../state/settings';
import { Tick } from '../draft/LeadFields';

/** How the window looks and behaves. Everything counts at once. */
export function SettingsDialog() {
  const t = useStrings();
  const now = useStore(settings);
  return (
    <Overlay title={t.settings.title} onClose={closeDialog} testId="settings-dialog">
      <div className="form">
        <ChoiceOf
          label={t.settings.theme}
          value={now.theme}
          onChange={(theme) => setSettings({ theme: theme as Theme })}
          choices={(['system', 'light', 'dark'] as Theme[]).map((id) => ({ id, label: t.status.themes[id] }))}
        />
        <ChoiceOf
          label={t.settings.language}
          value={now.language}
          onChange={(language) => setSettings({ language: language as InterfaceLanguage })}
          choices={[
            { id: 'en', label: 'English' },
            { id: 'ar', label: 'العربية' },
          ]}
        />
        <ChoiceOf
          label={t.settings.textSize}
          value={String(now.textSize)}
          onChange={(size) => setSettings({ textSize: Number(size) })}
          choices={TEXT_SIZES.map((size) => ({
            id: String(size),
            label: new Intl.NumberFormat(now.language, { style: 'percent' }).format(size / 100),
          }))}
        />
        <fieldset className="group">
          <legend>{t.settings.writing}</legend>
          <Tick label={t.actions.live} on={now.live} onChange={(live) => setSettings({ live })} />
          <Tick label={t.actions.focusMode} on={now.focusMode} onChange={(focusMode) => setSettings({ focusMode })} />
          <Tick label={t.actions.typewriter} on={now.typewriter} onChange={(typewriter) => setSettings({ typewriter })} />
        </fieldset>
        <div className="dialog-end">
          <Button className="button primary" onPress={closeDialog}>
            {t.common.close}
          </Button>
        </div>
      </div>
    </Overlay>
  );
}
