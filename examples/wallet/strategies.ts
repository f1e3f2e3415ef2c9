/** The service's transfer, as it was written first, and as it was mended. */
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

/** Looks right, and is in a transaction. But at READ COMMITTED, that protects nothing of what was read. */
export const readThenWrite = defineStrategy({
  name: 'read-then-write',
  summary: 'reads both wallets, computes, writes them back: in a transaction',

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

/** The same, with the wallets locked from the read on, lowest id first. */
export const lockThenWrite = defineStrategy({
  name: 'lock-then-write',
  summary: 'the same, and locks both wallets when it reads them',
  // In this order, no two transfers ever wait for each other.
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

/** Says of each write which version it was computed from: that is how a lost update is found. */
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
