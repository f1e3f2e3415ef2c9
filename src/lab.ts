import { judgeExpectations } from './analysis/expectations.js';
import { judge } from './analysis/judge.js';
import { openDatabase, type LabDatabase } from './database/database.js';
import { EnvironmentError, LabError } from './errors.js';
import type { Report, RunPlan } from './model.js';
import { noProgress, realEnvironment, type Progress } from './race/environment.js';
import { race, type RaceOutcome } from './race/race.js';
import { watch } from './race/watchdog.js';

export interface LabOptions {
  /** Abort it to end the run early; everything is cleaned up before the promise settles. */
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
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
    cache: options.cache,
  });
  const outcome = await raceAndClose(plan, database, options);
  const results = [...outcome.histories.values()]
    .filter((histories) => histories.length > 0)
    .map((histories) => judge(histories));
  return {
    plan,
    server: database.info,
    results,
    expectations: judgeExpectations(plan.expectations, plan.strategies, plan.scenario, results),
    interruption: outcome.interruption,
    kept: plan.keep && outcome.interruption === null,
  };
}

async function raceAndClose(
  plan: RunPlan,
  database: LabDatabase,
  { signal, progress = noProgress }: LabOptions,
): Promise<RaceOutcome> {
  const hang = new AbortController();
  const ending = signal ? AbortSignal.any([signal, hang.signal]) : hang.signal;
  const stopWatching = watch(database, plan.timeoutMs, (error) => hang.abort(error));
  let outcome: RaceOutcome;
  try {
    outcome = await race(plan, database, realEnvironment(ending, progress));
  } catch (error) {
    await closeAfter(error, database);
    throw error;
  } finally {
    stopWatching();
  }
  try {
    await database.close(plan.keep && outcome.interruption === null);
    return outcome;
  } catch (error) {
    // A server that was lost in mid-race may be lost for the cleaning up as well: say both.
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
