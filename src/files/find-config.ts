import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { UsageError } from '../errors.js';

/** The file names to look for when no config is given. */
export const CONFIG_NAMES = ['ts', 'mts', 'js', 'mjs', 'json'].map(
  (ending) => `race-lab.config.${ending}`,
);

/**
 * Finds the config of a directory.
 * @returns its file name; null: there is none
 * @throws {UsageError} when there is more than one
 */
export async function findConfig(directory: string): Promise<string | null> {
  const there = await Promise.all(
    CONFIG_NAMES.map((name) =>
      stat(join(directory, name)).then(
        (entry) => entry.isFile(),
        () => false,
      ),
    ),
  );
  const [found, ...others] = CONFIG_NAMES.filter((_, index) => there[index]);
  if (found === undefined) return null;
  if (others.length === 0) return found;
  const all = [found, ...others];
  throw new UsageError(`there are ${all.length} configs here: ${all.join(', ')}`, {
    code: 'CONFIG_NOT_FOUND',
    hint: `Name the one to use: race-lab check ${found}`,
  });
}
