import type { Scenario } from '../model.js';
import { eachAlone } from './limits.js';
import { makeOperation } from './operation.js';

export const transfer: Scenario = {
  name: 'transfer',
  summary: 'every worker moves money from one account to another',
  invariant: 'the total never changes, balance >= 0',
  exposes: ['lost update', 'overdraft'],
  accounts: { least: 2, default: 2, multipleOf: 1 },
  limits: eachAlone,
  // One amount in each. With two accounts, one of them is empty most of the time; with more
  // accounts, nearly half of them are.
  defaultBalance: ({ meanAmount }) => Math.ceil(meanAmount),
  nextOperation: (draw) => {
    const [from, to] = draw.pair();
    const amount = draw.amount();
    return makeOperation({
      kind: 'transfer',
      accounts: [from, to],
      changes: [
        { account: from, by: -amount },
        { account: to, by: amount },
      ],
      requires: { accounts: [from], atLeast: amount },
    });
  },
};
