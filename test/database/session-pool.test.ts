import { expect, test } from 'vitest';

import { SessionLost } from '../../src/database/session-lost.js';
import { SessionPool } from '../../src/database/session-pool.js';
import { openSession } from '../support/sessions.js';

test('hands each session to one user at a time, first come, first served', async () => {
  const session = await openSession();
  const pool = new SessionPool([session]);
  const order: string[] = [];
  await pool.acquire();
  const second = pool.acquire().then(() => order.push('second'));
  const third = pool.acquire().then(() => order.push('third'));
  expect(order).toEqual([]);
  pool.release(session);
  await second;
  expect(order).toEqual(['second']);
  pool.release(session);
  await third;
  expect(order).toEqual(['second', 'third']);
});

test('continues without a session that was lost', async () => {
  const [lost, good] = [await openSession(), await openSession()];
  const pool = new SessionPool([lost, good]);
  await lost.close();
  await expect(pool.acquire()).resolves.toBe(good);
});

test('rejects the waiters when the last session is lost', async () => {
  const session = await openSession();
  const pool = new SessionPool([session]);
  await pool.acquire();
  const waiting = pool.acquire();
  await session.close();
  pool.release(session);
  await expect(waiting).rejects.toBeInstanceOf(SessionLost);
  await expect(pool.acquire()).rejects.toBeInstanceOf(SessionLost);
});
