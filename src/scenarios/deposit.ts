import type { Scenario } from '../model.js';
import { ANY_NUMBER, eachAlone } from './limits.js';
import { onOneAccount } from './operation.js';

export const deposit: Scenario = {
  name: 'deposit',
  summary: 'every worker deposits; nothing is ever refused',
  invariant: 'balance >= 0',
  exposes: ['lost update'],
  accounts: ANY_NUMBER,
  limits: eachAlone,
  defaultBalance: () => 0,
  nextOperation: (draw) => onOneAccount('deposit', draw.account(), draw.amount()),
};
