import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const repeatableRead: Strategy = {
  name: 'repeatable-read',
  summary: 'naive inside a transaction at REPEATABLE READ, retried on 40001',
  description:
    'Every statement sees the database as it was at the first one. A write to a row that another ' +
    'transaction has changed since then fails with 40001, and the whole transaction is tried ' +
    'again: the first writer wins, and no update is lost. It looks only at rows that are written: ' +
    'a rule over several rows, of which each transaction writes another one, can still be broken ' +
    '(write skew).',
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
