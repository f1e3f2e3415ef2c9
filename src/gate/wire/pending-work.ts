/**
 * Work that the code of a case has begun, and that may send a statement when its workers have ended: timers, child
 * processes, threads, jobs such as the hash of a password, and requests to other servers. Node.js reports all but the
 * last when they begin, whichever function begins them.
 */
import { createHook, type AsyncHook } from 'node:async_hooks';
import type { Socket } from 'node:net';

import { clearTimeout, setTimeout } from '../../own-timers.js';
import { currentWriter, type ScheduleMark, type Writer } from './context.js';

/** Work that has begun. */
interface Work {
  readonly kind: 'timer' | 'process' | 'request';
  readonly writer: Writer;
  /** What Node.js has for it: a timer, the handle of a process or thread, a job, or a socket. */
  readonly resource: object;
  readonly hasEnded: () => boolean;
}

/** Longer timers are not watched: pools close idle connections with them. */
const LONGEST_MS = 5_000;
/** When anything but a timer ends is not known: how often to look, in milliseconds. */
const LOOK_MS = 20;

/** By their resources. */
const begun = new Map<object, Work>();

let watches = 0;
let hook: AsyncHook | null = null;

/**
 * Watches what the code of cases begins in this process.
 * @returns a function that ends it
 */
export function watchWork(): () => void {
  watches += 1;
  hook ??= createHook({ init: (_id, type, _cause, resource) => note(type, resource) });
  hook.enable();
  return () => {
    watches -= 1;
    if (watches > 0) return;
    hook?.disable();
    begun.clear();
  };
}

/** @param type as async_hooks names it */
function note(type: string, resource: object): void {
  if (UNWATCHED.has(type)) return;
  if (type === 'Timeout') {
    if (timeIn(resource, 'Timeout') > LONGEST_MS) return;
    add('timer', resource, () => () => Reflect.get(resource, '_destroyed') === true);
  } else if (type === 'PROCESSWRAP') {
    add('process', resource, () => () => !isRunning(Reflect.get(resource, 'pid')));
  } else if (type === 'WORKER') {
    // It keeps this process alive until it has ended.
    const hasRef = () => Reflect.apply(Reflect.get(resource, 'hasRef'), resource, []) === true;
    add('process', resource, () => () => !hasRef());
  } else if (CRYPTO.test(type)) add('request', resource, () => wasCalled(resource, 'ondone'));
  else if (LOOKUPS.has(type)) add('request', resource, () => wasCalled(resource, 'oncomplete'));
}

/** Most of what begins, and left out at once. What they lead to has one of the other types, or comes in the next turns. */
const UNWATCHED: ReadonlySet<string> = new Set(['PROMISE', 'TickObject', 'WRITEWRAP', 'Immediate']);

/** Jobs of node:crypto, which other threads of this process do. */
const CRYPTO = /^(?!HTTP).*REQUEST$/;
/** Questions for addresses. */
const LOOKUPS: ReadonlySet<string> = new Set(['GETADDRINFOREQWRAP', 'QUERYWRAP']);

/** @param watched begins to watch, only when code of a case has begun it, and returns whether it has ended */
function add(kind: Work['kind'], resource: object, watched: () => Work['hasEnded']): void {
  const writer = currentWriter();
  if (writer !== null) begun.set(resource, { kind, writer, resource, hasEnded: watched() });
}

/** Whether a child process runs. It has no number before it was started, and none if that failed. */
function isRunning(pid: unknown): boolean {
  if (typeof pid !== 'number') return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether Node.js has asked for the callback of a job, as it does when the job has ended. Some are done at once and have none. */
function wasCalled(resource: object, name: 'ondone' | 'oncomplete'): () => boolean {
  let callback: unknown = Reflect.get(resource, name);
  let isCalled = false;
  const get = () => {
    isCalled = true;
    return callback;
  };
  const set = (given: unknown) => void (callback = given);
  Object.defineProperty(resource, name, { configurable: true, get, set });
  return () => isCalled || callback === undefined;
}

/** Notes what is written to another server: the answer may let code go on. */
export function noteRequest(socket: Socket): void {
  // Most writes are those of the gates themselves.
  if (currentWriter() === null) return;
  const { bytesRead } = socket;
  add('request', socket, () => () => socket.destroyed || socket.bytesRead > bytesRead);
}

/** Whether something that a worker began in a schedule goes on. */
export const hasWork = (schedule: ScheduleMark, worker: number): boolean =>
  pending().some(({ writer }) => writer.schedule === schedule && writer.worker === worker);

/** Waits until work has ended that was pending when all workers had. */
export class WorkWait {
  /** Timers and requests of the application may follow each other for ever, so that each is waited for once. */
  readonly #known = new Set<Work>();

  /**
   * How long to wait until all that is pending now may have ended or run, in milliseconds; null: there is nothing. What
   * ends may begin more.
   * @param limitMs timers that are due later are not waited for
   */
  nextMs(limitMs: number): number | null {
    const now = loopTime();
    let longest: number | null = null;
    for (const work of pending()) {
      const ms = work.kind === 'timer' ? dueAt(work.resource) - now : LOOK_MS;
      if (ms > limitMs || this.#known.has(work)) continue;
      if (work.writer.worker === 0 && work.kind !== 'process') this.#known.add(work);
      longest = Math.max(longest ?? 0, ms);
    }
    return longest;
  }
}

/** What goes on. What has ended is forgotten. */
function pending(): readonly Work[] {
  for (const [resource, { hasEnded }] of begun) if (hasEnded()) begun.delete(resource);
  return [...begun.values()];
}

/** When a timer was set, or last ran, or its time. Libraries of fake timers read these properties, too. */
const timeIn = (timer: object, which: 'Start' | 'Timeout'): number =>
  Number(Reflect.get(timer, `_idle${which}`));

const dueAt = (timer: object): number => timeIn(timer, 'Start') + timeIn(timer, 'Timeout');

/** The time of the event loop in milliseconds, by which timers are due. */
function loopTime(): number {
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  return timeIn(timer, 'Start');
}
