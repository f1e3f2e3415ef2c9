/** What `run`, `explore` and `replay` take, as values of the language: for tests, and for config files. */
import type { Scenario, Strategy } from '../model.js';
import { checkOptions, type OptionKinds } from './check-options.js';
import type { ExploreFlags } from './explore.js';
import type { RunFlags } from './plan.js';
import type { ReplayFlags } from './replay.js';

/** A strategy itself, or what `--strategy` takes: a name, a comma list of names, or a file. */
export type StrategyChoice = string | Strategy;

/** What all of them take. Whatever is left out has the default of the command line. */
export interface SharedOptions {
  readonly strategy?: StrategyChoice | readonly StrategyChoice[] | undefined;
  /** A scenario itself, or what `--scenario` takes. */
  readonly scenario?: string | Scenario | undefined;
  readonly workers?: number | undefined;
  /** Per worker. */
  readonly operations?: number | undefined;
  readonly accounts?: number | undefined;
  /** Starting balance of each account. */
  readonly balance?: number | undefined;
  /** Of each operation: a number, or a range such as `5..15`. */
  readonly amount?: number | string | undefined;
  /** Retries allowed per operation. */
  readonly retries?: number | undefined;
  /** Left out: a random one for a race, 1 for an exploration. The report has it. */
  readonly seed?: number | undefined;
  /** An existing server; left out: `RACE_LAB_URL`, or else an embedded one. */
  readonly url?: string | undefined;
  /** What must hold, as `--expect` takes it; the report says whether it did. */
  readonly expect?: string | readonly string[] | undefined;
}

/** What a race takes. Times are text with a unit: `500ms`, `10s`, `2m`. */
export interface RaceOptions extends SharedOptions {
  /** Instead of a count of operations. */
  readonly duration?: string | undefined;
  /** Milliseconds between reading and writing. */
  readonly think?: number | undefined;
  /** `none`, `constant:5ms` or `exponential:1ms..100ms`. */
  readonly backoff?: string | undefined;
  /** Connections that the workers share; left out: one each. */
  readonly connections?: number | undefined;
  /** Operating-system processes that the workers are spread over. */
  readonly processes?: number | undefined;
  readonly rounds?: number | undefined;
  /** For each strategy and round. */
  readonly timeLimit?: string | undefined;
  /** For the whole race: past it, it is given up. */
  readonly timeout?: string | undefined;
}

/** What an exploration takes. */
export interface ExploreOptions extends SharedOptions {
  /** For each strategy: past it, the exploration is not complete. */
  readonly maxSchedules?: number | undefined;
  /** Only schedules with at most so many switches from worker to worker. */
  readonly maxSwitches?: number | undefined;
  /** Schedules that run at the same time, each in a schema of its own. */
  readonly lanes?: number | undefined;
}

/**
 * What a replay takes: one strategy, and the order of its workers' statements. The options of the
 * exploration that found it can be passed on: how far that went means nothing to one schedule.
 */
export interface ReplayOptions extends ExploreOptions {
  /** In letters, such as `ABBA`. */
  readonly schedule: string;
}

/* ---------- What each option may be ---------- */

const SHARED: OptionKinds<SharedOptions> = {
  strategy: 'strategies',
  scenario: 'scenario',
  workers: 'number',
  operations: 'number',
  accounts: 'number',
  balance: 'number',
  amount: 'number or text',
  retries: 'number',
  seed: 'number',
  url: 'text',
  expect: 'texts',
};

const RACE: OptionKinds<RaceOptions> = {
  ...SHARED,
  duration: 'text',
  think: 'number',
  backoff: 'text',
  connections: 'number',
  processes: 'number',
  rounds: 'number',
  timeLimit: 'text',
  timeout: 'text',
};

const EXPLORE: OptionKinds<ExploreOptions> = {
  ...SHARED,
  maxSchedules: 'number',
  maxSwitches: 'number',
  lanes: 'number',
};

const REPLAY: OptionKinds<ReplayOptions> = { ...EXPLORE, schedule: 'text' };

/** The names of all options of a race. */
export const RACE_KEYS: readonly string[] = Object.keys(RACE);

/** The names of all options of an exploration. */
export const EXPLORE_KEYS: readonly string[] = Object.keys(EXPLORE);

/* ---------- Options → flags ---------- */

/** The flags that say the same as options, and what of them flags cannot say: objects. */
export interface Request<Flags> {
  /** Whose options these are, for errors. */
  readonly where: string;
  readonly flags: Flags;
  /** Strategies that were given themselves; the flags name them. */
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
}

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an option that there is not, or of which the value has a wrong type
 */
export function raceRequest(options: RaceOptions, where = 'race'): Request<RunFlags> {
  checkOptions(options, RACE, where);
  return requestOf(options, where);
}

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an option that there is not, or of which the value has a wrong type
 */
export function exploreRequest(options: ExploreOptions, where = 'explore'): Request<ExploreFlags> {
  checkOptions(options, EXPLORE, where);
  return requestOf(options, where);
}

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an option that there is not, or of which the value has a wrong type
 */
export function replayRequest(options: ReplayOptions, where = 'replay'): Request<ReplayFlags> {
  checkOptions(options, REPLAY, where);
  return requestOf(options, where);
}

function requestOf(options: SharedOptions, where: string) {
  const { strategy, scenario, expect, ...numbersAndTexts } = options;
  const chosen = strategy === undefined ? [] : [strategy].flat();
  const texts = Object.entries(numbersAndTexts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, `${value}`]],
  );
  return {
    where,
    flags: {
      ...Object.fromEntries(texts),
      ...(chosen.length > 0 ? { strategy: chosen.map(nameOf) } : {}),
      ...(scenario === undefined ? {} : { scenario: nameOf(scenario) }),
      ...(expect === undefined ? {} : { expect: [expect].flat() }),
    },
    strategies: chosen.filter((choice) => typeof choice !== 'string'),
    scenarios: typeof scenario === 'object' ? [scenario] : [],
  };
}

const nameOf = (choice: string | { readonly name: string }): string =>
  typeof choice === 'string' ? choice : choice.name;
