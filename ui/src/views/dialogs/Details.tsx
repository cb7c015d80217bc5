import { Button } from 'react-aria-components';
import { useStrings } from '../../parts/use_strings';
import { copyText } from '../../state/clipboard';

/** Most lines drawn; all of them are copied. */
const SHOWN = 500;

/** The lines of a job's report. */
export function Details({ label, lines, open }: { label: string; lines: string[]; open?: boolean }) {
  const t = useStrings();
  if (lines.length === 0) return null;
  return (
    <details className="details" open={open}>
      <summary>
        {label} <span className="count">{lines.length}</span>
      </summary>
      <ul className="report" tabIndex={0} aria-label={label}>
        {lines.slice(0, SHOWN).map((line, index) => (
          <li key={index} dir="auto">
            {line}
          </li>
        ))}
        {lines.length > SHOWN ? <li className="muted">… {lines.length - SHOWN}</li> : null}
      </ul>
      <Button className="button small" onPress={() => void copyText(lines.join('\n'))}>
        {t.panels.copy}
      </Button>
    </details>
  );
}
