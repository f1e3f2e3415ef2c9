import type { RunPlan } from '../model.js';
import type { Progress } from '../race/environment.js';
import type { Stream } from './terminal.js';

const EVERY_MS = 100;
/** Runs that are over by then need no progress. */
const FIRST_AFTER_MS = 700;

/** A line on a terminal that says how far the run is; it is gone at the end. */
export class ProgressLine implements Progress {
  readonly #stream: Stream;
  readonly #plan: RunPlan;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;
  #strategy = '';
  #round = 0;
  #ended = 0;
  #roundBegan = 0;
  #shown = false;

  constructor(stream: Stream, plan: RunPlan) {
    this.#stream = stream;
    this.#plan = plan;
    this.#timer = setInterval(() => this.#show(), EVERY_MS);
    this.#timer.unref();
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

  /** Stops, and clears the line. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#shown) this.#stream.write('\r\u001b[2K');
  }

  #show(): void {
    if (this.#round === 0 || performance.now() - this.#began < FIRST_AFTER_MS) return;
    this.#shown = true;
    const width = (this.#stream.columns || 80) - 1;
    this.#stream.write(`\r\u001b[2K${this.#text().slice(0, width)}`);
  }

  #text(): string {
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
