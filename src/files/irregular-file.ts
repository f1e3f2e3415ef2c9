import type { Stats } from 'node:fs';

/**
 * What is there in place of a file: to open a pipe waits for somebody at its other end, and to read a
 * device may never end.
 * @returns null for a regular file
 */
export function irregular(entry: Stats): string | null {
  if (entry.isFile()) return null;
  if (entry.isDirectory()) return 'a directory';
  if (entry.isFIFO()) return 'a pipe';
  return entry.isSocket() ? 'a socket' : 'a device';
}
