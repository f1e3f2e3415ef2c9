import { EnvironmentError } from '../../errors.js';

/** Matches what programs and the server print when a disk is full. (errno(3): ENOSPC, EDQUOT) */
const FULL = /^.*(?:no space left on device|disk quota exceeded).*$/im;

/** The line of a program's output that reports a full disk; null: none. */
export const fullDiskIn = (said: string): string | null => FULL.exec(said)?.[0].trim() ?? null;

/**
 * The error for a program that failed because of a full disk; null: it failed for another reason.
 * @param what the action that failed, such as `initdb failed`
 * @param said the program's output
 * @param variable the environment variable that moves the files
 */
export function fullDisk(
  what: string,
  said: string,
  variable: 'TMPDIR' | 'RACE_LAB_CACHE',
  cause?: unknown,
): EnvironmentError | null {
  const line = fullDiskIn(said);
  if (line === null) return null;
  return new EnvironmentError(`${what}: the disk is full: ${line}`, {
    code: 'DISK_FULL',
    hint: `Free disk space there, or set ${variable} to a directory elsewhere.`,
    cause,
  });
}
