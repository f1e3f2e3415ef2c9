/** The watch over code from files while it runs. */
import type { Case, Scenario, Strategy } from './model.js';

export interface WatchTarget {
  /** Strategies and scenarios whose code runs. */
  readonly code: readonly Pick<Strategy | Scenario | Case, 'name' | 'file' | 'reference'>[];
  /** Where a run's schemas and databases have to be dropped when the process must end; null: nowhere. */
  readonly external: { readonly url: string; readonly schema: string } | null;
}

/**
 * Ends the process when code blocks the event loop for ever.
 * @returns a function that ends the watch
 */
export type WatchOver = (watched: WatchTarget) => Promise<() => void>;
