import { watchWork } from './pending-work.js';
import { watchWrites } from './writes.js';

/**
 * Watches what code of this process writes to a gate, and what it begins that may go on.
 * @returns a function that ends it
 */
export function watchCode(port: number): () => void {
  const ends = [watchWrites(port), watchWork()];
  return () => {
    for (const end of ends) end();
  };
}
