import type { ExploreProgress } from '../subject/progress.js';
import {
  directoryOfCaller,
  type CaseChoice,
  type CaseDefinition,
  type DatabaseAddress,
} from '../authoring/case.js';
import { exploreLab, wholeReport } from '../lab.js';
import type { Case, CaseExploreReport, ExploreReport } from '../model.js';
import { isCaseChoice } from '../plan/case-choice.js';
import type { CaseExploreOptions } from '../plan/case-options.js';
import { createExplorePlan } from '../plan/explore.js';
import { tellWhere } from '../plan/tell-where.js';
import { exploreRequest, type ExploreOptions } from '../plan/options.js';
import type { CallOptions } from './call-options.js';
import { cacheDirectory, contextFor, finder } from './context.js';
import { exploreCases } from './explore-cases.js';
import { withRemedies } from './remedies.js';

/**
 * Runs every order in which the statements of your own code can reach the server, as `race-lab
 * explore checkout.race.ts` does, for one case or for several.
 *
 * ```ts
 * import { assertHeld, defineCase, explore } from 'race-lab';
 * import pg from 'pg';
 *
 * const counter = defineCase({
 *   name: 'counter',
 *   schema: 'create table counter (hits int not null)',
 *   start: 'insert into counter values (0)',
 *   open: ({ url }) => new pg.Pool({ connectionString: url }),
 *   close: (pool) => pool.end(),
 *   worker: (pool) => pool.query('update counter set hits = hits + 1').then(() => 'counted'),
 *   times: 2,
 * });
 *
 * assertHeld(await explore(counter, { maxSchedules: 1_000 }));
 * ```
 *
 * Each call has databases of its own, on an embedded server or on that of `url` or `RACE_LAB_URL`,
 * and drops them before the promise settles. The environment variables that lead to them belong to
 * the whole process, so concurrent calls about cases run one after another. Code that connects when
 * its module is imported needs a fresh module for each lane: name such a case by its file.
 *
 * @param cases what {@link defineCase} returned, a definition, or a file: one, or a list of them
 * @param call a signal that ends the call early, and an object that receives progress
 * @returns what was found; a broken verdict is not an error
 * @throws {UsageError} for a wrong case, or for an option that is wrong
 * @throws {EnvironmentError} when the server cannot be used, or the only case cannot be explored
 * @throws the signal's reason when it is aborted
 */
export function explore<App = DatabaseAddress>(
  cases: string | Case | readonly CaseChoice<App>[],
  options?: CaseExploreOptions,
  call?: CallOptions<ExploreProgress>,
): Promise<CaseExploreReport>;
/**
 * The same for a case that is defined in the call.
 * @typeParam App what `open` returns
 */
export function explore<App = DatabaseAddress>(
  definition: CaseDefinition<App>,
  options?: CaseExploreOptions,
  call?: CallOptions<ExploreProgress>,
): Promise<CaseExploreReport>;
/**
 * Runs every interleaving of a few workers' statements, as `race-lab explore` does. By default, two
 * workers withdraw once each, with the strategy `naive`.
 *
 * ```ts
 * import { assertHeld, explore } from 'race-lab';
 *
 * assertHeld(await explore({ strategy: './mine.ts', scenario: 'joint' }));
 * ```
 *
 * Each call has its own database: an embedded server, or schemas on the server of `url` or
 * `RACE_LAB_URL`. It is removed before the promise settles, so concurrent calls do not interfere.
 *
 * @param call a signal that ends the call early, and an object that receives progress
 * @returns what was found; a broken verdict is not an error
 * @throws {UsageError} for an option that is wrong, or conflicts with another one
 * @throws {EnvironmentError} when the database or a strategy cannot be used
 * @throws the signal's reason when it is aborted
 */
export function explore(
  options?: ExploreOptions,
  call?: CallOptions<ExploreProgress>,
): Promise<ExploreReport>;
export function explore(
  ...given: CasesCall | StrategiesCall
): Promise<CaseExploreReport | ExploreReport> {
  const directory = directoryOfCaller();
  return withRemedies<CaseExploreReport | ExploreReport>(async () => {
    if (!isAboutCases(given)) return exploreStrategies(...given);
    const [cases, ...others] = given;
    return exploreCases(cases, directory, ...others);
  });
}

type CasesCall = [
  cases: unknown,
  options?: CaseExploreOptions | undefined,
  call?: CallOptions<ExploreProgress> | undefined,
];

type StrategiesCall = [
  options?: ExploreOptions | undefined,
  call?: CallOptions<ExploreProgress> | undefined,
];

const isAboutCases = (given: CasesCall | StrategiesCall): given is CasesCall =>
  Array.isArray(given[0]) || isCaseChoice(given[0]) || isMissing(given);

/** Some test runners make an import that does not exist undefined. It must not become a strategy. */
const isMissing = (given: CasesCall | StrategiesCall): boolean => {
  const [first, second] = given;
  const isCall = second !== undefined && ('signal' in second || 'progress' in second);
  return given.length > 0 && first === undefined && !isCall;
};

function exploreStrategies(
  options: ExploreOptions = {},
  { signal, progress }: CallOptions<ExploreProgress> = {},
): Promise<ExploreReport> {
  const request = exploreRequest(options);
  return tellWhere(request.where, async () => {
    const plan = createExplorePlan(request.flags, await contextFor(request, signal));
    const result = await exploreLab(plan, {
      cache: cacheDirectory(),
      finder,
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
    return wholeReport(result);
  });
}
