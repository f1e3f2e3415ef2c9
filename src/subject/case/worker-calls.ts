import type { Case, Ending } from '../../model.js';
import type { Application } from './application.js';
import { workerProperty } from './defects.js';
import { endingOf, type FirstErrors } from './ending.js';
import type { LaneGate } from './lane-gate.js';
import * as problems from './lane-problems.js';
import { neutralFor } from './neutral-ending.js';
import { NotPlain } from './plain-value.js';
import type { Programs } from './service/programs.js';
import { placeIn, runAsCode } from './whose-code.js';

/** What runs the workers of a lane. */
export interface WorkerCallsOptions {
  readonly case: Case;
  readonly gate: LaneGate;
  readonly application: Application;
  readonly programs: Programs;
  readonly signal: AbortSignal;
}

/** Calls the workers on one lane: their functions, or their programs. */
export class WorkerCalls {
  readonly #options: WorkerCallsOptions;
  readonly #thrown: FirstErrors;
  readonly #neutral: (ending: Ending) => Ending;

  /** @param thrown receives what the workers throw */
  constructor(options: WorkerCallsOptions, thrown: FirstErrors) {
    this.#options = options;
    this.#thrown = thrown;
    this.#neutral = neutralFor(options.gate);
  }

  /**
   * Calls a worker once.
   * @param number beyond the workers of the case, their functions and applications are dealt again
   * @param failed receives a defect of the code
   */
  async call(number: number, failed: (defect: Error) => void): Promise<Ending> {
    const { case: the, application } = this.#options;
    const worker = the.workers[(number - 1) % the.workers.length];
    if (worker === undefined) throw new RangeError(`there is no worker ${number}`);
    const property = workerProperty(worker.name);
    const run = () => this.#run(worker, property, number);
    try {
      const ending = this.#neutral(await endingOf(run, the, this.#thrown.of(property)));
      if (application.death !== null) failed(application.death);
      return ending;
    } catch (error) {
      const defect = error instanceof NotPlain ? problems.notPlain(the, property, error) : error;
      failed(defect instanceof Error ? defect : new Error(String(defect)));
      return { kind: 'returned', value: null };
    }
  }

  async #run(worker: Case['workers'][number], property: string, number: number): Promise<unknown> {
    const { case: the, application, programs, signal, gate } = this.#options;
    const { context, variables } = gate;
    if ('program' in worker) return programs.run(the, property, worker.program);
    const given = { worker: worker.name, signal, url: context.url };
    return runAsCode(placeIn(the, property, variables), async () =>
      worker.run(application.replicaFor(number), given),
    );
  }
}
