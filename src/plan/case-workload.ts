/** What a case says itself, and options say only for strategies. */
import { UsageError } from '../errors.js';
import { option, type OptionName } from '../text/option.js';

const IN_THE_CASE = 'the case says what its workers do, and with which rows they begin.';

/** Options of strategies, and where a case has the same. */
const OF_STRATEGIES = [
  ['strategy', 'strategies are explored apart from cases.'],
  ['scenario', IN_THE_CASE],
  ['workers', 'the case names them, or says how often the worker runs (times).'],
  ['operations', IN_THE_CASE],
  ['accounts', IN_THE_CASE],
  ['balance', IN_THE_CASE],
  ['amount', IN_THE_CASE],
  ['retries', "the case says which failures are retried, such as retried: ['40001']."],
] as const satisfies readonly (readonly [OptionName, string])[];

/** Options, or flags. */
type Given = { readonly [name in OptionName]?: unknown };

/** @throws {UsageError} when an option says what a case says itself; the message names it */
export function requireNoWorkload(given: Given): void {
  for (const [name, reason] of OF_STRATEGIES) {
    const value = given[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    throw new UsageError(`${option(name)}: a case says itself what runs`, {
      code: 'OPTION_CONFLICT',
      option: name,
      hint: `Leave ${option(name)} out: ${reason}`,
    });
  }
}

/** Whether an option says what the workers of strategies do. */
export const isAboutStrategies = (given: Given): boolean =>
  OF_STRATEGIES.some(([name]) => given[name] !== undefined);
