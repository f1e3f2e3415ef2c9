import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const serializable: Strategy = {
  name: 'serializable',
  summary: 'naive inside a transaction at SERIALIZABLE, retried on 40001',
  description:
    'The outcome is that of some order in which the transactions ran one after another. The server ' +
    'watches who read what another one wrote, and fails one of them with 40001 when they can no ' +
    'longer be put in order; that may come as late as COMMIT, and the whole transaction is tried ' +
    'again. It also covers rules over several rows. It may refuse transactions that would have ' +
    'been fine, since it remembers reads by page when there are many.',
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
