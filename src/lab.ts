/**
 * The lab as a whole: each call opens a database, works on it, reports, and closes it. What works on it
 * is loaded while it opens: a server takes its time to start, and so do modules.
 */
import { openDatabase, type DatabaseOptions } from './database/database.js';
import type { LabDatabase } from './database/lab-database.js';
import { EnvironmentError, LabError, type StrategyDefect } from './errors.js';
import type { ExploreProgress } from './explore/progress.js';
import type { LabOptions } from './lab/options.js';
import { spelledExploration, spelledRace } from './lab/spelling.js';
import type {
  ExplorePlan,
  ExploreReport,
  ReplayPlan,
  ReplayReport,
  Report,
  RunPlan,
} from './model.js';
import { connectionsFor } from './plan/connections.js';
import type { Progress } from './race/environment.js';
import { option, type OptionSpelling } from './text/option.js';

export type { LabOptions } from './lab/options.js';

/** What came of a call. */
export interface LabResult<R> {
  readonly report: R;
  /** What could not be removed afterwards, and why; null: all is gone. */
  readonly left: EnvironmentError | null;
}

/**
 * A report that says itself what was left behind, as of one that ended early.
 * @param spelling of options in it, as in the report
 */
export function wholeReport<R extends { readonly interruption: string | null }>(
  { report, left }: LabResult<R>,
  spelling: OptionSpelling = 'options',
): R {
  if (left === null) return report;
  const { message, hint } = left.spelledIn(spelling);
  const told = [report.interruption, message, hint].filter(Boolean);
  return { ...report, interruption: told.join('. ') };
}

/**
 * Carries out a plan from the database's start to its end: opens it, races, judges, closes it. A
 * strategy whose code is wrong does not keep the others from it: the report says so.
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
 * Explores as a plan says, from the database's start to its end. A strategy whose code is wrong does
 * not keep the others from it: the report says so.
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
 * Runs one schedule again, from the database's start to its end.
 * @throws {UsageError} when the schedule cannot be followed
 * @throws {EnvironmentError} when the server or the strategy cannot be used
 * @throws the signal's reason when it is aborted before there is a report
 */
export async function replayLab(
  plan: ReplayPlan,
  options: Omit<LabOptions<never, ReplayReport>, 'progress'> = {},
): Promise<LabResult<ReplayReport>> {
  const loading = load(() => import('./lab/exploring.js'));
  const needs = {
    url: plan.url,
    connections: connectionsFor({ lanes: 1, workers: plan.workers }),
    remedy: () => `Lower ${option('workers')}, or raise max_connections.`,
  };
  return onDatabase(needs, options, async (database) => {
    const { replayOn, replayReport } = await loading;
    return replayReport(plan, database.info, await replayOn(plan, database, options));
  });
}

/** Begins to load a module. If it cannot be loaded, that is told to the one who waits for it. */
function load<Module>(begin: () => Promise<Module>): Promise<Module> {
  const loading = begin();
  loading.catch(() => undefined);
  return loading;
}

/** @throws {StrategyDefect} of the only strategy, unless that is to be reported */
function throwIfAlone(
  { strategies }: Pick<RunPlan, 'strategies'>,
  defects: Iterable<StrategyDefect>,
  { reportsFailure = false }: Pick<LabOptions, 'reportsFailure'>,
): void {
  const [defect] = defects;
  if (strategies.length === 1 && defect !== undefined && !reportsFailure) throw defect;
}

/** Works on a database, hands over the report, and closes the database, whatever happens. */
async function onDatabase<R extends object>(
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

/** Closes a database after something went wrong. @returns that; and what is left, if anything is */
async function closed(
  database: LabDatabase,
  reason: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const left = await close(database, { signal });
  // Who interrupts is told by the leftovers.
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
