import { closeSync, writeSync } from 'node:fs';
import { url as debuggerUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';

import { clearInterval, setInterval } from '../../own-timers.js';
import { ownFile } from '../../text/own-files.js';
import { shortPath } from '../../text/reference.js';
import { placeOf } from '../../text/place.js';
import type { WatchTarget } from '../../watch-over.js';
import { currentPlace } from '../../subject/case/whose-code.js';
import { EXIT } from '../exit-codes.js';
import { BEAT_MS, HOOK, PATIENCE_MS, type ThreadData, type Watch } from './terms.js';

/** What runs in this process. A service works on several things at once. */
const targets = new Set<WatchTarget>();

/**
 * Has a thread watch whether the event loop still turns while code from files runs. When the event loop
 * is blocked for too long, the thread drops the schemas on existing servers. Then it interrupts the running
 * code with a call of a function here, which prints where that code is and ends the process.
 * @param limitMs how long the event loop may be blocked
 */
export const watchForStalls = (target: WatchTarget, limitMs = PATIENCE_MS): (() => void) => {
  targets.add(target);
  follow(limitMs);
  return () => {
    targets.delete(target);
    follow(limitMs);
  };
};

/** A thread, and the counter that it reads. */
interface Guard {
  readonly thread: Worker;
  readonly beats: Int32Array;
}

/** It stays when nothing is watched: starting a thread takes 0.1 s, and a command watches code more than once. */
let guard: Guard | null = null;
/** Lets the counter grow; null: nothing is watched. */
let beating: NodeJS.Timeout | null = null;

/** Tells the thread what is watched from now on. */
function follow(limitMs: number): void {
  const code = ownCode();
  // A debugger stops the event loop on purpose.
  if (code.length === 0 || debuggerUrl() !== undefined) {
    if (beating === null) return;
    clearInterval(beating);
    beating = null;
    Reflect.deleteProperty(globalThis, HOOK);
    guard?.thread.postMessage(null);
    return;
  }
  guard ??= startGuard();
  const { thread, beats } = guard;
  beating ??= setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  Reflect.set(globalThis, HOOK, () => endStalled(ownCode(), limitMs));
  const externals = [...targets].flatMap(({ external }) => external ?? []);
  thread.postMessage({ externals, names: namesOf(code), limitMs } satisfies Watch);
}

const ownCode = (): WatchTarget['code'] =>
  [...targets].flatMap(({ code }) => code.filter(({ file }) => file !== undefined));

function startGuard(): Guard {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: ThreadData = { beats };
  const thread = new Worker(ownFile('dist/cli/stall/thread.js'), { workerData });
  thread.unref();
  // Without the thread, an endless loop has to be killed from outside.
  thread.on('error', () => undefined);
  return { thread, beats };
}

/** While cases are open, process.exit() only reports that their code called it. */
const exit: (code: number) => never = process.exit.bind(process);

/** Interrupts the code that never ends: the stack shows where that is. */
function endStalled(code: WatchTarget['code'], limitMs: number): never {
  const place = placeOf(new Error('here'));
  const culprits = code.filter(({ file }) => place === null || place.startsWith(`${file}:`));
  const running = currentPlace();
  const names =
    running === undefined
      ? namesOf(culprits.length > 0 ? culprits : code)
      : `${running.of}: ${running.property}`;
  const where = place === null ? '' : `, at ${shortPath(place)}`;
  writeSync(
    2,
    `race-lab: ${names} does not return: it has kept the processor busy for ${limitMs / 1000} s${where}\n` +
      `  Look for an endless loop.${isAlone() ? ' Nothing was reported, and everything that was started is gone.' : ''}\n`,
  );
  // Node.js would print a confusing message about the inspector.
  closeSync(2);
  process.removeAllListeners('exit');
  exit(EXIT.environment);
}

/** Each once: several parts of a service run the same code. */
const namesOf = (code: WatchTarget['code']): string => {
  const names = code.map(({ name, reference }) =>
    reference === undefined ? name : `${name} (${reference})`,
  );
  return [...new Set(names)].join(' or ');
};

/** A process of a race with several has a leading process, which reports and cleans up. */
const isAlone = (): boolean => process.send === undefined;
