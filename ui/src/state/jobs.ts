// Work in the background, as `job` events tell of it.

import { asFault, bridge, type ExportRequest, type Fault, type ImportRequest, type JobState } from '../bridge';
import { Store } from './store';

export type JobKind = 'import' | 'export' | 'look' | 'backup' | 'repair' | 'restore';

export interface JobsState {
  /** The job of each kind that is under way, 0 for none. */
  running: Record<JobKind, number>;
  /** The last state heard of each job. An event may come before the command that began the job has answered. */
  heard: Record<number, JobState>;
}

export const jobs = new Store<JobsState>({
  running: { import: 0, export: 0, look: 0, backup: 0, repair: 0, restore: 0 },
  heard: {},
});

/** Takes in a `job` event. Events of a job that has ended are late and are passed over. */
export function hearJob(state: JobState): void {
  const before = jobs.get().heard[state.job];
  if (before && before.phase !== 'running') return;
  jobs.set(({ heard, running }) => {
    const kind = state.kind as JobKind;
    const now = state.phase === 'running' ? state.job : running[kind] === state.job ? 0 : running[kind];
    return { heard: { ...heard, [state.job]: state }, running: { ...running, [kind]: now } };
  });
}

export type Started = { job: number } | { fault: Fault };

export async function startExport(request: ExportRequest): Promise<Started> {
  try {
    return await bridge().call('export', request);
  } catch (thrown) {
    return { fault: asFault(thrown) };
  }
}

export async function startImport(request: ImportRequest): Promise<Started> {
  try {
    return await bridge().call('import', request);
  } catch (thrown) {
    return { fault: asFault(thrown) };
  }
}

export function cancelJob(job: number): void {
  void bridge()
    .call('cancel_job', { job })
    .catch(() => {});
}
