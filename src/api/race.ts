import { runLab, wholeReport } from '../lab.js';
import type { Report } from '../model.js';
import { tellWhere } from '../plan/tell-where.js';
import { raceRequest, type RaceOptions } from '../plan/options.js';
import { createPlan } from '../plan/plan.js';
import type { CallOptions } from './call-options.js';
import { cacheDirectory, contextFor } from './context.js';
import { withRemedies } from './remedies.js';

/**
 * Races workers over accounts, as `race-lab run` does: fifty workers who withdraw, with the
 * strategy `naive`, unless the options say otherwise.
 *
 * ```ts
 * import { assertHeld, race } from 'race-lab';
 *
 * assertHeld(await race({ strategy: './mine.ts', workers: 20 }));
 * ```
 *
 * It has a database of its own (an embedded server, or a schema on the server of `url` or
 * `RACE_LAB_URL`), which is gone when the promise settles; so calls at the same time do not meet.
 *
 * @param call a signal that ends it early, and what receives progress
 * @returns what was found; that something broke is no error
 * @throws {UsageError} for an option that is wrong, or does not go with another one
 * @throws {EnvironmentError} when the database cannot be used, or the race hangs
 * @throws the signal's reason when it is aborted
 */
export async function race(
  options: RaceOptions = {},
  { signal, progress }: CallOptions = {},
): Promise<Report> {
  return withRemedies(async () => {
    const request = raceRequest(options);
    return tellWhere(request.where, async () => {
      const plan = createPlan('run', request.flags, await contextFor(request, signal));
      const result = await runLab(plan, {
        cache: cacheDirectory(),
        ...(signal === undefined ? {} : { signal }),
        ...(progress === undefined ? {} : { progress }),
      });
      return wholeReport(result);
    });
  });
}
