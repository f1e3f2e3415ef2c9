import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const repeatableRead: Strategy = {
  name: 'repeatable-read',
  summary: 'naive inside a transaction at REPEATABLE READ, retried on 40001',
  description:
    'Every statement sees the database as it was at the first statement. If another transaction ' +
    'has changed a row since then, a write to that row fails with 40001, and the engine retries ' +
    'the whole transaction: the first writer wins, and no update is lost. But PostgreSQL checks ' +
    'only the rows that a transaction writes. If a rule covers several rows and two transactions ' +
    'write different ones, they can still break it (write skew).',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'possible',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: { '40001': 'retry' },

  attempt: (db, operation) =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (trx) => {
        const accounts = await selectAccounts(trx, operation.accounts).execute();
        const decision = operation.decide(accounts);
        if (decision.refused) return refused;
        return setBalances(trx, decision.changes);
      }),
};
