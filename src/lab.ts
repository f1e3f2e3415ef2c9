/**
 * The lab as a whole: each call opens a database, works on it, reports, and closes it. The modules that
 * do the work are loaded while the database opens, because both take time.
 */
import { openDatabase, type DatabaseOptions } from './database/database.js';
import type { LabDatabase } from './database/lab-database.js';
import { EnvironmentError, LabError, type StrategyDefect } from './errors.js';
import type { ExploreProgress } from './subject/progress.js';
import type { LabOptions } from './lab/options.js';
import type { VariedOptions } from './lab/varying.js';
import { spelledExploration, spelledRace } from './lab/spelling.js';
import type {
  ExplorePlan,
  ExploreReport,
  ReplayPlan,
  ReplayReport,
  Report,
  RunPlan,
  VariedPlan,
  VariedReport,
} from './model.js';
import { connectionsFor } from './plan/connections.js';
import type { Progress } from './race/environment.js';
import { option, type OptionSpelling } from './text/option.js';

export type { LabOptions } from './lab/options.js';

/** The result of a call. */
export interface LabResult<R> {
  readonly report: R;
  /** What could not be removed at the end, and why; null: everything was removed. */
  readonly left: EnvironmentError | null;
}

/**
 * A report whose `interruption` also says what was left behind.
 * @param spelling of options, as in the report
 */
export function wholeReport<R extends { readonly interruption: string | null }>(
  { report, left }: LabResult<R>,
  spelling: OptionSpelling = 'options',
): R {
  if (left === null) return report;
  const { message, hint } = left.spelledIn(spelling);
  const sentences = [report.interruption, message, hint].filter(Boolean);
  return { ...report, interruption: sentences.join('. ') };
}

/**
 * Carries out a plan: opens the database, races, judges, closes the database. When the code of one
 * strategy is wrong, the report says so and the other strategies are still raced.
 * @throws {EnvironmentError} when the server cannot be used, the run hangs, or the only strategy's
 *   code is wrong
 * @throws the signal's reason when it is aborted before there is a report
 */
export async function runLab(
  plan: RunPlan,
  options: LabOptions<Progress, Report> = {},
): Promise<LabResult<Report>> {
  const loading = load(() => import('./lab/racing.js'));
  const needs = {
    url: plan.url,
    connections: plan.connections ?? plan.workers,
    remedy: (free: number) =>
      `Share connections with ${option('connections')} ${free}, lower ${option('workers')}, or raise max_connections.`,
  };
  return onDatabase(needs, options, async (database) => {
    const { raceOn, reportOf } = await loading;
    const outcome = await raceOn(plan, database, options);
    throwIfAlone(plan, outcome.failures.values(), options);
    const kept = plan.keep && outcome.interruption === null;
    const report = { ...reportOf(plan, database.info, outcome), kept };
    return spelledRace(report, options.spelling ?? 'options');
  });
}

/**
 * Carries out a plan at each value: opens the database, races the values in turns, judges, closes the
 * database.
 * @throws {EnvironmentError} when the server cannot be used, or the run hangs
 * @throws the signal's reason when it is aborted before there is a report
 */
export async function varyLab(
  plan: VariedPlan,
  options: VariedOptions,
): Promise<LabResult<VariedReport>> {
  const loading = load(() => import('./lab/varying.js'));
  const plans = plan.points.map((point) => point.plan);
  const needs = {
    url: plans[0]?.url ?? null,
    // Those of one value are open at a time.
    connections: Math.max(...plans.map(({ connections, workers }) => connections ?? workers)),
    remedy: (free: number) =>
      `Share connections with ${option('connections')} ${free}, leave out the largest values of ${option('vary')}, or raise max_connections.`,
  };
  return onDatabase(needs, options, async (database) => {
    const { varyOn, variedReport } = await loading;
    return variedReport(plan, database.info, await varyOn(plan, database, options), options);
  });
}

/**
 * Carries out a plan: opens the database, explores, judges, closes the database. When the code of one
 * strategy is wrong, the report says so and the other strategies are still explored.
 * @throws {EnvironmentError} when the server cannot be used, or the only strategy's code is wrong
 * @throws the signal's reason when it is aborted before there is a report
 */
export async function exploreLab(
  plan: ExplorePlan,
  options: LabOptions<ExploreProgress, ExploreReport> = {},
): Promise<LabResult<ExploreReport>> {
  const loading = load(() => import('./lab/exploring.js'));
  const needs = {
    url: plan.url,
    connections: connectionsFor(plan),
    remedy: () => `Lower ${option('lanes')} or ${option('workers')}, or raise max_connections.`,
  };
  return onDatabase(needs, options, async (database) => {
    const { exploreOn, explorationReport } = await loading;
    const outcome = await exploreOn(plan, database, options);
    throwIfAlone(plan, outcome.defects, options);
    const report = explorationReport(plan, database.info, outcome);
    return spelledExploration(report, options.spelling ?? 'options');
  });
}

/**
 * Runs one schedule again: opens the database, replays, closes the database.
 * @throws {UsageError} when the schedule cannot be followed
 * @throws {EnvironmentError} when the server or the strategy cannot be used
 * @throws the signal's reason when it is aborted before there is a report
 */
export async function replayLab(
  plan: ReplayPlan,
  options: Omit<LabOptions<never, ReplayReport>, 'progress'> = {},
): Promise<LabResult<ReplayReport>> {
  const loading = load(() => import('./lab/exploring.js'));
  return onDatabase(replayNeeds(plan), options, async (database) => {
    const { replayOn, replayReport } = await loading;
    return replayReport(plan, database.info, await replayOn(plan, database, options));
  });
}

/** Starts to load a module. The promise rejects when loading fails; until it is awaited, that is no unhandled rejection. */
function load<Module>(begin: () => Promise<Module>): Promise<Module> {
  const loading = begin();
  loading.catch(() => undefined);
  return loading;
}

/** @throws {StrategyDefect} of the only strategy, unless the report is to contain it */
function throwIfAlone(
  { strategies }: Pick<RunPlan, 'strategies'>,
  defects: Iterable<StrategyDefect>,
  { reportsFailure = false }: Pick<LabOptions, 'reportsFailure'>,
): void {
  const [defect] = defects;
  if (strategies.length === 1 && defect !== undefined && !reportsFailure) throw defect;
}

/** What a replay needs of a server. */
export const replayNeeds = ({ url, workers }: Pick<ReplayPlan, 'url' | 'workers'>) => ({
  url,
  connections: connectionsFor({ lanes: 1, workers }),
  remedy: () => `Lower ${option('workers')}, or raise max_connections.`,
});

/** Works on a database, passes the report to `reported`, and closes the database in any case. */
export async function onDatabase<R extends object>(
  needs: Pick<DatabaseOptions, 'url' | 'connections' | 'remedy'>,
  options: Omit<LabOptions<unknown, R>, 'progress'>,
  work: (database: LabDatabase) => Promise<R>,
): Promise<LabResult<R>> {
  const { signal, cache, patience, leftovers, reported } = options;
  signal?.throwIfAborted();
  const database = await openDatabase({ ...needs, signal, cache, patience, leftovers });
  let report: R;
  try {
    report = await work(database);
    await reported?.(report);
  } catch (error) {
    const known = signal?.aborted ? null : await database.explain(error);
    throw await closed(database, known ?? error, signal);
  }
  const keep = 'kept' in report && report.kept === true;
  return { report, left: await close(database, { keep, signal }) };
}

/** @returns what is left behind; null: nothing */
async function close(
  database: LabDatabase,
  options: Parameters<LabDatabase['close']>[0],
): Promise<EnvironmentError | null> {
  try {
    await database.close(options);
    return null;
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
}

/** Closes a database after a failure. @returns the failure; when something is left behind, an error with both */
async function closed(
  database: LabDatabase,
  reason: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const left = await close(database, { signal });
  // After an interrupt, the caller reports the leftovers.
  if (left === null || signal?.aborted) return reason;
  const known = reason instanceof LabError ? reason.template : null;
  const first = known === null ? [String(reason)] : [known.message, known.hint];
  const { message: also, ...details } = left.template;
  const message = [...first, `Also, ${also}`].filter(Boolean).join('. ');
  const { code, option: subject } = known ?? details;
  return new EnvironmentError(message, {
    code,
    option: subject,
    hint: details.hint,
    cause: reason,
  });
}
