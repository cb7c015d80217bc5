import type { SourceComparison } from '../../bridge';
import { useStrings } from '../../parts/use_strings';

/** The files line by line, as `patch` would read them. */
export function SourceDifference({ found }: { found: SourceComparison }) {
  const t = useStrings();
  if (found.lines.length === 0) return <p className="muted difference-none">{t.history.same}</p>;
  return (
    <>
      {found.coarse ? <p className="banner banner-warn">{t.history.coarse}</p> : null}
      <div className="source-lines" role="table" aria-label={t.history.source} data-testid="source-lines">
        {found.lines.map((line, index) => {
          const fate = line.sign === '-' ? 'removed' : line.sign === '+' ? 'added' : line.sign === '@' ? 'head' : 'same';
          return (
            <div key={index} role="row" className={`source-line line-${fate}`} data-change={fate === 'head' ? '' : undefined} tabIndex={-1}>
              <span role="cell" className="line-number">
                {line.sign !== '@' && line.old > 0 ? line.old : ''}
              </span>
              <span role="cell" className="line-number">
                {line.sign !== '@' && line.new > 0 ? line.new : ''}
              </span>
              <span
                role="cell"
                className="line-sign"
                aria-label={fate === 'removed' || fate === 'added' ? t.history.fates[fate] : undefined}
              >
                {line.sign === '@' ? '' : line.sign === '-' ? '−' : line.sign}
              </span>
              <code role="cell" className="line-text" dir={line.sign === '@' ? 'ltr' : 'auto'}>
                {line.sign === '@' ? `@@ ${line.text} @@` : line.text || '\u200b'}
              </code>
            </div>
          );
        })}
      </div>
    </>
  );
}
