import { describe, expect, test } from 'vitest';

import { Framer } from '../../../src/gate/wire/framing.js';
import { OwnQuery, setting } from '../../../src/gate/wire/own-statement.js';
import { SessionState } from '../../../src/gate/wire/session-state.js';
import { complete, ready } from './support/messages.js';

const typesIn = (bytes: Buffer): string =>
  new Framer()
    .take(bytes)
    .map(({ type }) => type)
    .join('');

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

  test('sends no setting that the server would skip', () => {
    const session = new SessionState('3s');
    session.isMidCycle = true;
    expect(session.settingFor('update counter set value = 1', '1ms')).not.toBeNull();
    session.failed();
    expect(session.settingFor('update counter set value = 1', '3s')).toBeNull();
    session.isMidCycle = false;
    session.becomesReady(ready('I'));
    expect(session.settingFor('update counter set value = 1', '3s')).not.toBeNull();
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
