import type { CaseEnd } from '../../judge/serial/end.js';
import type { Ending, LeftOpen } from '../../model.js';

/** What one schedule of a case shows besides its rows. */
export class ScheduleRecord {
  /** By worker, from worker 1; null: it has not ended. */
  readonly endings: (Ending | null)[];
  readonly leftOpen: { readonly worker: number; readonly what: LeftOpen }[] = [];
  rolledBackCommits = 0;
  readonly warnings: string[] = [];

  constructor(workers: number) {
    this.endings = Array.from({ length: workers }, () => null);
  }

  /** The part of the end of the schedule that is known without its rows. */
  get facts(): Pick<CaseEnd, 'endings' | 'leftOpen' | 'rolledBackCommits' | 'warnings'> {
    const { endings, leftOpen, rolledBackCommits, warnings } = this;
    return { endings, leftOpen, rolledBackCommits, warnings };
  }

  /** Whether a worker failed with this SQLSTATE. */
  failedWith(sqlstate: string): boolean {
    return this.endings.some((each) => each?.kind === 'failed' && each.sqlstate === sqlstate);
  }

  /** Records what a worker leaves behind. @returns whether it is not known yet */
  leaves(worker: number, what: LeftOpen): boolean {
    if (this.leftOpen.some((each) => each.worker === worker && each.what === what)) return false;
    this.leftOpen.push({ worker, what });
    return true;
  }
}
