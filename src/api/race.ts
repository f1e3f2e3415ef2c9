import { runLab, wholeReport } from '../lab.js';
import type { Report } from '../model.js';
import { tellWhere } from '../plan/tell-where.js';
import { raceRequest, type RaceOptions } from '../plan/options.js';
import { createPlan } from '../plan/plan.js';
import type { CallOptions } from './call-options.js';
import { cacheDirectory, contextFor } from './context.js';
import { withRemedies } from './remedies.js';

/**
 * Races workers over accounts, as `race-lab run` does. By default, fifty workers withdraw with the
 * strategy `naive`.
 *
 * ```ts
 * import { assertHeld, race } from 'race-lab';
 *
 * assertHeld(await race({ strategy: './mine.ts', workers: 20 }));
 * ```
 *
 * Each call has its own database: an embedded server, or a schema on the server of `url` or
 * `RACE_LAB_URL`. It is removed before the promise settles, so concurrent calls do not interfere.
 *
 * @param call a signal that ends the call early, and an object that receives progress
 * @returns what was found; a broken verdict is not an error
 * @throws {UsageError} for an option that is wrong, or conflicts with another one
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
