import { strings, type Strings } from '../strings';
import { settings } from '../state/settings';
import { useStore } from './use_store';

/** The words of the interface; the view is drawn again when the language changes. */
export function useStrings(): Strings {
  useStore(settings, (state) => state.language);
  return strings();
}
