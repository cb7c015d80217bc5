import { Button } from 'react-aria-components';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import type { DraftSession } from '../../state/draft_session';
import { copyDraft, saveCopy } from '../../state/rescue';
import { setSettings, settings } from '../../state/settings';

/** What stands above the text while something is not as it should be. Nothing here is in the way of typing. */
export function Banners({ session }: { session: DraftSession }) {
  return (
    <>
      <Trouble session={session} />
      <ConflictBanner session={session} />
    </>
  );
}

/** The text could not be written somewhere: where it is, why, and what can be done. It is tried again by itself. */
function Trouble({ session }: { session: DraftSession }) {
  const t = useStrings();
  const phase = useStore(session.store, (state) => state.phase);
  const fault = useStore(session.store, (state) => state.fault);
  const fileFault = useStore(session.store, (state) => state.fileFault);
  const fileCode = useStore(session.store, (state) => state.fileCode);
  const unsafe = phase === 'failed';
  if (!unsafe && phase !== 'unsaved' && fileFault === '') return null;
  const code = fault?.code ?? fileCode;
  // What is wrong with the store is said in one's own language; a file has a path worth naming.
  const detail = fault ? (t.causes[code] ? '' : `${fault.message} ${fault.hint}`.trim()) : fileFault;
  return (
    <div className={`banner ${unsafe ? '' : 'banner-warn'}`} role="alert" data-testid="trouble">
      <strong>{unsafe ? t.rescue.unsafe : phase === 'unsaved' ? t.rescue.unsaved : t.rescue.fileFault}</strong>
      <p>
        {t.causes[code] ? `${t.causes[code]} ` : ''}
        {unsafe ? t.rescue.unsafeText : phase === 'unsaved' ? t.rescue.unsavedText : t.rescue.fileText}
      </p>
      {detail ? (
        <p className="muted banner-detail" dir="auto">
          {detail}
        </p>
      ) : null}
      <div className="banner-row">
        <Button className="button small" onPress={() => void saveCopy()} data-testid="save-copy">
          {t.actions.saveCopy}
        </Button>
        <Button className="button small" onPress={() => void copyDraft()} data-testid="copy-draft">
          {t.rescue.copy}
        </Button>
        <Button className="button small" onPress={() => session.retry()}>
          {t.rescue.retryNow}
        </Button>
      </div>
    </div>
  );
}

/** Somebody else changed the same places: they wait, side by side, in the panel below. */
function ConflictBanner({ session }: { session: DraftSession }) {
  const t = useStrings();
  const conflicts = useStore(session.store, (state) => state.conflicts);
  const shown = useStore(settings, (state) => state.panel === 'conflicts');
  if (conflicts === 0 || shown) return null;
  return (
    <div className="banner banner-warn banner-line" role="status" data-testid="conflict-banner">
      <p>
        <strong>{t.conflicts.banner(conflicts)}</strong> {t.conflicts.bannerText}
      </p>
      <Button className="button small" onPress={() => setSettings({ panel: 'conflicts' })}>
        {t.conflicts.compare}
      </Button>
    </div>
  );
}
