import {
  directoryOfCaller,
  type CaseChoice,
  type CaseDefinition,
  type DatabaseAddress,
} from '../authoring/case.js';
import { runLab, wholeReport } from '../lab.js';
import type { Case, CaseLoadReport, FreeRaceReport, Report } from '../model.js';
import { isCaseChoice } from '../plan/case-choice.js';
import type { CaseLoadOptions, FreeRaceOptions } from '../plan/case-race-options.js';
import { tellWhere } from '../plan/tell-where.js';
import { raceRequest, type RaceOptions } from '../plan/options.js';
import { createPlan } from '../plan/plan.js';
import type { CallOptions } from './call-options.js';
import { cacheDirectory, contextFor } from './context.js';
import { raceCases } from './race-cases.js';
import { withRemedies } from './remedies.js';

/**
 * Races your own code freely, as `race-lab run checkout.race.ts` does: in each round, all workers of a case run at
 * once from the rows of the start, and no statement is held. Luck decides which of them meet.
 *
 * ```ts
 * import { assertHeld, defineCase, race } from 'race-lab';
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
 * assertHeld(await race(counter, { rounds: 100 }));
 * ```
 *
 * Databases, environment variables and concurrent calls are as for {@link explore}.
 *
 * @param cases what {@link defineCase} returned, a definition, or a file: one, or a list of them
 * @param call a signal that ends the call early, and an object that receives progress
 * @returns what was found; a broken verdict is not an error
 * @throws {UsageError} for a wrong case, or for an option that is wrong
 * @throws {EnvironmentError} when the server cannot be used, or the only case cannot be raced
 * @throws the signal's reason when it is aborted
 */
export function race<App = DatabaseAddress>(
  cases: string | Case | readonly CaseChoice<App>[],
  options?: FreeRaceOptions,
  call?: CallOptions,
): Promise<FreeRaceReport>;
/**
 * Puts your own code under load, as `race-lab run checkout.race.ts --workers 50` does: the functions of the case are
 * dealt to the workers, each of which calls its function again and again. Only the invariants are checked, at the end.
 */
export function race<App = DatabaseAddress>(
  cases: string | Case | readonly CaseChoice<App>[],
  options: CaseLoadOptions,
  call?: CallOptions,
): Promise<CaseLoadReport>;
/**
 * Free rounds of a case that is defined in the call.
 * @typeParam App what `open` returns
 */
export function race<App = DatabaseAddress>(
  definition: CaseDefinition<App>,
  options?: FreeRaceOptions,
  call?: CallOptions,
): Promise<FreeRaceReport>;
/**
 * A load of a case that is defined in the call.
 * @typeParam App what `open` returns
 */
export function race<App = DatabaseAddress>(
  definition: CaseDefinition<App>,
  options: CaseLoadOptions,
  call?: CallOptions,
): Promise<CaseLoadReport>;
/**
 * Races workers over accounts, as `race-lab run` does. By default, fifty workers withdraw with the
 * strategy `naive`.
 *
 * ```ts
 * import { assertHeld, race } from 'race-lab';
 *
 * assertHeld(await race({ strategy: './mine.ts', workers: 20 }));
 * ```
 *
 * Each call has its own database: an embedded server, or a schema on the server of `url` or
 * `RACE_LAB_URL`. It is removed before the promise settles, so concurrent calls do not interfere.
 *
 * @param call a signal that ends the call early, and an object that receives progress
 * @returns what was found; a broken verdict is not an error
 * @throws {UsageError} for an option that is wrong, or conflicts with another one
 * @throws {EnvironmentError} when the database cannot be used, or the race hangs
 * @throws the signal's reason when it is aborted
 */
export function race(options?: RaceOptions, call?: CallOptions): Promise<Report>;
export function race(
  ...given: CasesCall | StrategiesCall
): Promise<FreeRaceReport | CaseLoadReport | Report> {
  const directory = directoryOfCaller();
  return withRemedies<FreeRaceReport | CaseLoadReport | Report>(async () => {
    if (!isAboutCases(given)) return raceStrategies(...given);
    const [cases, ...others] = given;
    return raceCases(cases, directory, ...others);
  });
}

type CasesCall = [
  cases: unknown,
  options?: (FreeRaceOptions & CaseLoadOptions) | undefined,
  call?: CallOptions | undefined,
];

type StrategiesCall = [options?: RaceOptions | undefined, call?: CallOptions | undefined];

const isAboutCases = (given: CasesCall | StrategiesCall): given is CasesCall =>
  Array.isArray(given[0]) || isCaseChoice(given[0]) || isMissing(given);

/** Some test runners make an import that does not exist undefined. It must not become a strategy. */
const isMissing = (given: CasesCall | StrategiesCall): boolean => {
  const [first, second] = given;
  const isCall = second !== undefined && ('signal' in second || 'progress' in second);
  return given.length > 0 && first === undefined && !isCall;
};

function raceStrategies(
  options: RaceOptions = {},
  { signal, progress }: CallOptions = {},
): Promise<Report> {
  const request = raceRequest(options);
  return tellWhere(request.where, async () => {
    const plan = createPlan('run', request.flags, await contextFor(request, signal));
    const result = await runLab(plan, {
      cache: cacheDirectory(),
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
    return wholeReport(result);
  });
}
