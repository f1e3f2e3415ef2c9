import { Refusal } from '../errors.js';
import type { Change, Requirement, Strategy } from '../model.js';
import { addToBalances, selectAccounts } from './steps.js';

export const postCheck: Strategy = {
  name: 'post-check',
  summary: 'subtract in a transaction, read, roll back if below zero',
  description:
    'Write first, then check. The UPDATE locks the row, so the transaction then reads its own ' +
    'result, which no other transaction can change. If the balance is below zero, the ' +
    'transaction rolls back. No overdraft is committed, and no update is lost. But rows that the ' +
    'transaction only reads are not locked: a rule over several rows can still be broken (write ' +
    'skew).',
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

/** The least that must be left after the changes: 0 if they withdraw exactly what is required. */
function leastAfter(changes: readonly Change[], { accounts, atLeast }: Requirement): number {
  const changed = changes.filter(({ account }) => accounts.includes(account));
  return changed.reduce((least, { by }) => least + by, atLeast);
}
