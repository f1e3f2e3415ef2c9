import type { Progress } from '../race/environment.js';
import type { WatchOver } from '../watch-over.js';

/** @typeParam P who is told how far it is */
export interface LabOptions<P = Progress> {
  /** Abort it to end early; everything is cleaned up before the promise settles. */
  readonly signal?: AbortSignal;
  readonly progress?: P;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
  /** Watches over code that comes from files, while it runs. */
  readonly watchOver?: WatchOver | undefined;
}
