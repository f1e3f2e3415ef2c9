import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { added, committed, overwrote, refused } from '../../src/strategies/steps.js';
import { exploredAll } from '../support/explore.js';
import { lab } from '../support/lab.js';
import { strategyOf, type Code } from './code.js';

const SMALL = { strategy: ['mine'], workers: '3', operations: '2' };

describe('raw SQL', () => {
  const raw: Code = (db, operation) =>
    db.transaction().execute(async (trx) => {
      const ids = sql.join([...operation.accounts]);
      const { rows } = await sql<{ id: number; balance: number; version: number }>`
        select id, balance, version from account where id in (${ids}) for update`.execute(trx);
      if (operation.decide(rows).refused) return refused;
      const writes = [];
      for (const { account, by } of operation.changes) {
        const written = await sql<{ id: number; version: number }>`
          update account set balance = balance + ${by} where id = ${account}
          returning id, version`.execute(trx);
        for (const { id, version } of written.rows) writes.push(added(id, version));
      }
      return committed(...writes);
    });

  test('is recorded like any other: nothing is lost, in a race and in each schedule', async () => {
    const { results } = await lab({ ...SMALL, think: '2' }, [strategyOf(raw)]);
    expect(results[0]).toMatchObject({ verdict: 'held', lostUpdates: 0, finalBalance: 0 });
    const explored = await exploredAll({ strategy: ['mine'] }, [strategyOf(raw)]);
    expect(explored.results[0]).toMatchObject({ verdict: 'held', schedules: 24 });
  });

  test('without the lock it breaks, and the witness says what each operation read', async () => {
    const unlocked: Code = async (db, operation) => {
      const ids = sql.join([...operation.accounts]);
      const { rows } = await sql<{ id: number; balance: number; version: number }>`
        select id, balance, version from account where id in (${ids})`.execute(db);
      const decision = operation.decide(rows);
      if (decision.refused) return refused;
      const writes = [];
      for (const { account, balance } of decision.changes) {
        const written = await sql<{ version: number }>`
          update account set balance = ${balance} where id = ${account.id}
          returning id, version`.execute(db);
        for (const { version } of written.rows) {
          writes.push(overwrote(account, version));
        }
      }
      return committed(...writes);
    };
    const { results } = await exploredAll({ strategy: ['mine'] }, [strategyOf(unlocked)]);
    expect(results[0]).toMatchObject({ verdict: 'broken', broken: 4, schedules: 6 });
    expect(results[0]?.witness?.fault).toMatchObject({ step: 4 });
  });

  test('is paused between reading and writing as `--think` says', async () => {
    const { results } = await lab(
      { ...SMALL, workers: '1', operations: '1', balance: '10', think: '60' },
      [strategyOf(raw)],
    );
    expect(results[0]?.latencyMs.max).toBeGreaterThanOrEqual(59);
  });
});
