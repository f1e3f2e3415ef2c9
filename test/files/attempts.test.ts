/** Wrong attempts of each kind, and similar attempts that are correct. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { refused, selectAccounts } from '../../src/strategies/steps.js';
import { exploredAll } from '../support/explore.js';
import { lab } from '../support/lab.js';
import { labSchemas } from '../support/sessions.js';
import { defectOf, strategyOf, type Code } from './code.js';
import { SENT_NOTHING, UNAWAITED, WRONG } from './wrong-attempts.js';

const SMALL = { strategy: ['mine'], workers: '3', operations: '2' };

const raceOf = (code: Code) => lab(SMALL, [strategyOf(code)]);

function wrong(title: string): (typeof WRONG)[number] {
  const found = WRONG.find(([each]) => each === title);
  if (found === undefined) throw new RangeError(`no attempt here ${title}`);
  return found;
}

const NOT_WAITED =
  /^strategy mine \(\.\/mine\.ts\) (ended an attempt before one of its statements was done|sent a statement after)/;

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
      ...SENT_NOTHING.map(([title]) => title),
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
    [
      'only reads, and does not say what it wrote',
      async (db, { accounts }) => {
        await selectAccounts(db, accounts).execute();
        return { kind: 'committed' };
      },
    ],
    ['refuses without a promise and without a statement', () => refused],
  ])('%s', async (_title, code) => {
    const { results } = await lab({ ...SMALL, balance: '0' }, [strategyOf(code)]);
    expect(results[0]?.operations).toMatchObject({ attempted: 6, failed: 0 });
  });
});
