import type { LabDatabase } from '../database/database.js';
import { SessionLost } from '../database/session.js';
import { untilAborted } from '../database/until-aborted.js';
import type { ExplorationResult, ExplorePlan, Strategy } from '../model.js';
import { awake } from '../race/awake.js';
import { fixedDeadlockTimeout, patienceMs } from './deadlock-timeout.js';
import { Lanes } from './lanes.js';
import type { ExploreProgress } from './progress.js';
import { exploreStrategy } from './walk.js';

/** What an exploration needs from outside, injected so that tests can do without time. */
export interface ExploreEnvironment {
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** Aborted when the exploration must end at once. */
  readonly signal: AbortSignal;
  readonly progress: ExploreProgress;
  /** Makes an instance of a strategy for one lane; left out: all lanes share one. */
  readonly freshInstance?: (strategy: Strategy) => Promise<Strategy>;
}

/** Everything that was found, and what ended the exploration early, if something did. */
export interface ExploreOutcome {
  readonly results: readonly ExplorationResult[];
  /** See `ExploreReport`. */
  readonly deadlockTimeoutMs: number | null;
  /** A sentence, when the server was lost on the way. */
  readonly interruption: string | null;
}

/**
 * Explores the strategies of a plan, one after another.
 * @throws the signal's reason when it is aborted
 * @throws {EnvironmentError} when nothing moves any more, or a schedule is not the same twice
 */
export async function explore(
  plan: ExplorePlan,
  database: LabDatabase,
  { now, signal, progress, freshInstance = shared }: ExploreEnvironment,
): Promise<ExploreOutcome> {
  return untilAborted(database, signal, async () => {
    const deadlockTimeoutMs = await fixedDeadlockTimeout(database.control);
    const mayTimeDeadlocks = deadlockTimeoutMs === null;
    const patience = { ms: patienceMs(deadlockTimeoutMs), now };
    const lanes = new Lanes(database, plan, {
      most: plan.lanes,
      mayTimeDeadlocks,
      freshInstance,
    });
    const results: ExplorationResult[] = [];
    for (const strategy of plan.strategies) {
      progress.strategyStarted(strategy.name);
      try {
        await lanes.prepare(strategy);
        const exploring = { plan, strategy, database, lanes, progress, patience };
        results.push(await awake(1, () => exploreStrategy(exploring)));
      } catch (error) {
        // A lane that cannot be opened any more tells of it in its own words.
        if (!(error instanceof SessionLost) && !database.control.lost) throw error;
        const interruption = `The server was lost in the middle of the exploration (${strategy.name}).`;
        return { results, deadlockTimeoutMs, interruption };
      }
    }
    return { results, deadlockTimeoutMs, interruption: null };
  });
}

const shared = (strategy: Strategy): Promise<Strategy> => Promise.resolve(strategy);
