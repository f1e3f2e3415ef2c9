import { closeSync, writeSync } from 'node:fs';
import { url as debuggerUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';

import { ownFile } from '../../text/own-files.js';
import { shortPath } from '../../text/reference.js';
import { placeOf } from '../../text/place.js';
import type { WatchTarget } from '../../watch-over.js';
import { currentPlace } from '../../subject/case/whose-code.js';
import { EXIT } from '../exit-codes.js';
import { BEAT_MS, HOOK, PATIENCE_MS, type ThreadData, type Watch } from './terms.js';

/**
 * Starts a thread that watches whether the event loop still turns. When the event loop is blocked
 * for too long, the thread drops the schema on an existing server. Then it interrupts the running
 * code with a call of a function here, which prints where that code is and ends the process.
 * @param limitMs how long the event loop may be blocked
 */
export const watchForStalls = (watched: WatchTarget, limitMs = PATIENCE_MS): (() => void) => {
  const own = watched.code.filter(({ file }) => file !== undefined);
  // A debugger stops the event loop on purpose.
  if (own.length === 0 || debuggerUrl() !== undefined) return () => undefined;
  const guard = idle.pop() ?? startGuard();
  const { thread, beats } = guard;
  const timer = setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  const watch: Watch = { external: watched.external, names: namesOf(own), limitMs };
  thread.postMessage(watch);
  Reflect.set(globalThis, HOOK, () => endStalled(own, limitMs));
  return () => {
    clearInterval(timer);
    Reflect.deleteProperty(globalThis, HOOK);
    thread.postMessage(null);
    idle.push(guard);
  };
};

/** A thread, and the counter that it reads. */
interface Guard {
  readonly thread: Worker;
  readonly beats: Int32Array;
}

/** Guards that watch nothing at present. Starting a thread takes 0.1 s, and each command watches code more than once. */
const idle: Guard[] = [];

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

const namesOf = (code: WatchTarget['code']): string =>
  code
    .map(({ name, reference }) => (reference === undefined ? name : `${name} (${reference})`))
    .join(' or ');

/** A process of a race with several has a leading process, which reports and cleans up. */
const isAlone = (): boolean => process.send === undefined;
