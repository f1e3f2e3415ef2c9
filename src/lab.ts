import { judgeExpectations } from './analysis/expectations.js';
import {
  judgeExplorationExpectations,
  judgeReplayExpectations,
} from './analysis/exploration-expectations.js';
import { judge } from './analysis/judge.js';
import { openDatabase, type LabDatabase } from './database/database.js';
import { EnvironmentError, LabError } from './errors.js';
import { connectionsFor, explore } from './explore/explore.js';
import { noProgress as noExploreProgress, type ExploreProgress } from './explore/progress.js';
import { replay } from './explore/replay.js';
import { freshInstance } from './files/load.js';
import type {
  ExplorePlan,
  ExploreReport,
  ReplayPlan,
  ReplayReport,
  Report,
  RunPlan,
  Strategy,
} from './model.js';
import { noProgress, realEnvironment, type Progress } from './race/environment.js';
import { race, type RaceOutcome } from './race/race.js';
import { watch } from './race/watchdog.js';
import type { WatchOver } from './watch-over.js';

/** @typeParam P who is told how far it is */
export interface LabOptions<P = Progress> {
  /** Abort it to end early; everything is cleaned up before the promise settles. */
  readonly signal?: AbortSignal;
  readonly progress?: P;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
  /** Watches over code that comes from files, while it runs. */
  readonly watchOver?: WatchOver | undefined;
}

/**
 * Carries out a plan from the database's start to its end: opens it, races, closes it, judges.
 * @throws {EnvironmentError} when the database does not play along, or the run hangs
 * @throws the signal's reason when it is aborted
 */
export async function runLab(plan: RunPlan, options: LabOptions = {}): Promise<Report> {
  options.signal?.throwIfAborted();
  const database = await openDatabase({
    url: plan.url,
    connections: plan.connections ?? plan.workers,
    remedy: (free) =>
      `Share connections with --connections ${free}, lower --workers, or raise max_connections.`,
    cache: options.cache,
  });
  const keeps = ({ interruption }: RaceOutcome) => plan.keep && interruption === null;
  const outcome = await thenClose(
    database,
    () =>
      guarded(plan, plan.strategies, database, options, () => raceWatched(plan, database, options)),
    keeps,
  );
  const results = [...outcome.histories.values()]
    .filter((histories) => histories.length > 0)
    .map((histories) => judge(histories));
  return {
    plan,
    server: database.info,
    results,
    expectations: judgeExpectations(plan.expectations, plan.strategies, plan.scenario, results),
    interruption: outcome.interruption,
    kept: keeps(outcome),
  };
}

async function raceWatched(
  plan: RunPlan,
  database: LabDatabase,
  { signal, progress = noProgress }: LabOptions,
): Promise<RaceOutcome> {
  const hang = new AbortController();
  const ending = signal ? AbortSignal.any([signal, hang.signal]) : hang.signal;
  const stopWatching = watch(database, plan.timeoutMs, (error) => hang.abort(error));
  try {
    return await race(plan, database, realEnvironment(ending, progress));
  } finally {
    stopWatching();
  }
}

/**
 * Explores as a plan says, from the database's start to its end.
 * @throws {EnvironmentError} when the database or a strategy does not play along
 * @throws the signal's reason when it is aborted
 */
export async function exploreLab(
  plan: ExplorePlan,
  options: LabOptions<ExploreProgress> = {},
): Promise<ExploreReport> {
  options.signal?.throwIfAborted();
  const { signal = NEVER, progress = noExploreProgress, cache } = options;
  const database = await openDatabase({
    url: plan.url,
    connections: connectionsFor(plan),
    remedy: () => 'Lower --lanes or --workers, or raise max_connections.',
    cache,
  });
  const now = () => performance.now();
  const outcome = await thenClose(database, () =>
    guarded(plan, plan.strategies, database, options, () =>
      explore(plan, database, { now, signal, progress, freshInstance }),
    ),
  );
  const { strategies, scenario, expectations } = plan;
  return {
    plan,
    server: database.info,
    ...outcome,
    expectations: judgeExplorationExpectations(expectations, strategies, scenario, outcome.results),
  };
}

/**
 * Runs one schedule again, from the database's start to its end.
 * @throws {UsageError} when the schedule cannot be followed
 * @throws {EnvironmentError} when the database or the strategy does not play along
 * @throws the signal's reason when it is aborted
 */
export async function replayLab(
  plan: ReplayPlan,
  options: Omit<LabOptions, 'progress'> = {},
): Promise<ReplayReport> {
  options.signal?.throwIfAborted();
  const { signal = NEVER, cache } = options;
  const database = await openDatabase({
    url: plan.url,
    connections: connectionsFor({ lanes: 1, workers: plan.workers }),
    remedy: () => 'Lower --workers, or raise max_connections.',
    cache,
  });
  const { drawn, deadlockTimeoutMs } = await thenClose(database, async () => ({
    interruption: null,
    ...(await guarded(plan, [plan.strategy], database, options, () =>
      replay(plan, database, { signal, now: () => performance.now() }),
    )),
  }));
  const { strategy, scenario, expectations } = plan;
  return {
    plan,
    server: database.info,
    deadlockTimeoutMs,
    drawn,
    expectations: judgeReplayExpectations(expectations, strategy, scenario, drawn),
  };
}

/** Does a part of the work in which the code of strategies and scenarios runs. */
async function guarded<Outcome>(
  { scenario, url }: Pick<RunPlan, 'scenario' | 'url'>,
  strategies: readonly Strategy[],
  { info: { schema } }: LabDatabase,
  { watchOver }: Pick<LabOptions, 'watchOver'>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const external = url === null ? null : { url, schema };
  const stop = await watchOver?.({ code: [...strategies, scenario], external });
  try {
    return await work();
  } finally {
    stop?.();
  }
}

const NEVER = new AbortController().signal;

/** Works on a database, and closes it whatever happens. */
async function thenClose<Outcome extends { readonly interruption: string | null }>(
  database: LabDatabase,
  work: () => Promise<Outcome>,
  keeps: (outcome: Outcome) => boolean = () => false,
): Promise<Outcome> {
  let outcome: Outcome;
  try {
    outcome = await work();
  } catch (error) {
    await closeAfter(error, database);
    throw error;
  }
  try {
    await database.close(keeps(outcome));
    return outcome;
  } catch (error) {
    // A server that was lost on the way may be lost for the cleaning up as well: say both.
    if (outcome.interruption === null || !(error instanceof LabError)) throw error;
    const left = [error.message, error.hint].join('. ');
    return { ...outcome, interruption: `${outcome.interruption} Also, ${left}.` };
  }
}

/** @throws {EnvironmentError} when something is left behind: then that is told, and what led to it */
async function closeAfter(reason: unknown, database: LabDatabase): Promise<void> {
  try {
    await database.close();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const first = reason instanceof Error ? reason.message : String(reason);
    const options = { cause: reason, ...(error.hint === undefined ? {} : { hint: error.hint }) };
    throw new EnvironmentError(`${first}. Also, ${error.message}`, options);
  }
}
