import type { Strategy } from '../model.js';
import { refused, selectAccounts, setBalances } from './steps.js';

export const naive: Strategy = {
  name: 'naive',
  summary: 'read, check, write back: each statement is its own transaction',
  description:
    'The application reads the balance, checks it, computes the new one and writes it back. It ' +
    'holds no lock between the read and the write. Another operation can write in between, and ' +
    'the later write overwrites that update: it is lost. Two withdrawals can both see the same ' +
    'money, and both pay it out.',
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
