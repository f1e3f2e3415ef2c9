/** The service's transfer: the first version, which loses money, and the fixed one. */
import { sql, type Kysely } from 'kysely';
import {
  defineStrategy,
  overwrote,
  refused,
  type Account,
  type AttemptResult,
  type Database,
  type DecidedChange,
} from 'race-lab';

/** Looks right, and uses a transaction. But at READ COMMITTED, a transaction does not protect what it reads. */
export const readThenWrite = defineStrategy({
  name: 'read-then-write',
  summary: 'reads both wallets, computes, writes them back, in one transaction',

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const { rows } = await sql<Account>`
        select id, balance, version from account
        where id in (${sql.join(operation.accounts)})
      `.execute(trx);
      const decision = operation.decide(rows);
      if (decision.refused) return refused;
      return writeBalances(trx, decision.changes);
    }),
});

/** The same, but it locks the wallets when it reads them, lowest id first. */
export const lockThenWrite = defineStrategy({
  name: 'lock-then-write',
  summary: 'the same, but it locks both wallets when it reads them',
  // All transfers lock in this order, so two of them cannot deadlock.
  claims: { deadlocks: 'none' },

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const { rows } = await sql<Account>`
        select id, balance, version from account
        where id in (${sql.join(operation.accounts)})
        order by id for update
      `.execute(trx);
      const decision = operation.decide(rows);
      if (decision.refused) return refused;
      return writeBalances(trx, decision.changes);
    }),
});

/** Reports which version each write was computed from. race-lab needs it to find lost updates. */
async function writeBalances(
  trx: Kysely<Database>,
  changes: readonly DecidedChange[],
): Promise<AttemptResult> {
  const writes = [];
  for (const { account, balance } of changes.toSorted((a, b) => a.account.id - b.account.id)) {
    const { rows } = await sql<Pick<Account, 'version'>>`
      update account set balance = ${balance} where id = ${account.id}
      returning version
    `.execute(trx);
    for (const { version } of rows) writes.push(overwrote(account, version));
  }
  return { kind: 'committed', writes };
}
