import type { Account, Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const forUpdateUnordered: Strategy = {
  name: 'for-update-unordered',
  summary: 'a trap: FOR UPDATE row by row, as named; retried on 40P01',
  description:
    'The same lock, taken in the order in which the operation names the accounts. While one ' +
    'transfer from 1 to 2 holds 1 and wants 2, another from 2 to 1 holds 2 and wants 1: a ' +
    'deadlock. The server notices after deadlock_timeout (1 s by default) and fails one of them ' +
    'with 40P01. Nothing is lost but time, and it is lost where there is most to do. for-update ' +
    'takes its locks in the order of the ids, and has none of it.',
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
