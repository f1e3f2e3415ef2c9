/** What is watched over while code from files runs. */
import type { Scenario, Strategy } from './model.js';

export interface WatchTarget {
  /** Strategies and scenarios whose code runs. */
  readonly code: readonly Pick<Strategy | Scenario, 'name' | 'file' | 'reference'>[];
  /** Where a schema has to be dropped when the process must end; null: nowhere. */
  readonly external: { readonly url: string; readonly schema: string } | null;
}

/**
 * Sees to it that code which never lets go of the processor ends the process, whose event loop can
 * do nothing any more.
 * @returns ends the watch
 */
export type WatchOver = (watched: WatchTarget) => Promise<() => void>;
