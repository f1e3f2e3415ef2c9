/** What the guard and its thread agree on. */
import type { WatchTarget } from '../../watch-over.js';

/** What the thread begins with. Each message to it is a {@link Watch}, or null: nothing is watched. */
export interface ThreadData {
  /** Grows as long as the event loop turns. */
  readonly beats: Int32Array;
}

/** What the thread watches from now on. */
export interface Watch {
  readonly externals: readonly NonNullable<WatchTarget['external']>[];
  /** The names of the strategies, scenarios and cases whose code runs, for people. */
  readonly names: string;
  /** How long the event loop may be blocked. */
  readonly limitMs: number;
}

export const BEAT_MS = 100;
export const LOOK_MS = 500;
/** How long the event loop may be blocked, unless a test sets another limit. */
export const PATIENCE_MS = 5_000;
/** The name of the global function that the thread calls. */
export const HOOK = 'raceLabStalled';
