import type { Progress } from '../race/environment.js';

/**
 * What a call takes besides the options of the command line.
 * @typeParam P what receives progress
 */
export interface CallOptions<P = Progress> {
  /** Abort it to end the call early. Everything is cleaned up before the promise settles. */
  readonly signal?: AbortSignal;
  /** Receives progress. Must not throw. */
  readonly progress?: P;
}
