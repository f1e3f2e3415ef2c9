import { describe, expect, test } from 'vitest';

import { Framer } from '../../../src/gate/wire/framing.js';
import { OwnQuery, setting } from '../../../src/gate/wire/own-statement.js';
import { SessionState, TimeoutSetting } from '../../../src/gate/wire/session-state.js';
import { complete, ready } from './support/messages.js';

const typesIn = (bytes: Buffer): string =>
  new Framer()
    .take(bytes)
    .map(({ type }) => type)
    .join('');

describe('the deadlock_timeout of a session', () => {
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

describe('the state of a session', () => {
  test('is in a transaction by ReadyForQuery, or in the middle of a cycle', () => {
    const session = new SessionState('3s');
    expect(session.inTransaction).toBe(false);
    session.becomesReady(ready('T'));
    expect(session.inTransaction).toBe(true);
    session.becomesReady(ready('I'));
    session.isMidCycle = true;
    expect(session.inTransaction).toBe(true);
    session.ended();
    expect(session.inTransaction).toBe(false);
  });

  test('sends a setting ahead of what can wait', () => {
    const session = new SessionState('3s');
    expect(session.settingFor('begin', '1ms')).toBeNull();
    expect(session.settingFor('  COMMIT;', '1ms')).toBeNull();
    const ahead = session.settingFor('update counter set value = 1', '1ms');
    expect(ahead === null ? '' : typesIn(ahead.bytes)).toBe('PBECCS');
    expect(ahead?.answers).toBe(6);
  });

  test('sends no Sync in the middle of a cycle of the client', () => {
    const { bytes, answers } = setting('set x = 1', false);
    expect(typesIn(bytes)).toBe('PBECC');
    expect(answers).toBe(5);
  });
});

describe('a statement of the gate itself', () => {
  test('is answered with ReadyForQuery', async () => {
    const own = new OwnQuery('rollback', false);
    expect(typesIn(own.bytes)).toBe('Q');
    expect(own.endsWith(complete('ROLLBACK'))).toBe(false);
    expect(own.endsWith(ready('I'))).toBe(true);
    await expect(own.done).resolves.toBeUndefined();
  });

  test('ends the cycle of the client before', () => {
    const own = new OwnQuery('rollback', true);
    expect(typesIn(own.bytes)).toBe('SQ');
    expect(
      [ready('I'), complete('ROLLBACK'), ready('I')].map((each) => own.endsWith(each)),
    ).toEqual([false, false, true]);
  });

  test('ends when the connection does', async () => {
    const own = new OwnQuery('rollback', false);
    own.end();
    await expect(own.done).resolves.toBeUndefined();
  });
});
