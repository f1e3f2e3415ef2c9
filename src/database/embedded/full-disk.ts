import { EnvironmentError } from '../../errors.js';

/** What programs and the server say of a disk that takes no more. (errno(3): ENOSPC, EDQUOT) */
const FULL = /^.*(?:no space left on device|disk quota exceeded).*$/im;

/** The line of a program's output that tells of a full disk; null: none does. */
export const fullDiskIn = (said: string): string | null => FULL.exec(said)?.[0].trim() ?? null;

/**
 * What went wrong with a program, when that is a full disk.
 * @param what of the embedded server could not be done
 * @param said the program's output
 * @param variable moves what takes the room
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
    hint: `Make room there, or set ${variable} to a directory elsewhere.`,
    cause,
  });
}
