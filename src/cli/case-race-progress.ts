import type { CaseLoadPlan, FreeRacePlan } from '../model.js';
import { nowMs } from '../own-timers.js';
import type { Progress } from '../race/environment.js';
import { count } from '../text/numbers.js';

/** The progress of a free race of cases. */
export class CaseRaceProgress implements Progress {
  readonly #plan: FreeRacePlan | CaseLoadPlan;
  #name = '';
  #position = 0;
  /** Rounds, or operations. */
  #ended = 0;
  #began = 0;

  constructor(plan: FreeRacePlan | CaseLoadPlan) {
    this.#plan = plan;
  }

  roundStarted(name: string, round: number): void {
    if (round > 1) return;
    this.#name = name;
    this.#position += 1;
    this.#ended = 0;
    this.#began = nowMs();
  }

  operationEnded(): void {
    this.#ended += 1;
  }

  text(): string | null {
    if (this.#position === 0) return null;
    const seconds = ((nowMs() - this.#began) / 1000).toFixed(1);
    const parts = [this.#name, this.#done(), `${seconds}${this.#goal()} s`];
    const all = this.#plan.cases.length;
    if (all > 1) parts.unshift(`${this.#position}/${all}`);
    return parts.join(' · ');
  }

  #done(): string {
    const ended = count(this.#ended);
    if (this.#plan.kind === 'rounds') return `${ended} of ${count(this.#plan.rounds)} rounds`;
    const { workers, extent } = this.#plan;
    if (extent.kind === 'duration') return `${ended} operations`;
    return `${ended} of ${count(workers * extent.perWorker)} operations`;
  }

  /** ` of 5`; empty when the race does not end after a time. */
  #goal(): string {
    const plan = this.#plan;
    if (plan.kind === 'rounds' || plan.extent.kind !== 'duration') return '';
    return ` of ${plan.extent.ms / 1_000}`;
  }
}
