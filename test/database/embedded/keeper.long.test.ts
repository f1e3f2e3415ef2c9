/** The server ends with race-lab, also when a process of its keeper was killed. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test, vi } from 'vitest';

import { startEmbedded } from '../../../src/database/embedded/server.js';

/** The parent of a process. (proc(5), /proc/pid/stat) */
const parentOf = (pid: number): number =>
  Number(/\) \w (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('stop() ends a server whose keeper no longer can', async () => {
  const server = await startEmbedded({ connections: 2 });
  if (server.target.kind !== 'socket') throw new Error('the test expects a socket');
  const directory = dirname(server.target.path);
  const [line = ''] = readFileSync(join(directory, 'data/postmaster.pid'), 'utf8').split('\n');
  const postmaster = Number(line);
  const keeper = parentOf(postmaster);
  // The keeper's other child is the one that would stop the server.
  const watch = childrenOf(keeper).find((pid) => pid !== postmaster) ?? 0;
  expect(watch).toBeGreaterThan(0);
  process.kill(watch, 'SIGKILL');

  await server.stop();
  await vi.waitUntil(() => !isAlive(postmaster), { timeout: 10_000 });
  expect(existsSync(directory)).toBe(false);
});
