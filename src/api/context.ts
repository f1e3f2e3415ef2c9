/** What the public functions use besides their options: files and environment variables. */
import { caseFinder } from '../files/load-cases.js';
import { definitionFinder, loadFiles, type FileNames } from '../files/load.js';
import type { CaseContext } from '../plan/case.js';
import { planContext, type PlanContext } from '../plan/context.js';
import type { Request } from '../plan/options.js';
import { randomSeed } from '../plan/seed.js';
import { apiModule } from './module.js';

/**
 * The context of a call's plan. Loads the files that the options name. `RACE_LAB_URL` works as on
 * the command line.
 * @throws {UsageError} when a file cannot be loaded, or two strategies or scenarios have the same
 *   name
 * @throws the signal's reason when it is aborted
 */
export async function contextFor(
  request: Request<FileNames>,
  signal?: AbortSignal,
): Promise<PlanContext> {
  const files = await loadFiles(request.flags, { api: apiModule, signal });
  return planContext({ environmentUrl: environmentUrl(), randomSeed, files }, request);
}

/** The context of a call's plan for cases. `RACE_LAB_URL` works as on the command line. */
export const caseContext = (): CaseContext => ({ environmentUrl: environmentUrl() });

const environmentUrl = (): string | undefined => process.env['RACE_LAB_URL'];

/** Where the embedded server's template is kept: `RACE_LAB_CACHE`, as on the command line. */
export const cacheDirectory = (): string | undefined => process.env['RACE_LAB_CACHE'];

/** What calls about cases pass on to the lab. */
export const caseLabOptions = (signal: AbortSignal | undefined) => ({
  cache: cacheDirectory(),
  freshInstance: caseFinder({ api: apiModule }),
  ...(signal === undefined ? {} : { signal }),
});

/** Loads the strategies of a plan again, for more lanes. */
export const finder = definitionFinder({ api: apiModule });
