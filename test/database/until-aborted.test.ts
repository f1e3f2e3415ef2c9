import { getEventListeners } from 'node:events';

import { expect, test } from 'vitest';

import type { LabDatabase } from '../../src/database/lab-database.js';
import { untilAborted } from '../../src/database/until-aborted.js';
import { openDatabase } from '../../src/database/database.js';
import { testServer } from '../support/sessions.js';

async function onDatabase<T>(use: (database: LabDatabase) => Promise<T>): Promise<T> {
  const server = testServer();
  const url = server.kind === 'url' ? server.url : null;
  const database = await openDatabase({ url, connections: 1, remedy: () => '' });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

test('after an abort, work that is stuck in its own code is not awaited', async () => {
  await onDatabase(async (database) => {
    const ending = new AbortController();
    const ended = untilAborted(database, ending.signal, () => new Promise<never>(() => undefined));
    ending.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
  });
});

test('after an abort, work that ends by itself is awaited, and its result is discarded', async () => {
  await onDatabase(async (database) => {
    const ending = new AbortController();
    let isDone = false;
    const ended = untilAborted(database, ending.signal, async () => {
      await database.control.query('select pg_sleep(60)').catch(() => undefined);
      isDone = true;
    });
    ending.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
    expect(isDone).toBe(true);
  });
});

test('many calls may share a signal without a warning about its listeners', async () => {
  await onDatabase(async (database) => {
    const { signal } = new AbortController();
    const listeners = () => Promise.resolve(getEventListeners(signal, 'abort').length);
    const each = Array.from({ length: 20 }, () => untilAborted(database, signal, listeners));
    expect(new Set(await Promise.all(each))).toEqual(new Set([0]));
  });
});
