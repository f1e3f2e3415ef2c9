/** Timers that the code of workers sets. Their callbacks may run after the worker has ended. */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

import { currentWriter, type ScheduleMark, type Writer } from './context.js';

/** A timer that has not run yet. */
interface PendingTimer {
  readonly writer: Writer;
  /** When it is due, as `performance.now()`. */
  dueAt: number;
}

/** Longer timers are not watched: pools close idle connections with them. */
const LONGEST_MS = 5_000;

const pending = new Set<PendingTimer>();
/** The pending timers by the objects that `setTimeout` returned. */
const handles = new WeakMap<object, PendingTimer>();

let watches = 0;
let restore = (): void => {};

/**
 * Watches the timers of this process. The first watch replaces the functions that set and clear them, and the end of the
 * last one restores these.
 * @returns a function that ends it
 */
export function watchTimers(): () => void {
  watches += 1;
  if (watches === 1) restore = replaceFunctions();
  return () => {
    watches -= 1;
    if (watches > 0) return;
    restore();
    pending.clear();
  };
}

/**
 * When the last timer of workers is due, of those that are due by a given time; null: there is none.
 * @param until that time. Both are as `performance.now()`
 */
export function lastTimerUntil(until: number): number | null {
  const due = [...pending].flatMap(({ dueAt }) => (dueAt <= until ? [dueAt] : []));
  return due.length === 0 ? null : Math.max(...due);
}

/** Whether a timer that a worker set in a schedule has neither run nor been cleared. */
export const hasTimer = (schedule: ScheduleMark, worker: number): boolean =>
  [...pending].some(({ writer }) => writer.schedule === schedule && writer.worker === worker);

/** @returns the timer, if code of a worker sets it, and it is due soon enough to be watched */
function note(given: unknown): PendingTimer | null {
  const writer = currentWriter();
  const ms = millisecondsIn(given);
  if (writer === null || ms > LONGEST_MS) return null;
  const timer = { writer, dueAt: performance.now() + ms };
  pending.add(timer);
  return timer;
}

/** As Node.js reads them: what is no number is as good as none. */
const millisecondsIn = (given: unknown): number =>
  typeof given === 'number' || typeof given === 'string' ? Number(given) || 0 : 0;

type Given = readonly unknown[];

/** A replacement has the properties of the original, such as the one that `promisify` needs. */
const insteadOf = <F extends object>(original: F, call: (given: Given) => unknown): F =>
  new Proxy(original, { apply: (_target, _self, given: Given) => call(given) });

/** A function that sets timers, and notes those of workers. @param runs is called before a noted one runs */
const noting = <F extends typeof setTimeout | typeof setInterval>(
  original: F,
  runs: (timer: PendingTimer, ms: number) => void,
): F =>
  insteadOf(original, ([callback, ms, ...given]) => {
    const timer = typeof callback === 'function' ? note(ms) : null;
    if (timer === null) return Reflect.apply(original, undefined, [callback, ms, ...given]);
    const run = before(callback, () => runs(timer, millisecondsIn(ms)));
    const handle = Reflect.apply(original, undefined, [run, ms, ...given]);
    handles.set(handle, timer);
    return handle;
  });

function replaceFunctions(): () => void {
  const { setTimeout: set, setInterval: repeat, clearTimeout: clear } = globalThis;
  const { clearInterval: clearRepeat } = globalThis;
  const { setTimeout: sleep } = promises;
  const replaced = noting(set, (timer) => pending.delete(timer));
  const repeated = noting(repeat, (timer, ms) => {
    timer.dueAt = performance.now() + ms;
  });
  const cleared = insteadOf(clear, ([handle]) => {
    const timer = typeof handle === 'object' && handle !== null ? handles.get(handle) : undefined;
    if (timer !== undefined) pending.delete(timer);
    return Reflect.apply(clear, undefined, [handle]);
  });
  const slept = insteadOf(sleep, async (given) => {
    const timer = note(given[0]);
    try {
      return await Reflect.apply(sleep, undefined, given);
    } finally {
      if (timer !== null) pending.delete(timer);
    }
  });
  const originals = {
    setTimeout: set,
    setInterval: repeat,
    clearTimeout: clear,
    clearInterval: clearRepeat,
  };
  // Either of the two clears both kinds.
  const watched = {
    setTimeout: replaced,
    setInterval: repeated,
    clearTimeout: cleared,
    clearInterval: cleared,
  };
  put(watched, slept);
  return () => {
    // Something else, such as the fake timers of a test, may stand in their place.
    if (globalThis.setTimeout === replaced) put(originals, sleep);
  };
}

/** A callback that does something first. Node.js calls it with the timer as `this`. */
function before(callback: unknown, first: () => void) {
  return function (this: unknown, ...given: Given): unknown {
    first();
    return typeof callback === 'function' ? Reflect.apply(callback, this, given) : undefined;
  };
}

function put(functions: Readonly<Record<string, object>>, sleep: object): void {
  for (const place of [globalThis, timers]) Object.assign(place, functions);
  Reflect.set(promises, 'setTimeout', sleep);
  syncBuiltinESMExports();
}
