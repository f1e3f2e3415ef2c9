/** Errors about flags, for those who gave options: tests, and config files. */
import { EnvironmentError, LabError, UsageError } from '../errors.js';
import { OPTION_NAMES } from './options.js';

/** What is in quotes is the user's own text; a flag elsewhere begins a word. */
const QUOTED_OR_FLAG = /"(?:[^"\\]|\\.)*"|(?<![^\s(])--([a-z]+(?:-[a-z]+)*)(?![\w-])/g;

/** `--time-limit: "1" has no unit` → `timeLimit: "1" has no unit` */
export const asOptions = (text: string): string =>
  text.replaceAll(QUOTED_OR_FLAG, (found, flag?: string) => {
    const option = flag?.replaceAll(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
    return option !== undefined && OPTION_NAMES.has(option) ? option : found;
  });

/**
 * Does something with options, and lets its errors speak of them rather than of flags.
 * @param where whose options these are; begins what is wrong with them
 * @throws {UsageError} or {@link EnvironmentError}: that of `work` in other words, and as their cause
 */
export async function inOptions<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LabError ? spelled(error, where) : error;
  }
}

function spelled(error: LabError, where: string): LabError {
  const told = asOptions(error.message);
  const isUsage = error instanceof UsageError;
  const message = isUsage && !told.startsWith(`${where}: `) ? `${where}: ${told}` : told;
  const hint = error.hint === undefined ? {} : { hint: asOptions(error.hint) };
  const options = { ...hint, cause: error };
  return isUsage ? new UsageError(message, options) : new EnvironmentError(message, options);
}
