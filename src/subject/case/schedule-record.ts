import type { CaseEnd } from '../../judge/serial/end.js';
import type { Ending, LeftOpen } from '../../model.js';

/** Different warnings that are remembered. */
const MOST_WARNINGS = 100;
/** `too_many_connections` */
const FULL = '53300';

/** What one schedule of a case shows besides its rows. */
export class ScheduleRecord {
  /** By worker, from worker 1; null: it has not ended. */
  readonly endings: (Ending | null)[];
  readonly leftOpen: { readonly worker: number; readonly what: LeftOpen }[] = [];
  rolledBackCommits = 0;
  readonly #warnings = new Set<string>();

  constructor(workers: number) {
    this.endings = Array.from({ length: workers }, () => null);
  }

  /** The part of the end of the schedule that is known without its rows. */
  get facts(): Pick<CaseEnd, 'endings' | 'leftOpen' | 'rolledBackCommits' | 'warnings'> {
    const { endings, leftOpen, rolledBackCommits } = this;
    return { endings, leftOpen, rolledBackCommits, warnings: [...this.#warnings] };
  }

  /** Records a warning of the server. A load may have the same one many times. */
  warns(message: string): void {
    if (this.#warnings.size < MOST_WARNINGS) this.#warnings.add(message);
  }

  /** Whether a worker failed because the server has no room for a further connection. */
  get isFull(): boolean {
    return this.endings.some((each) => each?.kind === 'failed' && each.sqlstate === FULL);
  }

  /** Records what a worker leaves behind. @returns whether it is not known yet */
  leaves(worker: number, what: LeftOpen): boolean {
    if (this.leftOpen.some((each) => each.worker === worker && each.what === what)) return false;
    this.leftOpen.push({ worker, what });
    return true;
  }
}
