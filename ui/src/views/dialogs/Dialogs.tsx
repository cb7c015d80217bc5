import { useStore } from '../../parts/use_store';
import { desk } from '../../state/desk';
import { ExportDialog } from './ExportDialog';
import { HealthDialog } from './HealthDialog';
import { ImportDialog } from './ImportDialog';
import { NameVersionDialog } from './NameVersionDialog';
import { Palette } from './Palette';
import { PictureDialog } from './PictureDialog';
import { PullQuoteDialog } from './PullQuoteDialog';
import { QuickOpen } from './QuickOpen';
import { SettingsDialog } from './SettingsDialog';
import { Shortcuts } from './Shortcuts';
import { UnsafeDialog } from './UnsafeDialog';

/** The dialog that stands over the desk, where one does. */
export function Dialogs() {
  const dialog = useStore(desk, (state) => state.dialog);
  switch (dialog) {
    case 'palette':
      return <Palette />;
    case 'quick-open':
      return <QuickOpen />;
    case 'pull-quote':
      return <PullQuoteDialog />;
    case 'picture':
      return <PictureDialog />;
    case 'export':
      return <ExportDialog />;
    case 'import':
      return <ImportDialog />;
    case 'shortcuts':
      return <Shortcuts />;
    case 'settings':
      return <SettingsDialog />;
    case 'health':
      return <HealthDialog />;
    case 'name-version':
      return <NameVersionDialog />;
    case 'unsafe':
      return <UnsafeDialog />;
    case '':
      return null;
  }
}
