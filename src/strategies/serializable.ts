import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const serializable: Strategy = {
  name: 'serializable',
  summary: 'naive inside a transaction at SERIALIZABLE, retried on 40001',
  description:
    'The result is always one that the transactions could have if they ran one after another. ' +
    'The server tracks which transaction read rows that another one wrote. If this pattern could ' +
    'make such an order impossible, it fails one of them with 40001, sometimes only at COMMIT, ' +
    'and the engine retries the whole transaction. This also protects rules over several rows. ' +
    'The server sometimes fails a transaction without need, for example because it tracks many ' +
    'reads by page and not by row.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'prevented',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: { '40001': 'retry' },

  attempt: (db, operation) =>
    db
      .transaction()
      .setIsolationLevel('serializable')
      .execute(async (trx) => {
        const accounts = await selectAccounts(trx, operation.accounts).execute();
        const decision = operation.decide(accounts);
        if (decision.refused) return refused;
        return setBalances(trx, decision.changes);
      }),
};
