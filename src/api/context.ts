/** What the public functions take from outside their options: files, and the process's environment. */
import { definitionFinder, loadFiles, type FileNames } from '../files/load.js';
import { planContext, type PlanContext } from '../plan/context.js';
import type { Request } from '../plan/options.js';
import { randomSeed } from '../plan/seed.js';
import { apiModule } from './module.js';

/**
 * The context of a call's plan, with the files loaded that it names. `RACE_LAB_URL` is honoured as
 * on the command line.
 * @throws {UsageError} when a file cannot be loaded, or for two strategies or scenarios of one name
 * @throws the signal's reason when it is aborted
 */
export async function contextFor(
  request: Request<FileNames>,
  signal?: AbortSignal,
): Promise<PlanContext> {
  const files = await loadFiles(request.flags, { api: apiModule, signal });
  const environmentUrl = process.env['RACE_LAB_URL'];
  return planContext({ environmentUrl, randomSeed, files }, request);
}

/** Where the embedded server's template is kept: `RACE_LAB_CACHE`, as on the command line. */
export const cacheDirectory = (): string | undefined => process.env['RACE_LAB_CACHE'];

/** Finds the strategies of a plan again, for further lanes. */
export const finder = definitionFinder({ api: apiModule });
