/**
 * The options of `run`, `explore` and `replay` as JavaScript values, for tests and config files.
 */
import type { Scenario, Strategy } from '../model.js';
import { checkOptions, type OptionKinds } from './check-options.js';
import type { ExploreFlags } from './explore.js';
import type { RunFlags } from './plan.js';
import type { ReplayFlags } from './replay.js';

/** A strategy itself, or what `--strategy` takes: a name, a comma list of names, or a file. */
export type StrategyChoice = string | Strategy;

/** The options that all of them take. Defaults are those of the command line, here in brackets. */
export interface SharedOptions {
  /** One strategy, or several, which are raced or explored in turn [naive]. */
  readonly strategy?: StrategyChoice | readonly StrategyChoice[] | undefined;
  /** A scenario itself, or what `--scenario` takes [withdraw]. */
  readonly scenario?: string | Scenario | undefined;
  /** Concurrent workers, each with its own database session [50; an exploration: 2]. */
  readonly workers?: number | undefined;
  /** Operations of each worker [20; an exploration: 1]. */
  readonly operations?: number | undefined;
  /** Number of accounts [the least that the scenario needs]. */
  readonly accounts?: number | undefined;
  /** Starting balance of each account [computed by the scenario from the size]. */
  readonly balance?: number | undefined;
  /** Amount of each operation: a number, or a range such as `5..15` [10]. */
  readonly amount?: number | string | undefined;
  /** Retries allowed per operation [100; an exploration: 2]. */
  readonly retries?: number | undefined;
  /** Seed of amounts, accounts and pauses [random, printed in the report; an exploration: 1]. */
  readonly seed?: number | undefined;
  /** An existing server [`RACE_LAB_URL`, or else an embedded one]. */
  readonly url?: string | undefined;
  /** What must hold, as `--expect` takes it; the report says whether it did. */
  readonly expect?: string | readonly string[] | undefined;
}

/** What a race takes. Times are text with a unit: `500ms`, `10s`, `2m`. */
export interface RaceOptions extends SharedOptions {
  /** How long a round lasts, instead of a number of operations. */
  readonly duration?: string | undefined;
  /** Milliseconds between reading and writing [0]. */
  readonly think?: number | undefined;
  /** Pause before a retry: `none`, `constant:5ms` or `exponential:1ms..100ms` [the last]. */
  readonly backoff?: string | undefined;
  /** Connections that the workers share [one each]. */
  readonly connections?: number | undefined;
  /** Operating-system processes that the workers are spread over [1]. */
  readonly processes?: number | undefined;
  /** How often the race is repeated [1]. */
  readonly rounds?: number | undefined;
  /** For each strategy and round: after it, no operation begins or is retried [10s]. */
  readonly timeLimit?: string | undefined;
  /** For the whole race: after it, the race counts as hanging and fails [60s beyond the plan]. */
  readonly timeout?: string | undefined;
}

/** What an exploration takes. */
export interface ExploreOptions extends SharedOptions {
  /** The most schedules for each strategy; with more, the exploration is not complete [20000]. */
  readonly maxSchedules?: number | undefined;
  /** Only schedules with at most this many switches from worker to worker [all]. */
  readonly maxSwitches?: number | undefined;
  /** For each strategy: after it, no further schedule begins, such as `10s` [no limit]. */
  readonly timeLimit?: string | undefined;
  /** Schedules that run at the same time, each in a schema of its own [2]. */
  readonly lanes?: number | undefined;
}

/**
 * What a replay takes: one strategy, and the order of its workers' statements. It also accepts the
 * options of the exploration that found the schedule, and ignores its limits.
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
  timeLimit: 'text',
  lanes: 'number',
};

const REPLAY: OptionKinds<ReplayOptions> = { ...EXPLORE, schedule: 'text' };

/* ---------- Options → flags ---------- */

/** Options as flags, and the objects among them, which flags cannot hold. */
export interface Request<Flags> {
  /** Begins the errors: whose options these are. */
  readonly where: string;
  readonly flags: Flags;
  /** Strategies that were given as objects; the flags name them. */
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
}

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an unknown option, or for a value of the wrong type
 */
export function raceRequest(options: RaceOptions, where = 'race'): Request<RunFlags> {
  checkOptions(options, RACE, where);
  return requestOf(options, where);
}

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an unknown option, or for a value of the wrong type
 */
export function exploreRequest(options: ExploreOptions, where = 'explore'): Request<ExploreFlags> {
  checkOptions(options, EXPLORE, where);
  return requestOf(options, where);
}

/**
 * @param where whose options these are, for the errors
 * @throws {UsageError} for an unknown option, or for a value of the wrong type
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
