import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const naive: Strategy = {
  name: 'naive',
  summary: 'read, check, write back: each statement its own transaction',
  description:
    'The balance is read, checked and computed in the application, then written back. Between the ' +
    'read and the write nothing is held: whoever writes last wins, and every update since its ' +
    'read is gone. Each of two withdrawals finds the same money, and both pay it out.',
  claims: {
    lostUpdates: 'possible',
    overdrafts: 'possible',
    writeSkew: 'possible',
    deadlocks: 'none',
    processes: 'any',
    progress: 'yes',
  },
  sqlstates: {},

  async attempt(db, operation) {
    const accounts = await selectAccounts(db, operation.accounts).execute();
    const decision = operation.decide(accounts);
    if (decision.refused) return refused;
    return setBalances(db, decision.changes);
  },
};
