/** What the commands take from outside their flags: files, and the environment they were given. */
import { apiModule } from '../api/module.js';
import type { ErrorSubject } from '../errors.js';
import { definitionFinder, filesIn, loadFiles, type FileNames } from '../files/load.js';
import type { Loading } from '../files/import-module.js';
import { isFileReference, parseReference, shortPath } from '../text/reference.js';
import { planContext, type LoadedFiles, type OwnFiles, type PlanContext } from '../plan/context.js';
import { randomSeed } from '../plan/seed.js';
import { complain } from './complain.js';
import type { Surroundings } from './terminal.js';

/**
 * What every plan takes from outside the command line, with the files loaded that its flags name.
 * @param own what a config gives itself; left out: nothing
 * @throws {UsageError} when a file cannot be loaded
 */
export async function loadedContext(
  flags: FileNames,
  surroundings: Surroundings,
  own?: OwnFiles,
): Promise<PlanContext> {
  const flag = own === undefined ? undefined : `${own.where}: strategy`;
  await tellTwice(flags.strategy, surroundings.stderr, flag);
  const files = await loadWatched(flags, surroundings);
  return planContext({ environmentUrl: surroundings.env['RACE_LAB_URL'], randomSeed, files }, own);
}

/** What the lab takes from the surroundings of a command. */
export const labOptions = ({ signal, watchOver, leftovers, patience, env }: Surroundings) => ({
  signal,
  watchOver,
  leftovers,
  patience,
  cache: env['RACE_LAB_CACHE'],
  finder: definitionFinder({ api: apiModule }),
  spelling: 'flags' as const,
});

/**
 * Says it when lists name a strategy more than once. What `all` or a whole file stands for may be
 * named beside it.
 * @param flag what they were given as
 */
export async function tellTwice(
  lists: readonly string[] | undefined,
  stderr: Surroundings['stderr'],
  flag = '--strategy',
): Promise<void> {
  const items = (lists ?? []).flatMap((list) => list.split(',').map((item) => item.trim()));
  const keys = items.map((item) => {
    const { path, name } = parseReference(item);
    return isFileReference(item) ? `${path}#${name ?? ''}` : item;
  });
  const twice = items.filter((_, index) => keys.indexOf(keys[index] ?? '') < index);
  const [first] = twice;
  if (first === undefined || first === '') return;
  await complain(
    stderr,
    `${flag} names ${[...new Set(twice)].join(', ')} more than once: each counts once`,
  );
}

/**
 * Loads the files that are named.
 * @param subject what strategies were given as, for the errors
 */
export const loadWatched = (
  naming: FileNames,
  surroundings: Pick<Surroundings, 'watchOver' | 'signal' | 'loadingLimitMs'>,
  subject?: ErrorSubject,
): Promise<LoadedFiles> =>
  whileWatched(filesIn(naming), surroundings.watchOver, () =>
    loadFiles(naming, loadingIn(surroundings), subject),
  );

/** What loading takes from the surroundings of a command. */
export const loadingIn = ({
  signal,
  loadingLimitMs: limitMs,
}: Pick<Surroundings, 'signal' | 'loadingLimitMs'>): Loading => ({
  api: apiModule,
  signal,
  limitMs,
});

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
