/** The part of the lab for `run` and `compare` that works on an open database. */
import { failedResult } from '../judge/account/failed-result.js';
import { failureOf } from '../judge/failure.js';
import { judgeExpectations } from '../judge/expectations/race.js';
import { judgeRounds } from '../judge/account/race.js';
import type { LabDatabase } from '../database/lab-database.js';
import type { Report, RunPlan, ServerInfo } from '../model.js';
import { noProgress, realEnvironment } from '../race/environment.js';
import { race, type RaceOutcome } from '../race/race.js';
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
  guarded(plan, plan.strategies, database, options, () => raceWatched(plan, database, options));

async function raceWatched(
  plan: RunPlan,
  database: LabDatabase,
  { signal, progress = noProgress }: Pick<LabOptions, 'signal' | 'progress'>,
): Promise<RaceOutcome> {
  const hang = new AbortController();
  const ending = signal ? AbortSignal.any([signal, hang.signal]) : hang.signal;
  const environment = realEnvironment(ending, progress);
  let silence: string | null = null;
  const giveUp = (reason: string | null) => {
    if (reason !== null) silence ??= `The race could not go on: ${reason}.`;
    database.endSessions();
  };
  const stops = [
    watch(database, plan.timeoutMs, (error) => hang.abort(error)),
    watchSilence({ database, environment, giveUp }),
  ];
  try {
    const outcome = await race(plan, database, environment);
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
