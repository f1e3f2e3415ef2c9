/** What the public functions take from outside their options. */
import { randomInt } from 'node:crypto';

import { UsageError } from '../errors.js';
import { loadFiles } from '../files/load.js';
import type { PlanContext } from '../plan/context.js';
import { LIMITS } from '../plan/limits.js';
import type { Request } from '../plan/options.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';

/** Without the flags, of which the strategies and the scenario may name files to be loaded. */
type Chosen = Omit<Request<unknown>, 'flags'> & {
  readonly flags: {
    readonly strategy?: readonly string[] | undefined;
    readonly scenario?: string | undefined;
  };
};

/**
 * All strategies and scenarios that a request can speak of: the built-in ones, and those that it
 * brings along. `RACE_LAB_URL` is honoured as on the command line.
 *
 * Files that `flags` names are to be loaded here, as the command line loads them.
 *
 * @throws {UsageError} for two of one name: which of them is meant?
 */
export async function contextFor({
  where,
  flags,
  strategies: own,
  scenarios: ownScenarios,
}: Chosen): Promise<PlanContext> {
  return {
    strategies: [...strategies, ...newOnes(own, strategies, `${where}: strategy`)],
    scenarios: [...scenarios, ...newOnes(ownScenarios, scenarios, `${where}: scenario`)],
    environmentUrl: process.env['RACE_LAB_URL'],
    randomSeed: () => randomInt(LIMITS.seed.max + 1),
    files: await loadFiles(flags, `${where}: strategy`),
  };
}

/** Those that are not known yet, each once. */
function newOnes<T extends { readonly name: string }>(
  given: readonly T[],
  builtIn: readonly T[],
  what: string,
): readonly T[] {
  const fresh = [...new Set(given)].filter((each) => !builtIn.includes(each));
  const names = new Set(builtIn.map(({ name }) => name));
  for (const { name } of fresh) {
    if (builtIn.some((each) => each.name === name)) {
      throw new UsageError(`${what} ${name} has the name of a built-in one`, {
        hint: 'Give it a name of its own.',
      });
    }
    if (names.has(name)) {
      throw new UsageError(`${what} ${name} is given twice, and they are not the same`, {
        hint: 'Give each a name of its own.',
      });
    }
    names.add(name);
  }
  return fresh;
}

/**
 * @throws {UsageError} when workers of other processes are to use an object of this one
 */
export function requireFiles({ where, strategies: own, scenarios: ownScenarios }: Chosen): void {
  const objects = [
    ...own.filter((each) => !strategies.includes(each)),
    ...ownScenarios.filter((each) => !scenarios.includes(each)),
  ];
  const stuck = objects.find(({ file }) => file === undefined);
  if (stuck === undefined) return;
  throw new UsageError(`${where}: ${stuck.name} is an object, which other processes cannot use`, {
    hint: 'Put it into a file of its own and give the path of that, or leave processes out.',
  });
}

/** Where the embedded server's template is kept: `RACE_LAB_CACHE`, as on the command line. */
export const cacheDirectory = (): string | undefined => process.env['RACE_LAB_CACHE'];
