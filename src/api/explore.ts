import type { ExploreProgress } from '../subject/account/progress.js';
import { exploreLab, wholeReport } from '../lab.js';
import type { ExploreReport } from '../model.js';
import { createExplorePlan } from '../plan/explore.js';
import { tellWhere } from '../plan/tell-where.js';
import { exploreRequest, type ExploreOptions } from '../plan/options.js';
import type { CallOptions } from './call-options.js';
import { cacheDirectory, contextFor, finder } from './context.js';
import { withRemedies } from './remedies.js';

/**
 * Runs every interleaving of a few workers' statements, as `race-lab explore` does. By default, two
 * workers withdraw once each, with the strategy `naive`.
 *
 * ```ts
 * import { assertHeld, explore } from 'race-lab';
 *
 * assertHeld(await explore({ strategy: './mine.ts', scenario: 'joint' }));
 * ```
 *
 * Each call has its own database: an embedded server, or schemas on the server of `url` or
 * `RACE_LAB_URL`. It is removed before the promise settles, so concurrent calls do not interfere.
 *
 * @param call a signal that ends the call early, and an object that receives progress
 * @returns what was found; a broken verdict is not an error
 * @throws {UsageError} for an option that is wrong, or conflicts with another one
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
