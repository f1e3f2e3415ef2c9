import { Refusal } from '../errors.js';
import type { Strategy } from '../model.js';
import { addToBalances, selectAccounts } from './steps.js';

export const postCheck: Strategy = {
  name: 'post-check',
  summary: 'subtract in a transaction, read, roll back if below zero',
  description:
    'First write, then look. The UPDATE locks the row, so what the transaction reads afterwards ' +
    'is its own result and cannot change any more; if it is below zero, everything rolls back. ' +
    'No overdraft is ever committed, and no update is lost. Rows that it only reads are not ' +
    'locked: a rule over several rows can still be broken (write skew).',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'prevented',
    writeSkew: 'possible',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  attempt: (db, operation) =>
    db.transaction().execute(async (trx) => {
      const written = await addToBalances(trx, operation.changes);
      if (operation.requires === null) return written;
      const accounts = await selectAccounts(trx, operation.requires.accounts).execute();
      if (accounts.reduce((sum, { balance }) => sum + balance, 0) < 0) throw new Refusal();
      return written;
    }),
};
