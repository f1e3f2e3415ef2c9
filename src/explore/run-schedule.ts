import { SessionLost } from '../database/session-lost.js';
import type {
  AccountState,
  Action,
  AttemptVerdict,
  Workload,
  Operation,
  OperationRecord,
  Schedule,
} from '../model.js';
import { retriesFor } from '../plan/retries.js';
import { attempt } from '../race/attempt.js';
import { drawOperation } from '../race/draw-operation.js';
import { LOST_CONNECTION, perform } from '../race/perform.js';
import type { BlockWatch } from '../gate/block-watch.js';
import { Conductor, type Chronicle, type ConductorOptions } from './conductor.js';
import type { Lane } from '../subject/account/lane.js';
import { drawInTurns } from '../subject/account/turns.js';
import { WatchedReplica } from '../gate/gated-replica.js';
import type { LaneWorker } from '../gate/in-process-worker.js';

/** A point at which more than one worker might be released, or only one. */
export interface Choice {
  /** Workers that were ready, in the order of their numbers. */
  readonly ready: readonly number[];
  readonly chosen: number;
  /** What was released: the text of a statement, or the name of a lock. */
  readonly action: string;
}

/** Picks whom to release: one of those that are ready. @param step from 1 */
export type Choose = (
  ready: readonly number[],
  step: number,
  workers: readonly LaneWorker[],
) => number;

/** A schedule that was run to its end. */
export interface ScheduleRun {
  readonly choices: readonly Choice[];
  readonly operations: readonly OperationRecord[];
  readonly final: readonly AccountState[];
}

/** Told of each step as it is taken, beside what happens. */
export interface Recorder extends Chronicle {
  stepBegins(worker: LaneWorker, at: Standing): void;
  attemptEnded(worker: LaneWorker, at: Standing, end: AttemptVerdict, cause: string | null): void;
  stepEnded(): Promise<void> | void;
}

/** Where in its work a worker stands. */
export interface Standing {
  /** Position within the worker's operations, from 1. */
  readonly operation: number;
  /** From 1. */
  readonly attempt: number;
}

/** What is run, where, in which order, and who hears of it. */
export interface ScheduleOptions extends ConductorOptions {
  readonly experiment: Workload;
  /** Prepared for the strategy. */
  readonly lane: Lane;
  readonly watch: BlockWatch;
  readonly choose: Choose;
  readonly recorder: Recorder;
}

/**
 * Runs one schedule from a fresh start to its end.
 * @throws {SessionLost} when the server is lost
 * @throws {EnvironmentError} when nothing moves any more
 * @throws what `choose` throws
 * @throws {EnvironmentError} for the first defect of the strategy's code: see `attempt`
 */
export async function runSchedule(options: ScheduleOptions): Promise<ScheduleRun> {
  const { lane, watch, recorder } = options;
  const conductor = new Conductor(lane.workers, watch, recorder, options);
  const replica = new WatchedReplica(conductor);
  const choices: Choice[] = [];
  const crew = lane.workers.map((worker) => new CrewMember(worker, options, replica, choices));
  for (const { worker } of crew) worker.join(conductor);
  try {
    const work = Promise.all(crew.map((member) => member.work()));
    const conducted = conduct(crew, options, () => conductor.settle(replica), choices);
    // Whichever fails, the other never ends: a defect leaves its worker where it stands.
    await Promise.race([conducted, work.then(() => conducted)]);
    return { choices, operations: (await work).flat(), final: await lane.finish() };
  } finally {
    conductor.end();
  }
}

/** Releases one worker after the other, until nobody is ready any more. */
async function conduct(
  crew: readonly CrewMember[],
  { choose, lane, recorder }: ScheduleOptions,
  settle: () => Promise<void>,
  choices: Choice[],
): Promise<void> {
  await settle();
  for (;;) {
    const ready = lane.workers.filter(({ position }) => position.kind === 'ready');
    if (ready.length === 0) return;
    const numbers = ready.map(({ number }) => number);
    const chosen = choose(numbers, choices.length + 1, lane.workers);
    const member = crew[chosen - 1];
    if (member?.worker.position.kind !== 'ready') throw new RangeError('not a ready worker');
    const { action, release } = member.worker.position;
    // What the others began has begun before this one goes on.
    for (const { worker } of crew) {
      if (worker !== member.worker && worker.session.isBeginning) await worker.session.begun();
    }
    choices.push({ ready: numbers, chosen, action: textOf(action) });
    member.begin(choices.length);
    release();
    await settle();
    await recorder.stepEnded();
  }
}

const textOf = (action: Action): string => (action.kind === 'lock' ? action.name : action.sql);

/** A worker's part in one schedule. */
class CrewMember {
  readonly worker: LaneWorker;
  readonly #options: ScheduleOptions;
  readonly #replica: WatchedReplica;
  readonly #choices: readonly Choice[];
  #operation = 0;
  #attempt = 0;
  /** The first step of the operation under way; 0 before it. */
  #startedAt = 0;

  constructor(
    worker: LaneWorker,
    options: ScheduleOptions,
    replica: WatchedReplica,
    choices: readonly Choice[],
  ) {
    this.worker = worker;
    this.#options = options;
    this.#replica = replica;
    this.#choices = choices;
  }

  /** It is about to be released. */
  begin(step: number): void {
    if (this.#startedAt === 0) this.#startedAt = step;
    this.#options.recorder.stepBegins(this.worker, this.#standing);
  }

  get #standing(): Standing {
    return { operation: this.#operation, attempt: this.#attempt };
  }

  /** Carries out its operations, one after another. */
  async work(): Promise<OperationRecord[]> {
    const { experiment } = this.#options;
    const draw = drawInTurns(experiment, this.worker.number);
    const records: OperationRecord[] = [];
    for (let sequence = 1; sequence <= experiment.operations; sequence += 1) {
      this.#operation = sequence;
      this.#attempt = 0;
      this.#startedAt = 0;
      const range = { least: 1, most: experiment.accounts };
      records.push(await this.#perform(drawOperation(experiment.scenario, draw, range)));
    }
    this.worker.move({ kind: 'done' });
    return records;
  }

  async #perform(operation: Operation): Promise<OperationRecord> {
    const { experiment, strategy, recorder } = this.#options;
    const replica = this.#replica.seenBy(this.worker);
    let cause: string | null = null;
    const { retries, outcome } = await perform(
      async () => {
        this.#attempt += 1;
        const made = await attempt(strategy, this.worker.client, operation, replica);
        cause = 'cause' in made.end ? made.end.cause : null;
        return made;
      },
      (retriesSoFar) => {
        const again = retriesSoFar < retriesFor(experiment, strategy);
        if (again) recorder.attemptEnded(this.worker, this.#standing, 'retry', cause);
        return again;
      },
    );
    if (outcome.kind === 'indeterminate') throw lost(true);
    if (outcome.kind === 'failed' && outcome.cause === LOST_CONNECTION) throw lost(false);
    recorder.attemptEnded(this.worker, this.#standing, outcome.kind, cause);
    const [startedAt, endedAt] = [this.#startedAt, this.#choices.length];
    return {
      worker: this.worker.number,
      sequence: this.#operation,
      kind: operation.kind,
      changes: operation.changes,
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
  new SessionLost(committing, new Error('it broke in the middle of a schedule'));

/** The schedule that was run. */
export const scheduleOf = ({ choices }: Pick<ScheduleRun, 'choices'>): Schedule =>
  choices.map(({ chosen }) => chosen);

/** Changes of worker from one step to the next. */
export function switchesIn(schedule: Schedule): number {
  let switches = 0;
  for (let step = 1; step < schedule.length; step += 1) {
    if (schedule[step] !== schedule[step - 1]) switches += 1;
  }
  return switches;
}
