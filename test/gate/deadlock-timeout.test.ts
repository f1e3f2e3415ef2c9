import { describe, expect, test } from 'vitest';

import { DeadlockTimeout } from '../../src/gate/deadlock-timeout.js';
import { openSession } from '../support/sessions.js';

describe('the deadlock_timeout of a session', () => {
  const shown = async (session: Awaited<ReturnType<typeof openSession>>) => {
    const [row] = await session.query<{ deadlock_timeout: string }>('show deadlock_timeout');
    return row?.deadlock_timeout;
  };

  test('is short for a statement that may complete a deadlock, in each transaction', async () => {
    const session = await openSession();
    const timeout = await DeadlockTimeout.start(session, 2);
    const seen: (string | undefined)[] = [];
    for (const mayCloseCircle of [false, true, false, true, true, false]) {
      await session.send({ kind: 'begin', sql: 'begin', parameters: [] });
      timeout.beforeStatement('begin', mayCloseCircle);
      timeout.beforeStatement('write', mayCloseCircle);
      seen.push(await shown(session));
      await session.send({ kind: 'rollback', sql: 'rollback', parameters: [] });
    }
    expect(seen).toEqual(['3s', '1ms', '3s', '1ms', '1ms', '3s']);
  });

  test('can change within a transaction, and outside one', async () => {
    const session = await openSession();
    const timeout = await DeadlockTimeout.start(session, 3);
    timeout.beforeStatement('write', true);
    expect(await shown(session)).toBe('1ms');
    await session.send({ kind: 'begin', sql: 'begin', parameters: [] });
    timeout.beforeStatement('begin', false);
    timeout.beforeStatement('write', false);
    expect(await shown(session)).toBe('20ms');
    timeout.beforeStatement('write', true);
    expect(await shown(session)).toBe('1ms');
  });
});
