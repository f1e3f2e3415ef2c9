/** Errors in the shapes of drivers and ORMs, and similar errors that are not from the server. */
import { describe, expect, test } from 'vitest';

import {
  errorsIn,
  innermostMessage,
  messageOf,
  sqlstateIn,
} from '../../src/database/error-chain.js';

/** The first SQLSTATE, from the outermost error inwards. */
const found = (error: unknown) =>
  [...errorsIn(error)].map(sqlstateIn).find((code) => code !== undefined);

const byPg = (code: string): Error =>
  Object.assign(new Error('could not serialize access'), { code, severity: 'ERROR', length: 100 });

const byPostgres = (code: string): Error =>
  Object.assign(new Error('konnte Zugriff nicht serialisieren'), {
    code,
    severity: 'ERROR',
    severity_local: 'FEHLER',
  });

const wrapping = (link: string, inner: unknown, more: object = {}) =>
  Object.assign(new Error('Failed query'), { [link]: inner, ...more });

/** An error of MikroORM: another class with all properties of the driver's error. */
function copied(error: Error): Error {
  const copy = new Error(error.message);
  for (const name of Object.getOwnPropertyNames(error)) {
    Object.assign(copy, { [name]: Reflect.get(error, name) });
  }
  return copy;
}

describe('the SQLSTATE is found', () => {
  test.each<[string, unknown]>([
    ['of pg', byPg('40001')],
    ['of postgres.js', byPostgres('40001')],
    ['in Drizzle', wrapping('cause', byPg('40001'))],
    ['in Sequelize', wrapping('original', byPg('40001'), { parent: byPg('40001') })],
    ['in TypeORM', wrapping('driverError', byPg('40001'))],
    ['in MikroORM', copied(byPg('40001'))],
    [
      'in an adapter of Prisma',
      wrapping('cause', { kind: 'TransactionWriteConflict', originalCode: '40001' }),
    ],
    [
      'in Prisma 7',
      wrapping(
        'meta',
        { driverAdapterError: wrapping('cause', { kind: 'postgres', originalCode: '40001' }) },
        { code: 'P2034' },
      ),
    ],
    ['in a raw query of an older Prisma', wrapping('meta', { code: '40001' }, { code: 'P2010' })],
    ['at any depth', wrapping('cause', wrapping('parent', wrapping('cause', byPg('40001'))))],
  ])('%s', (_, error) => {
    expect(found(error)).toBe('40001');
  });

  test('the outermost, when there are several', () => {
    const outer = Object.assign(byPg('23505'), { cause: byPg('40001') });
    expect(found(wrapping('cause', outer))).toBe('23505');
  });

  test('beside a getter that throws', () => {
    const thorny = Object.defineProperty(new Error('x'), 'meta', {
      get() {
        throw new Error('no');
      },
    });
    expect(found(Object.assign(thorny, { parent: byPg('40001') }))).toBe('40001');
  });
});

describe('there is none', () => {
  test.each<[string, unknown]>([
    // Five capitals like an SQLSTATE, but an error code of the system.
    ['in EPIPE', Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' })],
    ['in EBUSY, wrapped', wrapping('cause', Object.assign(new Error('x'), { code: 'EBUSY' }))],
    ['in a code of Prisma', Object.assign(new Error('x'), { code: 'P2034', meta: {} })],
    ['in a raw query without one', wrapping('meta', { code: 'N/A' }, { code: 'P2010' })],
    ['in a meta of another library', wrapping('meta', { code: '40001' }, { code: 'E4000' })],
    ['in a code alone', Object.assign(new Error('x'), { code: '40001' })],
    ['in a severity alone', Object.assign(new Error('x'), { severity: 'ERROR' })],
    ['in a code of another length', Object.assign(new Error('x'), { code: '4001', severity: 'E' })],
    ['in a number', Object.assign(new Error('x'), { code: 40_001, severity: 'ERROR' })],
    ['in no error', '40001'],
    ['in nothing', null],
  ])('%s', (_, error) => {
    expect(found(error)).toBeUndefined();
  });
});

test('cycles and endless chains end', () => {
  const one = new Error('one');
  const other = wrapping('cause', one);
  expect([...errorsIn(Object.assign(one, { cause: other }))]).toEqual([one, other]);
  const endless = (): object => ({
    get cause() {
      return endless();
    },
  });
  expect([...errorsIn(endless())]).toHaveLength(50);
});

test('the message of each error', () => {
  expect(messageOf(byPg('40001'))).toBe('could not serialize access');
  expect(messageOf({ kind: 'postgres', originalMessage: 'as the server said' })).toBe(
    'as the server said',
  );
  expect(messageOf({ message: 1 })).toBe('');
});

describe('what the innermost error says', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:1'), {
    code: 'ECONNREFUSED',
  });
  const forEachAddress = Object.assign(new AggregateError([refused, new Error('other')]), {
    code: 'ECONNREFUSED',
  });

  test.each<[string, unknown, string]>([
    ['in Drizzle', wrapping('cause', refused), 'connect ECONNREFUSED 10.0.0.1:1'],
    ['at any depth', wrapping('cause', wrapping('parent', refused)), refused.message],
    ['for several addresses', forEachAddress, refused.message],
    ['for several addresses, wrapped', wrapping('cause', forEachAddress), refused.message],
    ['without a message', wrapping('cause', { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['beside one that says nothing', wrapping('cause', refused, { meta: {} }), refused.message],
    ['of an error that wraps none', refused, ''],
    ['of an error that wraps a string', wrapping('cause', 'none'), ''],
    ['of no error', 'none', ''],
  ])('%s', (_, error, text) => {
    expect(innermostMessage(error)).toBe(text);
  });
});
