import { UsageError } from '../errors.js';

/**
 * Runs work on options that are not flags. Errors about the options begin with whose options they
 * are.
 * @param where such as `race`, or an experiment of a config
 * @throws {UsageError} with the UsageError of `work` as its cause; other errors are passed on
 */
export async function tellWhere<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The error keeps the option names of the config, also on the command line.
    const { message, code, option, hint } = error;
    const prefixed = message.startsWith(`${where}: `) ? message : `${where}: ${message}`;
    throw new UsageError(prefixed, { code, option, hint, cause: error });
  }
}
