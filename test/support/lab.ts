import { runLab, wholeReport } from '../../src/lab.js';
import type { Report, RunPlan, Scenario, Strategy, StrategyResult } from '../../src/model.js';
import { createPlan, type RunFlags } from '../../src/plan/plan.js';
import { scenarios } from '../../src/scenarios/index.js';
import { strategies } from '../../src/strategies/index.js';
import { serverUrl } from './server.js';

/** A plan as the command line would create it, on the server of the test run. */
export function plan(
  flags: RunFlags,
  more: readonly Strategy[] = [],
  moreScenarios: readonly Scenario[] = [],
): RunPlan {
  return createPlan(
    'run',
    { url: serverUrl(), ...flags },
    {
      strategies: [...strategies, ...more],
      scenarios: [...scenarios, ...moreScenarios],
      environmentUrl: undefined,
      randomSeed: () => 1,
    },
  );
}

/** Races on the server of the test run, in a schema that is dropped afterwards. */
export async function lab(
  flags: RunFlags,
  more: readonly Strategy[] = [],
  moreScenarios: readonly Scenario[] = [],
): Promise<Report> {
  return wholeReport(await runLab(plan(flags, more, moreScenarios)));
}

/** Races one strategy. */
export async function raced(
  strategy: string,
  flags: RunFlags = {},
  more: readonly Strategy[] = [],
  moreScenarios: readonly Scenario[] = [],
): Promise<StrategyResult> {
  const { results } = await lab({ ...flags, strategy: [strategy] }, more, moreScenarios);
  const [result] = results;
  if (!result) throw new Error('the race has no result');
  return result;
}
