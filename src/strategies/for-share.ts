import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const forShare: Strategy = {
  name: 'for-share',
  summary: 'FOR SHARE, then write: deadlocks, retried on 40P01',
  description:
    'A FOR SHARE lock is too weak for the write that follows. Several transactions hold it at ' +
    'the same time. Then each of them wants to write, and waits until the others release their ' +
    'locks: a deadlock. After deadlock_timeout (1 s by default) the server fails one of them ' +
    'with 40P01. This repeats until only one is left, and that one can write. No update is lost, ' +
    'but the workers spend nearly all their time waiting.',
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
