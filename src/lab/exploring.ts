/** The part of the lab for `explore` and `replay` that works on an open database. */
import {
  judgeExplorationExpectations,
  judgeReplayExpectations,
} from '../judge/expectations/exploration.js';
import type { LabDatabase } from '../database/lab-database.js';
import { nowMs } from '../own-timers.js';
import { explore, type ExploreOutcome } from '../subject/account/explore.js';
import { noProgress, type ExploreProgress } from '../subject/progress.js';
import { replay, type ReplayOutcome } from '../subject/account/replay.js';
import type { ExplorePlan, ExploreReport, ReplayPlan, ReplayReport, ServerInfo } from '../model.js';
import { guarded } from './watch-own-code.js';
import type { LabOptions } from './options.js';

const NEVER = new AbortController().signal;

/** Explores on an open database. */
export function exploreOn(
  plan: ExplorePlan,
  database: LabDatabase,
  options: Pick<LabOptions<ExploreProgress>, 'signal' | 'progress' | 'watchOver' | 'finder'>,
): Promise<ExploreOutcome> {
  const { signal = NEVER, progress = noProgress, finder } = options;
  return guarded(plan, plan.strategies, database, options, () =>
    explore(plan, database, {
      now: nowMs,
      signal,
      progress,
      freshInstance: async (strategy) =>
        strategy.file === undefined || !finder ? strategy : finder.strategy(strategy, signal),
    }),
  );
}

/** The report of an exploration. */
export function explorationReport(
  plan: ExplorePlan,
  server: ServerInfo,
  { defects: _known, ...outcome }: ExploreOutcome,
): ExploreReport {
  const { strategies, scenario, expectations: rules } = plan;
  const expectations = judgeExplorationExpectations(rules, strategies, scenario, outcome.results);
  return { plan, server, ...outcome, expectations };
}

/** Replays on an open database. */
export const replayOn = (
  plan: ReplayPlan,
  database: LabDatabase,
  options: Pick<LabOptions, 'signal' | 'watchOver'>,
): Promise<ReplayOutcome> =>
  guarded(plan, [plan.strategy], database, options, () =>
    replay(plan, database, { signal: options.signal ?? NEVER, now: nowMs }),
  );

/** The report of a replay. */
export function replayReport(
  plan: ReplayPlan,
  server: ServerInfo,
  { drawn, deadlockTimeoutMs }: ReplayOutcome,
): ReplayReport {
  const { strategy, scenario, expectations: rules } = plan;
  const expectations = judgeReplayExpectations(rules, strategy, scenario, drawn);
  return { plan, server, deadlockTimeoutMs, drawn, expectations };
}
