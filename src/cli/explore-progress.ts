import type { CaseExplorePlan, ExplorePlan } from '../model.js';
import { nowMs } from '../own-timers.js';
import { levelsOf } from '../plan/case-rules.js';
import type { ExploreProgress } from '../subject/progress.js';
import { count } from '../text/numbers.js';

/** What is explored. */
interface Extent {
  /** How many strategies or cases. */
  readonly count: number;
  /** The most schedules for each. */
  readonly maxSchedules: number;
}

/** How much a plan of strategies explores. */
export const extentOf = ({ strategies, maxSchedules }: ExplorePlan): Extent => ({
  count: strategies.length,
  maxSchedules,
});

/** How much a plan of cases explores. */
export const caseExtentOf = (plan: CaseExplorePlan): Extent => ({
  count: plan.cases.length * levelsOf(plan).length,
  maxSchedules: plan.maxSchedules,
});

/**
 * The progress of an exploration. It shows no percentage, because the total is unknown until the
 * end.
 */
export class ExploreProgressLine implements ExploreProgress {
  readonly #extent: Extent;
  #name = '';
  #position = 0;
  #ended = 0;
  #broken = 0;
  #began = 0;

  constructor(extent: Extent) {
    this.#extent = extent;
  }

  started(name: string): void {
    this.#name = name;
    this.#position += 1;
    this.#ended = 0;
    this.#broken = 0;
    this.#began = nowMs();
  }

  scheduleEnded(broken: boolean): void {
    this.#ended += 1;
    if (broken) this.#broken += 1;
  }

  text(): string | null {
    if (this.#position === 0) return null;
    const seconds = ((nowMs() - this.#began) / 1000).toFixed(1);
    const most = count(this.#extent.maxSchedules);
    const counts = [
      `${count(this.#ended)} of at most ${most} schedules`,
      `${count(this.#broken)} broken`,
    ];
    const parts = [this.#name, ...counts, `${seconds} s`];
    if (this.#extent.count > 1) parts.unshift(`${this.#position}/${this.#extent.count}`);
    return parts.join(' · ');
  }
}
