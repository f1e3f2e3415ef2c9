import type { Scenario } from '../model.js';
import { ANY_NUMBER, eachAlone } from './limits.js';
import { onOneAccount } from './operation.js';

export const withdraw: Scenario = {
  name: 'withdraw',
  summary: 'every worker withdraws; the accounts hold half of what they ask for',
  invariant: 'balance >= 0',
  exposes: ['lost update', 'overdraft'],
  accounts: ANY_NUMBER,
  limits: eachAlone,
  // Whole operations, so that with equal amounts a correct strategy ends at exactly 0; and at
  // least one operation.
  defaultBalance: ({ operations, accounts, meanAmount }) =>
    Math.floor(Math.max(1, Math.floor(operations / 2 / accounts)) * meanAmount),
  nextOperation: (draw) => onOneAccount('withdraw', draw.account(), draw.amount()),
};
