import type { ReactNode } from 'react';
import type { Fault } from '../bridge';

/** What went wrong and what to do about it, where it went wrong. */
export function FaultNote({ title, fault, children }: { title?: string; fault: Fault; children?: ReactNode }) {
  return (
    <div className="fault" role="alert">
      {title ? <strong>{title}</strong> : null}
      <p dir="auto">{fault.message}</p>
      {fault.hint ? (
        <p className="muted" dir="auto">
          {fault.hint}
        </p>
      ) : null}
      {children}
    </div>
  );
}
