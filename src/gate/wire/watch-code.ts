import { watchWrites } from './context.js';
import { watchTimers } from './timers.js';

/**
 * Watches what code of this process writes to a gate, and which timers it sets.
 * @returns a function that ends it
 */
export function watchCode(port: number): () => void {
  const ends = [watchWrites(port), watchTimers()];
  return () => {
    for (const end of ends) end();
  };
}
