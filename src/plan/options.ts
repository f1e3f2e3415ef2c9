/** What `run` and `explore` take, as values of the language: for tests, and for config files. */
import type { Scenario, Strategy } from '../model.js';
import type { ExploreFlags } from './explore.js';
import type { RunFlags } from './plan.js';

/** A strategy itself, or what `--strategy` takes: a name, a comma list of names, or a file. */
export type StrategyChoice = string | Strategy;

/** What racing and exploring share. Whatever is left out has the default of the command line. */
export interface SharedOptions {
  readonly strategy?: StrategyChoice | readonly StrategyChoice[];
  /** A scenario itself, or what `--scenario` takes. */
  readonly scenario?: string | Scenario;
  readonly workers?: number;
  /** Per worker. */
  readonly operations?: number;
  readonly accounts?: number;
  /** Starting balance of each account. */
  readonly balance?: number;
  /** Of each operation: a number, or a range such as `5..15`. */
  readonly amount?: number | string;
  /** Retries allowed per operation. */
  readonly retries?: number;
  readonly seed?: number;
  /** An existing server; left out: `RACE_LAB_URL`, or else an embedded one. */
  readonly url?: string;
  /** What must hold, as `--expect` takes it. */
  readonly expect?: string | readonly string[];
}

/** What a race takes. Times are text with a unit: `500ms`, `10s`, `2m`. */
export interface RaceOptions extends SharedOptions {
  /** Instead of a count of operations. */
  readonly duration?: string;
  /** Milliseconds between reading and writing. */
  readonly think?: number;
  /** `none`, `constant:5ms` or `exponential:1ms..100ms`. */
  readonly backoff?: string;
  readonly connections?: number;
  /** Operating-system processes that the workers are spread over. */
  readonly processes?: number;
  readonly rounds?: number;
  readonly timeLimit?: string;
  readonly timeout?: string;
}

/** What an exploration takes. */
export interface ExploreOptions extends SharedOptions {
  readonly maxSchedules?: number;
  readonly maxSwitches?: number;
  readonly lanes?: number;
}

/** The flags that say the same as options, and what of them flags cannot say: objects. */
export interface Request<Flags> {
  readonly flags: Flags;
  /** Strategies that were given themselves; the flags name them. */
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
}

export const raceRequest = (options: RaceOptions): Request<RunFlags> => requestOf(options);

export const exploreRequest = (options: ExploreOptions): Request<ExploreFlags> =>
  requestOf(options);

function requestOf({ strategy, scenario, expect, ...numbersAndTexts }: SharedOptions) {
  const chosen = strategy === undefined ? [] : [strategy].flat();
  const texts = Object.entries(numbersAndTexts).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return {
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
