import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const readCommitted: Strategy = {
  name: 'read-committed',
  summary: 'naive inside a transaction, at the default isolation level',
  description:
    'A transaction commits its statements together, but it does not run alone. At READ COMMITTED, ' +
    "PostgreSQL's default, a plain SELECT takes no row lock. Another transaction can write the row " +
    'between our read and our write, and then our write overwrites that update. So BEGIN and ' +
    'COMMIT do not prevent lost updates here; they only hold the row lock a little longer.',
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
