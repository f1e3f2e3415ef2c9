import { UsageError } from '../errors.js';
import type { Scenario, Strategy } from '../model.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';

/** What was loaded from files, by what the command line called it, such as `./mine.ts#careful`. */
export interface LoadedFiles {
  readonly strategies: ReadonlyMap<string, readonly Strategy[]>;
  readonly scenarios: ReadonlyMap<string, Scenario>;
  /** Files that are called like a name that was given, by that name: `./mine.ts` for `mine`. */
  readonly called: ReadonlyMap<string, string>;
}

/** What a plan takes from outside the command line. */
export interface PlanContext {
  /** Every strategy that has a name of its own on the command line: what `all` means. */
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
  /** What the flags name by file; left out: nothing. */
  readonly files?: LoadedFiles;
  /** `RACE_LAB_URL`; an empty one counts as unset. */
  readonly environmentUrl: string | undefined;
  /** A whole number from 0 to 4294967295, for a run without `--seed`. */
  readonly randomSeed: () => number;
}

/** Strategies and scenarios that are given themselves, beside the built-in ones. */
export interface OwnFiles {
  /** Whose they are, for errors. */
  readonly where: string;
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
}

/**
 * The context of a plan: the built-in strategies and scenarios, and what comes from outside.
 * @param own left out: none
 * @throws {UsageError} for two of one name: which of them is meant?
 */
export function planContext(
  outside: Omit<PlanContext, 'strategies' | 'scenarios'>,
  own: OwnFiles = { where: '', strategies: [], scenarios: [] },
): PlanContext {
  const { where } = own;
  return {
    ...outside,
    strategies: [...strategies, ...newOnes(own.strategies, strategies, where, 'strategy')],
    scenarios: [...scenarios, ...newOnes(own.scenarios, scenarios, where, 'scenario')],
  };
}

/** Those that are not known yet, each once. */
function newOnes<T extends { readonly name: string }>(
  given: readonly T[],
  builtIn: readonly T[],
  where: string,
  kind: 'strategy' | 'scenario',
): readonly T[] {
  const fresh = [...new Set(given)].filter((each) => !builtIn.includes(each));
  const names = new Set(builtIn.map(({ name }) => name));
  for (const { name } of fresh) {
    if (builtIn.some((each) => each.name === name)) {
      throw new UsageError(`${where}: ${kind} ${name} has the name of a built-in one`, {
        code: 'DUPLICATE_NAME',
        option: kind,
        hint: 'Give it a name of its own.',
      });
    }
    if (names.has(name)) {
      throw new UsageError(`${where}: ${kind} ${name} is given twice, and they are not the same`, {
        code: 'DUPLICATE_NAME',
        option: kind,
        hint: 'Give each a name of its own.',
      });
    }
    names.add(name);
  }
  return fresh;
}
