import { monotonicMs } from './clock.js';

/** What the engine needs from outside, injected so that tests can do without time. */
export interface RaceEnvironment {
  /** Milliseconds on a clock that never goes back, and is the same in all processes. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Calls back once after a time, unless the function it returns is called before. */
  schedule(ms: number, action: () => void): () => void;
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

/** The machine's clock and timers. All sleeps end at once when the signal is aborted. */
export function realEnvironment(signal: AbortSignal, progress: Progress): RaceEnvironment {
  const sleepers = new Set<() => void>();
  signal.addEventListener('abort', () => sleepers.forEach((wake) => wake()), { once: true });
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, signal.aborted ? 0 : ms);
      sleepers.add(wake);
    });
  const schedule = (ms: number, action: () => void) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  };
  return { now: monotonicMs, sleep, schedule, signal, progress };
}
