import type { CaseWorker } from '../../src/model.js';

/** The function of a worker. @throws {TypeError} when it is a program */
export function runOf(worker: CaseWorker | undefined) {
  if (worker === undefined || !('run' in worker)) throw new TypeError('it has no function');
  return worker.run;
}
