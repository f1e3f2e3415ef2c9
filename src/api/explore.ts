import type { ExploreProgress } from '../explore/progress.js';
import { exploreLab, wholeReport } from '../lab.js';
import type { ExploreReport } from '../model.js';
import { createExplorePlan } from '../plan/explore.js';
import { tellWhere } from '../plan/tell-where.js';
import { exploreRequest, type ExploreOptions } from '../plan/options.js';
import type { CallOptions } from './call-options.js';
import { cacheDirectory, contextFor, finder } from './context.js';
import { withRemedies } from './remedies.js';

/**
 * Runs every interleaving of a few workers' statements, as `race-lab explore` does: two workers
 * who withdraw once, with the strategy `naive`, unless the options say otherwise.
 *
 * ```ts
 * import { assertHeld, explore } from 'race-lab';
 *
 * assertHeld(await explore({ strategy: './mine.ts', scenario: 'joint' }));
 * ```
 *
 * It has a database of its own (an embedded server, or schemas on the server of `url` or
 * `RACE_LAB_URL`), which is gone when the promise settles; so calls at the same time do not meet.
 *
 * @param call a signal that ends it early, and what receives progress
 * @returns what was found; that something broke is no error
 * @throws {UsageError} for an option that is wrong, or does not go with another one
 * @throws {EnvironmentError} when the database or a strategy cannot be used
 * @throws the signal's reason when it is aborted
 */
export async function explore(
  options: ExploreOptions = {},
  { signal, progress }: CallOptions<ExploreProgress> = {},
): Promise<ExploreReport> {
  return withRemedies(async () => {
    const request = exploreRequest(options);
    return tellWhere(request.where, async () => {
      const plan = createExplorePlan(request.flags, await contextFor(request, signal));
      const result = await exploreLab(plan, {
        cache: cacheDirectory(),
        finder,
        ...(signal === undefined ? {} : { signal }),
        ...(progress === undefined ? {} : { progress }),
      });
      return wholeReport(result);
    });
  });
}
