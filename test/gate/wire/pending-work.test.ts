/** What code of a case begins is known until it has ended, whichever function began it. */
import { execFile, spawn } from 'node:child_process';
import { scrypt, scryptSync } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setInterval as every, setTimeout as sleep, scheduler } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { runAs, runAsApplication } from '../../../src/gate/wire/context.js';
import { hasWork, noteRequest, watchWork, WorkWait } from '../../../src/gate/wire/pending-work.js';

const schedule = { gate: {} };
const other = { gate: {} };
const LONG_MS = 4_000;

let end: () => void;
beforeEach(() => {
  end = watchWork();
});
afterEach(() => end());

const untilEnded = async () => {
  while (hasWork(schedule, 1)) await sleep(1);
};

test('a timer is pending until it is cleared, and only for its worker and schedule', () => {
  const timer = runAs(schedule, 1, () => setTimeout(() => {}, LONG_MS));
  expect(hasWork(schedule, 1)).toBe(true);
  expect(hasWork(schedule, 2)).toBe(false);
  expect(hasWork(other, 1)).toBe(false);
  clearTimeout(timer);
  expect(hasWork(schedule, 1)).toBe(false);
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['setTimeout', () => new Promise((resolve) => setTimeout(resolve, 1))],
  ['a promise of node:timers/promises', () => sleep(1)],
  ['promisify', () => promisify(setTimeout)(1)],
  ['scheduler.wait', () => scheduler.wait(1)],
  [
    'AbortSignal.timeout',
    () => new Promise((resolve) => AbortSignal.timeout(1).addEventListener('abort', resolve)),
  ],
  ['the hash of a password', () => promisify(scrypt)('secret', 'salt', 32)],
  ['a question for an address', () => lookup('localhost')],
  ['a child process', () => promisify(execFile)(process.execPath, ['--version'])],
  [
    'a thread',
    () =>
      new Promise((resolve) => {
        new Worker('', { eval: true }).on('exit', resolve);
      }),
  ],
])('what is begun is pending until it has ended: %s', async (_which, begin) => {
  const ended = runAs(schedule, 1, begin);
  expect(hasWork(schedule, 1)).toBe(true);
  await ended;
  await untilEnded();
});

test('a child process that this one does not wait for is pending until it ends', async () => {
  const child = runAs(schedule, 1, () => spawn(process.execPath, ['--version']));
  child.unref();
  expect(hasWork(schedule, 1)).toBe(true);
  await untilEnded();
});

test('a job that is done at once is not pending', () => {
  runAs(schedule, 1, () => scryptSync('secret', 'salt', 32));
  expect(hasWork(schedule, 1)).toBe(false);
});

test('a program that cannot be started is not pending', async () => {
  const child = runAs(schedule, 1, () => spawn('/no/such/program'));
  await once(child, 'error');
  expect(hasWork(schedule, 1)).toBe(false);
});

test('a thread of the application is waited for as long as it runs', async () => {
  const thread = runAsApplication(() => new Worker('setInterval(() => {}, 1000)', { eval: true }));
  const wait = new WorkWait();
  expect(wait.nextMs(LONG_MS)).toBeGreaterThan(0);
  expect(wait.nextMs(LONG_MS)).toBeGreaterThan(0);
  await thread.terminate();
  while (wait.nextMs(LONG_MS) !== null) await sleep(1);
});

test.each<readonly [string, (timer: NodeJS.Timeout) => void]>([
  ['clearInterval', (timer) => clearInterval(timer)],
  ['clearTimeout of its number', (timer) => clearTimeout(Number(timer))],
  ['close', (timer) => timer.close()],
  ['dispose', (timer) => timer[Symbol.dispose]()],
])('an interval is pending while it repeats, until it is ended by %s', async (_which, stop) => {
  const ticks: number[] = [];
  const interval = runAs(schedule, 1, () => setInterval(() => ticks.push(1), 1));
  while (ticks.length < 2) await sleep(1);
  expect(hasWork(schedule, 1)).toBe(true);
  stop(interval);
  expect(hasWork(schedule, 1)).toBe(false);
});

test('a loop over an interval is pending until it is left', async () => {
  const left = runAs(schedule, 1, async () => {
    let count = 0;
    for await (const more of every(1, 1)) {
      count += more;
      if (count === 2) break;
    }
  });
  expect(hasWork(schedule, 1)).toBe(true);
  await left;
  expect(hasWork(schedule, 1)).toBe(false);
});

test('a request is pending until it is answered, or its connection ends', async () => {
  const server = createServer((peer) => {
    peer.on('error', () => undefined);
    peer.on('data', (data) => {
      if (String(data) === 'ask') peer.write('answer');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = connect(address.port, '127.0.0.1').resume();
  await once(client, 'connect');
  const ask = (what: string) => {
    runAs(schedule, 1, () => noteRequest(client));
    client.write(what);
  };
  ask('ask');
  expect(hasWork(schedule, 1)).toBe(true);
  await untilEnded();
  ask('tell');
  expect(new WorkWait().nextMs(LONG_MS)).toBeGreaterThan(0);
  client.destroy();
  expect(hasWork(schedule, 1)).toBe(false);
  server.close();
});

test('timers are waited for that are due in time: those of a worker again and again, those of the application once', () => {
  const wait = new WorkWait();
  expect(wait.nextMs(LONG_MS)).toBeNull();
  const begun = [
    runAsApplication(() => setInterval(() => {}, 200)),
    runAs(schedule, 1, () => setTimeout(() => {}, 400)),
    runAs(schedule, 2, () => setTimeout(() => {}, LONG_MS)),
  ];
  expect(wait.nextMs(100)).toBeNull();
  expect(wait.nextMs(300)).toBeGreaterThan(100);
  expect(wait.nextMs(300)).toBeNull();
  expect(wait.nextMs(500)).toBeGreaterThan(300);
  expect(wait.nextMs(500)).toBeGreaterThan(300);
  for (const timer of begun) clearTimeout(timer);
  expect(wait.nextMs(LONG_MS)).toBeNull();
});

test('a timer that begins anew is due later', async () => {
  const timer = runAs(schedule, 1, () => setTimeout(() => {}, 1_000));
  await sleep(30);
  const left = new WorkWait().nextMs(LONG_MS);
  timer.refresh();
  expect(new WorkWait().nextMs(LONG_MS)).toBeGreaterThan(left ?? Infinity);
  clearTimeout(timer);
});

test('what other code begins, and long timers, are not watched', () => {
  const timers = [
    setTimeout(() => {}, LONG_MS),
    runAs(schedule, 1, () => setTimeout(() => {}, 9_999)),
  ];
  expect(new WorkWait().nextMs(Infinity)).toBeNull();
  for (const timer of timers) clearTimeout(timer);
});

test('only the end of the last watch ends it', () => {
  const endOther = watchWork();
  endOther();
  const begin = () => runAs(schedule, 1, () => setTimeout(() => {}, LONG_MS));
  const timers = [begin()];
  expect(hasWork(schedule, 1)).toBe(true);
  end();
  timers.push(begin());
  expect(hasWork(schedule, 1)).toBe(false);
  end = watchWork();
  for (const timer of timers) clearTimeout(timer);
});
