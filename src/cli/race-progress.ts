import type { RunPlan } from '../model.js';
import { nowMs } from '../own-timers.js';
import type { Progress } from '../race/environment.js';

/** The progress of a race. */
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
    this.#roundBegan = nowMs();
  }

  operationEnded(): void {
    this.#ended += 1;
  }

  text(): string | null {
    const race = this.raceText();
    if (race === null) return null;
    const { rounds, strategies } = this.#plan;
    const leg = (this.#round - 1) * strategies.length + this.#position();
    const legs = strategies.length * rounds;
    const parts = legs > 1 ? [`${leg}/${legs}`, race] : [race];
    if (leg < legs) parts.push(`at most ${this.#secondsLeft(legs - leg)} s left`);
    return parts.join(' · ');
  }

  /** The race under way, without how many there are; null: none has begun. */
  raceText(): string | null {
    if (this.#round === 0) return null;
    const { rounds, extent, workers } = this.#plan;
    const seconds = ((nowMs() - this.#roundBegan) / 1000).toFixed(1);
    const goal = extent.kind === 'operations' ? ` of ${workers * extent.perWorker}` : '';
    const end = extent.kind === 'duration' ? ` of ${extent.ms / 1000}` : '';
    const parts = [this.#strategy, `${this.#ended}${goal} operations`, `${seconds}${end} s`];
    if (rounds > 1) parts.splice(1, 0, `round ${this.#round} of ${rounds}`);
    return parts.join(' · ');
  }

  /** At most this many seconds are left: the time limits of this race and of those that follow. */
  #secondsLeft(racesToCome: number): number {
    const { timeLimitMs } = this.#plan;
    const thisOne = Math.max(0, timeLimitMs - (nowMs() - this.#roundBegan));
    return Math.ceil((thisOne + racesToCome * timeLimitMs) / 1000);
  }

  #position(): number {
    return 1 + this.#plan.strategies.findIndex(({ name }) => name === this.#strategy);
  }
}
