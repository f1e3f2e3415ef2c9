/** How sentences name workers: by number in a race, by letter in a schedule. */
import type { OperationRecord, Operations } from '../../model.js';
import { processOf, type Spread } from '../../plan/spread.js';
import { count } from '../../text/numbers.js';
import { letterOf } from '../../text/schedule.js';
import { LISTED, listed, numbered } from '../../text/words.js';

/** The names of workers and operations in a sentence. Capitalise a name at the beginning. */
export interface Naming {
  /** `worker 7`; `B` */
  readonly worker: (worker: number) => string;
  /** `worker 7's operation 4`; `B's operation 4`, or `B` where no worker has a second one. */
  readonly operation: (operation: Pick<OperationRecord, 'worker' | 'sequence'>) => string;
  /** Names each of them: `workers 3 and 21`; `A and B` */
  readonly workers: (workers: readonly number[]) => string;
  /** Counts them: `21 workers`; `A and B`, or `4 workers` */
  readonly crowd: (workers: readonly number[]) => string;
}

/** `worker 7`: for a race in one process. */
const byNumber: Naming = {
  worker: (worker) => `worker ${worker}`,
  operation: ({ worker, sequence }) => `worker ${worker}'s operation ${sequence}`,
  workers: (workers) =>
    `${numbered(workers.length, 'worker', 'workers')} ${listed(workers.map(String))}`,
  crowd: (workers) =>
    workers.length === 1 ? byNumber.workers(workers) : `${count(workers.length)} workers`,
};

/** `worker 7 (process 2)`: for a race in several processes, which share only the database. */
function byProcess(spread: Spread): Naming {
  const where = (worker: number) => `(process ${processOf(worker, spread)})`;
  const named = (worker: number) => `${worker} ${where(worker)}`;
  const workers = (those: readonly number[]) =>
    `${numbered(those.length, 'worker', 'workers')} ${listed(those.map(named))}`;
  return {
    worker: (worker) => `worker ${named(worker)}`,
    operation: (operation) => `${byNumber.operation(operation)} ${where(operation.worker)}`,
    workers,
    crowd: (those) => (those.length === 1 ? workers(those) : byNumber.crowd(those)),
  };
}

/** By number; with several processes, also by process. */
export const namingOf = (spread: Spread): Naming =>
  spread.processes > 1 ? byProcess(spread) : byNumber;

const lettersOf = (workers: readonly number[]): string => listed(workers.map(letterOf));

const severalEach: Naming = {
  worker: letterOf,
  operation: ({ worker, sequence }) => `${letterOf(worker)}'s operation ${sequence}`,
  workers: lettersOf,
  crowd: (workers) =>
    workers.length > LISTED ? `${count(workers.length)} workers` : lettersOf(workers),
};

const oneEach: Naming = { ...severalEach, operation: ({ worker }) => letterOf(worker) };

/**
 * `B`: for a schedule. If no worker has a second operation, the worker's letter names its
 * operation.
 */
export function byLetter(operations: Operations): Naming {
  for (const { sequence } of operations) if (sequence > 1) return severalEach;
  return oneEach;
}
