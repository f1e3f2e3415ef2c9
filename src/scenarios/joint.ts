import type { Scenario } from '../model.js';
import { makeOperation } from './operation.js';

/** Accounts of one owner: 1 and 2, 3 and 4, … */
const PER_OWNER = 2;

export const joint: Scenario = {
  name: 'joint',
  summary: 'withdrawals from two accounts that share a limit: their sum',
  invariant: 'balance + balance of the partner >= 0',
  exposes: ['lost update', 'write skew'],
  accounts: { least: PER_OWNER, default: PER_OWNER, multipleOf: PER_OWNER },
  limits: (accounts) =>
    Array.from({ length: accounts / PER_OWNER }, (_, owner) => [2 * owner + 1, 2 * owner + 2]),
  // As in withdraw: each owner's two accounts together hold half of what the workers ask for.
  defaultBalance: ({ operations, accounts, meanAmount }) => {
    const withdrawals = Math.max(1, Math.floor((operations * PER_OWNER) / accounts / 2));
    return Math.ceil((withdrawals * meanAmount) / PER_OWNER);
  },
  nextOperation: (draw) => {
    const accounts = draw.partners();
    const amount = draw.amount();
    return makeOperation({
      kind: 'withdraw',
      accounts,
      changes: [{ account: accounts[0], by: -amount }],
      requires: { accounts, atLeast: amount },
    });
  },
};
