/** Wrong attempts of each kind, each beside a near-twin that is right. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import type { Operation } from '../../src/model.js';
import { added, refused, selectAccounts } from '../../src/strategies/steps.js';
import { exploredAll } from '../support/explore.js';
import { lab } from '../support/lab.js';
import { labSchemas } from '../support/sessions.js';
import { defectOf, strategyOf, type Code } from './code.js';

const SMALL = { strategy: ['mine'], workers: '3', operations: '2' };

const raceOf = (code: Code) => lab(SMALL, [strategyOf(code)]);

/** As JavaScript may call it. */
const decideOn = (operation: Operation, rows: unknown): unknown =>
  Reflect.apply(
    (...args: Parameters<Operation['decide']>) => operation.decide(...args),
    undefined,
    [rows],
  );

const WRONG: readonly (readonly [title: string, code: Code, message: string, hint: string])[] = [
  [
    'throws',
    async (db, { accounts }) => {
      await selectAccounts(db, accounts).execute();
      throw new TypeError('no such thing');
    },
    'strategy mine (./mine.ts) threw TypeError: no such thing at ',
    'Conflict (to be tried again)',
  ],
  [
    'throws what is no error',
    () => {
      throw 'a text';
    },
    'strategy mine (./mine.ts) threw "a text"',
    'Mend its attempt',
  ],
  [
    'returns nothing',
    () => Promise.resolve(),
    'the attempt of strategy mine (./mine.ts) returned undefined',
    'Return refused, or committed(',
  ],
  ['returns true', () => true, 'the attempt of strategy mine (./mine.ts) returned true', 'Return'],
  [
    'returns another shape',
    () => ({ kind: 'done' }),
    'the attempt of strategy mine (./mine.ts) returned {"kind":"done"}',
    'Return',
  ],
  [
    'returns writes that are no list',
    () => ({ kind: 'committed', writes: 1 }),
    'the attempt of strategy mine (./mine.ts) returned writes that are no list: 1',
    'basis',
  ],
  [
    'returns a write without its basis',
    () => ({ kind: 'committed', writes: [added(1, 2), { account: 1, version: 3 }] }),
    'the attempt of strategy mine (./mine.ts) returned writes[1] whose basis is undefined',
    'overwrote(account, version)',
  ],
  [
    'decides on no rows',
    (_db, operation) => decideOn(operation, undefined),
    'strategy mine (./mine.ts) gave operation.decide() undefined',
    'id, balance and version',
  ],
  [
    'decides on a balance that is a text',
    (_db, operation) => decideOn(operation, [{ id: 1, balance: '5' }]),
    'strategy mine (./mine.ts) gave operation.decide() a row whose balance is "5"',
    'as numbers',
  ],
  [
    'leaves a transaction of raw SQL open',
    async (db, { accounts }) => {
      await sql`begin`.execute(db);
      await selectAccounts(db, accounts).forUpdate().execute();
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; it sent last: select "id"',
    'It was rolled back.',
  ],
  [
    'leaves one of several statements open',
    async (db) => {
      await sql`select 1; begin`.execute(db);
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; it sent last: select 1; begin',
    'COMMIT or ROLLBACK',
  ],
  [
    'leaves a controlled transaction open',
    async (db) => {
      const trx = await db.startTransaction().execute();
      await sql`select 1`.execute(trx);
      return refused;
    },
    'strategy mine (./mine.ts) left its transaction open; it sent last: select 1',
    'db.transaction()',
  ],
];

function wrong(title: string): (typeof WRONG)[number] {
  const found = WRONG.find(([each]) => each === title);
  if (found === undefined) throw new RangeError(`no attempt here ${title}`);
  return found;
}

/** Without an await, what comes first is told: that it was sent, or that it was not waited for. */
const UNAWAITED: readonly (readonly [title: string, code: Code])[] = [
  [
    'does not wait for a statement',
    (db, { accounts }) => {
      void selectAccounts(db, accounts).execute();
      return refused;
    },
  ],
  [
    'does not wait for its last statement',
    async (db, { accounts }) => {
      await selectAccounts(db, accounts).execute();
      void selectAccounts(db, accounts).execute();
      return refused;
    },
  ],
  [
    'does not wait for its transaction',
    (db, { accounts }) => {
      void db.transaction().execute((trx) => selectAccounts(trx, accounts).execute());
      return refused;
    },
  ],
];

const NOT_WAITED =
  /^strategy mine \(\.\/mine\.ts\) (ended an attempt without waiting|sent a statement after)/;

describe('in a race, a strategy that', () => {
  test.each(WRONG)('%s', async (_title, code, message, hint) => {
    const told = await defectOf(raceOf(code));
    expect(told.message.slice(0, message.length)).toBe(message);
    expect(told.hint).toContain(hint);
  });

  test.each(UNAWAITED)('%s', async (_title, code) => {
    const { message, hint } = await defectOf(raceOf(code));
    expect(message).toMatch(NOT_WAITED);
    expect(hint).toContain('await is missing');
  });

  test('nothing is left behind', async () => {
    const before = await labSchemas();
    for (const title of ['throws', 'leaves a transaction of raw SQL open']) {
      await defectOf(raceOf(wrong(title)[1]));
    }
    expect(await labSchemas()).toEqual(before);
  });
});

describe('in an exploration, a strategy that', () => {
  const explorationOf = (code: Code) => exploredAll({ strategy: ['mine'] }, [strategyOf(code)]);

  test.each(
    [
      'throws',
      'returns nothing',
      'leaves a transaction of raw SQL open',
      'leaves a controlled transaction open',
    ].map(wrong),
  )('%s', async (_title, code, message, hint) => {
    const told = await defectOf(explorationOf(code));
    expect(told.message.slice(0, message.length)).toBe(message);
    expect(told.hint).toContain(hint);
  });

  test.each(UNAWAITED)('%s', async (_title, code) => {
    expect((await defectOf(explorationOf(code))).message).toMatch(NOT_WAITED);
  });
});

describe('nothing is wrong with a strategy that', () => {
  test.each<[string, Code]>([
    [
      'ends its transaction of raw SQL',
      async (db, { accounts }) => {
        await sql`begin`.execute(db);
        await selectAccounts(db, accounts).forUpdate().execute();
        await sql`savepoint here`.execute(db);
        await sql`rollback to here`.execute(db);
        await sql`commit`.execute(db);
        return refused;
      },
    ],
    [
      'ends its controlled transaction',
      async (db, { accounts }) => {
        const trx = await db.startTransaction().execute();
        await selectAccounts(trx, accounts).execute();
        await trx.rollback().execute();
        return refused;
      },
    ],
    [
      'has one connection for several statements',
      (db, { accounts }) =>
        db.connection().execute(async (connection) => {
          await sql`begin`.execute(connection);
          await selectAccounts(connection, accounts).execute();
          await sql`rollback`.execute(connection);
          return refused;
        }),
    ],
    [
      'waits for two statements at once',
      async (db, { accounts }) => {
        await Promise.all([
          selectAccounts(db, accounts).execute(),
          selectAccounts(db, accounts).execute(),
        ]);
        return refused;
      },
    ],
    ['does not say what it wrote', () => Promise.resolve({ kind: 'committed' })],
    ['returns its result without a promise', () => refused],
  ])('%s', async (_title, code) => {
    const { results } = await lab({ ...SMALL, balance: '0' }, [strategyOf(code)]);
    expect(results[0]?.operations).toMatchObject({ attempted: 6, failed: 0 });
  });
});
