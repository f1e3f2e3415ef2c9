import type { LabDatabase } from '../database/database.js';
import { SessionLost } from '../database/session.js';
import { untilAborted } from '../database/until-aborted.js';
import { EnvironmentError } from '../errors.js';
import type { DrawnSchedule, ReplayPlan } from '../model.js';
import { BlockWatch } from './block-watch.js';
import { exactly, requireAllUsed } from './choosers.js';
import { fixedDeadlockTimeout, patienceMs } from './deadlock-timeout.js';
import { drawSchedule } from './draw.js';
import type { ExploreEnvironment } from './explore.js';
import { Lane } from './lane.js';

/** A schedule that was run again. */
export interface ReplayOutcome {
  readonly drawn: DrawnSchedule;
  /** See `ReplayReport`. */
  readonly deadlockTimeoutMs: number | null;
}

/**
 * Runs one schedule, letter by letter.
 * @throws {UsageError} at the first letter that cannot be followed, and when there are too few or
 *   too many
 * @throws {EnvironmentError} when nothing moves any more, or the server is lost
 * @throws the signal's reason when it is aborted
 */
export async function replay(
  plan: ReplayPlan,
  database: LabDatabase,
  { signal, now }: Pick<ExploreEnvironment, 'signal' | 'now'>,
): Promise<ReplayOutcome> {
  return untilAborted(database, signal, async () => {
    try {
      const deadlockTimeoutMs = await fixedDeadlockTimeout(database.control);
      const { schema } = database.info;
      const lane = await Lane.open(database, schema, plan.workers, deadlockTimeoutMs === null);
      await lane.prepare(plan, plan.strategy);
      const drawn = await drawSchedule({
        experiment: plan,
        strategy: plan.strategy,
        lane,
        watch: new BlockWatch(database.control),
        knownToWait: new Set(),
        patience: { ms: patienceMs(deadlockTimeoutMs), now },
        choose: exactly(plan.schedule),
      });
      requireAllUsed(plan.schedule, drawn);
      return { drawn: conclusive(drawn), deadlockTimeoutMs };
    } catch (error) {
      if (!(error instanceof SessionLost)) throw error;
      throw new EnvironmentError('the server was lost in the middle of the schedule', {
        hint: 'Nothing was reported. Look at its log, and try again.',
        cause: error,
      });
    }
  });
}

/** As of a race: where nothing was committed, nothing was shown. */
function conclusive(drawn: DrawnSchedule): DrawnSchedule {
  const { operations, verdict, reason } = drawn;
  if (verdict !== 'held' || operations.some(({ outcome }) => outcome.kind === 'committed')) {
    return drawn;
  }
  const nothing = `Nothing was committed, so nothing was shown: ${reason}`;
  return { ...drawn, verdict: 'inconclusive', reason: nothing };
}
