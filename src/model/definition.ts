/** How another process or another lane finds a strategy or a scenario. */
import type { Scenario } from './scenario.js';
import type { Strategy } from './strategy.js';

/** The name of a strategy or a scenario, and its file if it came from one. */
export interface DefinitionReference {
  readonly name: string;
  /** Absolute; absent for a built-in one. */
  readonly file?: string;
  /** What the command line calls it: `./mine.ts#careful`. */
  readonly reference?: string;
}

/** Finds definitions by their reference. Each call makes a fresh instance of their module. */
export interface DefinitionFinder {
  /** @throws {UsageError} when the file can no longer be loaded */
  strategy(reference: DefinitionReference, signal?: AbortSignal): Promise<Strategy>;
  /** @throws {UsageError} when the file can no longer be loaded */
  scenario(reference: DefinitionReference): Promise<Scenario>;
}
