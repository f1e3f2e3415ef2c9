/** The part of the lab for `run` and `compare` that works on an open database. */
import { failedResult } from '../judge/account/failed-result.js';
import { failureOf } from '../judge/failure.js';
import { judgeExpectations } from '../judge/expectations/race.js';
import { judgeRounds } from '../judge/account/race.js';
import type { LabDatabase } from '../database/lab-database.js';
import type { Report, RunPlan, ServerInfo } from '../model.js';
import { noProgress, realEnvironment, type RaceEnvironment } from '../race/environment.js';
import {
  race,
  raceInTurns,
  type RaceOutcome,
  type RacePoint,
  type TurnsOutcome,
} from '../race/race.js';
import { watchSilence } from '../race/silence-watch.js';
import { watch } from '../race/watchdog.js';
import { guarded } from './watch-own-code.js';
import type { LabOptions } from './options.js';

/** Races on an open database. */
export const raceOn = (
  plan: RunPlan,
  database: LabDatabase,
  options: Pick<LabOptions, 'signal' | 'progress' | 'watchOver'>,
): Promise<RaceOutcome> =>
  guarded(plan, plan.strategies, database, options, () =>
    whileWatched(plan.timeoutMs, database, options, (environment) =>
      race(plan, database, environment),
    ),
  );

/**
 * Races several plans in turns on an open database. They have the same strategies, scenario and
 * server.
 */
export function raceInTurnsOn(
  points: readonly RacePoint[],
  timeoutMs: number,
  database: LabDatabase,
  options: Pick<LabOptions, 'signal' | 'watchOver'> & {
    /** As in {@link raceInTurns}. */
    readonly isInterruption: (reason: unknown) => reason is Error;
  },
): Promise<TurnsOutcome> {
  const [first] = points;
  if (first === undefined) throw new RangeError('There is no plan to race.');
  return guarded(first.plan, first.plan.strategies, database, options, () =>
    whileWatched(timeoutMs, database, options, (environment) =>
      raceInTurns(points, database, environment, options.isInterruption),
    ),
  );
}

/** Races while watches look for what hangs. */
async function whileWatched<Outcome extends { readonly interruption: string | null }>(
  timeoutMs: number,
  database: LabDatabase,
  { signal, progress = noProgress }: Pick<LabOptions, 'signal' | 'progress'>,
  work: (environment: RaceEnvironment) => Promise<Outcome>,
): Promise<Outcome> {
  const hang = new AbortController();
  const ending = signal ? AbortSignal.any([signal, hang.signal]) : hang.signal;
  const environment = realEnvironment(ending, progress);
  let silence: string | null = null;
  const giveUp = (reason: string | null) => {
    if (reason !== null) silence ??= `The race could not go on: ${reason}.`;
    database.endSessions();
  };
  const stops = [
    watch(database, timeoutMs, (error) => hang.abort(error)),
    watchSilence({ database, environment, giveUp }),
  ];
  try {
    const outcome = await work(environment);
    return silence === null ? outcome : { ...outcome, interruption: silence };
  } finally {
    for (const stop of stops) stop();
  }
}

/** The report of a race. */
export function reportOf(
  plan: RunPlan,
  server: ServerInfo,
  { histories, failures, interruption }: RaceOutcome,
): Omit<Report, 'kept'> {
  const results = [...histories].flatMap(([name, rounds]) => {
    const failure = failures.get(name);
    if (failure) return [failedResult(plan, name, rounds, failureOf(failure))];
    return rounds.length > 0 ? [judgeRounds(rounds)] : [];
  });
  const { expectations, strategies, scenario } = plan;
  return {
    plan,
    server,
    results,
    expectations: judgeExpectations(expectations, strategies, scenario, results),
    interruption,
  };
}
