import { sql } from 'kysely';

import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const advisoryLock: Strategy = {
  name: 'advisory-lock',
  summary: 'pg_advisory_xact_lock on the account, then read, check, write',
  description:
    'A lock on a number, kept by the server for this transaction. It is taken in a statement of ' +
    'its own before the read: at READ COMMITTED the read that follows sees all that was committed ' +
    'before the lock was granted. It protects only against those who take it too: a plain UPDATE ' +
    'elsewhere in the code walks past it.',
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
