import type { ExploreProgress } from '../subject/account/progress.js';
import type { ExplorePlan } from '../model.js';
import { count } from '../text/numbers.js';

/**
 * The progress of an exploration. It shows no percentage, because the total is unknown until the
 * end.
 */
export class ExploreProgressLine implements ExploreProgress {
  readonly #plan: ExplorePlan;
  #strategy = '';
  #position = 0;
  #ended = 0;
  #broken = 0;
  #began = 0;

  constructor(plan: ExplorePlan) {
    this.#plan = plan;
  }

  strategyStarted(strategy: string): void {
    this.#strategy = strategy;
    this.#position += 1;
    this.#ended = 0;
    this.#broken = 0;
    this.#began = performance.now();
  }

  scheduleEnded(broken: boolean): void {
    this.#ended += 1;
    if (broken) this.#broken += 1;
  }

  text(): string | null {
    if (this.#position === 0) return null;
    const { strategies } = this.#plan;
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(1);
    const most = count(this.#plan.maxSchedules);
    const counts = [
      `${count(this.#ended)} of at most ${most} schedules`,
      `${count(this.#broken)} broken`,
    ];
    const parts = [this.#strategy, ...counts, `${seconds} s`];
    if (strategies.length > 1) parts.unshift(`${this.#position}/${strategies.length}`);
    return parts.join(' · ');
  }
}
