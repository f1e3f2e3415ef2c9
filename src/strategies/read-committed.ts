import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const readCommitted: Strategy = {
  name: 'read-committed',
  summary: 'naive inside a transaction, at the default isolation level',
  description:
    'A transaction makes the statements one unit, not one at a time. At READ COMMITTED, ' +
    "PostgreSQL's default, a plain SELECT takes no lock: another transaction may write the row " +
    'between our read and our write, and our write overwrites it. BEGIN alone protects nothing ' +
    'here; it only makes each operation hold the row a little longer.',
  claims: {
    lostUpdates: 'possible',
    overdrafts: 'possible',
    writeSkew: 'possible',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const accounts = await selectAccounts(trx, operation.accounts).execute();
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;
      return setBalances(trx, decision.changes);
    }),
};
