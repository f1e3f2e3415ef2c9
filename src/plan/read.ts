/** Reads optional flags, in the same way for the plans of all commands. */
import { UsageError } from '../errors.js';
import type { Expectation, Scenario, Strategy } from '../model.js';
import type { PlanContext } from './context.js';
import { parseExpectation } from './expectation.js';
import type { Range } from './limits.js';
import { LIMITS } from './limits.js';
import { parseAmount, parseCount, parseTime } from './parse.js';
import { option, type OptionName } from '../text/option.js';

/** @throws {UsageError} when the flag is given, but is not a whole number in that range */
export function readCount(
  name: OptionName,
  text: string | undefined,
  range: Range,
  fallback: number | (() => number),
): number {
  if (text !== undefined) return parseCount(name, text, range);
  return typeof fallback === 'number' ? fallback : fallback();
}

/**
 * The time limit of an exploration.
 * @returns milliseconds; null: it is not given
 * @throws {UsageError} when it is given, but is not a time in that range
 */
export const readTimeLimit = (text: string | undefined): number | null =>
  text === undefined ? null : parseTime('timeLimit', text, LIMITS.timeLimit);

/**
 * @throws {UsageError} when the flag is given, but the scenario cannot have that number of
 *   accounts;
 *   or when the scenario's `limits` fails for it
 */
export function readAccounts(text: string | undefined, range: Range, scenario: Scenario): number {
  const accounts =
    text === undefined ? scenario.accounts.default : parseAccounts(text, range, scenario);
  // A user's scenario computes the limits: an error in them must show before anything runs.
  scenario.limits(accounts);
  return accounts;
}

function parseAccounts(text: string, range: Range, { name, accounts }: Scenario): number {
  const { least, multipleOf } = accounts;
  const count = parseCount('accounts', text, range);
  if (count >= least && count % multipleOf === 0) return count;
  const kind = multipleOf === 1 ? '' : `a multiple of ${multipleOf}, `;
  throw new UsageError(
    `${option('accounts')} ${count} does not fit ${option('scenario')} ${name}`,
    {
      code: 'OPTION_CONFLICT',
      option: 'accounts',
      hint: `Write ${kind}${least} or more, or leave it out for ${accounts.default}.`,
    },
  );
}

/** @throws {UsageError} when the flag is given, but is neither an amount nor a range of amounts */
export function readAmount(text: string | undefined, fallback: Range): Range {
  const given = text === undefined ? fallback : parseAmount('amount', text, LIMITS.amount);
  return Object.freeze(given);
}

/**
 * @param strategies the strategies of the plan
 * @param metrics what a rule may compare
 * @throws {UsageError} for an invalid rule, or a rule about a strategy that is not in the plan
 */
export function readExpectations<M extends string>(
  rules: readonly string[] | undefined,
  strategies: readonly Strategy[],
  context: Pick<PlanContext, 'strategies'>,
  metrics: readonly M[],
): readonly Expectation<M>[] {
  const inRun = strategies.map((strategy) => strategy.name);
  const known = context.strategies.map((strategy) => strategy.name);
  return Object.freeze((rules ?? []).map((rule) => parseExpectation(rule, inRun, known, metrics)));
}
