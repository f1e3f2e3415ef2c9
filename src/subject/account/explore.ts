import type { LabDatabase } from '../../database/lab-database.js';
import { serverLost } from '../../database/server-trouble.js';
import { SessionLost } from '../../database/session-lost.js';
import { untilAborted } from '../../database/until-aborted.js';
import { sentenceOf, type StrategyDefect } from '../../errors.js';
import type { ExplorationResult, ExplorePlan, Strategy } from '../../model.js';
import { remakeChanged } from '../../race/account-table.js';
import { awake } from '../../race/keep-awake.js';
import { exploreStrategy, type StrategyExplorationOptions } from './explore-strategy.js';
import { fixedDeadlockTimeout, patienceMs } from '../../gate/deadlock-timeout.js';
import type { ExploreProgress } from '../progress.js';
import { AccountPlaces } from './places.js';

/** The clock, signal and listeners of an exploration, injected so that tests do not need real time. */
export interface ExploreEnvironment {
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  /** Aborted when the exploration must end at once. */
  readonly signal: AbortSignal;
  readonly progress: ExploreProgress;
  /** Makes an instance of a strategy for one lane; left out: all lanes share one instance. */
  readonly freshInstance?: (strategy: Strategy) => Promise<Strategy>;
}

/** All results, and why the exploration ended early, if it did. */
export interface ExploreOutcome {
  readonly results: readonly ExplorationResult[];
  /** The defects of strategies whose code is wrong. Their results contain them too. */
  readonly defects: readonly StrategyDefect[];
  /** See `ExploreReport`. */
  readonly deadlockTimeoutMs: number | null;
  /** A sentence that says why the exploration ended early; null: it did not. */
  readonly interruption: string | null;
}

/**
 * Explores the strategies of a plan, one after another.
 * @throws the signal's reason when it is aborted
 * @throws {EnvironmentError} when another client holds a lock that the exploration needs, and there is no
 *   result yet
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
    const places = new AccountPlaces(database, { workload: plan, mayTimeDeadlocks, freshInstance });
    const outcome = { results: [], defects: [], deadlockTimeoutMs };
    const exploring = { plan, database, places, mayTimeDeadlocks, progress, patience };
    const interruption = await exploreEach(exploring, outcome);
    return { ...outcome, interruption };
  });
}

/** The results so far. */
interface ResultsSoFar {
  readonly results: ExplorationResult[];
  readonly defects: StrategyDefect[];
}

/** @returns why the exploration ended early, in a sentence; null: it did not */
async function exploreEach(
  exploring: Omit<StrategyExplorationOptions, 'strategy'> & { readonly database: LabDatabase },
  found: ResultsSoFar,
): Promise<string | null> {
  const { plan, database, places, progress } = exploring;
  for (const strategy of plan.strategies) {
    progress.started(strategy.name);
    try {
      const explored = await awake(1, () => exploreStrategy({ ...exploring, strategy }));
      found.results.push(explored.result);
      if (explored.defect === null) continue;
      found.defects.push(explored.defect);
      await places.abandon();
      await remakeChanged(database, explored.defect);
    } catch (error) {
      // A lane that can no longer be opened throws an error of its own, so check the control session too.
      if (error instanceof SessionLost || database.control.lost) {
        return serverLost(database, `in the middle of the exploration (${strategy.name})`);
      }
      // Reports the finished results instead of throwing, if there are any.
      const known = await database.explain(error);
      if (known === null || found.results.length === 0) throw known ?? error;
      return sentenceOf(known);
    }
  }
  return null;
}

const shared = (strategy: Strategy): Promise<Strategy> => Promise.resolve(strategy);
