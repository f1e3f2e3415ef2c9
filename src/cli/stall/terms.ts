/** What the guard and its thread agree on. */
import type { WatchTarget } from '../../watch-over.js';

export interface ThreadData {
  /** Grows as long as the event loop turns. */
  readonly beats: Int32Array;
  readonly external: WatchTarget['external'];
  /** Whose code runs, for people. */
  readonly names: string;
  /** So long the event loop may stand still. */
  readonly limitMs: number;
}

export const BEAT_MS = 100;
export const LOOK_MS = 500;
/** So long the event loop may stand still, unless a test says otherwise. */
export const PATIENCE_MS = 5_000;
/** The name of the global function that the thread calls. */
export const HOOK = 'raceLabStalled';
