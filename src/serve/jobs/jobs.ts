import { randomBytes } from 'node:crypto';

import { nowMs } from '../../own-timers.js';
import type { Document } from '../../report/document/blocks.js';
import { RequestError } from '../problem.js';
import { EventLog } from './event-log.js';

/** The shortest time between two events of progress, in milliseconds. */
const EVERY_MS = 200;

/** What a job does. */
export type JobKind = 'race' | 'exploration';
/** How far a job is: the last three are its ends. */
type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** Receives how far the work is. It may be called as often as the work likes. */
export type OnProgress = (progress: Readonly<Record<string, unknown>>) => void;

/** What a job found. */
export interface JobResult {
  /** The JSON of the command line. */
  readonly report: unknown;
  /** The same, as the page draws it. */
  readonly document: Document;
}

/** What a job runs. Ends early when the signal is aborted. */
export type Work = (signal: AbortSignal, onProgress: OnProgress) => Promise<JobResult>;

/** A race or an exploration, from its request until its result is no longer kept. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /** Whether it works on cases. In one process, work on cases is done one at a time. */
  readonly needsCases: boolean;
  readonly events: EventLog;
  readonly state: JobState;
  /** Null until it is done. */
  readonly result: JobResult | null;
  /** Null unless it failed. */
  readonly error: unknown;
}

/** A job, and what changes it. */
class RunningJob implements Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly needsCases: boolean;
  readonly work: Work;
  readonly events = new EventLog();
  readonly cancelling = new AbortController();
  state: JobState = 'queued';
  result: JobResult | null = null;
  error: unknown = null;
  #progressAt = Number.NEGATIVE_INFINITY;

  constructor({
    id,
    kind,
    work,
    needsCases,
  }: Pick<RunningJob, 'id' | 'kind' | 'work' | 'needsCases'>) {
    this.id = id;
    this.kind = kind;
    this.work = work;
    this.needsCases = needsCases;
    this.enter('queued');
  }

  enter(state: JobState): void {
    this.state = state;
    this.events.add('state', { state });
    if (state !== 'queued' && state !== 'running') this.events.close();
  }

  readonly onProgress: OnProgress = (progress) => {
    const now = nowMs();
    if (now - this.#progressAt < EVERY_MS) return;
    this.#progressAt = now;
    this.events.add('progress', progress);
  };
}

/** When all jobs end, and how many are kept; tests lower the limits. */
export interface JobsOptions {
  /** Ends all jobs. */
  readonly signal: AbortSignal;
  /** Jobs that may wait. */
  readonly mostQueued?: number;
  /** Ended jobs whose results are kept. */
  readonly mostKept?: number;
}

/** Races and explorations: one runs, the others wait in turn. */
export class Jobs {
  readonly #options: Required<JobsOptions>;
  #jobs: readonly RunningJob[] = [];
  #count = 0;
  /** Begins the numbers of this service's jobs, so that an address of an earlier service does not find one of them. */
  readonly #start = randomBytes(3).toString('hex');
  #running: Promise<void> | null = null;

  constructor({ signal, mostQueued = 10, mostKept = 20 }: JobsOptions) {
    this.#options = { signal, mostQueued, mostKept };
  }

  /** Runs work as soon as the jobs before it have ended. @throws {RequestError} when too many wait */
  start(kind: JobKind, work: Work, { needsCases = false } = {}): Job {
    const waiting = this.#jobs.filter(({ state }) => state === 'queued').length;
    if (waiting >= this.#options.mostQueued) throw queueFull(waiting);
    this.#count += 1;
    const job = new RunningJob({ id: `${this.#start}-${this.#count}`, kind, work, needsCases });
    this.#jobs = [...this.#jobs, job];
    this.#running ??= this.#runAll();
    return job;
  }

  /** @throws {RequestError} when there is none, or it is no longer kept */
  find(kind: JobKind, id: string): Job {
    return this.#find(kind, id);
  }

  #find(kind: JobKind, id: string): RunningJob {
    const job = this.#jobs.find((each) => each.id === id && each.kind === kind);
    if (job !== undefined) return job;
    throw new RequestError(404, `there is no ${kind} ${id}`, {
      code: 'NOT_FOUND',
      hint: `Only the last ${this.#options.mostKept} results are kept: start it again.`,
    });
  }

  /** @throws {RequestError} while a job on cases runs or waits */
  requireNoCases(): void {
    const job = this.#jobs.find((each) => each.needsCases && !hasEnded(each));
    if (job !== undefined) throw caseJobUnderWay(job);
  }

  /** Ends a job that has not ended. @throws as {@link find} */
  cancel(kind: JobKind, id: string): Job {
    const job = this.#find(kind, id);
    job.cancelling.abort(new Error('cancelled'));
    if (job.state === 'queued') job.enter('cancelled');
    return job;
  }

  /** Ends all jobs, and waits until nothing of them runs. */
  async close(): Promise<void> {
    for (const job of this.#jobs) this.cancel(job.kind, job.id);
    await this.#running;
  }

  async #runAll(): Promise<void> {
    // The answer to the request that started it goes first.
    await Promise.resolve();
    for (let job = this.#next(); job !== undefined; job = this.#next()) {
      await this.#run(job);
      this.#forget();
    }
    this.#running = null;
  }

  #next(): RunningJob | undefined {
    return this.#jobs.find(({ state }) => state === 'queued');
  }

  async #run(job: RunningJob): Promise<void> {
    job.enter('running');
    const signal = AbortSignal.any([this.#options.signal, job.cancelling.signal]);
    try {
      job.result = await job.work(signal, job.onProgress);
      job.enter('done');
    } catch (error) {
      job.error = error;
      job.enter(signal.aborted ? 'cancelled' : 'failed');
    }
  }

  #forget(): void {
    const ended = this.#jobs.filter(hasEnded);
    const old = new Set(ended.slice(0, Math.max(0, ended.length - this.#options.mostKept)));
    this.#jobs = this.#jobs.filter((job) => !old.has(job));
  }
}

const hasEnded = ({ state }: Job): boolean => state !== 'queued' && state !== 'running';

const queueFull = (waiting: number): RequestError =>
  new RequestError(503, `${waiting} races and explorations are waiting already`, {
    code: 'TOO_BUSY',
    hint: 'Wait until one has ended, or cancel one with DELETE.',
    retryAfter: 5,
  });

const caseJobUnderWay = ({ kind, id, state }: Job): RequestError =>
  new RequestError(503, `${kind} ${id} of cases ${state === 'queued' ? 'waits' : 'runs'}`, {
    code: 'TOO_BUSY',
    hint: `Work on cases is done one at a time. Wait until it has ended, or cancel it with DELETE /${kind}s/${id}.`,
    retryAfter: 5,
  });
