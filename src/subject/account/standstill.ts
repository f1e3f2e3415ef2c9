/** The error for a schedule in which no worker makes progress any more. */
import { EnvironmentError, StrategyDefect } from '../../errors.js';
import type { Standstill } from '../../explore/subject.js';
import { whereabouts } from '../../explore/whereabouts.js';
import type { InProcessWorker } from '../../gate/in-process-worker.js';
import type { Strategy } from '../../model.js';
import { called, USE_TRX } from '../../race/defects.js';
import { letterOf } from '../../text/schedule.js';

/** @returns a defect of the strategy, unless a worker waits for a backend of another client */
export function standstill(
  strategy: Strategy,
  workers: readonly InProcessWorker[],
  { outsidersOf, ms }: Standstill,
): EnvironmentError {
  const places = workers.map((worker) => {
    const pids = outsidersOf(worker);
    if (pids.length === 0) return whereabouts(worker);
    return `${letterOf(worker.number)} waits for server process ${pids.join(', ')}, which does not belong to race-lab`;
  });
  const message = `${called(strategy)}: no worker has made progress for ${ms / 1000} s: ${places.join('; ')}`;
  const hint = { hint: remedy(workers) };
  const isOurs = workers.every((worker) => outsidersOf(worker).length === 0);
  return isOurs
    ? new StrategyDefect(strategy.name, message, hint)
    : new EnvironmentError(message, { ...hint, code: 'BLOCKED_BY_OTHERS' });
}

function remedy(workers: readonly InProcessWorker[]): string {
  if (workers.some(({ position }) => position.kind === 'waiting')) {
    return 'The workers wait for each other, and the server cannot see the whole deadlock.';
  }
  if (workers.some(({ client }) => client.awaitsItself)) return USE_TRX;
  return workers.some(({ activity }) => activity.kind === 'working')
    ? 'An attempt waits for something outside the database. race-lab sees an application lock only if it is replica.mutex(name), where replica is the third argument of attempt(). It cannot explore other waits.'
    : 'Check what other clients do on this server, and whether the strategy ends each attempt.';
}
