import type { Strategy } from '../model.js';
import { addToBalances, refused, selectAccounts } from './steps.js';

export const checkThenDecrement: Strategy = {
  name: 'check-then-decrement',
  summary: 'read and check, then SET balance = balance - x',
  description:
    'The database computes the new balance, so no update is lost. But the balance can change ' +
    'between the check and the write: two withdrawals both see enough money for one, both ' +
    'subtract, and the account goes below zero.',
  claims: {
    lostUpdates: 'prevented',
    overdrafts: 'possible',
    writeSkew: 'possible',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  async attempt(db, operation) {
    const accounts = await selectAccounts(db, operation.accounts).execute();
    if (operation.decide(accounts).refused) return refused;
    return addToBalances(db, operation.changes);
  },
};
