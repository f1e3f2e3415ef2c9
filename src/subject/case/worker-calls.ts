import { errorsIn } from '../../database/error-chain.js';
import type { Case, CaseWorker, Ending } from '../../model.js';
import type { Application } from './application.js';
import { workerProperty } from './defects.js';
import { endingOf, type FirstErrors } from './ending.js';
import type { LaneGate } from './lane-gate.js';
import type { LastFailures } from './last-failures.js';
import * as problems from './lane-problems.js';
import { neutralFor } from './neutral-ending.js';
import { NotPlain } from './plain-value.js';
import { ServiceFailure } from './service/fetch.js';
import { ProgramFailed, type Programs } from './service/programs.js';
import { placeIn, runAsCode } from './whose-code.js';

/** What runs the workers of a lane. */
export interface WorkerCallsOptions {
  readonly gate: LaneGate;
  readonly application: Application;
  readonly programs: Programs;
  readonly signal: AbortSignal;
}

/** Calls the workers on one lane: their functions, or their programs. */
export class WorkerCalls {
  readonly #options: WorkerCallsOptions;
  readonly #thrown: FirstErrors;
  readonly #failures: LastFailures;
  readonly #neutral: (ending: Ending) => Ending;

  /**
   * @param thrown receives what the workers throw
   * @param failures what the server answered them
   */
  constructor(options: WorkerCallsOptions, thrown: FirstErrors, failures: LastFailures) {
    this.#options = options;
    this.#thrown = thrown;
    this.#failures = failures;
    this.#neutral = neutralFor(options.gate);
  }

  /**
   * Calls a worker once.
   * @param number beyond the workers of the case, their functions and applications are dealt again
   * @param failed receives a defect of the code
   */
  async call(number: number, failed: (defect: Error) => void): Promise<Ending> {
    const { application } = this.#options;
    const the = application.codeFor(number);
    const worker = the.workers[(number - 1) % the.workers.length];
    if (worker === undefined) throw new RangeError(`there is no worker ${number}`);
    const property = workerProperty(worker.name);
    const run = () =>
      this.#run(the, worker, number).catch((error: unknown) => {
        noteSqlstate(error, this.#failures.of(number));
        throw error;
      });
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

  async #run(the: Case, worker: CaseWorker, number: number): Promise<unknown> {
    const { application, programs, signal, gate } = this.#options;
    const { context, variables } = gate;
    const property = workerProperty(worker.name);
    if ('program' in worker) return programs.run(the, property, worker.program);
    const given = { worker: worker.name, signal, url: context.url };
    return runAsCode(placeIn(the, property, variables), async () =>
      worker.run(application.replicaFor(number), given),
    );
  }
}

/**
 * A service or a program that the server has ended with such a failure fails without its SQLSTATE. It is treated as
 * code of this process is, which throws the error of its driver.
 */
function noteSqlstate(error: unknown, sqlstate: string | undefined): void {
  if (sqlstate === undefined) return;
  for (const each of errorsIn(error)) {
    if (each instanceof ServiceFailure || each instanceof ProgramFailed) {
      each.code = sqlstate;
      each.severity = 'ERROR';
    }
  }
}
