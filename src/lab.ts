/**
 * The lab as a whole: each call opens a database, works on it, closes it, and judges. What works on it
 * is loaded while it opens: a server takes its time to start, and so do modules.
 */
import { openDatabase, type LabDatabase } from './database/database.js';
import { EnvironmentError, LabError } from './errors.js';
import type { ExploreProgress } from './explore/progress.js';
import type { LabOptions } from './lab/options.js';
import type {
  ExplorePlan,
  ExploreReport,
  ReplayPlan,
  ReplayReport,
  Report,
  RunPlan,
} from './model.js';
import { connectionsFor } from './plan/connections.js';
import type { RaceOutcome } from './race/race.js';

export type { LabOptions } from './lab/options.js';

/**
 * Carries out a plan from the database's start to its end: opens it, races, closes it, judges.
 * @throws {EnvironmentError} when the database does not play along, or the run hangs
 * @throws the signal's reason when it is aborted
 */
export async function runLab(plan: RunPlan, options: LabOptions = {}): Promise<Report> {
  options.signal?.throwIfAborted();
  const loading = load(() => import('./lab/racing.js'));
  const database = await openDatabase({
    url: plan.url,
    connections: plan.connections ?? plan.workers,
    remedy: (free) =>
      `Share connections with --connections ${free}, lower --workers, or raise max_connections.`,
    cache: options.cache,
  });
  const keeps = ({ interruption }: RaceOutcome) => plan.keep && interruption === null;
  const race = async () => (await loading).raceOn(plan, database, options);
  const outcome = await thenClose(database, race, keeps);
  const { reportOf } = await loading;
  return { ...reportOf(plan, database.info, outcome), kept: keeps(outcome) };
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
  const loading = load(() => import('./lab/exploring.js'));
  const database = await openDatabase({
    url: plan.url,
    connections: connectionsFor(plan),
    remedy: () => 'Lower --lanes or --workers, or raise max_connections.',
    cache: options.cache,
  });
  const explore = async () => (await loading).exploreOn(plan, database, options);
  const outcome = await thenClose(database, explore);
  const { explorationReport } = await loading;
  return explorationReport(plan, database.info, outcome);
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
  const loading = load(() => import('./lab/exploring.js'));
  const database = await openDatabase({
    url: plan.url,
    connections: connectionsFor({ lanes: 1, workers: plan.workers }),
    remedy: () => 'Lower --workers, or raise max_connections.',
    cache: options.cache,
  });
  const { interruption: _none, ...replayed } = await thenClose(database, async () => ({
    interruption: null,
    ...(await (await loading).replayOn(plan, database, options)),
  }));
  const { replayReport } = await loading;
  return replayReport(plan, database.info, replayed);
}

/** Begins to load a module. If it cannot be loaded, whoever waits for it hears of that. */
function load<Module>(begin: () => Promise<Module>): Promise<Module> {
  const loading = begin();
  loading.catch(() => undefined);
  return loading;
}

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
