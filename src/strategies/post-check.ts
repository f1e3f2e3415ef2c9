import { Refusal } from '../errors.js';
import type { Change, Requirement, Strategy } from '../model.js';
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
      const left = accounts.reduce((sum, { balance }) => sum + balance, 0);
      if (left < leastAfter(operation.changes, operation.requires)) throw new Refusal();
      return written;
    }),
};

/** What has to be left when the changes are made: for a withdrawal of all that is required, 0. */
function leastAfter(changes: readonly Change[], { accounts, atLeast }: Requirement): number {
  const changed = changes.filter(({ account }) => accounts.includes(account));
  return changed.reduce((least, { by }) => least + by, atLeast);
}
