import { SessionLost } from '../../database/session-lost.js';
import type { InProcessWorker } from '../../gate/in-process-worker.js';
import type {
  AttemptVerdict,
  Operation,
  OperationRecord,
  PlannedOperation,
  Replica,
  Strategy,
  Workload,
} from '../../model.js';
import { retriesFor } from '../../plan/retries.js';
import { attempt } from '../../race/attempt.js';
import { drawOperation } from '../../race/draw-operation.js';
import { LOST_CONNECTION, perform } from '../../race/perform.js';
import { drawInTurns } from './turns.js';

/** The position of a worker in its work. */
export interface WorkPosition {
  /** Position within the worker's operations, from 1. */
  readonly operation: number;
  /** From 1. */
  readonly attempt: number;
}

/** Receives how an attempt ended. */
export type AttemptListener = (
  worker: number,
  at: WorkPosition,
  end: AttemptVerdict,
  cause: string | null,
) => void;

/** The options of a worker's work in one schedule. */
export interface WorkOptions {
  readonly workload: Workload;
  readonly strategy: Strategy;
  /** The application locks for this worker. */
  readonly replica: Replica;
  /** How many steps the schedule has released. */
  readonly stepsSoFar: () => number;
  readonly attemptEnded: AttemptListener;
}

/** The operations of one worker in one schedule, one after another. */
export class Work {
  /** The operations that it has begun, in order. */
  readonly begun: PlannedOperation[] = [];
  readonly #worker: InProcessWorker;
  readonly #options: WorkOptions;
  #operation = 0;
  #attempt = 0;
  /** The number of the current operation's first step; 0: not released yet. */
  #startedAt = 0;

  constructor(worker: InProcessWorker, options: WorkOptions) {
    this.#worker = worker;
    this.#options = options;
  }

  get standing(): WorkPosition {
    return { operation: this.#operation, attempt: this.#attempt };
  }

  /** Records that one of its steps was released. */
  released(): void {
    if (this.#startedAt === 0) this.#startedAt = this.#options.stepsSoFar();
  }

  /** Carries out its operations. */
  async perform(): Promise<readonly OperationRecord[]> {
    const { workload } = this.#options;
    const draw = drawInTurns(workload, this.#worker.number);
    const records: OperationRecord[] = [];
    for (let sequence = 1; sequence <= workload.operations; sequence += 1) {
      this.#operation = sequence;
      this.#attempt = 0;
      this.#startedAt = 0;
      const range = { least: 1, most: workload.accounts };
      records.push(await this.#performOne(drawOperation(workload.scenario, draw, range)));
    }
    this.#worker.end();
    return records;
  }

  async #performOne(operation: Operation): Promise<OperationRecord> {
    const { workload, strategy, replica, stepsSoFar, attemptEnded } = this.#options;
    const { number, client } = this.#worker;
    const { kind, changes } = operation;
    this.begun.push({ worker: number, sequence: this.#operation, kind, changes });
    let cause: string | null = null;
    const { retries, outcome } = await perform(
      async () => {
        this.#attempt += 1;
        const made = await attempt(strategy, client, operation, replica);
        cause = 'cause' in made.end ? made.end.cause : null;
        return made;
      },
      (retriesSoFar) => {
        const again = retriesSoFar < retriesFor(workload, strategy);
        if (again) attemptEnded(number, this.standing, 'retry', cause);
        return again;
      },
    );
    if (outcome.kind === 'indeterminate') throw lost(true);
    if (outcome.kind === 'failed' && outcome.cause === LOST_CONNECTION) throw lost(false);
    attemptEnded(number, this.standing, outcome.kind, cause);
    const [startedAt, endedAt] = [this.#startedAt, stepsSoFar()];
    return {
      worker: number,
      sequence: this.#operation,
      kind,
      changes,
      startedAt,
      endedAt,
      activeFrom: startedAt,
      activeUntil: endedAt,
      retries,
      outcome,
    };
  }
}

const lost = (committing: boolean) =>
  new SessionLost(committing, new Error('it was lost in the middle of a schedule'));
