/** What the public functions take from outside their options: files, and the process's environment. */
import { UsageError } from '../errors.js';
import { loadFiles, type Naming } from '../files/load.js';
import { planContext, type PlanContext } from '../plan/context.js';
import type { Request } from '../plan/options.js';
import { randomSeed } from '../plan/seed.js';
import { scenarios } from '../scenarios/index.js';
import { strategies } from '../strategies/index.js';

/** Of the flags, the strategies and the scenario may name files to be loaded. */
type Chosen = Request<Naming>;

/**
 * The context of a call's plan, with the files loaded that it names. `RACE_LAB_URL` is honoured as
 * on the command line.
 * @throws {UsageError} when a file cannot be loaded, or for two strategies or scenarios of one name
 */
export async function contextFor(request: Chosen): Promise<PlanContext> {
  const files = await loadFiles(request.flags, `${request.where}: strategy`);
  const environmentUrl = process.env['RACE_LAB_URL'];
  return planContext({ environmentUrl, randomSeed, files }, request);
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
