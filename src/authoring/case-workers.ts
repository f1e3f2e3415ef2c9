/** Reads what runs at once in a case. */
import type { CaseWorker, WorkerContext } from '../model.js';
import { WORKLOAD_LIMITS } from '../plan/limits.js';
import { readWorkerProgram } from './case-programs.js';
import { invalid, isObject, requireFunction, shown, type UnknownRecord } from './requirements.js';

const { max: MOST } = WORKLOAD_LIMITS.workers;

const DEFAULT_TIMES = 2;

/**
 * The workers of a definition: named functions or programs, or one of them several times.
 * @param directory what paths are relative to; null: the current directory
 * @throws {UsageError} when there are none, too many, or some are neither functions nor programs
 */
export function readWorkers(
  what: string,
  given: UnknownRecord,
  directory: string | null,
): readonly CaseWorker[] {
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
  return Object.freeze(
    workers === undefined ? repeated(what, given, directory) : named(what, workers, directory),
  );
}

function named(what: string, workers: unknown, directory: string | null): readonly CaseWorker[] {
  const hint = 'It must be an object of functions, such as { anna: (application) => … }.';
  if (!isObject(workers)) throw invalid(`${what}: workers is ${shown(workers)}`, hint);
  const entries = Object.entries(workers);
  if (entries.length === 0) throw invalid(`${what}: workers is empty`, hint);
  requireLetters(`${what}: workers has ${entries.length} functions`, entries.length);
  return entries.map(([name]) => {
    requireWorkerName(what, name);
    return workerOf(`${what}, workers`, workers, { key: name, name, directory });
  });
}

function repeated(
  what: string,
  given: UnknownRecord,
  directory: string | null,
): readonly CaseWorker[] {
  const times = given['times'] ?? DEFAULT_TIMES;
  if (typeof times !== 'number' || !Number.isSafeInteger(times) || times < 1) {
    throw invalid(
      `${what}: times is ${shown(times)}`,
      `It must be a whole number from 1 to ${MOST}.`,
    );
  }
  requireLetters(`${what}: times is ${times}`, times);
  return Array.from({ length: times }, (_, index) =>
    workerOf(what, given, { key: 'worker', name: `worker ${index + 1}`, directory }),
  );
}

/** @param owner the object that has the function, which the function may use as `this` */
function workerOf(
  what: string,
  owner: UnknownRecord,
  { key, name, directory }: { key: string; name: string; directory: string | null },
): CaseWorker {
  const given = owner[key];
  if (isObject(given) && 'command' in given) {
    const where = `${what}${key === 'worker' ? ': ' : '.'}${key}`;
    return Object.freeze({ name, program: readWorkerProgram(where, given, directory) });
  }
  const example = `Such as ${/^\w+$/.test(key) ? key : shown(key)}: (application) => buy(application).`;
  requireFunction(
    what,
    owner,
    key,
    `It must be a function, or a program such as { command: ['node', 'job.js'] }. ${example}`,
  );
  const work = owner[key];
  const run = (application: unknown, context: WorkerContext): unknown =>
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
