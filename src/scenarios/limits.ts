import type { AccountRange, Limit } from '../model.js';

/** Any number of accounts; one by default. */
export const ANY_NUMBER: AccountRange = { least: 1, default: 1, multipleOf: 1 };

/** No account may go below zero. */
export const eachAlone = (accounts: number): readonly Limit[] =>
  Array.from({ length: accounts }, (_, index) => [index + 1]);
