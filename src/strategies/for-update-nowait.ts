import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const forUpdateNowait: Strategy = {
  name: 'for-update-nowait',
  summary: 'FOR UPDATE NOWAIT: a locked row is an error, retried on 55P03',
  description:
    'The same lock, but nobody queues: a row that is locked by another fails at once with 55P03, ' +
    'and the engine tries again after a pause. It keeps connections free for other work, and pays ' +
    'with retries; under load, luck decides who gets through.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'prevented',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: { '55P03': 'retry' },

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const accounts = await selectAccounts(trx, operation.accounts).forUpdate().noWait().execute();
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;
      return setBalances(trx, decision.changes);
    }),
};
