/** What is said when nothing moves any more. */
import { EnvironmentError, StrategyDefect } from '../../errors.js';
import type { Standstill } from '../../explore/subject.js';
import { whereabouts } from '../../explore/whereabouts.js';
import type { InProcessWorker } from '../../gate/in-process-worker.js';
import type { Strategy } from '../../model.js';
import { called, USE_TRX } from '../../race/defects.js';
import { letterOf } from '../../text/schedule.js';

/** @returns a defect of the strategy, unless another client is in the way */
export function standstill(
  strategy: Strategy,
  workers: readonly InProcessWorker[],
  { outsidersOf, ms }: Standstill,
): EnvironmentError {
  const places = workers.map((worker) => {
    const pids = outsidersOf(worker);
    if (pids.length === 0) return whereabouts(worker);
    return `${letterOf(worker.number)} waits for server process ${pids.join(', ')}, which is none of ours`;
  });
  const message = `${called(strategy)}: nothing has moved for ${ms / 1000} s: ${places.join('; ')}`;
  const hint = { hint: remedy(workers) };
  const isOurs = workers.every((worker) => outsidersOf(worker).length === 0);
  return isOurs
    ? new StrategyDefect(strategy.name, message, hint)
    : new EnvironmentError(message, { ...hint, code: 'BLOCKED_BY_OTHERS' });
}

function remedy(workers: readonly InProcessWorker[]): string {
  if (workers.some(({ position }) => position.kind === 'waiting')) {
    return 'They wait for each other, and the server does not see the whole circle.';
  }
  if (workers.some(({ client }) => client.awaitsItself)) return USE_TRX;
  return workers.some(({ activity }) => activity.kind === 'working')
    ? 'An attempt waits for something that is not of the database. A lock of the application is seen if it is replica.mutex(name), the third argument of attempt; anything else cannot be explored.'
    : 'Look at what else works on this server, and at whether the strategy ends each attempt.';
}
