/** Whose code runs in this process, by its asynchronous context: that of a worker, of the application, or of a driver. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Stands for one schedule of a gate. */
export interface ScheduleMark {
  /** Stands for the gate. */
  readonly gate: object;
}

/** Whose code runs, or wrote to a socket. */
export interface Writer {
  /** The schedule of the worker; null: no worker. */
  readonly schedule: ScheduleMark | null;
  /** 0: none. */
  readonly worker: number;
  /** Whether a driver wrote it by itself, as it read an answer: perhaps for a worker that had to wait. */
  readonly isDriver: boolean;
}

/** Code of another process, or code that belongs to no worker. */
export const UNKNOWN: Writer = { schedule: null, worker: 0, isDriver: false };
const DRIVER: Writer = { schedule: null, worker: 0, isDriver: true };
const APPLICATION: Writer = { schedule: null, worker: 0, isDriver: false };

const contexts = new AsyncLocalStorage<Writer>();

/** Runs the code of a worker. What it starts keeps its context. */
export const runAs = <T>(schedule: ScheduleMark, worker: number, work: () => T): T =>
  contexts.run({ schedule, worker, isDriver: false }, work);

/** Runs code of a case that belongs to no worker, such as the opening of the application. */
export const runAsApplication = <T>(work: () => T): T => contexts.run(APPLICATION, work);

/** Runs code of a driver that reads an answer. */
export const runAsDriver = <T>(work: () => T): T => contexts.run(DRIVER, work);

/** Whose code runs now: that of a worker, of the application, or of a driver that reads an answer; null: no code of a case. */
export const currentWriter = (): Writer | null => contexts.getStore() ?? null;
