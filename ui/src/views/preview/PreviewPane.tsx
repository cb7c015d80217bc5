import { useEffect, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { FaultNote } from '../../parts/FaultNote';
import { useStore } from '../../parts/use_store';
import { useStrings } from '../../parts/use_strings';
import { desk } from '../../state/desk';
import type { DraftSession } from '../../state/draft_session';
import { setSettings, settings, type PreviewWidth } from '../../state/settings';
import { PageFrame } from './PageFrame';

/** Widths of pages in CSS pixels; 0 is that of the pane. */
const WIDTHS: Record<PreviewWidth, number> = { fit: 0, phone: 390, tablet: 820, desktop: 1280 };

/** The page beside the text: the bytes that an export would write. */
export function PreviewPane() {
  const t = useStrings();
  const session = useStore(desk, (state) => state.session);
  if (!session) {
    return (
      <div className="empty">
        <p className="muted">{t.preview.empty}</p>
      </div>
    );
  }
  return <DraftPreview key={session.edition} session={session} />;
}

function DraftPreview({ session }: { session: DraftSession }) {
  const t = useStrings();
  const width = useStore(settings, (state) => state.previewWidth);
  const { preview, previewFault } = useStore(session.store);
  const block = useStore(desk, (state) => state.selection?.block ?? -1);
  const steady = useSteady(block, 150);
  return (
    <>
      <div className="preview-head">
        <ToggleButtonGroup
          className="segments"
          aria-label={t.preview.width}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[width]}
          onSelectionChange={(keys) => setSettings({ previewWidth: ([...keys][0] ?? 'fit') as PreviewWidth })}
        >
          {(Object.keys(WIDTHS) as PreviewWidth[]).map((id) => (
            <ToggleButton key={id} id={id} className="segment">
              {t.preview.widths[id]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {preview ? (
          <span
            className="muted page-hash"
            title={`${t.preview.hashHelp}: ${preview.hash}`}
            data-testid="page-hash"
            data-hash={preview.hash}
          >
            {t.preview.hash} <code className="hash">{preview.hash.slice(0, 8)}</code>
          </span>
        ) : null}
      </div>
      {preview && preview.missing.length > 0 ? (
        <details className="banner banner-warn">
          <summary>{t.preview.missing(preview.missing.length)}</summary>
          <ul>
            {preview.missing.map((path) => (
              <li key={path}>
                <bdi className="path">{path}</bdi>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {previewFault ? <FaultNote title={t.preview.failed} fault={previewFault} /> : null}
      <PageFrame title={t.preview.title} path={preview?.path ?? ''} block={steady} width={WIDTHS[width]} />
    </>
  );
}

/** The value once it has rested for a moment, so that the page does not jump while the cursor runs. */
function useSteady<T>(value: T, rest: number): T {
  const [steady, setSteady] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSteady(value), rest);
    return () => clearTimeout(timer);
  }, [value, rest]);
  return steady;
}
