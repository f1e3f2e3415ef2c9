import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const forUpdateNowait: Strategy = {
  name: 'for-update-nowait',
  summary: 'FOR UPDATE NOWAIT: fails on a locked row, retried on 55P03',
  description:
    'The same lock as for-update, but a transaction does not wait for it. If another transaction ' +
    'holds the row lock, the read fails at once with 55P03, and the engine retries after a ' +
    'pause. This keeps connections free for other work, but costs retries. Waiting transactions ' +
    'have no order: under load, chance decides which operation succeeds next.',
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
