import { directoryOfCaller, type CaseDefinition, type DatabaseAddress } from '../authoring/case.js';
import { replayLab } from '../lab.js';
import type { Case, CaseReplayReport, ReplayReport } from '../model.js';
import { isCaseChoice } from '../plan/case-choice.js';
import type { CaseReplayOptions } from '../plan/case-options.js';
import { tellWhere } from '../plan/tell-where.js';
import { replayRequest, type ReplayOptions } from '../plan/options.js';
import { createReplayPlan } from '../plan/replay.js';
import type { CallOptions } from './call-options.js';
import { cacheDirectory, contextFor } from './context.js';
import { withRemedies } from './remedies.js';
import { replayCase } from './replay-case.js';

/**
 * Runs one schedule of a case, as `race-lab replay checkout.race.ts` does: for a test with a schedule
 * that once broke.
 *
 * ```ts
 * import { assertHeld, defineCase, replay } from 'race-lab';
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
 * // After a change of the code, `follow` goes as far as the schedule can be followed.
 * assertHeld(await replay(counter, { schedule: 'ABBA', follow: true }));
 * ```
 *
 * @param the what {@link defineCase} returned, a definition, or a file
 * @param call a signal that ends the call early
 * @returns what happened, step by step; a broken verdict is not an error
 * @throws {UsageError} for a wrong case or option, or a schedule that cannot be followed
 * @throws {EnvironmentError} when the server or the case cannot be used
 * @throws the signal's reason when it is aborted
 */
export function replay(
  the: string | Case,
  options: CaseReplayOptions,
  call?: Pick<CallOptions, 'signal'>,
): Promise<CaseReplayReport>;
/**
 * The same for a case that is defined in the call.
 * @typeParam App what `open` returns
 */
export function replay<App = DatabaseAddress>(
  definition: CaseDefinition<App>,
  options: CaseReplayOptions,
  call?: Pick<CallOptions, 'signal'>,
): Promise<CaseReplayReport>;
/**
 * Runs one schedule, as `race-lab replay` does: for a test with a schedule that once broke.
 *
 * ```ts
 * import { assertHeld, replay } from 'race-lab';
 *
 * assertHeld(await replay({ strategy: './mine.ts', schedule: 'ABBA' }));
 * ```
 *
 * @param call a signal that ends the call early
 * @returns what happened, step by step; a broken verdict is not an error
 * @throws {UsageError} for an option that is wrong, or a schedule that cannot be followed
 * @throws {EnvironmentError} when the database or the strategy cannot be used
 * @throws the signal's reason when it is aborted
 */
export function replay(
  options: ReplayOptions,
  call?: Pick<CallOptions, 'signal'>,
): Promise<ReplayReport>;
export function replay(
  ...given: CaseCall | StrategyCall
): Promise<CaseReplayReport | ReplayReport> {
  const directory = directoryOfCaller();
  return withRemedies<CaseReplayReport | ReplayReport>(async () => {
    if (!isAboutCase(given)) return replayStrategy(...given);
    const [the, ...others] = given;
    return replayCase(the, directory, ...others);
  });
}

type CaseCall = [
  the: unknown,
  options: CaseReplayOptions,
  call?: Pick<CallOptions, 'signal'> | undefined,
];

type StrategyCall = [options: ReplayOptions, call?: Pick<CallOptions, 'signal'> | undefined];

const isAboutCase = (given: CaseCall | StrategyCall): given is CaseCall =>
  Array.isArray(given[0]) || isCaseChoice(given[0]);

function replayStrategy(
  options: ReplayOptions,
  { signal }: Pick<CallOptions, 'signal'> = {},
): Promise<ReplayReport> {
  const request = replayRequest(options);
  return tellWhere(request.where, async () => {
    const plan = createReplayPlan(request.flags, await contextFor(request, signal));
    const { report, left } = await replayLab(plan, {
      cache: cacheDirectory(),
      ...(signal === undefined ? {} : { signal }),
    });
    if (left !== null) throw left;
    return report;
  });
}
