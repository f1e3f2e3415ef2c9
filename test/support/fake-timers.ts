/** Fake timers for the code of race-lab, which does not use the globals that vitest replaces. */
import { vi } from 'vitest';

import * as own from '../../src/own-timers.js';

const NAMES = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
] as const;

let restore = (): void => {};

/** Replaces the timers and the clock of race-lab, with the globals, until {@link useRealTimers}. */
export function useFakeTimers(options?: Parameters<typeof vi.useFakeTimers>[0]): void {
  vi.useFakeTimers(options);
  const spies = [
    ...NAMES.map((name) => vi.spyOn(own, name).mockImplementation(globalThis[name])),
    vi.spyOn(own, 'nowMs').mockImplementation(() => performance.now()),
  ];
  restore = () => spies.forEach((spy) => spy.mockRestore());
}

/** Ends {@link useFakeTimers}. */
export function useRealTimers(): void {
  restore();
  vi.useRealTimers();
}
