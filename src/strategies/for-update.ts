import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const forUpdate: Strategy = {
  name: 'for-update',
  summary: 'SELECT … FOR UPDATE: the read locks the row',
  description:
    'Pessimistic locking. The read locks the row until the transaction ends. The next ' +
    'transaction waits in its own read, and then reads what the first one wrote. No update is ' +
    'lost, and there are no retries, but the transactions queue. They lock the rows in the order ' +
    'of the account ids, so that two transactions never wait for each other.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'prevented',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const accounts = await selectAccounts(trx, operation.accounts).forUpdate().execute();
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;
      return setBalances(trx, decision.changes);
    }),
};
