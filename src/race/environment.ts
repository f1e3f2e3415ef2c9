import { clearTimeout, setTimeout } from '../own-timers.js';
import { monotonicMs } from './clock.js';

/** The engine's clock, timers and signal, injected so that tests do not need real time. */
export interface RaceEnvironment {
  /** Milliseconds on a monotonic clock that is the same in all processes. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Calls back once after this time, unless the returned function is called before. */
  schedule(ms: number, action: () => void): () => void;
  /** Aborted when the run must end at once. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Receives the progress of a race. Must not throw. */
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
