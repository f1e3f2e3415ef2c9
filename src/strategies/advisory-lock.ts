import { sql } from 'kysely';

import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const advisoryLock: Strategy = {
  name: 'advisory-lock',
  summary: 'pg_advisory_xact_lock on the account, then read, check, write',
  description:
    'An advisory lock is a lock on a number. The server holds it until the transaction ends. The ' +
    'strategy takes the lock in its own statement, before the read: at READ COMMITTED, the read ' +
    'then sees everything that was committed before the server granted the lock. The lock ' +
    'protects only against code that takes the same lock: a plain UPDATE elsewhere ignores it.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'prevented',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      for (const id of operation.accounts.toSorted((a, b) => a - b)) {
        await sql`select pg_advisory_xact_lock('account'::regclass::oid::integer, ${id})`.execute(
          trx,
        );
      }
      const accounts = await selectAccounts(trx, operation.accounts).execute();
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;
      return setBalances(trx, decision.changes);
    }),
};
