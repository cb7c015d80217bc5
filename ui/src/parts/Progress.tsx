import { Label, ProgressBar } from 'react-aria-components';

/** How far a job is: a bar that fills where the end is known, that moves where it is not. */
export function Progress({ label, done, total, message }: { label: string; done: number; total: number; message: string }) {
  const share = total > 0 ? Math.min(100, (done / total) * 100) : 0;
  return (
    <ProgressBar className="progress" value={share} isIndeterminate={total === 0}>
      <div className="progress-words">
        <Label>{label}</Label>
        {total > 0 ? (
          <span className="muted" dir="ltr">
            {done} / {total}
          </span>
        ) : null}
      </div>
      <div className="progress-track">
        <div className="progress-fill" style={total > 0 ? { inlineSize: `${share}%` } : undefined} />
      </div>
      <p className="muted progress-now">
        <bdi>{message}</bdi>
      </p>
    </ProgressBar>
  );
}
