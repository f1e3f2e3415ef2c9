import type { VariedPlan } from '../model.js';
import { valueLabel } from '../plan/vary.js';
import type { VariedProgress } from '../lab/varying.js';
import type { Progress } from '../race/environment.js';
import { RaceProgress } from './race-progress.js';

/** The progress of `compare --vary`: how far all values are, and the race under way. */
export class VariedRaceProgress implements VariedProgress {
  readonly #plan: VariedPlan;
  readonly #points: readonly RaceProgress[];
  #current = 0;
  #begun = 0;

  constructor(plan: VariedPlan) {
    this.#plan = plan;
    this.#points = plan.points.map((point) => new RaceProgress(point.plan));
  }

  at(index: number): Progress {
    const progress = this.#points[index];
    return {
      roundStarted: (strategy, round) => {
        this.#current = index;
        this.#begun += 1;
        progress?.roundStarted(strategy, round);
      },
      operationEnded: () => progress?.operationEnded(),
    };
  }

  text(): string | null {
    const { parameter, points } = this.#plan;
    const point = points[this.#current];
    const race = this.#points[this.#current]?.raceText() ?? null;
    if (point === undefined || race === null) return null;
    const each = points.map(({ plan }) => plan.strategies.length * plan.rounds);
    const races = each.reduce((sum, count) => sum + count, 0);
    const left = Math.ceil(((races - this.#begun) * point.plan.timeLimitMs) / 1_000);
    const parts = [`${this.#begun}/${races}`, valueLabel(parameter, point.value), race];
    if (left > 0) parts.push(`at most ${left} s left`);
    return parts.join(' · ');
  }
}
