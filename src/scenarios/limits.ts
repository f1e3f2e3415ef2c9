import type { AccountRange, Limit } from '../model.js';

/** Any number of accounts, one when nobody says how many. */
export const ANY_NUMBER: AccountRange = { least: 1, default: 1, multipleOf: 1 };

/** Each account alone must not go below zero. */
export const eachAlone = (accounts: number): readonly Limit[] =>
  Array.from({ length: accounts }, (_, index) => [index + 1]);
