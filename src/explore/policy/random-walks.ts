import { randomStream, type RandomStream } from '../../random.js';
import type { Choose, Path, Policy } from '../policy.js';
import { Estimate } from './estimate.js';

/** The purpose of the random walks, as part of their seed. */
const SAMPLES = 3;

/** The most random walks for each wanted schedule. Some walks repeat a schedule that was run before. */
const WALKS_PER_SAMPLE = 4;

/** The seed and the number of random walks. */
export interface SampleOptions {
  readonly seed: number;
  /** How many different schedules are wanted. */
  readonly wanted: number;
  /** How many different schedules were counted so far. */
  readonly counted: () => number;
}

/** Draws schedules at random until enough new ones were found. */
export class RandomWalks implements Policy {
  readonly #options: SampleOptions;
  readonly #goal: number;
  readonly #most: number;
  /** How many workers were ready at each step of each walk, by the number of the walk. */
  readonly #readyCounts = new Map<number, readonly number[]>();
  #walks = 0;

  constructor(options: SampleOptions) {
    this.#options = options;
    this.#goal = options.counted() + options.wanted;
    this.#most = options.wanted * WALKS_PER_SAMPLE;
  }

  /** The estimated number of schedules; null without a walk. */
  get estimated(): number | null {
    // In the order of the walks, whichever lane ran them first: a sum of floating-point numbers depends on it.
    const estimate = new Estimate();
    for (let walk = 0; walk < this.#walks; walk += 1) {
      const counts = this.#readyCounts.get(walk);
      if (counts) estimate.add(counts);
    }
    return estimate.total;
  }

  next(): readonly Path[] {
    const missing = this.#goal - this.#options.counted();
    const batch = Math.max(0, Math.min(missing, this.#most - this.#walks));
    const first = this.#walks;
    this.#walks += batch;
    return Array.from({ length: batch }, (_, index) => this.#walk(first + index));
  }

  #walk(number: number): Path {
    return {
      start: () => wandering(randomStream(this.#options.seed, SAMPLES, number)),
      strayedAt: () => null,
      learn: (choices) =>
        this.#readyCounts.set(
          number,
          choices.map(({ ready }) => ready.length),
        ),
      leaveOut: () => undefined,
    };
  }
}

/** Chooses at random among the ready workers. */
function wandering(stream: RandomStream): Choose {
  return (ready) =>
    ready[ready.length === 1 ? 0 : stream.integer(0, ready.length - 1)]?.worker ?? 0;
}
