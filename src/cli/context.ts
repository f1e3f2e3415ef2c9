/** What the commands take from outside their flags: files, and the environment they were given. */
import { filesIn, loadFiles, type FileNames } from '../files/load.js';
import { shortPath } from '../files/reference.js';
import { planContext, type LoadedFiles, type Own, type PlanContext } from '../plan/context.js';
import { randomSeed } from '../plan/seed.js';
import type { Surroundings } from './terminal.js';

/**
 * What every plan takes from outside the command line, with the files loaded that its flags name.
 * @param own what a config gives itself; left out: nothing
 * @throws {UsageError} when a file cannot be loaded
 */
export async function loadedContext(
  flags: FileNames,
  { env, watchOver }: Surroundings,
  own?: Own,
): Promise<PlanContext> {
  const flag = own === undefined ? undefined : `${own.where}: strategy`;
  const files = await loadWatched(flags, watchOver, flag);
  return planContext({ environmentUrl: env['RACE_LAB_URL'], randomSeed, files }, own);
}

/** What the lab takes from the surroundings of a command. */
export const labOptions = ({ signal, watchOver, leftovers, patience, env }: Surroundings) => ({
  signal,
  watchOver,
  leftovers,
  patience,
  cache: env['RACE_LAB_CACHE'],
});

/**
 * Loads the files that are named.
 * @param flag what strategies were given as, for the errors
 */
export const loadWatched = (
  naming: FileNames,
  watchOver: Surroundings['watchOver'],
  flag?: string,
): Promise<LoadedFiles> => whileWatched(filesIn(naming), watchOver, () => loadFiles(naming, flag));

/**
 * Does what loads these files. A module may loop without end as soon as it is loaded.
 * @param files absolute paths
 */
export async function whileWatched<T>(
  files: readonly string[],
  watchOver: Surroundings['watchOver'],
  load: () => Promise<T>,
): Promise<T> {
  const stop = await watchOver?.({
    code: files.map((file) => ({ name: shortPath(file), file })),
    external: null,
  });
  try {
    return await load();
  } finally {
    stop?.();
  }
}
