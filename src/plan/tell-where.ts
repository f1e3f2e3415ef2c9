import { UsageError } from '../errors.js';

/**
 * Does something with options that are not flags, and lets what is wrong with them begin with whose
 * options they are.
 * @param where such as `race`, or an experiment of a config
 * @throws {UsageError} that of `work`, as its cause; all other errors as they are
 */
export async function tellWhere<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The command line, too, spells the options of a config as the config does.
    const { message, code, option, hint } = error;
    const told = message.startsWith(`${where}: `) ? message : `${where}: ${message}`;
    throw new UsageError(told, { code, option, hint, cause: error });
  }
}
