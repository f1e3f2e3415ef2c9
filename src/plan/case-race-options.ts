/** The options of free races of cases as JavaScript values, for tests. */
import { isObject } from '../text/values.js';
import { requireNoWorkloadInRace } from './case-race-workload.js';
import { checkOptions, type OptionKinds } from './check-options.js';
import type { RunFlags } from './plan.js';

/** What all free races of cases take. Defaults are those of the command line, here in brackets. */
interface SharedCaseRaceOptions {
  /** Seed of the order in which the workers are called, and of serial orders that are drawn where there are too many [1]. */
  readonly seed?: number | undefined;
  /** An existing server [`RACE_LAB_URL`, or else an embedded one]. */
  readonly url?: string | undefined;
  /** What must hold, as `--expect` takes it; the report says whether it did. */
  readonly expect?: string | readonly string[] | undefined;
}

/** What free rounds of cases take. */
export interface FreeRaceOptions extends SharedCaseRaceOptions {
  /** How often all workers run at once, from the rows of the start [200]. */
  readonly rounds?: number | undefined;
}

/** What a load of cases takes: at least one of `workers`, `operations` and `duration`. */
export interface CaseLoadOptions extends SharedCaseRaceOptions {
  /** Concurrent workers, to which the functions of the case are dealt in turn [50]. */
  readonly workers?: number | undefined;
  /** Calls by each worker [20]. */
  readonly operations?: number | undefined;
  /** Operating-system processes that the workers are spread over [1]. */
  readonly processes?: number | undefined;
  /** How long the load lasts, instead of a number of operations: text with a unit, such as `5s`. */
  readonly duration?: string | undefined;
}

const RACE: OptionKinds<FreeRaceOptions & CaseLoadOptions> = {
  rounds: 'number',
  workers: 'number',
  operations: 'number',
  processes: 'number',
  duration: 'text',
  seed: 'number',
  url: 'text',
  expect: 'texts',
};

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an unknown option, for one of strategies only, or for a value of the wrong type
 */
export function caseRaceFlags(options: FreeRaceOptions & CaseLoadOptions, where: string): RunFlags {
  // First, because it explains why an option of strategies is not one of cases.
  if (isObject(options)) requireNoWorkloadInRace(options);
  checkOptions(options, RACE, where, "{ rounds: 200, expect: 'held' }");
  const { expect, ...numbersAndTexts } = options;
  const texts = Object.entries(numbersAndTexts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, `${value}`]],
  );
  return {
    ...Object.fromEntries(texts),
    ...(expect === undefined ? {} : { expect: [expect].flat() }),
  };
}
