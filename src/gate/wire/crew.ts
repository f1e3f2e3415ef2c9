import type { HostedConnection } from './connection-host.js';
import { runAs, type ScheduleMark, type Writer } from './context.js';
import type { Habits } from './habits.js';
import { hasWork } from './pending-work.js';
import { Rest } from './rest.js';
import { senderOf, type Sender } from './sender.js';
import { WireWorker } from './wire-worker.js';

/** The function of a worker. */
export type WorkerCode = (worker: number) => Promise<void>;

/** What the crew needs from its gate. */
export interface CrewOptions {
  readonly count: number;
  readonly habits: Habits;
  /** Whether a connection is being set up, or something passes freely. */
  readonly isBusy: () => boolean;
  /** The code of a worker has come to rest: it waits for a step, has ended, or waits for something else. */
  readonly rested: (worker: WireWorker) => void;
}

/** The worker that sent a statement. */
export interface CrewSender extends Sender<WireWorker> {
  /** Whether code that a worker started in an earlier schedule wrote it. */
  readonly isOfEarlierSchedule: boolean;
}

/** The workers of a gate: whose code runs, and whose statement it is that arrives. */
export class Crew {
  readonly workers: readonly WireWorker[];
  readonly #options: CrewOptions;
  readonly #habits: Habits;
  readonly #rest: Rest;
  #code: WorkerCode = () => Promise.resolve();
  /** Stands for the schedule in the asynchronous contexts of its workers. */
  #schedule: ScheduleMark = { gate: this };
  /** The worker whose code was started or handed an answer last. */
  #latest: WireWorker | undefined;
  /** How often workers came to rest inside the application. */
  #rests = 0;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#habits = options.habits;
    const start = (worker: WireWorker) => this.#start(worker);
    this.workers = Array.from({ length: options.count }, (_, i) => new WireWorker(i + 1, start));
    this.#rest = new Rest({
      habits: options.habits,
      isBusy: options.isBusy,
      mayWakeOthers: () => this.workers.some(({ activity }) => activity.kind === 'quiet'),
      rested: (worker, isSilent) => this.#rested(worker, isSilent),
    });
  }

  /**
   * Gets ready for a schedule.
   * @param taking the numbers of the workers that take part
   * @param startApart whether their first statements are steps of their own
   */
  begin(taking: ReadonlySet<number>, code: WorkerCode, startApart: boolean): void {
    this.#code = code;
    this.#schedule = { gate: this };
    this.#latest = undefined;
    for (const worker of this.workers) worker.join(taking.has(worker.number), startApart);
  }

  end(): void {
    this.#latest = undefined;
    this.#rest.end();
  }

  /** Whether a worker has begun in this schedule. */
  get hasBegun(): boolean {
    return this.#latest !== undefined;
  }

  get areDone(): boolean {
    return this.workers.every(({ activity }) => activity.kind === 'done');
  }

  withNumber(number: number): WireWorker | undefined {
    return this.workers[number - 1];
  }

  /* ---------- Whose code runs ---------- */

  #start(worker: WireWorker): void {
    const { number } = worker;
    this.handed(worker, '');
    const ended = () => this.#ended(worker);
    runAs(this.#schedule, number, () => this.#code(number)).then(ended, ended);
  }

  #ended(worker: WireWorker): void {
    this.#noteMovement(worker);
    worker.end();
    worker.leavesWork = hasWork(this.#schedule, worker.number);
    worker.isWorking = true;
    this.#rest.look(worker);
  }

  /** The worker was handed an answer: its code goes on. @param key that of the step */
  handed(worker: WireWorker, key: string): void {
    worker.handedKey = key;
    worker.isSilent = false;
    this.#latest = worker;
    worker.isWorking = true;
    worker.isUnawaited = worker.hasEnded;
    this.#rest.sign(worker);
  }

  /** A worker that waited inside the application wrote something that is no step. */
  wrote(writer: Writer): void {
    const worker = this.#workerIn(writer);
    if (worker?.activity.kind !== 'quiet') return;
    this.#noteMovement(worker);
    worker.isWorking = true;
    this.#rest.sign(worker);
  }

  /** A connection of the worker ends: its code gets an error, or has ended it itself. */
  lost(worker: WireWorker | undefined): void {
    if (worker?.isRunning !== true) return;
    worker.isWorking = true;
    this.#rest.sign(worker);
    this.#rest.look(worker);
  }

  /** Something arrived, or passed: looks again whether code has come to rest. */
  look(): void {
    for (const worker of this.workers) this.#rest.look(worker);
  }

  #rested(worker: WireWorker, isSilent: boolean): void {
    worker.isWorking = false;
    worker.isSilent = isSilent && worker.isRunning && worker.hasSteps;
    worker.isStarting = false;
    if (worker.activity.kind === 'quiet') worker.quietSince = ++this.#rests;
    this.#options.rested(worker);
  }

  /** The code of a worker moved: by itself, if no code of another one runs that could have let it go on. */
  #noteMovement(worker: WireWorker): void {
    this.#rest.moved(worker);
    const isAlone = this.workers.every(({ isWorking }) => !isWorking);
    if (isAlone && (worker.activity.kind === 'quiet' || worker.isSilent)) {
      this.#habits.moved(worker.place, Number.POSITIVE_INFINITY);
    }
  }

  /* ---------- Whose statement it is ---------- */

  /**
   * Gives a connection to the worker that sent its next step.
   * @returns null when it came before the first worker started
   */
  attribute(connection: HostedConnection, key: string, writer: Writer): CrewSender | null {
    const sender = this.#senderOn(connection, key, writer);
    if (sender === null) return null;
    const { worker } = sender;
    // It may serve a worker of this schedule, or be what an earlier one has not awaited.
    const isOfEarlierSchedule = this.#isOfEarlierSchedule(causeOf(connection, writer));
    const isUncertain = sender.isUncertain || isOfEarlierSchedule;
    this.#noteMovement(worker);
    this.#noteFollowing(worker);
    this.withNumber(connection.worker)?.leave(connection);
    connection.worker = worker.number;
    worker.take(connection);
    this.#learn(worker, key, writer.isDriver && connection.lastKey !== '');
    worker.lastKey = key;
    return { worker, isUncertain, isOfEarlierSchedule };
  }

  /** The worker sent something more, after a sign of it. What comes after its end may be of a job, and is not expected. */
  #noteFollowing(worker: WireWorker): void {
    const { kind } = worker.activity;
    if (kind === 'gated' || kind === 'done') this.#habits.cameLate(worker.place);
    if (worker.hasSteps && !worker.hasEnded) this.#habits.cameMore(worker.place);
  }

  #senderOn(connection: HostedConnection, key: string, writer: Writer): Sender<WireWorker> | null {
    const isNew = connection.lastKey === '';
    const latest = this.#latest;
    const others = this.workers.filter((each) => each !== latest && each.isRunning);
    return senderOf(
      {
        key,
        writer: this.#workerIn(writer),
        isByDriver: writer.isDriver,
        owner: connection.inTransaction ? this.withNumber(connection.begunBy) : undefined,
        opener: isNew ? this.#workerIn(connection.opener) : undefined,
        lastUser: this.withNumber(connection.worker),
        running:
          latest?.isWorking === true ? latest : this.workers.find(({ isWorking }) => isWorking),
        quiet: this.workers
          .filter(({ activity }) => activity.kind === 'quiet')
          .toSorted((a, b) => a.quietSince - b.quietSince),
        silent: this.workers.filter(({ isSilent }) => isSilent),
        latest,
        isLatestAlone: others.length === 0,
      },
      this.#habits,
    );
  }

  /** The number of the worker whose code wrote it, or else was handed an answer last; 0: none. */
  likelySender(writer: Writer): number {
    return this.#workerIn(writer)?.number ?? this.#latest?.number ?? 0;
  }

  /** Whether code of a worker of another gate wrote it. */
  isForeign({ schedule }: Writer): boolean {
    return schedule !== null && schedule.gate !== this;
  }

  /** Whether it was written by code that a worker started in an earlier schedule, such as a timer. */
  #isOfEarlierSchedule({ schedule }: Writer): boolean {
    return schedule?.gate === this && schedule !== this.#schedule;
  }

  /**
   * Whether no worker can await a statement: code of an earlier schedule wrote it while all workers were at rest, or
   * what a worker had begun before its function ended, such as a timer.
   */
  isLeftOver(connection: OpenedConnection, by: Writer): boolean {
    const writer = causeOf(connection, by);
    const worker = this.#workerIn(writer);
    if (worker !== undefined) return worker.leavesWork && worker.hasEnded && !worker.isWorking;
    const areAtRest = this.workers.every(
      ({ activity: { kind } }) => kind === 'gated' || kind === 'done',
    );
    return areAtRest && this.#isOfEarlierSchedule(writer);
  }

  #workerIn({ schedule, worker }: Writer): WireWorker | undefined {
    return schedule === this.#schedule ? this.withNumber(worker) : undefined;
  }

  /** While all others are away, it is certain who sends what, and that no other worker let it go on. */
  #learn(worker: WireWorker, key: string, isQueued: boolean): void {
    if (
      worker !== this.#latest ||
      this.workers.some((other) => other !== worker && other.isRunning)
    )
      return;
    this.#habits.learn({ worker: worker.number, after: worker.lastKey, key }, isQueued);
    this.#habits.learn({ ...worker.place, key }, isQueued);
  }
}

type OpenedConnection = Pick<HostedConnection, 'opener' | 'lastKey'>;

/** Who caused a statement: who wrote it, or opened the connection, when it is the first that a driver sends there. */
const causeOf = ({ opener, lastKey }: OpenedConnection, writer: Writer): Writer =>
  writer.isDriver && lastKey === '' ? opener : writer;
