import { exploreLab, replayLab, wholeReport } from '../../src/lab.js';
import type {
  DrawnSchedule,
  ExplorationResult,
  ExploreReport,
  Scenario,
  Strategy,
} from '../../src/model.js';
import { createExplorePlan, type ExploreFlags } from '../../src/plan/explore.js';
import { createReplayPlan, type ReplayFlags } from '../../src/plan/replay.js';
import { scenarios } from '../../src/scenarios/index.js';
import { strategies } from '../../src/strategies/index.js';
import { serverUrl } from './server.js';

const contextWith = (more: readonly Strategy[], moreScenarios: readonly Scenario[] = []) => ({
  strategies: [...strategies, ...more],
  scenarios: [...scenarios, ...moreScenarios],
  environmentUrl: undefined,
});

/** Explores on the server of the test run, in schemas that are dropped afterwards. */
export async function exploredAll(
  flags: ExploreFlags,
  more: readonly Strategy[] = [],
  moreScenarios: readonly Scenario[] = [],
): Promise<ExploreReport> {
  const context = contextWith(more, moreScenarios);
  const plan = createExplorePlan({ url: serverUrl(), ...flags }, context);
  return wholeReport(await exploreLab(plan));
}

/** Explores one strategy. */
export async function explored(
  strategy: string,
  flags: ExploreFlags = {},
  more: readonly Strategy[] = [],
): Promise<ExplorationResult> {
  const { results } = await exploredAll({ ...flags, strategy: [strategy] }, more);
  const [result] = results;
  if (!result) throw new Error('the exploration has no result');
  return result;
}

/** Runs one schedule of one strategy. */
export async function replayed(
  strategy: string,
  schedule: string,
  flags: ReplayFlags = {},
  more: readonly Strategy[] = [],
): Promise<DrawnSchedule> {
  const plan = createReplayPlan(
    { url: serverUrl(), ...flags, strategy: [strategy], schedule },
    contextWith(more),
  );
  return (await replayLab(plan)).report.drawn;
}
