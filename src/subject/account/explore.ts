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
import type { ExploreProgress } from '../../explore/progress.js';
import { AccountPlaces } from './places.js';

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
  /** What is wrong with strategies whose code is; their results say so. */
  readonly defects: readonly StrategyDefect[];
  /** See `ExploreReport`. */
  readonly deadlockTimeoutMs: number | null;
  /** A sentence, when the server was lost on the way. */
  readonly interruption: string | null;
}

/**
 * Explores the strategies of a plan, one after another.
 * @throws the signal's reason when it is aborted
 * @throws {EnvironmentError} when somebody else is in the way, and nothing has been found yet
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

/** What is known so far. */
interface Findings {
  readonly results: ExplorationResult[];
  readonly defects: StrategyDefect[];
}

/** @returns what ended it early, in a sentence; null when all was explored */
async function exploreEach(
  exploring: Omit<StrategyExplorationOptions, 'strategy'> & { readonly database: LabDatabase },
  found: Findings,
): Promise<string | null> {
  const { plan, database, places, progress } = exploring;
  for (const strategy of plan.strategies) {
    progress.strategyStarted(strategy.name);
    try {
      const explored = await awake(1, () => exploreStrategy({ ...exploring, strategy }));
      found.results.push(explored.result);
      if (explored.defect === null) continue;
      found.defects.push(explored.defect);
      await places.abandon();
      await remakeChanged(database, explored.defect);
    } catch (error) {
      // A lane that cannot be opened any more tells of it in its own words.
      if (error instanceof SessionLost || database.control.lost) {
        return serverLost(database, `in the middle of the exploration (${strategy.name})`);
      }
      // What is finished is worth more than the whole that cannot be had any more.
      const known = await database.explain(error);
      if (known === null || found.results.length === 0) throw known ?? error;
      return sentenceOf(known);
    }
  }
  return null;
}

const shared = (strategy: Strategy): Promise<Strategy> => Promise.resolve(strategy);
