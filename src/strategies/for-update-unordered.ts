import type { Account, Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const forUpdateUnordered: Strategy = {
  name: 'for-update-unordered',
  summary: 'a trap: FOR UPDATE row by row, unsorted; retried on 40P01',
  description:
    'The same lock as for-update, but taken in the order in which the operation names the ' +
    'accounts. A transfer from 1 to 2 locks 1 and then waits for 2, while a transfer from 2 to 1 ' +
    'has locked 2 and waits for 1: a deadlock. After deadlock_timeout (1 s by default) the ' +
    'server fails one of them with 40P01. No update is lost, only time, and most of it on the ' +
    'busiest accounts. for-update locks in the order of the ids, and has no deadlocks.',
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
      const accounts: Account[] = [];
      for (const id of operation.accounts) {
        accounts.push(await selectAccounts(trx, [id]).forUpdate().executeTakeFirstOrThrow());
      }
      const decision = operation.decide(accounts);
      if (decision.refused) return refused;
      return setBalances(trx, decision.changes);
    }),
};
