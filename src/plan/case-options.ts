/** The options of explorations and replays of cases as JavaScript values, for tests and config files. */
import type { Case } from '../model.js';
import { isObject } from '../text/values.js';
import type { CaseReplayFlags } from './case.js';
import { requireNoWorkload } from './case-workload.js';
import { checkOptions, type OptionKinds } from './check-options.js';
import type { ExploreFlags } from './explore.js';
import type { IsolationName } from './isolation.js';

/** What an exploration of cases takes. Defaults are those of the command line, here in brackets. */
export interface CaseExploreOptions {
  /** The most schedules for each case; with more, the exploration is not complete [20000]. */
  readonly maxSchedules?: number | undefined;
  /** Only schedules with at most this many switches from worker to worker [all]. */
  readonly maxSwitches?: number | undefined;
  /**
   * For each case: after it, no further schedule begins, such as `10s`. The serial orders are all
   * run, and their time counts [no limit].
   */
  readonly timeLimit?: string | undefined;
  /** Whether data-changing statements are cut in two: those outside a transaction, or `'all'` [false]. */
  readonly overlap?: boolean | 'all' | undefined;
  /**
   * The default isolation levels to run the same code at, one after the other; `'all'`: each of the three. At
   * REPEATABLE READ and SERIALIZABLE, failures with 40001 count as retried [that of the server].
   */
  readonly isolation?: IsolationName | 'all' | readonly (IsolationName | 'all')[] | undefined;
  /** Schedules that run at the same time, each in a database of its own [2]. */
  readonly lanes?: number | undefined;
  /** Seed of the schedules and serial orders that are drawn where there are too many [1]. */
  readonly seed?: number | undefined;
  /** An existing server [`RACE_LAB_URL`, or else an embedded one]. */
  readonly url?: string | undefined;
  /** What must hold, as `--expect` takes it; the report says whether it did. */
  readonly expect?: string | readonly string[] | undefined;
}

/**
 * What a replay of a case takes. It also accepts the options of the exploration that found the
 * schedule, and ignores its limits. Of `isolation`, it takes one level.
 */
export interface CaseReplayOptions extends CaseExploreOptions {
  /** In letters, such as `ABBA`. */
  readonly schedule: string;
  /** Whether to go on freely from the first letter that cannot be followed [false]. */
  readonly follow?: boolean | undefined;
}

/** What an exploration of cases takes in a config. Without `expect`, every case must hold. */
export interface CaseExperimentOptions extends CaseExploreOptions {
  /** Files, as the command line takes them, relative to the config; or the cases themselves. */
  readonly cases: string | Case | readonly (string | Case)[];
}

const EXPLORE: OptionKinds<CaseExploreOptions> = {
  maxSchedules: 'number',
  maxSwitches: 'number',
  timeLimit: 'text',
  overlap: 'overlap',
  isolation: 'isolation',
  lanes: 'number',
  seed: 'number',
  url: 'text',
  expect: 'texts',
};

const REPLAY: OptionKinds<CaseReplayOptions> = { ...EXPLORE, schedule: 'text', follow: 'boolean' };

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an unknown option, or for a value of the wrong type
 */
export function caseExploreFlags(options: CaseExploreOptions, where: string): ExploreFlags {
  check(options, EXPLORE, where);
  return flagsOf(options);
}

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an unknown option, or for a value of the wrong type
 */
export function caseReplayFlags(options: CaseReplayOptions, where: string): CaseReplayFlags {
  check(options, REPLAY, where);
  const { follow, ...others } = options;
  return { ...flagsOf(others), follow };
}

/**
 * @param where whose options these are, for the errors
 * @returns the options as flags, and the cases
 * @throws {UsageError} for an unknown option, or for a value of the wrong type
 */
export function caseExperiment(options: CaseExperimentOptions, where: string) {
  check(options, { ...EXPLORE, cases: 'cases' }, where);
  const { cases, expect = 'held', ...others } = options;
  return { flags: flagsOf({ ...others, expect }), choices: [cases].flat() };
}

function check<Options extends object>(
  options: Options,
  kinds: OptionKinds<Options>,
  where: string,
): void {
  // First, because it explains why an option of strategies is not one of cases.
  if (isObject(options)) requireNoWorkload(options);
  checkOptions(options, kinds, where, "{ maxSchedules: 1000, expect: 'held' }");
}

function flagsOf(options: CaseExploreOptions): ExploreFlags {
  const { expect, overlap, isolation, ...numbersAndTexts } = options;
  const texts = Object.entries(numbersAndTexts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, `${value}`]],
  );
  return {
    ...Object.fromEntries(texts),
    ...(expect === undefined ? {} : { expect: [expect].flat() }),
    ...(overlap === undefined ? {} : { overlap }),
    ...(isolation === undefined ? {} : { isolation }),
  };
}
