/** The thread that watches whether the event loop of the main thread still turns. */
import { writeSync } from 'node:fs';
import { Session as Inspector } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';

import { dropRun } from '../../database/schema.js';
import { EXIT } from '../exit-codes.js';
import { endProcess } from './end-process.js';
import { HOOK, LOOK_MS, type ThreadData } from './terms.js';

const { beats, external, names, limitMs }: ThreadData = workerData;

/** How long the server may take to drop the schema, and the main thread to end. */
const DROP_MS = 8_000;
const END_MS = 2_000;

let seen = -1;
// Counts looks instead of time: when the machine sleeps, both threads stop.
let still = 0;
const timer = setInterval(() => {
  const beat = Atomics.load(beats, 0);
  still = beat === seen ? still + 1 : 0;
  seen = beat;
  if (still * LOOK_MS < limitMs) return;
  clearInterval(timer);
  void end();
}, LOOK_MS);

async function end(): Promise<void> {
  if (external !== null) await Promise.race([drop(external), sleep(DROP_MS)]);
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

async function drop({ url, schema }: NonNullable<ThreadData['external']>): Promise<void> {
  try {
    await dropRun({ kind: 'url', url }, schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    writeSync(2, `race-lab: ${reason}; when the server is back: drop schema ${schema} cascade\n`);
  }
}
