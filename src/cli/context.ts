/** What the commands use besides their flags: files and the environment. */
import { apiModule } from '../api/module.js';
import type { ErrorSubject } from '../errors.js';
import { chosenCases } from '../files/case-choices.js';
import { isGlob } from '../files/case-files.js';
import { caseFinder, loadCase, loadCasesOneByOne } from '../files/load-cases.js';
import { definitionFinder, filesIn, loadFiles, type FileNames } from '../files/load.js';
import type { Loading } from '../files/import-module.js';
import { isFileReference, parseReference, shortPath } from '../text/reference.js';
import { planContext, type LoadedFiles, type OwnFiles, type PlanContext } from '../plan/context.js';
import { randomSeed } from '../plan/seed.js';
import type { Case } from '../model.js';
import { complain, complainOf } from './complain.js';
import type { Surroundings } from './terminal.js';

/**
 * What a plan needs besides the flags. Loads the files that the flags name.
 * @param own strategies and scenarios that a config contains as objects; default: none
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

/** The options of the lab that come from the surroundings of a command. */
export const labOptions = ({ signal, watchOver, leftovers, patience, env }: Surroundings) => ({
  signal,
  watchOver,
  leftovers,
  patience,
  cache: env['RACE_LAB_CACHE'],
  finder: definitionFinder({ api: apiModule }),
  spelling: 'flags' as const,
});

/** The options of the lab for cases that come from the surroundings of a command. */
export const caseLabOptions = (surroundings: Surroundings) => {
  const { finder: _strategies, ...shared } = labOptions(surroundings);
  return { ...shared, freshInstance: caseFinder({ api: apiModule }) };
};

/**
 * Loads the cases that the arguments of a command name. Says at once which files cannot be loaded.
 * @returns the cases of the others, and whether these are all
 * @throws {UsageError} when there is no case
 */
export async function casesNamed(
  items: readonly string[],
  surroundings: Surroundings,
): Promise<{ readonly cases: readonly Case[]; readonly areAll: boolean }> {
  const { cases, failures } = await whileWatched(filesAmong(items), surroundings.watchOver, () =>
    loadCasesOneByOne(items, loadingIn(surroundings)),
  );
  for (const failure of failures) await complainOf(surroundings.stderr, failure);
  return { cases, areAll: failures.length === 0 };
}

/** Loads the case that an argument names. @throws {UsageError} when it cannot be loaded */
export const caseNamed = (item: string, surroundings: Surroundings): Promise<Case> =>
  whileWatched(filesAmong([item]), surroundings.watchOver, () =>
    loadCase(item, loadingIn(surroundings)),
  );

/**
 * The cases of an experiment of a config.
 * @param choices files, cases, and definitions
 * @param directory that of the config
 */
export const casesChosen = (
  choices: readonly unknown[],
  directory: string,
  surroundings: Surroundings,
): Promise<readonly Case[]> =>
  whileWatched(
    filesAmong(choices.filter((choice) => typeof choice === 'string')),
    surroundings.watchOver,
    () => chosenCases(choices, directory, loadingIn(surroundings)),
  );

/** The absolute paths of files of cases, without those that a glob finds. */
const filesAmong = (items: readonly string[]): readonly string[] =>
  items.filter((item) => !isGlob(item)).map((item) => parseReference(item).path);

/**
 * Warns when the lists name a strategy more than once. A strategy that `all` or a file already
 * includes may be named as well.
 * @param flag the flag or the property that holds the lists
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
 * Loads the files that flags name.
 * @param subject the option that names the strategies, for errors
 */
export const loadWatched = (
  naming: FileNames,
  surroundings: Pick<Surroundings, 'watchOver' | 'signal' | 'loadingLimitMs'>,
  subject?: ErrorSubject,
): Promise<LoadedFiles> =>
  whileWatched(filesIn(naming), surroundings.watchOver, () =>
    loadFiles(naming, loadingIn(surroundings), subject),
  );

/** The options of loading that come from the surroundings of a command. */
export const loadingIn = ({
  signal,
  loadingLimitMs: limitMs,
}: Pick<Surroundings, 'signal' | 'loadingLimitMs'>): Loading => ({
  api: apiModule,
  signal,
  limitMs,
});

/**
 * Loads these files under a watch for stalls: a module can contain an endless loop.
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
