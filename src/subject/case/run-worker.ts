import type { Case } from '../../model.js';
import type { Application } from './application.js';
import type { LaneGate } from './lane-gate.js';
import type { Programs } from './service/programs.js';
import { placeIn, runAsCode } from './whose-code.js';

/** What runs the workers of a lane. */
export interface WorkerPlace {
  readonly case: Case;
  readonly application: Application;
  readonly programs: Programs;
  readonly gate: Pick<LaneGate, 'context' | 'variables'>;
  readonly signal: AbortSignal;
}

/**
 * Runs the function of a worker, or its program.
 * @param property such as `workers.anna`
 * @param number that of the worker, from 1
 */
export async function runWorker(
  { case: the, application, programs, gate, signal }: WorkerPlace,
  property: string,
  number: number,
): Promise<unknown> {
  const { context, variables } = gate;
  const worker = the.workers[number - 1];
  if (worker === undefined) throw new RangeError(`there is no worker ${number}`);
  if ('program' in worker) return programs.run(the, property, worker.program);
  const given = { worker: worker.name, signal, url: context.url };
  return runAsCode(placeIn(the, property, variables), async () =>
    worker.run(application.replicaFor(number), given),
  );
}
