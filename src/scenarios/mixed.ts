import type { Scenario } from '../model.js';
import { ANY_NUMBER, eachAlone } from './limits.js';
import { onOneAccount } from './operation.js';

export const mixed: Scenario = {
  name: 'mixed',
  summary: 'deposits and withdrawals, chosen by a fair coin',
  invariant: 'balance >= 0',
  exposes: ['lost update', 'overdraft'],
  accounts: ANY_NUMBER,
  limits: eachAlone,
  // Enough for half of the workers to withdraw at once, so that some are refused.
  defaultBalance: ({ workers, accounts, meanAmount }) =>
    Math.floor(Math.ceil(workers / 2 / accounts) * meanAmount),
  nextOperation: (draw) =>
    onOneAccount(draw.coin() ? 'deposit' : 'withdraw', draw.account(), draw.amount()),
};
