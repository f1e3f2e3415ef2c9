import { closeSync, writeSync } from 'node:fs';
import { url as debuggerUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';

import { shortPath } from '../../text/reference.js';
import { placeOf } from '../../text/place.js';
import type { WatchTarget } from '../../watch-over.js';
import { EXIT } from '../exit-codes.js';
import { BEAT_MS, HOOK, PATIENCE_MS, type ThreadData } from './terms.js';

/**
 * Watches from a thread of its own whether the event loop still turns. When it does not, the thread
 * drops what is on a server, and calls a function here in the midst of whatever is running, which
 * says where that is and ends the process.
 * @param limitMs so long the event loop may stand still
 */
export const watchForStalls = (watched: WatchTarget, limitMs = PATIENCE_MS): (() => void) => {
  const own = watched.code.filter(({ file }) => file !== undefined);
  // In a debugger standing still is what is wanted.
  if (own.length === 0 || debuggerUrl() !== undefined) return () => undefined;
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const timer = setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  const workerData: ThreadData = {
    beats,
    external: watched.external,
    names: namesOf(own),
    limitMs,
  };
  const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData });
  thread.unref();
  // Without it, a loop without an end needs a kill from outside.
  thread.on('error', () => undefined);
  Reflect.set(globalThis, HOOK, () => endStalled(own, limitMs));
  return () => {
    clearInterval(timer);
    Reflect.deleteProperty(globalThis, HOOK);
    thread.terminate().catch(() => undefined);
  };
};

/** Runs in the midst of the code that never ends: its stack tells where. */
function endStalled(code: WatchTarget['code'], limitMs: number): never {
  const place = placeOf(new Error('here'));
  const culprits = code.filter(({ file }) => place === null || place.startsWith(`${file}:`));
  const names = namesOf(culprits.length > 0 ? culprits : code);
  const where = place === null ? '' : `, at ${shortPath(place)}`;
  writeSync(
    2,
    `race-lab: ${names} does not return: it has kept the processor busy for ${limitMs / 1000} s${where}\n` +
      `  Look for a loop without an end.${isAlone() ? ' Nothing was reported, and everything that was started is gone.' : ''}\n`,
  );
  // What Node.js says about the thread's way in would only confuse.
  closeSync(2);
  process.removeAllListeners('exit');
  process.exit(EXIT.environment);
}

const namesOf = (code: WatchTarget['code']): string =>
  code
    .map(({ name, reference }) => (reference === undefined ? name : `${name} (${reference})`))
    .join(' or ');

/** A process that races for another one has somebody who reports, and who cleans up. */
const isAlone = (): boolean => process.send === undefined;
