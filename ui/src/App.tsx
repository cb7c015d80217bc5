import { I18nProvider } from 'react-aria-components';
import { Guard } from './parts/Guard';
import { Notices } from './parts/Notices';
import { useStore } from './parts/use_store';
import { useStrings } from './parts/use_strings';
import { desk } from './state/desk';
import { newsroomStore } from './state/newsroom';
import { settings } from './state/settings';
import { Desk } from './views/Desk';
import { Dialogs } from './views/dialogs/Dialogs';
import { Welcome } from './views/Welcome';

export function App() {
  const t = useStrings();
  const language = useStore(settings, (state) => state.language);
  const phase = useStore(newsroomStore, (state) => state.phase);
  const dialog = useStore(desk, (state) => state.dialog);
  return (
    <I18nProvider locale={language}>
      <Guard>
        {phase === 'starting' ? (
          <main className="starting" aria-busy="true">
            {t.common.loading}
          </main>
        ) : phase === 'open' ? (
          <Desk />
        ) : (
          <Welcome />
        )}
        {phase === 'open' || dialog === 'health' ? <Dialogs /> : null}
      </Guard>
      <Notices />
    </I18nProvider>
  );
}
