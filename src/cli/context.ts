import { randomInt } from 'node:crypto';

import { filesIn, loadFiles, type FileNames } from '../files/load.js';
import type { LoadedFiles, PlanContext } from '../plan/context.js';
import { LIMITS } from '../plan/limits.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';
import type { Surroundings } from './terminal.js';

/**
 * What every plan takes from outside the command line.
 * @param files what its flags name by file, loaded before
 */
export const planContext = (env: Surroundings['env'], files?: LoadedFiles): PlanContext => ({
  strategies,
  scenarios,
  ...(files === undefined ? {} : { files }),
  environmentUrl: env['RACE_LAB_URL'],
  randomSeed: () => randomInt(LIMITS.seed.max + 1),
});

/**
 * The same, with the files that the flags name loaded.
 * @throws {UsageError} when one cannot be loaded
 */
export async function loadedContext(
  flags: FileNames,
  { env, watchOver }: Surroundings,
): Promise<PlanContext> {
  return planContext(env, await loadWatched(flags, watchOver));
}

/**
 * Loads the files that are named. A module may loop without end as soon as it is loaded.
 * @param flag what strategies were given as, for the errors
 */
export async function loadWatched(
  names: FileNames,
  watchOver: Surroundings['watchOver'],
  flag?: string,
): Promise<LoadedFiles> {
  const code = filesIn(names).map((file) => ({ name: file, file }));
  const stop = watchOver?.({ code, external: null });
  try {
    return await loadFiles(names, flag);
  } finally {
    stop?.();
  }
}
