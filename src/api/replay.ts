import { replayLab } from '../lab.js';
import type { ReplayReport } from '../model.js';
import { tellWhere } from '../plan/tell-where.js';
import { replayRequest, type ReplayOptions } from '../plan/options.js';
import { createReplayPlan } from '../plan/replay.js';
import type { CallOptions } from './call-options.js';
import { cacheDirectory, contextFor } from './context.js';
import { withRemedies } from './remedies.js';

/**
 * Runs one schedule, as `race-lab replay` does: for a test with a schedule that once broke.
 *
 * ```ts
 * import { assertHeld, replay } from 'race-lab';
 *
 * assertHeld(await replay({ strategy: './mine.ts', schedule: 'ABBA' }));
 * ```
 *
 * @param call a signal that ends the call early
 * @returns what happened, step by step; a broken verdict is not an error
 * @throws {UsageError} for an option that is wrong, or a schedule that cannot be followed
 * @throws {EnvironmentError} when the database or the strategy cannot be used
 * @throws the signal's reason when it is aborted
 */
export async function replay(
  options: ReplayOptions,
  { signal }: Pick<CallOptions, 'signal'> = {},
): Promise<ReplayReport> {
  return withRemedies(async () => {
    const request = replayRequest(options);
    return tellWhere(request.where, async () => {
      const plan = createReplayPlan(request.flags, await contextFor(request, signal));
      const { report, left } = await replayLab(plan, {
        cache: cacheDirectory(),
        ...(signal === undefined ? {} : { signal }),
      });
      if (left !== null) throw left;
      return report;
    });
  });
}
