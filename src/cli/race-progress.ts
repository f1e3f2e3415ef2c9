import type { RunPlan } from '../model.js';
import type { Progress } from '../race/environment.js';

/** How far a race is. */
export class RaceProgress implements Progress {
  readonly #plan: RunPlan;
  #strategy = '';
  #round = 0;
  #ended = 0;
  #roundBegan = 0;

  constructor(plan: RunPlan) {
    this.#plan = plan;
  }

  roundStarted(strategy: string, round: number): void {
    this.#strategy = strategy;
    this.#round = round;
    this.#ended = 0;
    this.#roundBegan = performance.now();
  }

  operationEnded(): void {
    this.#ended += 1;
  }

  text(): string | null {
    if (this.#round === 0) return null;
    const { rounds, strategies, extent, workers } = this.#plan;
    const leg = (this.#round - 1) * strategies.length + this.#position();
    const seconds = ((performance.now() - this.#roundBegan) / 1000).toFixed(1);
    const goal = extent.kind === 'operations' ? ` of ${workers * extent.perWorker}` : '';
    const end = extent.kind === 'duration' ? ` of ${extent.ms / 1000}` : '';
    const parts = [this.#strategy, `${this.#ended}${goal} operations`, `${seconds}${end} s`];
    if (rounds > 1) parts.splice(1, 0, `round ${this.#round} of ${rounds}`);
    if (strategies.length * rounds > 1) parts.unshift(`${leg}/${strategies.length * rounds}`);
    return parts.join(' · ');
  }

  #position(): number {
    return 1 + this.#plan.strategies.findIndex(({ name }) => name === this.#strategy);
  }
}
