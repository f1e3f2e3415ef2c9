import { UsageError } from '../errors.js';
import type { Scenario, Strategy } from '../model.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';

/**
 * What was loaded from files, by the reference on the command line, such as `./mine.ts#careful`.
 */
export interface LoadedFiles {
  readonly strategies: ReadonlyMap<string, readonly Strategy[]>;
  readonly scenarios: ReadonlyMap<string, Scenario>;
  /** Files that match a given name, by that name: `./mine.ts` for `mine`. */
  readonly called: ReadonlyMap<string, string>;
}

/** What a plan needs besides the command line. */
export interface PlanContext {
  /** Every strategy that `--strategy` finds by its name. `all` means these. */
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
  /** What the flags name by file; left out: no files. */
  readonly files?: LoadedFiles;
  /** `RACE_LAB_URL`; an empty one counts as unset. */
  readonly environmentUrl: string | undefined;
  /** A whole number from 0 to 4294967295, for a run without `--seed`. */
  readonly randomSeed: () => number;
}

/** Strategies and scenarios that are given as objects, besides the built-in ones. */
export interface OwnFiles {
  /** Begins the errors: whose strategies and scenarios these are. */
  readonly where: string;
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
}

/**
 * The context of a plan: the built-in strategies and scenarios, and what comes from outside.
 * @param own default: none
 * @throws {UsageError} for two strategies, or two scenarios, with the same name
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

/** The given ones that are not built in, each once. */
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
      throw new UsageError(`${where}: ${kind} ${name} is given twice, as two different objects`, {
        code: 'DUPLICATE_NAME',
        option: kind,
        hint: 'Give each a name of its own.',
      });
    }
    names.add(name);
  }
  return fresh;
}
