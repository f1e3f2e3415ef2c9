import { setTimeout as wait } from 'node:timers/promises';

/** What the engine needs from outside, injected so that tests can do without time. */
export interface RaceEnvironment {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Aborted when the run must end at once. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Told how far the race is; it must not throw. */
export interface Progress {
  roundStarted(strategy: string, round: number): void;
  operationEnded(): void;
}

export const noProgress: Progress = { roundStarted: () => {}, operationEnded: () => {} };

/** The machine's clock and timers. A sleep ends early when the signal is aborted. */
export function realEnvironment(signal: AbortSignal, progress: Progress): RaceEnvironment {
  return {
    now: () => performance.now(),
    sleep: (ms) => wait(ms, undefined, { signal }).catch(() => undefined),
    signal,
    progress,
  };
}
