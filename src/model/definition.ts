/** How a strategy or a scenario is found again: by another process, or for another lane. */
import type { Scenario } from './scenario.js';
import type { Strategy } from './strategy.js';

/** The name of a strategy or a scenario, and its file if it came from one. */
export interface DefinitionReference {
  readonly name: string;
  /** Absolute; left out for what is built in. */
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
