/** The thread that watches whether the event loop of the main thread still turns. */
import { writeSync } from 'node:fs';
import { Session as Inspector } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';

import { clearInterval, setInterval, sleep } from '../../own-timers.js';
import { EXIT } from '../exit-codes.js';
import { endProcess } from './end-process.js';
import { HOOK, LOOK_MS, type ThreadData, type Watch } from './terms.js';

const { beats }: ThreadData = workerData;

/** Null: nothing is watched at present. */
let watch: Watch | null = null;
parentPort?.on('message', (next: Watch | null) => {
  watch = next;
  still = 0;
  // When the time comes, files may not be readable. Without an existing server, this takes long for nothing.
  if (next !== null && next.externals.length > 0) loadDatabase().catch(() => undefined);
});

const loadDatabase = () => import('../../database/schema.js');

/** How long the server may take to drop the schemas, and the main thread to end. */
const DROP_MS = 8_000;
const END_MS = 2_000;

let seen = -1;
// Counts looks instead of time: when the machine sleeps, both threads stop.
let still = 0;
const timer = setInterval(() => {
  const beat = Atomics.load(beats, 0);
  still = beat === seen ? still + 1 : 0;
  seen = beat;
  if (watch === null || still * LOOK_MS < watch.limitMs) return;
  clearInterval(timer);
  void end(watch);
}, LOOK_MS);

async function end({ externals, names }: Watch): Promise<void> {
  if (externals.length > 0) await Promise.race([Promise.all(externals.map(drop)), sleep(DROP_MS)]);
  const inspector = new Inspector();
  inspector.connectToMainThread();
  inspector.post('Runtime.evaluate', { expression: `${HOOK}()` });
  await sleep(END_MS);
  // The main thread did not run the hook: it is inside a system call.
  writeSync(
    2,
    `race-lab: ${names} does not return: it waits in a call that blocks everything else\n` +
      '  Look for execSync(), or for readFileSync() of a pipe or a device.\n',
  );
  try {
    await endProcess(EXIT.environment);
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}

async function drop({ url, schema }: Watch['externals'][number]): Promise<void> {
  try {
    const { dropRun } = await loadDatabase();
    await dropRun({ kind: 'url', url }, schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    writeSync(2, `race-lab: ${reason}; when the server is back: drop schema ${schema} cascade\n`);
  }
}
