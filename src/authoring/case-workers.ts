/** Reads what runs at once in a case. */
import type { CaseWorker } from '../model.js';
import { WORKLOAD_LIMITS } from '../plan/limits.js';
import { invalid, isObject, requireFunction, shown, type UnknownRecord } from './requirements.js';

const { max: MOST } = WORKLOAD_LIMITS.workers;

const DEFAULT_TIMES = 2;

/**
 * The workers of a definition: named functions, or one function several times.
 * @throws {UsageError} when there are none, too many, or some are no functions
 */
export function readWorkers(what: string, given: UnknownRecord): readonly CaseWorker[] {
  const { workers, worker, times } = given;
  if (workers !== undefined && worker !== undefined) {
    throw invalid(
      `${what} has workers and worker`,
      'Give one of them: workers for named functions, or worker and times for one function that runs several times.',
    );
  }
  if (times !== undefined && worker === undefined) {
    throw invalid(
      `${what} has times, but no worker`,
      'Add worker: (application) => …, which runs so many times.',
    );
  }
  if (workers === undefined && worker === undefined) {
    throw invalid(
      `${what} has no workers`,
      'Add workers: { anna: (application) => …, ben: (application) => … }.',
    );
  }
  return Object.freeze(workers === undefined ? repeated(what, given) : named(what, workers));
}

function named(what: string, workers: unknown): readonly CaseWorker[] {
  const hint = 'It must be an object of functions, such as { anna: (application) => … }.';
  if (!isObject(workers)) throw invalid(`${what}: workers is ${shown(workers)}`, hint);
  const entries = Object.entries(workers);
  if (entries.length === 0) throw invalid(`${what}: workers is empty`, hint);
  requireLetters(`${what}: workers has ${entries.length} functions`, entries.length);
  return entries.map(([name]) => {
    requireWorkerName(what, name);
    return workerOf(`${what}, workers`, workers, name, name);
  });
}

function repeated(what: string, given: UnknownRecord): readonly CaseWorker[] {
  const times = given['times'] ?? DEFAULT_TIMES;
  if (typeof times !== 'number' || !Number.isSafeInteger(times) || times < 1) {
    throw invalid(
      `${what}: times is ${shown(times)}`,
      `It must be a whole number from 1 to ${MOST}.`,
    );
  }
  requireLetters(`${what}: times is ${times}`, times);
  return Array.from({ length: times }, (_, index) =>
    workerOf(what, given, 'worker', `worker ${index + 1}`),
  );
}

/** @param owner the object that has the function, which the function may use as `this` */
function workerOf(what: string, owner: UnknownRecord, key: string, name: string): CaseWorker {
  const example = `Such as ${/^\w+$/.test(key) ? key : shown(key)}: (application) => buy(application).`;
  requireFunction(what, owner, key, `It must be a function. ${example}`);
  const work = owner[key];
  const run: CaseWorker['run'] = (application, context): unknown =>
    typeof work === 'function' ? Reflect.apply(work, owner, [application, context]) : undefined;
  return Object.freeze({ name, run });
}

/** Schedules are written with a letter for each worker. */
function requireLetters(found: string, workers: number): void {
  if (workers <= MOST) return;
  throw invalid(
    `${found}, more than ${MOST}`,
    'Leave some out: each has a letter in a schedule, and two or three show most races.',
  );
}

/** Reports have the name at the head of a column. */
function requireWorkerName(what: string, name: string): void {
  const hint = 'A name is text on one line, such as anna.';
  if (name.trim() === '') throw invalid(`${what}: workers has an empty name`, hint);
  if (/\p{Cc}/u.test(name)) {
    throw invalid(`${what}: workers has the name ${shown(name)}`, hint);
  }
}
