import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const forShare: Strategy = {
  name: 'for-share',
  summary: 'FOR SHARE, then write: held by deadlocks, retried on 40P01',
  description:
    'The lock is too weak for what follows. Many may hold it at once, and then each wants to ' +
    'write and waits for the others to let go: a deadlock. The server notices after ' +
    'deadlock_timeout (1 s by default), fails one of them with 40P01, and so on, until one is left ' +
    'that can write. No update is lost, but nearly all the time is spent waiting.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'prevented',
    deadlocks: 'possible',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: { '40P01': 'retry' },

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const accounts = await selectAccounts(trx, operation.accounts).forShare().execute();
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;
      return setBalances(trx, decision.changes);
    }),
};
