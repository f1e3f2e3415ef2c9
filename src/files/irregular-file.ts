import type { Stats } from 'node:fs';

/**
 * The type of a file that is not regular. Opening a pipe waits for a process at its other end, and reading a
 * device may never end.
 * @returns null for a regular file
 */
export function irregular(entry: Stats): string | null {
  if (entry.isFile()) return null;
  if (entry.isDirectory()) return 'a directory';
  if (entry.isFIFO()) return 'a pipe';
  return entry.isSocket() ? 'a socket' : 'a device';
}
