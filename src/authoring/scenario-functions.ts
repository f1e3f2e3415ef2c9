/** Checks what the functions of a scenario return, at each call. */
import { LabError, UsageError } from '../errors.js';
import type { Limit, Scenario } from '../model.js';
import { shown } from './requirements.js';
import { thrownBy } from '../text/definition.js';
import { option } from '../text/option.js';

/** @returns the function with a check: it throws a {@link UsageError} for an invalid balance */
export const wholeBalance =
  (name: string, defaultBalance: Scenario['defaultBalance']): Scenario['defaultBalance'] =>
  (demand) => {
    const balance: unknown = called(name, 'defaultBalance', () => defaultBalance(demand));
    if (typeof balance === 'number' && Number.isSafeInteger(balance) && balance >= 0) {
      return balance;
    }
    throw new UsageError(`scenario ${name}: defaultBalance returned ${shown(balance)}`, {
      code: 'INVALID_DEFINITION',
      hint: `It must return a whole number of 0 or more: round it with Math.ceil, or give ${option('balance')}.`,
    });
  };

/** @returns the function with a check: it throws a {@link UsageError} for invalid limits */
export const limitsOnAccounts =
  (name: string, limits: Scenario['limits']): Scenario['limits'] =>
  (accounts) => {
    const returned = called(name, 'limits', () => limits(accounts));
    const problem = limitsProblem(returned, accounts);
    if (problem === null) return returned;
    throw new UsageError(`scenario ${name}: limits returned ${problem}`, {
      code: 'INVALID_DEFINITION',
      hint: 'It must return an array of groups of accounts, counted from 1: (accounts) => [[1, 2]].',
    });
  };

/** What is wrong with the limits; null: nothing. */
function limitsProblem(limits: unknown, accounts: number): string | null {
  if (!isList(limits)) return shown(limits);
  for (const limit of limits) {
    const problem = limitProblem(limit, accounts);
    if (problem !== null) return problem;
  }
  return null;
}

function limitProblem(limit: unknown, accounts: number): string | null {
  if (!isList(limit)) return `a limit that is not an array: ${shown(limit)}`;
  if (limit.length === 0) return 'a limit without accounts';
  // The spread also covers holes of a sparse array.
  const [odd] = [...limit].filter((account) => !isAccount(account, accounts)).map(shown);
  if (odd !== undefined) return `a limit of account ${odd}, where there are 1 to ${accounts}`;
  return new Set(limit).size < limit.length
    ? `a limit that names an account twice: ${shown(limit)}`
    : null;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isAccount = (value: unknown, most: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= most;

function called<T extends number | readonly Limit[]>(
  name: string,
  property: string,
  call: () => T,
): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new UsageError(`scenario ${name}: ${property} threw ${thrownBy(error)}`, {
      code: 'INVALID_DEFINITION',
      hint: 'Fix it: it must compute its result from its arguments alone.',
      cause: error,
    });
  }
}
