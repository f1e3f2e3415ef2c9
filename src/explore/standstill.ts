/** What is told when nothing moves any more. */
import { EnvironmentError, StrategyDefect } from '../errors.js';
import type { Strategy } from '../model.js';
import { called, USE_TRX } from '../race/defects.js';
import { letterOf } from '../text/schedule.js';
import type { LaneWorker } from './worker.js';

/**
 * @param outsiders server processes that are none of ours, and for which a worker waits
 * @param ms for how long nothing has moved
 * @returns a defect of the strategy, unless somebody else is in the way
 */
export function standstill(
  strategy: Strategy,
  workers: readonly LaneWorker[],
  outsiders: ReadonlyMap<LaneWorker, readonly number[]>,
  ms: number,
): EnvironmentError {
  const outsidersOf = (worker: LaneWorker) =>
    worker.position.kind === 'sent' ? (outsiders.get(worker) ?? []) : [];
  const told = workers.map((worker) => {
    const pids = outsidersOf(worker);
    if (pids.length === 0) return whereabouts(worker);
    return `${letterOf(worker.number)} waits for server process ${pids.join(', ')}, which is none of ours`;
  });
  const message = `${called(strategy)}: nothing has moved for ${ms / 1000} s: ${told.join('; ')}`;
  const hint = { hint: remedy(workers) };
  const isOurs = workers.every((worker) => outsidersOf(worker).length === 0);
  return isOurs
    ? new StrategyDefect(strategy.name, message, hint)
    : new EnvironmentError(message, { ...hint, code: 'BLOCKED_BY_OTHERS' });
}

function remedy(workers: readonly LaneWorker[]): string {
  const some = (kind: LaneWorker['position']['kind']) =>
    workers.some(({ position }) => position.kind === kind);
  if (some('waiting')) {
    return 'They wait for each other, and the server does not see the whole circle.';
  }
  if (workers.some(({ client }) => client.awaitsItself)) return USE_TRX;
  return some('working')
    ? 'An attempt waits for something that is not of the database. A lock of the application is seen if it is replica.mutex(name), the third argument of attempt; anything else cannot be explored.'
    : 'Look at what else works on this server, and at whether the strategy ends each attempt.';
}

/** Where a worker is, in words, for when that is the trouble. */
export function whereabouts({ number, position }: LaneWorker): string {
  const name = letterOf(number);
  switch (position.kind) {
    case 'working':
      return `${name} neither sends a statement nor ends its attempt`;
    case 'ready':
      return `${name} is ready`;
    case 'sent':
      return `${name} has no answer yet`;
    case 'waiting':
      return `${name} waits for ${position.for.map(letterOf).join(' and ')}`;
    case 'queued':
      return `${name} waits in the application for the lock ${position.lock}`;
    case 'done':
      return `${name} is done`;
    default:
      return position satisfies never;
  }
}
