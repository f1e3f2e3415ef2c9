/** What `run`, `explore` and `replay` take, as values of the language: for tests, and for config files. */
import type { Scenario, Strategy } from '../model.js';
import { checkOptions, type OptionKinds } from './check-options.js';
import type { ExploreFlags } from './explore.js';
import type { RunFlags } from './plan.js';
import type { ReplayFlags } from './replay.js';

/** A strategy itself, or what `--strategy` takes: a name, a comma list of names, or a file. */
export type StrategyChoice = string | Strategy;

/** What all of them take. Whatever is left out has the default of the command line, in brackets here. */
export interface SharedOptions {
  /** One, or several, which are raced or explored in turn [naive]. */
  readonly strategy?: StrategyChoice | readonly StrategyChoice[] | undefined;
  /** A scenario itself, or what `--scenario` takes [withdraw]. */
  readonly scenario?: string | Scenario | undefined;
  /** Each has a database session of its own [50; an exploration: 2]. */
  readonly workers?: number | undefined;
  /** Per worker [20; an exploration: 1]. */
  readonly operations?: number | undefined;
  /** Accounts to spread over [as few as the scenario can do with]. */
  readonly accounts?: number | undefined;
  /** Starting balance of each account [what the scenario makes of the size]. */
  readonly balance?: number | undefined;
  /** Of each operation: a number, or a range such as `5..15` [10]. */
  readonly amount?: number | string | undefined;
  /** Retries allowed per operation [100; an exploration: 2]. */
  readonly retries?: number | undefined;
  /** Of amounts, accounts and pauses [a random one, told in the report; an exploration: 1]. */
  readonly seed?: number | undefined;
  /** An existing server [`RACE_LAB_URL`, or else an embedded one]. */
  readonly url?: string | undefined;
  /** What must hold, as `--expect` takes it; the report says whether it did. */
  readonly expect?: string | readonly string[] | undefined;
}

/** What a race takes. Times are text with a unit: `500ms`, `10s`, `2m`. */
export interface RaceOptions extends SharedOptions {
  /** Instead of a count of operations. */
  readonly duration?: string | undefined;
  /** Milliseconds between reading and writing [0]. */
  readonly think?: number | undefined;
  /** Pause before a retry: `none`, `constant:5ms` or `exponential:1ms..100ms` [the last]. */
  readonly backoff?: string | undefined;
  /** Connections that the workers share [one each]. */
  readonly connections?: number | undefined;
  /** Operating-system processes that the workers are spread over [1]. */
  readonly processes?: number | undefined;
  /** How often it is repeated [1]. */
  readonly rounds?: number | undefined;
  /** For each strategy and round: past it, no operation begins, and none is retried [10s]. */
  readonly timeLimit?: string | undefined;
  /** For the whole race: past it, it is given up as hanging [60s beyond the rest]. */
  readonly timeout?: string | undefined;
}

/** What an exploration takes. */
export interface ExploreOptions extends SharedOptions {
  /** For each strategy: past it, the exploration is not complete [20000]. */
  readonly maxSchedules?: number | undefined;
  /** Only schedules with at most so many switches from worker to worker [all]. */
  readonly maxSwitches?: number | undefined;
  /** Schedules that run at the same time, each in a schema of its own [2]. */
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
