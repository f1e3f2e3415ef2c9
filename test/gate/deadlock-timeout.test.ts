import { describe, expect, test } from 'vitest';

import { DeadlockTimeout, TimeoutSetting } from '../../src/gate/deadlock-timeout.js';
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

describe('the setting', () => {
  test('is set only when it changes', () => {
    const timeout = new TimeoutSetting('3s');
    expect(timeout.change('3s', 'I')).toBeNull();
    expect(timeout.change('1ms', 'I')).toBe("set deadlock_timeout = '1ms'");
    expect(timeout.change('1ms', 'I')).toBeNull();
    expect(timeout.change('3s', 'I')).toBe("set deadlock_timeout = '3s'");
  });

  test('ends with the transaction in which it was set', () => {
    const timeout = new TimeoutSetting('3s');
    expect(timeout.change('1ms', 'T')).toBe("set local deadlock_timeout = '1ms'");
    expect(timeout.change('1ms', 'T')).toBeNull();
    timeout.transactionEnded();
    expect(timeout.change('3s', 'I')).toBeNull();
    expect(timeout.change('1ms', 'T')).toBe("set local deadlock_timeout = '1ms'");
  });

  test('is not set in a failed transaction, which would refuse it', () => {
    expect(new TimeoutSetting('3s').change('1ms', 'E')).toBeNull();
  });

  test.each([
    ['rollback to savepoint a', 'T', "set local deadlock_timeout = '3s'"],
    ['commit and chain', 'T', "set local deadlock_timeout = '3s'"],
    ['discard all', 'I', "set deadlock_timeout = '3s'"],
    ['set deadlock_timeout = 5', 'I', "set deadlock_timeout = '3s'"],
    ['select 1', 'I', null],
    ['savepoint a', 'T', null],
  ])('is not known after %s', (sql, status, change) => {
    const timeout = new TimeoutSetting('3s');
    timeout.noteStatement(sql, status);
    expect(timeout.change('3s', status)).toBe(change);
  });
});
