// How the newsroom is: what a look found, its backups, and the work that mends it.

import { asFault, bridge, type Fault, type Health, type JobState } from '../bridge';
import { closeDraft, desk, openDialog } from './desk';
import { newsroomStore, reopenNewsroom } from './newsroom';
import { say } from './notices';
import { refetch } from './stories';
import { Store } from './store';
import { strings } from '../strings';

export interface HealthState {
  /** The newsroom's folder. */
  path: string;
  report: Health | null;
  looking: boolean;
  /** The job that is under way or has ended last; 0 for none. */
  job: number;
  /** Why a look or the beginning of a job failed. */
  fault: Fault | null;
}

const WELL: HealthState = { path: '', report: null, looking: false, job: 0, fault: null };

export const health = new Store<HealthState>(WELL);

/** Opens the dialog on the newsroom that is open, or on the one that could not be opened. */
export function openHealth(): void {
  const { newsroom, refused } = newsroomStore.get();
  health.set({ ...WELL, path: newsroom?.path ?? refused });
  openDialog('health');
  void examine();
}

/** Looks the newsroom over; `deep` reads every version. */
export async function examine(deep = false): Promise<void> {
  const { path } = health.get();
  health.set({ looking: true, fault: null });
  try {
    health.set({ report: await bridge().call('health', { path, deep }) });
  } catch (thrown) {
    health.set({ fault: asFault(thrown) });
  }
  health.set({ looking: false });
}

/** Mends the findings of some rules; without any, all that can be mended. */
export function repair(rules: string[]): Promise<void> {
  return away(() => bridge().call('repair', { path: health.get().path, rules }));
}

/** Goes back to a backup. */
export function restoreBackup(name: string): Promise<void> {
  return away(() => bridge().call('restore_backup', { path: health.get().path, name }));
}

export async function backUp(): Promise<void> {
  await begin(() => bridge().call('back_up', {}));
}

/** The newsroom is closed meanwhile: the story on the desk is put away first. */
async function away(start: () => Promise<{ job: number }>): Promise<void> {
  if (newsroomStore.get().phase === 'open' && !(await closeDraft())) return;
  await begin(start);
}

async function begin(start: () => Promise<{ job: number }>): Promise<void> {
  health.set({ fault: null });
  try {
    health.set({ job: (await start()).job });
  } catch (thrown) {
    health.set({ fault: asFault(thrown) });
  }
}

/** A backup, a repair or a restore has ended. */
export function healthEnded(job: JobState): void {
  const t = strings().health;
  if (job.kind !== 'backup') void reopen();
  else if (desk.get().dialog === 'health') void examine();
  if (desk.get().dialog === 'health' || job.phase === 'cancelled') return;
  const title = t.ended[job.kind as 'backup' | 'repair' | 'restore'];
  if (job.phase === 'failed') say('bad', job.message, { hint: job.hint });
  else say('good', title, { hint: job.message });
}

async function reopen(): Promise<void> {
  await reopenNewsroom(health.get().path);
  await refetch();
  if (desk.get().dialog === 'health') await examine();
}
