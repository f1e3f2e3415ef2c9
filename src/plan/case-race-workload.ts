/** The options of races that are for strategies only. */
import { UsageError } from '../errors.js';
import { option, type OptionName } from '../text/option.js';

const IN_THE_CASE = 'the case says what its workers do, and with which rows they begin.';

/** Options of strategies, and why a case has no use for them. */
const OF_STRATEGIES = [
  ['strategy', 'strategies are raced apart from cases.'],
  ['scenario', IN_THE_CASE],
  ['accounts', IN_THE_CASE],
  ['balance', IN_THE_CASE],
  ['amount', IN_THE_CASE],
  ['think', 'the functions of the case make their own pauses.'],
  ['retries', "the case says which failures are retried, such as retried: ['40001']."],
  ['backoff', "the case says which failures are retried, such as retried: ['40001']."],
  ['connections', 'the pool that open makes says how many connections there are.'],
  ['timeLimit', 'a case ends after its rounds, its operations or its duration.'],
  ['timeout', 'a case whose workers make no progress for 10 s is ended.'],
  ['keep', 'the databases of cases are always dropped.'],
] as const satisfies readonly (readonly [OptionName, string])[];

/** Options of a call, or flags. */
type RaceOptionValues = { readonly [name in OptionName]?: unknown };

/** @throws {UsageError} when an option is given that is for strategies only; the message names it */
export function requireNoWorkloadInRace(given: RaceOptionValues): void {
  for (const [name, reason] of OF_STRATEGIES) {
    const value = given[name];
    if (value === undefined || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    throw new UsageError(`${option(name)} is for races of strategies, not of cases`, {
      code: 'OPTION_CONFLICT',
      option: name,
      hint: `Leave ${option(name)} out: ${reason}`,
    });
  }
}
